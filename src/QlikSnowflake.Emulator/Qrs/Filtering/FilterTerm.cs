using System.Globalization;
using System.Text.Json.Nodes;

namespace QlikSnowflake.Emulator.Qrs.Filtering;

/// <summary>One comparison of a filter: a property, an operator, a value. Over a list it holds when it holds for any entry.</summary>
internal sealed class FilterTerm
{
    private static readonly string[] TextOperators = ["eq", "ne", "sw", "ew", "so"];
    private static readonly string[] OrderedOperators = ["eq", "ne", "gt", "ge", "lt", "le"];
    private static readonly string[] EqualityOperators = ["eq", "ne"];

    private readonly PropertyPath _path;
    private readonly string _operator;
    private readonly IComparable? _value;

    private FilterTerm(PropertyPath path, string @operator, IComparable? value)
    {
        _path = path;
        _operator = @operator;
        _value = value;
    }

    public static bool IsOperator(string word) => TextOperators.Contains(word) || OrderedOperators.Contains(word);

    /// <summary>Makes a term, or null where the operator or the value doesn't fit the property.</summary>
    public static FilterTerm? Create(PropertyPath path, string @operator, FilterToken value)
    {
        var kind = path.Field.Kind;
        if (value is { Kind: FilterTokenKind.Word, Text: "null" })
            return EqualityOperators.Contains(@operator) ? new FilterTerm(path, @operator, null) : null;

        var allowed = kind switch
        {
            QrsFieldKind.Text => TextOperators,
            QrsFieldKind.Number or QrsFieldKind.Date => OrderedOperators,
            _ => EqualityOperators,
        };
        return allowed.Contains(@operator) && Read(kind, value) is { } comparable
            ? new FilterTerm(path, @operator, comparable)
            : null;
    }

    public bool Matches(JsonObject entity, QrsStore store)
    {
        var values = _path.ValuesOf(entity, store).ToList();
        return _value is null ? values.TrueForAll(value => value is null) == (_operator == "eq") : values.Exists(Holds);
    }

    private static IComparable? Read(QrsFieldKind kind, FilterToken token) =>
        (kind, token.Kind) switch
        {
            (QrsFieldKind.Text, FilterTokenKind.Literal) => token.Text,
            (QrsFieldKind.Date, FilterTokenKind.Literal) when QrsDate.TryRead(token.Text, out var date) => date,
            (QrsFieldKind.Number, FilterTokenKind.Word)
                when long.TryParse(token.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) =>
                number,
            (QrsFieldKind.Guid, FilterTokenKind.Word) when Guid.TryParseExact(token.Text, "D", out var guid) => guid,
            (QrsFieldKind.Flag, FilterTokenKind.Word) when bool.TryParse(token.Text, out var flag) => flag,
            _ => null,
        };

    private bool Holds(JsonNode? node)
    {
        var actual = node is null ? null : PropertyPath.Comparable(_path.Field.Kind, node);
        if (actual is null)
            return _operator == "ne";
        if (actual is string text)
            return HoldsFor(text, (string)_value!);
        var order = actual.CompareTo(_value);
        return _operator switch
        {
            "eq" => order == 0,
            "ne" => order != 0,
            "gt" => order > 0,
            "ge" => order >= 0,
            "lt" => order < 0,
            _ => order <= 0,
        };
    }

    private bool HoldsFor(string actual, string value) =>
        _operator switch
        {
            "eq" => string.Equals(actual, value, StringComparison.OrdinalIgnoreCase),
            "ne" => !string.Equals(actual, value, StringComparison.OrdinalIgnoreCase),
            "sw" => actual.StartsWith(value, StringComparison.OrdinalIgnoreCase),
            "ew" => actual.EndsWith(value, StringComparison.OrdinalIgnoreCase),
            _ => actual.Contains(value, StringComparison.OrdinalIgnoreCase),
        };
}
