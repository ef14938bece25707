using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace QlikSnowflake.Yaml;

/// <summary>
/// Reads a YAML document into dictionaries (<c>IReadOnlyDictionary&lt;string, object?&gt;</c>), lists
/// (<c>IReadOnlyList&lt;object?&gt;</c>), texts and null. All scalars stay the texts that they are written as.
/// </summary>
public static class YamlDocument
{
    // Deeper than any settings go; each level is held, so that no depth of a hostile file ends the process.
    private const int MostLevels = 32;

    /// <summary>Reads the first document.</summary>
    /// <param name="text">The text.</param>
    /// <returns>What it holds; null where it is empty.</returns>
    /// <exception cref="YamlFormatException">It is no YAML, or uses aliases, keys that are no text, or a key twice.</exception>
    public static object? Read(string text)
    {
        var levels = new Stack<Level>();
        try
        {
            var parser = new Parser(new StringReader(text));
            while (parser.MoveNext())
            {
                var at = parser.Current!;
                switch (at)
                {
                    case MappingStart or SequenceStart:
                        if (levels.Count == MostLevels)
                            throw Refuse(at, "is nested too deep");
                        levels.Push(new Level(at is MappingStart));
                        break;
                    case MappingEnd or SequenceEnd:
                        var ended = levels.Pop();
                        if (levels.Count == 0)
                            return ended.Value;
                        Add(levels.Peek(), ended.Value, at);
                        break;
                    case Scalar scalar when levels.Count == 0:
                        return TextOf(scalar);
                    case Scalar scalar:
                        Add(levels.Peek(), levels.Peek().NeedsKey ? scalar.Value : TextOf(scalar), at);
                        break;
                    case AnchorAlias:
                        throw Refuse(at, "is an alias, which is not read");
                }
            }

            return null;
        }
        catch (YamlException e)
        {
            throw new YamlFormatException((int)e.Start.Line, "is no YAML");
        }
    }

    private static void Add(Level level, object? value, ParsingEvent at)
    {
        if (!level.NeedsKey)
            level.Add(value);
        else if (value is not string key)
            throw Refuse(at, "has a key that is no text");
        else if (!level.TakeKey(key))
            throw Refuse(at, "has a key that is there twice");
    }

    // YAML 1.2, core schema: a plain scalar of these words, or of none, is no value.
    private static string? TextOf(Scalar scalar) =>
        scalar.Style == ScalarStyle.Plain && scalar.Value is "" or "~" or "null" or "Null" or "NULL" ? null : scalar.Value;

    private static YamlFormatException Refuse(ParsingEvent at, string why) => new((int)at.Start.Line, why);

    private sealed class Level(bool isMapping)
    {
        private readonly Dictionary<string, object?> _entries = new(StringComparer.Ordinal);
        private readonly List<object?> _items = [];
        private string? _key;

        public object Value => isMapping ? _entries : _items;

        public bool NeedsKey => isMapping && _key is null;

        public bool TakeKey(string key)
        {
            _key = key;
            return !_entries.ContainsKey(key);
        }

        public void Add(object? value)
        {
            if (_key is null)
                _items.Add(value);
            else
                _entries.Add(_key, value);
            _key = null;
        }
    }
}
