using System.Text;

namespace QlikSnowflake.Emulator.Snowflake.Sql;

/// <summary>
/// Splits text into tokens: words, "identifiers", 'strings' with doubled quotes and backslash escapes, $$strings$$, numbers,
/// ? and :name bindings, comments. From https://docs.snowflake.com/en/sql-reference/identifiers-syntax and data-types-text.
/// </summary>
internal sealed class SqlTokenizer
{
    private readonly string _text;
    private readonly List<SqlToken> _tokens = [];
    private int _at;
    private int _line = 1;
    private int _lineStart;

    private SqlTokenizer(string text) => _text = text;

    /// <returns>The tokens, the last of kind <see cref="SqlTokenKind.End"/>.</returns>
    public static List<SqlToken> Split(string text)
    {
        var tokenizer = new SqlTokenizer(text);
        tokenizer.Run();
        return tokenizer._tokens;
    }

    private void Run()
    {
        while (_at < _text.Length)
        {
            var c = _text[_at];
            if (char.IsWhiteSpace(c))
                Advance(1);
            else if (Starts("--") || Starts("//"))
                Advance(Until("\n", _at, 0) - _at);
            else if (Starts("/*"))
                Advance(Until("*/", _at + 2, 2) - _at);
            else if (c == '\'')
                Quoted(SqlTokenKind.String, '\'', escapes: true);
            else if (c == '"')
                Quoted(SqlTokenKind.QuotedIdentifier, '"', escapes: false);
            else if (Starts("$$"))
                DollarString();
            else if (char.IsAsciiDigit(c) || (c == '.' && IsDigitAt(_at + 1)))
                Add(SqlTokenKind.Number, NumberLength());
            else if (char.IsLetter(c) || c == '_')
                Add(SqlTokenKind.Word, WordLength(_at));
            else if (c == '?')
                Add(SqlTokenKind.Binding, 1, "");
            else if (c == ':' && WordLength(_at + 1) is > 0 and var name)
                Add(SqlTokenKind.Binding, name + 1, _text.Substring(_at + 1, name));
            else
                Add(SqlTokenKind.Symbol, Starts("=>") || Starts("::") ? 2 : 1);
        }

        Add(SqlTokenKind.End, 0);
    }

    private bool Starts(string text) => string.CompareOrdinal(_text, _at, text, 0, text.Length) == 0;

    private int Until(string end, int from, int past)
    {
        var found = from <= _text.Length ? _text.IndexOf(end, from, StringComparison.Ordinal) : -1;
        return found < 0 ? _text.Length : found + past;
    }

    private bool IsDigitAt(int at) => at < _text.Length && char.IsAsciiDigit(_text[at]);

    private int WordLength(int from)
    {
        var end = from;
        while (end < _text.Length && (char.IsLetterOrDigit(_text[end]) || _text[end] is '_' or '$'))
            end++;
        return end - from;
    }

    private int NumberLength()
    {
        var end = _at;
        while (IsDigitAt(end))
            end++;
        if (end < _text.Length && _text[end] == '.')
            end++;
        while (IsDigitAt(end))
            end++;
        if (end >= _text.Length || _text[end] is not ('e' or 'E'))
            return end - _at;
        var exponent = end + 1;
        if (exponent < _text.Length && _text[exponent] is '+' or '-')
            exponent++;
        if (!IsDigitAt(exponent))
            return end - _at;
        while (IsDigitAt(exponent))
            exponent++;
        return exponent - _at;
    }

    private void Quoted(SqlTokenKind kind, char quote, bool escapes)
    {
        var text = new StringBuilder();
        for (var at = _at + 1; at < _text.Length; at++)
        {
            if (_text[at] == quote)
            {
                if (at + 1 >= _text.Length || _text[at + 1] != quote)
                {
                    Add(kind, at + 1 - _at, text.ToString());
                    return;
                }

                at++;
            }
            else if (escapes && _text[at] == '\\' && at + 1 < _text.Length)
            {
                text.Append(Unescaped(_text[++at]));
                continue;
            }

            text.Append(_text[at]);
        }

        throw SqlError.Syntax(new SqlToken(kind, "", _text[_at..], _at, _line, _at - _lineStart));
    }

    private static char Unescaped(char escape) =>
        escape switch
        {
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'b' => '\b',
            'f' => '\f',
            '0' => '\0',
            _ => escape,
        };

    private void DollarString()
    {
        var end = _text.IndexOf("$$", _at + 2, StringComparison.Ordinal);
        if (end < 0)
            throw SqlError.Syntax(new SqlToken(SqlTokenKind.String, "", "$$", _at, _line, _at - _lineStart));
        Add(SqlTokenKind.String, end + 2 - _at, _text[(_at + 2)..end]);
    }

    private void Add(SqlTokenKind kind, int length, string? text = null)
    {
        var source = _text.Substring(_at, length);
        _tokens.Add(new SqlToken(kind, text ?? source, source, _at, _line, _at - _lineStart));
        Advance(length);
    }

    private void Advance(int length)
    {
        for (var end = _at + length; _at < end; _at++)
        {
            if (_text[_at] != '\n')
                continue;
            _line++;
            _lineStart = _at + 1;
        }
    }
}
