using System.Globalization;

namespace QlikSnowflake.Emulator.Snowflake.Sql;

/// <summary>The tokens of one statement, read from left to right.</summary>
internal sealed class SqlCursor(string text, IReadOnlyList<SqlToken> tokens)
{
    private int _at;

    public SqlToken Current => tokens[_at];

    public SqlToken Next => tokens[Math.Min(_at + 1, tokens.Count - 1)];

    /// <summary>Where the cursor is, to come back to.</summary>
    public int Mark
    {
        get => _at;
        set => _at = value;
    }

    public SqlToken Take()
    {
        var token = tokens[_at];
        if (token.Kind != SqlTokenKind.End)
            _at++;
        return token;
    }

    /// <summary>Takes the words when all of them come next.</summary>
    public bool TryTake(params ReadOnlySpan<string> words)
    {
        var mark = _at;
        foreach (var word in words)
        {
            if (Take().Is(word))
                continue;
            _at = mark;
            return false;
        }

        return true;
    }

    public void Expect(params ReadOnlySpan<string> words)
    {
        foreach (var word in words)
            if (!Current.Is(word))
                throw SqlError.Syntax(Current);
            else
                Take();
    }

    public void ExpectEnd()
    {
        if (Current.Kind != SqlTokenKind.End)
            throw SqlError.Syntax(Current);
    }

    /// <summary>A bare identifier in upper case, or a quoted one as it is.</summary>
    public string Identifier() =>
        Current.Kind switch
        {
            SqlTokenKind.Word => Take().Text.ToUpperInvariant(),
            SqlTokenKind.QuotedIdentifier => Take().Text,
            _ => throw SqlError.Syntax(Current),
        };

    public bool AtIdentifier => Current.Kind is SqlTokenKind.Word or SqlTokenKind.QuotedIdentifier;

    /// <summary>Identifiers joined by periods.</summary>
    public List<string> QualifiedName()
    {
        var parts = new List<string> { Identifier() };
        while (TryTake("."))
            parts.Add(Identifier());
        return parts.Count <= 3 ? parts : throw SqlError.Syntax(Current);
    }

    public string String() => Current.Kind == SqlTokenKind.String ? Take().Text : throw SqlError.Syntax(Current);

    public long Integer()
    {
        if (
            Current.Kind != SqlTokenKind.Number
            || !long.TryParse(Current.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        )
            throw SqlError.Syntax(Current);
        Take();
        return number;
    }

    /// <summary>The text from a token to just before the current one, as written.</summary>
    public string SourceFrom(int mark) => text[tokens[mark].Offset..(tokens[_at - 1].Offset + tokens[_at - 1].Source.Length)];
}
