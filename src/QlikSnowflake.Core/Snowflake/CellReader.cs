using System.Text;

namespace QlikSnowflake.Snowflake;

/// <summary>
/// Walks over an array of rows of cells, <c>[["1",null],["2","x"]]</c>, as a partition holds it. Every cell is a JSON string or
/// null (SQL API, "Handling responses"); bare numbers and booleans are taken too. Knowing that shape makes it several times
/// faster than a general JSON reader.
/// </summary>
internal sealed class CellReader
{
    private readonly byte[] _bytes;
    private readonly int _end;
    private int _position;
    private bool _inRow;
    private int _cellStart;
    private int _cellLength;
    private bool _escaped;
    private char[] _unescaped = [];

    /// <param name="body">The partition's body.</param>
    /// <param name="start">Where in it the array of rows starts.</param>
    public CellReader(ArraySegment<byte> body, int start)
    {
        _bytes = body.Array!;
        _end = body.Offset + body.Count;
        _position = body.Offset + start;
        Expect((byte)'[');
    }

    /// <summary>The bytes of the cell read last.</summary>
    public ReadOnlySpan<byte> Cell => _escaped ? Encoding.UTF8.GetBytes(Unescape()) : new ReadOnlySpan<byte>(_bytes, _cellStart, _cellLength);

    /// <summary>Enters the next row; false at the end of the rows.</summary>
    public bool NextRow()
    {
        var next = Skip();
        if (next == ',')
        {
            _position++;
            next = Skip();
        }

        if (next == ']')
            return false;

        Expect((byte)'[');
        _inRow = false;
        return true;
    }

    /// <summary>Leaves a row whose cells have all been read.</summary>
    public void EndRow()
    {
        if (Skip() != ']')
            throw new FormatException("A row has more cells than there are columns.");
        _position++;
    }

    /// <summary>Reads the next cell of the row; false where it is null.</summary>
    public bool Next()
    {
        if (_inRow)
        {
            if (Skip() != ',')
                throw new FormatException("A row has fewer cells than there are columns.");
            _position++;
        }

        _inRow = true;
        if (Skip() != '"')
            return NextBare();

        var start = _position + 1;
        var rest = new ReadOnlySpan<byte>(_bytes, start, _end - start);
        var quote = rest.IndexOfAny((byte)'"', (byte)'\\');
        if (quote < 0)
            throw CutShort();

        _escaped = rest[quote] == '\\';
        if (_escaped)
            quote = EndOfEscaped(rest, quote);
        _cellStart = start;
        _cellLength = quote;
        _position = start + quote + 1;
        return true;
    }

    /// <summary>The cell read last as text.</summary>
    public string Text() => _escaped ? Unescape() : Encoding.UTF8.GetString(_bytes, _cellStart, _cellLength);

    private static FormatException CutShort() => new("The rows are cut short.");

    private static int EndOfEscaped(ReadOnlySpan<byte> rest, int backslash)
    {
        var at = backslash;
        while (true)
        {
            at += 2;
            if (at >= rest.Length)
                throw CutShort();
            var next = rest.Slice(at).IndexOfAny((byte)'"', (byte)'\\');
            if (next < 0)
                throw CutShort();
            at += next;
            if (rest[at] == '"')
                return at;
        }
    }

    private bool NextBare()
    {
        var start = _position;
        while (_position < _end && _bytes[_position] is not ((byte)',' or (byte)']' or (byte)'[' or (byte)'{' or (byte)'"' or <= (byte)' '))
            _position++;

        _cellStart = start;
        _cellLength = _position - start;
        _escaped = false;
        if (_cellLength == 0)
            throw new FormatException(_position >= _end ? "The rows are cut short." : "A row has fewer cells than there are columns, or something other than text in one.");
        return !Cell.SequenceEqual("null"u8);
    }

    private int Skip()
    {
        while (_position < _end)
        {
            var next = _bytes[_position];
            if (next > ' ')
                return next;
            _position++;
        }

        throw CutShort();
    }

    private void Expect(byte wanted)
    {
        if (Skip() != wanted)
            throw new FormatException($"'{(char)wanted}' is missing.");
        _position++;
    }

    private string Unescape()
    {
        if (_unescaped.Length < _cellLength)
            _unescaped = new char[Math.Max(256, _cellLength * 2)];

        var count = 0;
        var end = _cellStart + _cellLength;
        for (var i = _cellStart; i < end;)
        {
            var value = _bytes[i];
            if (value == '\\')
            {
                i += ReadEscape(i, end, out _unescaped[count++]);
            }
            else if (value < 0x80)
            {
                _unescaped[count++] = (char)value;
                i++;
            }
            else
            {
                var run = i;
                while (i < end && _bytes[i] >= 0x80)
                    i++;
                count += Encoding.UTF8.GetChars(_bytes, run, i - run, _unescaped, count);
            }
        }

        return new string(_unescaped, 0, count);
    }

    private int ReadEscape(int at, int end, out char character)
    {
        var kind = _bytes[at + 1];
        if (kind != 'u')
        {
            character = kind switch
            {
                (byte)'n' => '\n',
                (byte)'t' => '\t',
                (byte)'r' => '\r',
                (byte)'b' => '\b',
                (byte)'f' => '\f',
                (byte)'"' or (byte)'\\' or (byte)'/' => (char)kind,
                _ => throw new FormatException("A text has an unknown escape."),
            };
            return 2;
        }

        if (at + 6 > end)
            throw CutShort();
        var value = 0;
        for (var i = at + 2; i < at + 6; i++)
            value = (value << 4) | HexDigit(_bytes[i]);
        character = (char)value;
        return 6;
    }

    private static int HexDigit(byte digit) => digit switch
    {
        >= (byte)'0' and <= (byte)'9' => digit - '0',
        >= (byte)'a' and <= (byte)'f' => digit - 'a' + 10,
        >= (byte)'A' and <= (byte)'F' => digit - 'A' + 10,
        _ => throw new FormatException("A text has an unknown escape."),
    };
}
