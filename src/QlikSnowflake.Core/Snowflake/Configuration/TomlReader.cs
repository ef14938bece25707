using System.Globalization;
using System.Text;
using QlikSnowflake.Errors;

namespace QlikSnowflake.Snowflake.Configuration;

/// <summary>
/// Reads the part of TOML (toml.io, 1.0) that Snowflake's connection files use: tables, and keys with texts, numbers and
/// booleans, in inline tables too. Arrays are passed over, as no key of a connection has one.
/// </summary>
// No library: in a file of logins an error names the line and never quotes it, and these few rules are all that its keys need.
internal sealed class TomlReader
{
    private const string WindowsPath = "a Windows path needs single quotes or doubled backslashes";

    private const int Deepest = 32;

    private readonly string _text;
    private readonly string _source;
    private int _at;
    private int _line = 1;
    private int _depth;

    private TomlReader(string text, string source)
    {
        _text = text;
        _source = source;
    }

    /// <summary>All tables by their dotted name (the top level has the empty one); names and keys keep their case.</summary>
    /// <param name="text">The file's text.</param>
    /// <param name="source">The file's name, for errors.</param>
    /// <exception cref="InputException">It is not TOML; the message names the line.</exception>
    public static Dictionary<string, Dictionary<string, string>> Read(string text, string source) =>
        new TomlReader(text, source).ReadTables();

    private Dictionary<string, Dictionary<string, string>> ReadTables()
    {
        var tables = new Dictionary<string, Dictionary<string, string>>(StringComparer.Ordinal);
        var currentName = string.Empty;
        TableOf(tables, currentName);
        while (SkipToContent())
        {
            if (Peek() == '[')
            {
                _at++;
                var isArray = Peek() == '[';
                _at += isArray ? 1 : 0;
                currentName = ReadKey(']');
                Expect(']');
                if (isArray)
                    Expect(']');
                TableOf(tables, currentName);
            }
            else
            {
                ReadPair(tables, currentName);
            }

            EndLine();
        }

        return tables;
    }

    private void ReadPair(Dictionary<string, Dictionary<string, string>> tables, string table)
    {
        var key = ReadKey('=');
        Expect('=');
        SkipBlanks();
        if (Peek() == '{')
            ReadInlineTable(tables, table.Length == 0 ? key : table + "." + key);
        else if (ReadValue() is { } value)
            Add(tables, table, key, value);
    }

    // x = { a = 1, b = 2 } says the same as a and b in the table x.
    private void ReadInlineTable(Dictionary<string, Dictionary<string, string>> tables, string name)
    {
        if (++_depth > Deepest)
            throw Invalid("tables are nested too deeply");
        TableOf(tables, name);
        Expect('{');
        SkipBlanks();
        while (Peek() != '}')
        {
            ReadPair(tables, name);
            SkipBlanks();
            if (Peek() != ',')
                break;
            _at++;
            SkipBlanks();
        }

        Expect('}');
        _depth--;
    }

    // a.b = 1 says the same as b = 1 in the table a.
    private void Add(Dictionary<string, Dictionary<string, string>> tables, string table, string key, string value)
    {
        var point = key.LastIndexOf('.');
        if (point > 0)
        {
            table = table.Length == 0 ? key.Substring(0, point) : table + "." + key.Substring(0, point);
            key = key.Substring(point + 1);
        }

        var values = TableOf(tables, table);
        if (values.ContainsKey(key))
            throw Invalid($"the key '{key}' is given twice");
        values[key] = value;
    }

    private static Dictionary<string, string> TableOf(Dictionary<string, Dictionary<string, string>> tables, string name) =>
        tables.TryGetValue(name, out var table)
            ? table
            : tables[name] = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    private string ReadKey(char end)
    {
        var key = new StringBuilder();
        while (true)
        {
            SkipBlanks();
            key.Append(Peek() is '"' or '\'' ? ReadText() : ReadBareWord());
            SkipBlanks();
            if (Peek() != '.')
                return Peek() == end ? key.ToString() : throw Invalid($"'{end}' is missing");
            _at++;
            key.Append('.');
        }
    }

    private string ReadBareWord()
    {
        var start = _at;
        while (_at < _text.Length && (char.IsLetterOrDigit(_text[_at]) || _text[_at] is '_' or '-'))
            _at++;
        return _at > start ? _text.Substring(start, _at - start) : throw Invalid("a name is missing");
    }

    private string? ReadValue()
    {
        switch (Peek())
        {
            case '"' or '\'':
                return ReadText();
            case '[':
                SkipNested('[', ']');
                return null;
        }

        // No number, boolean or date has a comma or a brace in it: there an inline table goes on.
        var start = _at;
        while (_at < _text.Length && _text[_at] is not ('\n' or '\r' or '#' or ',' or '}'))
            _at++;
        var value = _text.Substring(start, _at - start).Trim();
        return value.Length > 0 ? value : throw Invalid("a value is missing");
    }

