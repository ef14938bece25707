using System.Text;

namespace QlikSnowflake.Snowflake.Results;

/// <summary>
/// Walks over an array of rows of cells, <c>[["1",null],["2","x"]]</c>, as a partition holds it. Every cell is a JSON string or
/// null (SQL API, "Handling responses"); bare numbers and booleans are taken too. Knowing that shape, and reading numbers and
/// times where they lie, makes it several times faster than a general JSON reader.
/// </summary>
/// <remarks>
/// After <see cref="Next"/> the cell is taken once: by a Try method that succeeds, by <see cref="Cell"/> or by
/// <see cref="Text"/>.
/// </remarks>
internal sealed class CellReader
{
    /// <summary>As many decimal digits as fit a long whatever they are.</summary>
    public const int MostDigits = 18;

    // Beyond the year 9999, and far from overflowing when counted in ticks.
    private const long MostSeconds = 400_000_000_000;

    private readonly byte[] _bytes;
    private readonly int _end;
    private int _position;
    private bool _inRow;
    private int _bareEnd;
    private char[] _unescaped = new char[1024];

    /// <param name="body">The partition's body.</param>
    /// <param name="start">Where in it the array of rows starts.</param>
    public CellReader(ArraySegment<byte> body, int start)
    {
        _bytes = body.Array!;
        _end = body.Offset + body.Count;
        _position = body.Offset + start;
        Expect((byte)'[');
    }

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

    /// <summary>Goes to the next cell of the row; false where it is null.</summary>
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

