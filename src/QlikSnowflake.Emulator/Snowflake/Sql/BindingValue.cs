using System.Globalization;
using System.Numerics;
using QlikSnowflake.Emulator.Snowflake.Results;

namespace QlikSnowflake.Emulator.Snowflake.Sql;

/// <summary>
/// Reads one binding's text by its type. Dates are milliseconds, times and timestamps nanoseconds, and the offset of a
/// TIMESTAMP_TZ has 1440 added. From https://docs.snowflake.com/en/developer-guide/sql-api/submitting-requests.
/// </summary>
internal static class BindingValue
{
    private const long NanosecondsInDay = 86_400_000_000_000;
    private const long MillisecondsInDay = 86_400_000;

    public static SqlValue Parse(string type, string? value)
    {
        var upper = type.ToUpperInvariant();
        if (value is null)
            return new SqlValue(TypeOf(upper) ?? throw UnknownType(type), null);
        return upper switch
        {
            "TEXT" => SqlValue.Text(value),
            "FIXED" => Fixed(value),
            "REAL" => new SqlValue(
                SnowflakeColumn.Of("", "real"),
                SqlNumber.Real(value) ?? throw SqlError.NotRecognized("REAL", value)
            ),
            "DECFLOAT" => new SqlValue(
                SnowflakeColumn.Of("", "decfloat"),
                SqlNumber.IsNumber(value) ? value : throw SqlError.NotRecognized("DECFLOAT", value)
            ),
            "BOOLEAN" => SqlValue.Boolean(Boolean(value)),
            "BINARY" => new SqlValue(SnowflakeColumn.Of("", "binary"), Hex(value)),
            "DATE" => SqlValue.Date(Days(value)),
            "TIME" => SqlValue.Time(
                Integer("TIME", value) is var t && t >= 0 && t < NanosecondsInDay
                    ? (long)t
                    : throw SqlError.NotRecognized("TIME", value)
            ),
            "TIMESTAMP_NTZ" or "TIMESTAMP_LTZ" => SqlValue.Timestamp(upper.ToLowerInvariant(), Nanoseconds(upper, value, 0)),
            "TIMESTAMP_TZ" => SqlValue.Timestamp("timestamp_tz", WithOffset(value)),
            _ => throw UnknownType(type),
        };
    }

    private static SqlError UnknownType(string type) =>
        SqlError.Compilation("001008", "22023", $"unsupported bind type '{type}'");

    private static SnowflakeColumn? TypeOf(string upper) =>
        upper switch
        {
            "TEXT"
            or "FIXED"
            or "REAL"
            or "DECFLOAT"
            or "BOOLEAN"
            or "BINARY"
            or "DATE"
            or "TIME"
            or "TIMESTAMP_NTZ"
            or "TIMESTAMP_LTZ"
            or "TIMESTAMP_TZ" => SnowflakeColumn.Of("", upper.ToLowerInvariant()),
            _ => null,
        };

    private static SqlValue Fixed(string value)
    {
        // The documentation says "integer"; Snowflake's own types have a scale, and clients send decimals as FIXED too.
        if (!SqlNumber.IsPlain(value))
            throw SqlError.NotRecognized("FIXED", value);
        var point = value.IndexOf('.', StringComparison.Ordinal);
        return value.Count(char.IsAsciiDigit) > 38
            ? throw SqlError.NotRecognized("FIXED", value)
            : SqlValue.Number(value.TrimStart('+'), point < 0 ? 0 : value.Length - point - 1);
    }

    private static bool Boolean(string value) =>
        value.ToUpperInvariant() switch
        {
            "TRUE" or "1" => true,
            "FALSE" or "0" => false,
            _ => throw SqlError.NotRecognized("BOOLEAN", value),
        };

    private static byte[] Hex(string value)
    {
        try
        {
            return Convert.FromHexString(value);
        }
        catch (FormatException)
        {
            throw SqlError.NotRecognized("BINARY", value);
        }
    }

    private static BigInteger Integer(string type, string value) =>
        value.Length <= 40
        && BigInteger.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw SqlError.NotRecognized(type, value);

    private static int Days(string value)
    {
        var milliseconds = Integer("DATE", value);
        if (milliseconds < (BigInteger)Moment.FirstSecond * 1000 || milliseconds > (BigInteger)Moment.LastSecond * 1000 + 999)
            throw SqlError.NotRecognized("DATE", value);
        return (int)Math.Floor((decimal)milliseconds / MillisecondsInDay);
    }

    private static Moment Nanoseconds(string type, string value, int offsetMinutes)
    {
        var nanoseconds = Integer(type, value);
        var seconds = BigInteger.DivRem(nanoseconds, 1_000_000_000, out var rest);
        if (rest < 0)
        {
            seconds--;
            rest += 1_000_000_000;
        }

        return seconds < Moment.FirstSecond || seconds > Moment.LastSecond
            ? throw SqlError.NotRecognized(type, value)
            : new Moment((long)seconds, (int)rest, offsetMinutes);
    }

    private static Moment WithOffset(string value)
    {
        var parts = value.Split(' ');
        if (
            parts.Length != 2
            || !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var biased)
            || biased is < 720 or > 2160
        )
            throw SqlError.NotRecognized("TIMESTAMP_TZ", value);
        return Nanoseconds("TIMESTAMP_TZ", parts[0], biased - 1440);
    }
}
