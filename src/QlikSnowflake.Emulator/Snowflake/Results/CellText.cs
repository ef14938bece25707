using System.Buffers.Text;
using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace QlikSnowflake.Emulator.Snowflake.Results;

/// <summary>
/// The text of values in the jsonv2 format when no output format is asked for. Each method writes UTF-8 and returns its length.
/// From https://docs.snowflake.com/en/developer-guide/sql-api/handling-responses.
/// </summary>
internal static class CellText
{
    private const int OffsetBias = 1440;

    public static int Real(double value, Span<byte> target)
    {
        var text = value switch
        {
            double.NaN => "NaN",
            double.PositiveInfinity => "inf",
            double.NegativeInfinity => "-inf",
            _ => value.ToString("R", CultureInfo.InvariantCulture).Replace('E', 'e'),
        };
        return Encoding.ASCII.GetBytes(text, target);
    }

    /// <summary>Seconds since midnight with nine decimals.</summary>
    public static int Time(long nanoseconds, Span<byte> target) =>
        SecondsAndNanoseconds(nanoseconds / 1_000_000_000, (int)(nanoseconds % 1_000_000_000), target);

    /// <summary>Seconds since the epoch with nine decimals. The sign belongs to the fraction as well: -1.999999999.</summary>
    public static int Timestamp(Moment moment, Span<byte> target) =>
        SecondsAndNanoseconds(moment.Seconds, moment.Nanoseconds, target);

    /// <summary>As <see cref="Timestamp"/>, then a space and the offset in minutes plus 1440.</summary>
    public static int TimestampTz(Moment moment, Span<byte> target)
    {
        var length = SecondsAndNanoseconds(moment.Seconds, moment.Nanoseconds, target);
        target[length++] = (byte)' ';
        return length + Integer(moment.OffsetMinutes + OffsetBias, target[length..]);
    }

    public static int Integer(long value, Span<byte> target)
    {
        var fits = Utf8Formatter.TryFormat(value, target, out var length);
        Debug.Assert(fits, "every caller has room for a 64-bit integer");
        return length;
    }

    private static int SecondsAndNanoseconds(long seconds, int nanoseconds, Span<byte> target)
    {
        var length = 0;
        if (seconds < 0)
        {
            target[length++] = (byte)'-';
            seconds = nanoseconds == 0 ? -seconds : -(seconds + 1);
            nanoseconds = nanoseconds == 0 ? 0 : 1_000_000_000 - nanoseconds;
        }

        length += Integer(seconds, target[length..]);
        target[length++] = (byte)'.';
        for (var digit = 8; digit >= 0; digit--)
        {
            target[length + digit] = (byte)('0' + nanoseconds % 10);
            nanoseconds /= 10;
        }

        return length + 9;
    }
}
