using System.Globalization;

namespace QlikSnowflake.Emulator.Snowflake.Sql;

/// <summary>The tokens of one statement, read from left to right.</summary>
internal sealed class SqlCursor(string text, IReadOnlyList<SqlToken> tokens)
{
    private int _at;

    public IReadOnlyList<SqlToken> Tokens => tokens;

    public SqlToken Current => tokens[_at];

    /// <summary>Whether a query begins here, perhaps in parentheses.</summary>
    public bool AtQuery
    {
        get
        {
            var at = _at;
            while (tokens[at].Is("("))
                at++;
            return tokens[at].Is("SELECT") || tokens[at].Is("WITH");
        }
    }

    public SqlToken Peek(int ahead) => tokens[Math.Min(_at + ahead, tokens.Count - 1)];

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

    /// <summary>Takes two symbols that are written without a space between them, such as &lt; and =.</summary>
    public bool TryTakeAdjacent(string first, string second)
    {
        if (!Current.Is(first) || !Next.Is(second) || Next.Offset != Current.Offset + Current.Source.Length)
            return false;
        _at += 2;
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

    /// <summary>Takes everything up to the parenthesis that closes the one just taken, and that too.</summary>
    public void SkipToClosing()
    {
        for (var depth = 1; depth > 0; )
        {
            if (Current.Kind == SqlTokenKind.End)
                throw SqlError.Syntax(Current);
            var token = Take();
            depth +=
                token.Is("(") ? 1
                : token.Is(")") ? -1
                : 0;
        }
    }

    /// <summary>The text from a token to just before the current one, as written.</summary>
    public string SourceFrom(int mark) => text[tokens[mark].Offset..(tokens[_at - 1].Offset + tokens[_at - 1].Source.Length)];
}
