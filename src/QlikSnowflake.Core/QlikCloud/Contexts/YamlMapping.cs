using QlikSnowflake.Errors;
using QlikSnowflake.Yaml;

namespace QlikSnowflake.QlikCloud.Contexts;

/// <summary>A mapping of qlik-cli's file of contexts.</summary>
internal sealed class YamlMapping
{
    private readonly IReadOnlyDictionary<string, object?> _values;

    private YamlMapping(IReadOnlyDictionary<string, object?> values) => _values = values;

    /// <summary>The keys in the order of the file.</summary>
    public IReadOnlyList<string> Keys => [.. _values.Keys];

    /// <summary>A scalar, or null where there is none.</summary>
    public string? Text(string key) => _values.TryGetValue(key, out var value) ? value as string : null;

    /// <summary>A mapping, or null where there is none.</summary>
    public YamlMapping? Mapping(string key) =>
        _values.TryGetValue(key, out var value) && value is IReadOnlyDictionary<string, object?> inner
            ? new YamlMapping(inner)
            : null;

    /// <summary>Reads a document.</summary>
    /// <param name="text">The text.</param>
    /// <param name="source">What it is, for errors. Errors never quote a line: it may hold a secret.</param>
    /// <exception cref="InputException">It is no YAML, or not a mapping.</exception>
    public static YamlMapping Read(string text, string source)
    {
        try
        {
            return YamlDocument.Read(text) switch
            {
                null => new YamlMapping(new Dictionary<string, object?>()),
                IReadOnlyDictionary<string, object?> values => new YamlMapping(values),
                _ => throw new YamlFormatException(1, "holds no mapping"),
            };
        }
        catch (YamlFormatException e)
        {
            throw new InputException(
                ErrorIds.ContextFileInvalid,
                $"{source}, line {e.Line}: it {e.Message}.",
                "Write the file with qlik-cli again (qlik context init), or correct the line.",
                FailureKind.InvalidData,
                e
            );
        }
    }
}
