using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace QlikSnowflake.Emulator.QlikCloud;

/// <summary>
/// The part of SCIM filters (RFC 7644) that the tenant takes: <c>name eq "x" and (email co "y" or …)</c>, values in
/// double or single quotes, letter case ignored.
/// </summary>
internal sealed partial class ScimFilter
{
    private readonly List<string> _tokens;
    private readonly IReadOnlySet<string> _attributes;
    private int _at;

    private ScimFilter(string text, IReadOnlySet<string> attributes)
    {
        _tokens = [.. Token().Matches(text).Select(match => match.Value)];
        _attributes = attributes;
        if (
            string.Concat(_tokens).Length
            != text.Count(c => !char.IsWhiteSpace(c)) + _tokens.Sum(token => token.Count(char.IsWhiteSpace))
        )
            throw Bad();
    }

    public static Func<JsonObject, bool> Read(string text, params IEnumerable<string> attributes)
    {
        var filter = new ScimFilter(text, attributes.ToHashSet(StringComparer.OrdinalIgnoreCase));
        var matches = filter.Any();
        return filter._at == filter._tokens.Count ? matches : throw Bad();
    }

    [GeneratedRegex(
        """
            "(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[()]|[\w.\-]+
            """
    )]
    private static partial Regex Token();

    private static CloudRefusal Bad() => CloudRefusal.BadParameter("filter", "The filter can't be read.");

    private Func<JsonObject, bool> Any()
    {
        var matches = All();
        while (TakeWord("or"))
        {
            var (left, right) = (matches, All());
            matches = item => left(item) || right(item);
        }

        return matches;
    }

    private Func<JsonObject, bool> All()
    {
        var matches = Operand();
        while (TakeWord("and"))
        {
            var (left, right) = (matches, Operand());
            matches = item => left(item) && right(item);
        }

        return matches;
    }

    private Func<JsonObject, bool> Operand()
    {
        if (TakeWord("("))
        {
            var inner = Any();
            return TakeWord(")") ? inner : throw Bad();
        }

        var attribute = Take();
        var @operator = Take().ToLowerInvariant();
        var literal = Take();
        if (
            !_attributes.Contains(attribute)
            || literal[0] is not ('"' or '\'')
            || @operator is not ("eq" or "ne" or "co" or "sw")
        )
            throw Bad();
        var value = Regex.Unescape(literal[1..^1]);
        return item => Values(item, attribute.Split('.')).Any(actual => Holds(actual, @operator, value)) != (@operator == "ne");
    }

    private static bool Holds(string actual, string @operator, string value) =>
        @operator switch
        {
            "co" => actual.Contains(value, StringComparison.OrdinalIgnoreCase),
            "sw" => actual.StartsWith(value, StringComparison.OrdinalIgnoreCase),
            _ => string.Equals(actual, value, StringComparison.OrdinalIgnoreCase),
        };

    private static IEnumerable<string> Values(JsonNode? node, ReadOnlyMemory<string> path) =>
        node switch
        {
            null => [],
            JsonArray array => array.SelectMany(entry => Values(entry, path)),
            JsonObject item => path.IsEmpty
                ? []
                : item.Where(pair => string.Equals(pair.Key, path.Span[0], StringComparison.OrdinalIgnoreCase))
                    .SelectMany(pair => Values(pair.Value, path[1..])),
            _ => path.IsEmpty ? [node.ToString()] : [],
        };

    private string Take() => _at < _tokens.Count ? _tokens[_at++] : throw Bad();

    private bool TakeWord(string word)
    {
        if (_at == _tokens.Count || !string.Equals(_tokens[_at], word, StringComparison.OrdinalIgnoreCase))
            return false;
        _at++;
        return true;
    }
}