        _position++;
        _bareEnd = 0;
        return true;
    }

    /// <summary>Takes an integer of up to 18 digits. False, with nothing taken, for anything longer or other than that.</summary>
    public bool TryTakeInteger(out long value)
    {
        var at = _position;
        var negative = at < _end && _bytes[at] == '-';
        if (negative)
            at++;
        var digits = ReadDigits(ref at, 0, out value);
        if (negative)
            value = -value;
        return digits is > 0 and <= MostDigits && TryEnd(at);
    }

    /// <summary>
    /// Takes a number such as <c>-12.50</c>: 1250, two decimals and the sign. False, with nothing taken, for anything
    /// longer or other than that.
    /// </summary>
    /// <param name="mostDigits">How many digits to take, at most 18.</param>
    /// <param name="all">The digits as a number, without point and sign.</param>
    /// <param name="decimals">How many of them follow the point.</param>
    /// <param name="negative">Whether a minus leads.</param>
    public bool TryTakeDecimal(int mostDigits, out long all, out int decimals, out bool negative)
    {
        var at = _position;
        negative = at < _end && _bytes[at] == '-';
        if (negative)
            at++;
        var digits = ReadDigits(ref at, 0, out all);
        decimals = 0;
        if (digits > 0 && at < _end && _bytes[at] == '.')
        {
            at++;
            decimals = ReadDigits(ref at, all, out all);
            digits = decimals == 0 ? 0 : digits + decimals;
        }

        return digits > 0 && digits <= mostDigits && TryEnd(at);
    }

    /// <summary>
    /// Takes seconds with a fraction of up to nine digits, such as <c>-1.5</c>. False, with nothing taken, for anything
    /// other than that.
    /// </summary>
    /// <param name="ticks">The same in ticks of 100 nanoseconds, cut downward.</param>
    /// <param name="nanoseconds">The last two digits, which ticks cannot tell.</param>
    /// <param name="biased">The number after a space, or -1 where none follows.</param>
    public bool TryTakeSeconds(out long ticks, out int nanoseconds, out int biased)
    {
        var at = _position;
        var negative = at < _end && _bytes[at] == '-';
        if (negative)
            at++;
        var digits = ReadDigits(ref at, 0, out var seconds);
        long fraction = 0;
        if (digits is > 0 and <= 12 && at < _end && _bytes[at] == '.')
        {
            at++;
            var decimals = ReadDigits(ref at, 0, out fraction);
            if (decimals is 0 or > 9)
                digits = 0;
            for (; decimals < 9; decimals++)
                fraction *= 10;
        }

        biased = -1;
        if (at < _end && _bytes[at] == ' ')
        {
            at++;
            if (ReadDigits(ref at, 0, out var number) is 0 or > 4)
                digits = 0;
            biased = (int)number;
        }

        // Before 1970 too a time is cut towards the past, as later ones are.
        nanoseconds = (int)(fraction % 100);
        ticks = (seconds * TimeSpan.TicksPerSecond) + (fraction / 100);
        if (negative)
            ticks = nanoseconds == 0 ? -ticks : -ticks - 1;
        return digits is > 0 and <= 12 && seconds <= MostSeconds && TryEnd(at);
    }

    /// <summary>Takes the cell's bytes.</summary>
    public ReadOnlySpan<byte> Cell()
    {
        var start = _position;
        if (_bareEnd > 0)
        {
            _position = _bareEnd;
            return new ReadOnlySpan<byte>(_bytes, start, _bareEnd - start);
        }

        var rest = new ReadOnlySpan<byte>(_bytes, start, _end - start);
        var quote = rest.IndexOfAny((byte)'"', (byte)'\\');
        if (quote < 0)
            throw CutShort();
        if (rest[quote] == '\\')
            return Encoding.UTF8.GetBytes(Unescape(quote));

        _position = start + quote + 1;
        return rest.Slice(0, quote);
    }

    /// <summary>Takes the cell as text.</summary>
    public string Text()
    {
        var start = _position;
        if (_bareEnd > 0)
        {
            _position = _bareEnd;
            return Encoding.UTF8.GetString(_bytes, start, _bareEnd - start);
        }

        var quote = new ReadOnlySpan<byte>(_bytes, start, _end - start).IndexOfAny((byte)'"', (byte)'\\');
        if (quote < 0)
            throw CutShort();
        if (_bytes[start + quote] == '\\')
            return Unescape(quote);

        _position = start + quote + 1;
        return Encoding.UTF8.GetString(_bytes, start, quote);
    }

    private static FormatException CutShort() => new("The rows are cut short.");

    // Appends digits to a number; what does not fit is seen by their count.
    private int ReadDigits(ref int at, long number, out long result)
    {
        var first = at;
        for (; at < _end; at++)
        {
            var digit = (uint)(_bytes[at] - '0');
            if (digit > 9)
                break;
            number = unchecked((number * 10) + digit);
        }

        result = number;
        return at - first;
    }

    private bool TryEnd(int at)
    {
        if (_bareEnd > 0)
        {
            if (at != _bareEnd)
                return false;
            _position = at;
            return true;
        }

        if (at >= _end || _bytes[at] != '"')
            return false;
        _position = at + 1;
        return true;
    }

    private bool NextBare()
    {
        var end = _position;
        while (end < _end && _bytes[end] is not ((byte)',' or (byte)']' or (byte)'[' or (byte)'{' or (byte)'"' or <= (byte)' '))
            end++;

        var cell = new ReadOnlySpan<byte>(_bytes, _position, end - _position);
        if (cell.Length == 0)
            throw new FormatException("A row has fewer cells than there are columns, or something other than text in one.");
        if (cell.SequenceEqual("null"u8))
        {
            _position = end;
            return false;
        }

        _bareEnd = end;
        return true;
    }

    private int Skip()
    {
        for (; _position < _end; _position++)
        {
            var next = _bytes[_position];
            if (next > ' ')
                return next;
        }

        throw CutShort();
    }

    private void Expect(byte wanted)
    {
        if (Skip() != wanted)
            throw new FormatException($"'{(char)wanted}' is missing.");
        _position++;
    }

    // One pass over a text that has an escape after a number of plain bytes, up to its closing quote.
    private string Unescape(int plain)
    {
        var bytes = _bytes;
        var text = _unescaped;
        var at = _position;
        var count = Encoding.UTF8.GetChars(bytes, at, plain, text.Length > plain ? text : text = Grow(plain), 0);
        at += plain;
        while (at < _end)
        {
            if (count >= text.Length)
                text = Grow(count);
            var value = bytes[at];
            if (value == '"')
            {
                _position = at + 1;
                return new string(text, 0, count);
            }

            if (value == '\\')
            {
                at += ReadEscape(at, out text[count++]);
            }
            else if (value < 0x80)
            {
                text[count++] = (char)value;
                at++;
            }
            else
            {
                var run = at;
                while (at < _end && bytes[at] >= 0x80)
                    at++;
                if (count + at - run > text.Length)
                    text = Grow(count + at - run);
                count += Encoding.UTF8.GetChars(bytes, run, at - run, text, count);
            }
        }

        throw CutShort();
    }

    private char[] Grow(int needed)
    {
        Array.Resize(ref _unescaped, Math.Max(needed + 1, _unescaped.Length * 2));
        return _unescaped;
    }

    private int ReadEscape(int at, out char character)
    {
        if (at + 2 > _end)
            throw CutShort();

        var kind = _bytes[at + 1];
        if (kind == 'u')
        {
            if (at + 6 > _end)
                throw CutShort();
            var value = 0;
            for (var i = at + 2; i < at + 6; i++)
                value = (value << 4) | HexDigit(_bytes[i]);
            character = (char)value;
            return 6;
        }

        character = kind switch
        {
            (byte)'n' => '\n',
            (byte)'"' or (byte)'\\' or (byte)'/' => (char)kind,
            (byte)'t' => '\t',
            (byte)'r' => '\r',
            (byte)'b' => '\b',
            (byte)'f' => '\f',
            _ => throw new FormatException("A text has an unknown escape."),
        };
        return 2;
    }

    private static int HexDigit(byte digit) =>
        digit switch
        {
            >= (byte)'0' and <= (byte)'9' => digit - '0',
            >= (byte)'a' and <= (byte)'f' => digit - 'a' + 10,
            >= (byte)'A' and <= (byte)'F' => digit - 'A' + 10,
            _ => throw new FormatException("A text has an unknown escape."),
        };
}
