using System.Globalization;
using System.Text;
using QlikSnowflake.Errors;

namespace QlikSnowflake.QlikCloud.Contexts;

/// <summary>
/// Reads the part of YAML 1.2 that qlik-cli writes: mappings within mappings by indentation, and scalars on one line, plain or
/// quoted. Whatever else it meets it refuses by name rather than to guess.
/// </summary>
internal sealed class YamlMapping
{
    private readonly Dictionary<string, object?> _values = new(StringComparer.Ordinal);

    /// <summary>The keys in the order of the file.</summary>
    public IReadOnlyList<string> Keys { get; private set; } = [];

    /// <summary>A scalar, or null where there is none.</summary>
    public string? Text(string key) => _values.TryGetValue(key, out var value) ? value as string : null;

    /// <summary>A mapping, or null where there is none.</summary>
    public YamlMapping? Mapping(string key) => _values.TryGetValue(key, out var value) ? value as YamlMapping : null;

    /// <summary>Reads a document.</summary>
    /// <param name="text">The text.</param>
    /// <param name="source">What it is, for errors. Errors never quote a line: it may hold a secret.</param>
    /// <exception cref="InputException">It is not of this part of YAML.</exception>
    public static YamlMapping Read(string text, string source)
    {
        var lines = new List<(int Number, int Indent, string Text)>();
        var all = text.Split('\n');
        for (var i = 0; i < all.Length; i++)
        {
            var line = all[i].TrimEnd('\r', ' ', '\t');
            var content = line.TrimStart(' ');
            if (content.Length == 0 || content[0] == '#' || line is "---" or "...")
                continue;
            if (content[0] == '\t')
                throw Invalid(source, i + 1, "a tab is no indentation");
            lines.Add((i + 1, line.Length - content.Length, content));
        }

        var at = 0;
        var root = ReadMapping(lines, ref at, lines.Count > 0 ? lines[0].Indent : 0, source);
        return at == lines.Count ? root : throw Invalid(source, lines[at].Number, "the indentation fits nothing above");
    }

    private static YamlMapping ReadMapping(
        List<(int Number, int Indent, string Text)> lines,
        ref int at,
        int indent,
        string source
    )
    {
        var mapping = new YamlMapping();
        var keys = new List<string>();
        while (at < lines.Count && lines[at].Indent == indent)
        {
            var (number, _, text) = lines[at++];
            var rest = text;
            var key = ReadKey(ref rest, number, source);
            object? value;
            if (rest.Length > 0)
                value = ReadScalar(rest, number, source);
            else if (at < lines.Count && lines[at].Indent > indent)
                value = ReadMapping(lines, ref at, lines[at].Indent, source);
            else
                value = null;
            if (mapping._values.ContainsKey(key))
                throw Invalid(source, number, "a key is there twice");
            mapping._values.Add(key, value);
            keys.Add(key);
        }

        mapping.Keys = keys;
        return mapping;
    }

    private static string ReadKey(ref string rest, int number, string source)
    {
        string key;
        if (rest[0] is '"' or '\'')
        {
            key = ReadQuoted(ref rest, number, source);
        }
        else
        {
            var colon = rest.IndexOf(": ", StringComparison.Ordinal);
            if (colon < 0 && rest[rest.Length - 1] == ':')
                colon = rest.Length - 1;
            if (colon <= 0 || rest[0] is '-' or '?' or '[' or '{' or '&' or '*' or '!' or '|' or '>')
                throw Invalid(source, number, "a key and a colon are expected");
            key = rest.Substring(0, colon).TrimEnd(' ');
            rest = rest.Substring(colon);
        }

        if (rest.Length == 0 || rest[0] != ':' || (rest.Length > 1 && rest[1] != ' '))
            throw Invalid(source, number, "a colon is expected behind the key");
        rest = rest.Substring(1).TrimStart(' ');
        if (rest.Length > 0 && rest[0] == '#')
            rest = string.Empty;
        return key;
    }

    private static object? ReadScalar(string text, int number, string source)
    {
        switch (text[0])
        {
            case '"' or '\'':
                var value = ReadQuoted(ref text, number, source);
                var rest = text.TrimStart(' ');
                return rest.Length == 0 || (text[0] == ' ' && rest[0] == '#')
                    ? value
                    : throw Invalid(source, number, "something follows the closing quote");
            case '{' or '[' when text is "{}" or "[]":
                return text == "{}" ? new YamlMapping() : null;
            case '|' or '>' or '{' or '[' or '&' or '*' or '!' or '%' or '@' or '`':
                throw Invalid(source, number, "values over several lines, lists, anchors and tags are not read");
            default:
                var comment = text.IndexOf(" #", StringComparison.Ordinal);
                var plain = comment < 0 ? text : text.Substring(0, comment).TrimEnd(' ');
                return plain is "null" or "~" ? null : plain;
        }
    }

    private static string ReadQuoted(ref string text, int number, string source)
    {
        var quote = text[0];
        var value = new StringBuilder();
        for (var i = 1; i < text.Length; i++)
        {
            var character = text[i];
            if (character == quote)
            {
                if (quote == '\'' && i + 1 < text.Length && text[i + 1] == '\'')
                {
                    value.Append('\'');
                    i++;
                    continue;
                }

                text = text.Substring(i + 1);
                return value.ToString();
            }

            if (quote == '"' && character == '\\' && i + 1 < text.Length)
                value.Append(ReadEscape(text, ref i, number, source));
            else
                value.Append(character);
        }

        throw Invalid(source, number, "a quote is not closed on its line");
    }

    private static string ReadEscape(string text, ref int i, int number, string source)
    {
        var kind = text[++i];
        var digits = kind switch
        {
            'x' => 2,
            'u' => 4,
            'U' => 8,
            _ => 0,
        };
        if (digits > 0)
        {
            if (
                i + digits < text.Length
                && int.TryParse(
                    text.Substring(i + 1, digits),
                    NumberStyles.AllowHexSpecifier,
                    CultureInfo.InvariantCulture,
                    out var code
                )
                && code is >= 0 and <= 0x10FFFF and not (>= 0xD800 and <= 0xDFFF)
            )
            {
                i += digits;
                return char.ConvertFromUtf32(code);
            }

            throw Invalid(source, number, "an escape is not complete");
        }

        return kind switch
        {
            'n' => "\n",
            't' => "\t",
            'r' => "\r",
            '0' => "\0",
            'a' => "\a",
            'b' => "\b",
            'f' => "\f",
            'v' => "\v",
            'e' => "\u001b",
            '"' or '\\' or '/' or ' ' => kind.ToString(),
            _ => throw Invalid(source, number, "an escape is not known"),
        };
    }

    private static InputException Invalid(string source, int line, string why) =>
        new(
            "ContextFileInvalid",
            $"{source}, line {line}: {why}.",
            "Write the file with qlik-cli again (qlik context init), or correct the line.",
            FailureKind.InvalidData
        );
}
