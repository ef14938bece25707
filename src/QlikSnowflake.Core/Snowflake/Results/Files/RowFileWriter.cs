using System.Globalization;

namespace QlikSnowflake.Snowflake.Results.Files;

/// <summary>Writes rows, cell by cell, from where they lie in a partition: no object is made of a row.</summary>
internal abstract class RowFileWriter(TextWriter output, IReadOnlyList<ResultColumn> columns)
{
    private const int BufferSize = 32_768;

    // Room that every number and time fits.
    private const int Room = 512;

    private readonly char[] _buffer = new char[BufferSize];
    private int _length;

    protected IReadOnlyList<ResultColumn> Columns { get; } = columns;

    /// <summary>What comes before the first row.</summary>
    public abstract void Begin();

    /// <summary>Writes the row that the reader has entered.</summary>
    public abstract void Write(CellReader cells, DecodeState state);

    public void Flush()
    {
        output.Write(_buffer, 0, _length);
        _length = 0;
    }

    protected void Put(char character)
    {
        if (_length == BufferSize)
            Flush();
        _buffer[_length++] = character;
    }

    protected void Put(string text)
    {
        if (text.Length > BufferSize - _length)
            Flush();
        if (text.Length > BufferSize)
        {
            output.Write(text);
            return;
        }

        text.CopyTo(0, _buffer, _length, text.Length);
        _length += text.Length;
    }

    /// <summary>Digits, signs and letters as they come.</summary>
    protected void PutAscii(ReadOnlySpan<byte> cell)
    {
        if (cell.Length > Room)
            throw CellDecoders.Unreadable(cell, "number");
        if (Room > BufferSize - _length)
            Flush();
        foreach (var character in cell)
            _buffer[_length++] = (char)character;
    }

    protected void PutIsoDate(DateTime date)
    {
        PutDigits(date.Year, 4);
        Put('-');
        PutDigits(date.Month, 2);
        Put('-');
        PutDigits(date.Day, 2);
    }

    protected void PutIsoTime(DateTime time)
    {
        PutIsoDate(time);
        Put('T');
        PutClock(time.TimeOfDay);
    }

    protected void PutIsoTime(DateTimeOffset time)
    {
        PutIsoTime(time.DateTime);
        PutOffset(time.Offset);
    }

    /// <summary>Hours, minutes, seconds, and as much of a fraction as there is.</summary>
    protected void PutClock(TimeSpan time)
    {
        PutSeconds(time);
        var fraction = (int)(time.Ticks % TimeSpan.TicksPerSecond);
        if (fraction == 0)
            return;
        Put('.');
        var digits = 7;
        for (; fraction % 10 == 0; digits--)
            fraction /= 10;
        PutDigits(fraction, digits);
    }

    protected void PutSeconds(TimeSpan time)
    {
        PutDigits((int)time.TotalHours, 2);
        Put(':');
        PutDigits(time.Minutes, 2);
        Put(':');
        PutDigits(time.Seconds, 2);
    }

    protected void PutOffset(TimeSpan offset)
    {
        Put(offset < TimeSpan.Zero ? '-' : '+');
        PutDigits(Math.Abs((int)offset.TotalMinutes) / 60, 2);
        Put(':');
        PutDigits(Math.Abs(offset.Minutes), 2);
    }

    protected void PutDigits(int number, int width)
    {
        if (width > BufferSize - _length)
            Flush();
        for (var i = width - 1; i >= 0; i--)
        {
            _buffer[_length + i] = (char)('0' + (number % 10));
            number /= 10;
        }

        _length += width;
    }

    protected static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
