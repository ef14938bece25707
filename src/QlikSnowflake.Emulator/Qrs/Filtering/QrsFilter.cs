using System.Text.Json.Nodes;

namespace QlikSnowflake.Emulator.Qrs.Filtering;

/// <summary>
/// The filter language of the repository: comparisons, <c>and</c>, <c>or</c>, parentheses. ("Filtering", Qlik Sense
/// Repository Service API.)
/// </summary>
internal sealed class QrsFilter
{
    private readonly QrsEntityType _type;
    private readonly QrsStore _store;
    private readonly string _text;
    private readonly List<FilterToken> _tokens;
    private int _at;

    private QrsFilter(QrsEntityType type, QrsStore store, string text, List<FilterToken> tokens)
    {
        _type = type;
        _store = store;
        _text = text;
        _tokens = tokens;
    }

    private FilterToken Next => _tokens[_at];

    /// <summary>Reads a filter for stored entities of a type.</summary>
    /// <exception cref="QrsRefusal">400: it can't be read, or asks for what can't be asked.</exception>
    public static Func<JsonObject, bool> Read(QrsEntityType type, QrsStore store, string text)
    {
        var filter = new QrsFilter(type, store, text, FilterTokens.Cut(text) ?? throw CannotParse(text));
        var matches = filter.Alternatives();
        return filter.Next.Kind == FilterTokenKind.End ? matches : throw CannotParse(text);
    }

    private static QrsRefusal CannotParse(string text) => QrsRefusal.BadRequest($"Cannot parse the expression: {text}");

    private static QrsRefusal Invalid() => QrsRefusal.BadRequest("Invalid expression");

    private Func<JsonObject, bool> Alternatives()
    {
        var matches = Conjunction();
        while (TakeWord("or"))
        {
            var (left, right) = (matches, Conjunction());
            matches = entity => left(entity) || right(entity);
        }

        return matches;
    }

    private Func<JsonObject, bool> Conjunction()
    {
        var matches = Operand();
        while (TakeWord("and"))
        {
            var (left, right) = (matches, Operand());
            matches = entity => left(entity) && right(entity);
        }

        return matches;
    }

    private Func<JsonObject, bool> Operand()
    {
        if (Next.Kind != FilterTokenKind.Open)
            return Comparison();
        _at++;
        if (Next.Kind == FilterTokenKind.Close)
            throw Invalid();
        var inner = Alternatives();
        if (Next.Kind != FilterTokenKind.Close)
            throw CannotParse(_text);
        _at++;
        return inner;
    }

    private Func<JsonObject, bool> Comparison()
    {
        var path = Take(FilterTokenKind.Word);
        var @operator = Take(FilterTokenKind.Word).Text.ToLowerInvariant();
        var value = Next.Kind == FilterTokenKind.Literal ? Take(FilterTokenKind.Literal) : Take(FilterTokenKind.Word);
        if (!FilterTerm.IsOperator(@operator))
            throw CannotParse(_text);
        var property = PropertyPath.Resolve(_type, path.Text) ?? throw Invalid();
        var term = FilterTerm.Create(property, @operator, value) ?? throw Invalid();
        return entity => term.Matches(entity, _store);
    }

    private FilterToken Take(FilterTokenKind kind)
    {
        if (Next.Kind != kind)
            throw CannotParse(_text);
        return _tokens[_at++];
    }

    private bool TakeWord(string word)
    {
        if (Next.Kind != FilterTokenKind.Word || !string.Equals(Next.Text, word, StringComparison.OrdinalIgnoreCase))
            return false;
        _at++;
        return true;
    }
}
