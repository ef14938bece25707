using System.Buffers.Text;

namespace QlikSnowflake.Snowflake.Results;

/// <summary>
/// Times as the SQL API sends them: seconds since 1970 with a fraction of up to nine digits, by integer arithmetic
/// (SQL API, "Handling responses", "Getting the data from the results").
/// </summary>
internal static class SnowflakeTime
{
    // Seconds up to the year 9999 have 12 digits: a longer integer without a point counts nanoseconds.
    private const int LeastNanosecondDigits = 13;

    // An offset is sent as minutes + 1440, so that it is never negative.
    private const int OffsetBias = 1440;
    private const int LongestOffset = 14 * 60;

    // Ticks are tenths of microseconds.
    private const int TickDigits = 7;

    // More than there are between 1970 and either end of .NET's calendar.
    private const int MostDays = 4_000_000;
    private const long MostSeconds = MostDays * 86_400L;

    // Stands for every time that .NET's calendar does not reach.
    private const long Unreachable = long.MaxValue;

    private static readonly long Epoch = new DateTime(1970, 1, 1).Ticks;

    public static DateTime? FromDays(long days, DecodeState state) =>
        FromTicks(days is > -MostDays and < MostDays ? days * TimeSpan.TicksPerDay : Unreachable, state);

    /// <summary>A time without zone from ticks since 1970; null, and noted, outside the years 1 to 9999.</summary>
    public static DateTime? FromTicks(long ticks, DecodeState state)
    {
        if (ticks >= -Epoch && ticks <= DateTime.MaxValue.Ticks - Epoch)
            return new DateTime(Epoch + ticks, DateTimeKind.Unspecified);
        state.MarkOutsideCalendar();
        return null;
    }

    /// <summary>A time of day.</summary>
    public static TimeSpan ReadTimeOfDay(CellReader cells, DecodeState state) =>
        ReadTicks(cells, state) is var ticks && ticks != Unreachable
            ? new TimeSpan(ticks)
            : throw new FormatException("A time of day is longer than any day.");

    /// <summary>Ticks (100 nanoseconds) since 1970 or midnight.</summary>
    public static long ReadTicks(CellReader cells, DecodeState state)
    {
        if (cells.TryTakeSeconds(out var ticks, out var nanoseconds, out var biased) && biased < 0)
        {
            if (nanoseconds != 0)
                state.MarkLostNanoseconds();
            return ticks;
        }

        return ReadTicks(cells.Cell(), state);
    }

    /// <summary>The instant in UTC and the offset, apart by a space.</summary>
    public static DateTimeOffset? ReadWithOffset(CellReader cells, DecodeState state)
    {
        if (cells.TryTakeSeconds(out var ticks, out var nanoseconds, out var biased))
        {
            if (nanoseconds != 0)
                state.MarkLostNanoseconds();
            return WithOffset(ticks, biased < 0 ? OffsetBias : biased, state);
        }

        var cell = cells.Cell();
        var space = cell.IndexOf((byte)' ');
        if (space < 0)
            return WithOffset(ReadTicks(cell, state), OffsetBias, state);

        var offset = cell.Slice(space + 1);
        return Utf8Parser.TryParse(offset, out biased, out var used) && used == offset.Length
            ? WithOffset(ReadTicks(cell.Slice(0, space), state), biased, state)
            : throw CellDecoders.Unreadable(cell, "time with an offset");
    }

    private static DateTimeOffset? WithOffset(long ticks, int biased, DecodeState state)
    {
        if (biased is < OffsetBias - LongestOffset or > OffsetBias + LongestOffset)
            throw new FormatException("A time has an offset of more than 14 hours.");

        // A wall clock that .NET's calendar does not reach is told in UTC: the same instant.
        if (FromTicks(ticks, state) is not { } utc)
            return null;
        var offset = (biased - OffsetBias) * TimeSpan.TicksPerMinute;
        var local = utc.Ticks + offset;
        return local < 0 || local > DateTime.MaxValue.Ticks
            ? new DateTimeOffset(utc, TimeSpan.Zero)
            : new DateTimeOffset(new DateTime(local), new TimeSpan(offset));
    }

    private static long ReadTicks(ReadOnlySpan<byte> cell, DecodeState state)
    {
        var negative = cell.Length > 0 && cell[0] == (byte)'-';
        var digits = negative ? cell.Slice(1) : cell;
        var point = digits.IndexOf((byte)'.');
        var whole = point < 0 ? digits : digits.Slice(0, point);
        foreach (var digit in whole)
            if (digit is < (byte)'0' or > (byte)'9')
                throw CellDecoders.Unreadable(cell, "time");
        if (whole.Length == 0)
            throw CellDecoders.Unreadable(cell, "time");
        if (!Utf8Parser.TryParse(whole, out long seconds, out _))
            return Unreachable;

        long ticks;
        bool isCut;
        if (point < 0 && whole.Length >= LeastNanosecondDigits)
        {
            isCut = seconds % 100 != 0;
            ticks = seconds / 100;
        }
        else
        {
            isCut = false;
            var fraction = point < 0 ? 0 : ReadFraction(cell, digits.Slice(point + 1), out isCut);
            if (seconds > MostSeconds)
                return Unreachable;
            ticks = (seconds * TimeSpan.TicksPerSecond) + fraction;
        }

        if (isCut)
            state.MarkLostNanoseconds();

        // Cut towards the past on either side of 1970.
        return !negative ? ticks
            : isCut ? -ticks - 1
            : -ticks;
    }

    private static long ReadFraction(ReadOnlySpan<byte> cell, ReadOnlySpan<byte> digits, out bool isCut)
    {
        isCut = false;
        long ticks = 0;
        for (var i = 0; i < Math.Max(digits.Length, TickDigits); i++)
        {
            var digit = i < digits.Length ? digits[i] - '0' : 0;
            if (digit is < 0 or > 9)
                throw CellDecoders.Unreadable(cell, "time");
            if (i < TickDigits)
                ticks = (ticks * 10) + digit;
            else
                isCut |= digit != 0;
        }

        return ticks;
    }
}