    private string ReadText()
    {
        var quote = _text[_at];
        var isMultiline = string.CompareOrdinal(_text, _at, new string(quote, 3), 0, 3) == 0;
        _at += isMultiline ? 3 : 1;
        if (isMultiline)
            SkipLineBreak();

        var text = new StringBuilder();
        while (_at < _text.Length)
        {
            if (isMultiline ? string.CompareOrdinal(_text, _at, new string(quote, 3), 0, 3) == 0 : _text[_at] == quote)
            {
                _at += isMultiline ? 3 : 1;

                // Up to two quotes may stand before the closing three.
                for (; isMultiline && Peek() == quote; _at++)
                    text.Append(quote);
                return text.ToString();
            }

            if (_text[_at] == '\n')
            {
                if (!isMultiline)
                    break;
                _line++;
            }

            if (_text[_at] == '\\' && quote == '"')
                ReadEscape(text, isMultiline);
            else
                text.Append(_text[_at++]);
        }

        throw Invalid("a text has no closing quote");
    }

    private void ReadEscape(StringBuilder text, bool isMultiline)
    {
        _at++;
        var code = Peek();
        _at++;
        switch (code)
        {
            case 'b':
                text.Append('\b');
                break;
            case 't':
                text.Append('\t');
                break;
            case 'n':
                text.Append('\n');
                break;
            case 'f':
                text.Append('\f');
                break;
            case 'r':
                text.Append('\r');
                break;
            case '"' or '\\':
                text.Append(code);
                break;
            case 'u' or 'U':
                ReadCodePoint(text, code == 'u' ? 4 : 8);
                break;
            case '\n' or '\r' or ' ' or '\t' when isMultiline:
                _at--;
                while (_at < _text.Length && char.IsWhiteSpace(_text[_at]))
                    _line += _text[_at++] == '\n' ? 1 : 0;
                break;
            default:
                throw Invalid("a backslash there begins no escape; " + WindowsPath);
        }
    }

    private void ReadCodePoint(StringBuilder text, int digits)
    {
        if (
            _at + digits > _text.Length
            || !int.TryParse(
                _text.Substring(_at, digits),
                NumberStyles.AllowHexSpecifier,
                CultureInfo.InvariantCulture,
                out var code
            )
            || code is < 0 or > 0x10FFFF or (>= 0xD800 and <= 0xDFFF)
        )
        {
            throw Invalid($"a \\{(digits == 4 ? 'u' : 'U')} there is no character's escape; " + WindowsPath);
        }

        text.Append(char.ConvertFromUtf32(code));
        _at += digits;
    }

    private void SkipNested(char open, char close)
    {
        var depth = 0;
        while (_at < _text.Length)
        {
            var character = _text[_at];
            if (character is '"' or '\'')
            {
                ReadText();
                continue;
            }

            if (character == '#')
            {
                SkipComment();
                continue;
            }

            depth +=
                character == open ? 1
                : character == close ? -1
                : 0;
            _line += character == '\n' ? 1 : 0;
            _at++;
            if (depth == 0)
                return;
        }

        throw Invalid($"'{close}' is missing");
    }

    private bool SkipToContent()
    {
        while (_at < _text.Length)
        {
            if (_text[_at] == '#')
                SkipComment();
            else if (char.IsWhiteSpace(_text[_at]) || _text[_at] == '\uFEFF')
                _line += _text[_at++] == '\n' ? 1 : 0;
            else
                return true;
        }

        return false;
    }

    private void EndLine()
    {
        SkipBlanks();
        if (Peek() == '#')
            SkipComment();
        if (_at < _text.Length && Peek() is not ('\n' or '\r'))
            throw Invalid("something follows the end of the value");
    }

    private void SkipComment()
    {
        while (_at < _text.Length && _text[_at] != '\n')
            _at++;
    }

    private void SkipBlanks()
    {
        while (Peek() is ' ' or '\t')
            _at++;
    }

    private void SkipLineBreak()
    {
        if (Peek() == '\r')
            _at++;
        if (Peek() == '\n')
        {
            _at++;
            _line++;
        }
    }

    private void Expect(char character)
    {
        if (Peek() != character)
            throw Invalid($"'{character}' is missing");
        _at++;
    }

    private char Peek() => _at < _text.Length ? _text[_at] : '\0';

    // The line's text stays out: it may hold a secret.
    private InputException Invalid(string why) =>
        new(
            ErrorIds.ConnectionFileInvalid,
            $"'{_source}' is no valid TOML in line {_line}: {why}.",
            "Correct the line; Snowflake's documentation of connections.toml has examples.",
            FailureKind.InvalidData
        );
}
