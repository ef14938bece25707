using System.Globalization;
using System.Text;
using System.Text.Json;
using QlikSnowflake.Emulator.Snowflake.Results;

namespace QlikSnowflake.Emulator.Snowflake.Sql;

/// <summary>
/// Turns values into other types: freely in a cast, and in an INSERT only as the binding table allows.
/// From https://docs.snowflake.com/en/developer-guide/sql-api/submitting-requests#using-bind-variables-in-a-statement.
/// </summary>
internal static class Coercion
{
    private const long SecondsInDay = 86_400;

    /// <exception cref="SqlError">The value's type or the value does not fit the column.</exception>
    public static SqlValue Insert(SqlValue value, SnowflakeColumn column, TimeZoneInfo zone)
    {
        if (value.Payload is null)
            return column.Nullable
                ? new SqlValue(column, null)
                : throw new SqlError("100072", "22000", "NULL result in a non-nullable column");
        RequireImplicit(value.Type, column);
        var cast = Cast(value, column, zone);
        if (column.Type == "text" && cast.Payload is string text && new StringInfo(text).LengthInTextElements > column.Length)
            throw new SqlError("100078", "22000", $"String '{text}' is too long and would be truncated");
        return cast;
    }

    /// <exception cref="SqlError">Values of the type do not go into the column without a cast.</exception>
    public static void RequireImplicit(SnowflakeColumn type, SnowflakeColumn column)
    {
        if (IsImplicit(type.Type, column.Type))
            return;
        throw SqlError.Compilation(
            "002023",
            "22000",
            $"Expression type does not match column data type, expecting {SqlName(column)} but got "
                + $"{SqlName(type)} for column {column.Name}"
        );
    }

    /// <summary>A cast. The null of JSON becomes NULL.</summary>
    public static SqlValue Cast(SqlValue value, SnowflakeColumn type, TimeZoneInfo zone) =>
        new(
            type,
            value.Payload is null || (value is { Payload: "null", Type.Type: "variant" } && type.Type != "variant")
                ? null
                : type.Type switch
                {
                    "text" => Text(value, zone),
                    "fixed" => Fixed(value, type),
                    "real" => Real(value),
                    "decfloat" => SqlNumber.IsNumber(Plain(value)) ? Plain(value) : throw NotNumeric(value),
                    "boolean" => Boolean(value),
                    "binary" => value.Payload as byte[] ?? Hex(Plain(value)),
                    "date" => (int)Math.Floor(Civil(value, zone, "Date").Seconds / (double)SecondsInDay),
                    "time" => Time(value, zone),
                    "timestamp_ntz" => Civil(value, zone, "Timestamp"),
                    "timestamp_ltz" => Instant(value, zone),
                    "timestamp_tz" => Instant(value, zone),
                    "variant" => ToVariant(value, zone).Payload,
                    _ => Text(value, zone),
                }
        );

    public static SqlValue ToVariant(SqlValue value, TimeZoneInfo zone)
    {
        var variant = SnowflakeColumn.Of("", "variant");
        return value.Type.Type switch
        {
            _ when value.Payload is null => new SqlValue(variant, null),
            "variant" or "object" or "array" or "fixed" or "real" => new SqlValue(variant, value.Payload),
            "boolean" => new SqlValue(variant, (bool)value.Payload ? "true" : "false"),
            _ => new SqlValue(variant, JsonSerializer.Serialize(Text(value, zone))),
        };
    }

    public static string SqlName(SnowflakeColumn type) =>
        type.Type switch
        {
            "fixed" => $"NUMBER({type.Precision},{type.Scale})",
            "real" => "FLOAT",
            "text" => $"VARCHAR({type.Length})",
            "binary" => "BINARY(8388608)",
            "time" or "timestamp_ntz" or "timestamp_ltz" or "timestamp_tz" => type.Type.ToUpperInvariant() + "(9)",
            var other => other.ToUpperInvariant(),
        };

    private static bool IsImplicit(string from, string to) =>
        from == to
        || from switch
        {
            "text" => to is not ("variant" or "object" or "array"),
            "fixed" or "real" or "decfloat" => to is "fixed" or "real" or "decfloat" or "text" or "boolean",
            "boolean" => to is "text",
            "date" => to is "text" or "timestamp_ntz" or "timestamp_ltz" or "timestamp_tz",
            "time" => to is "text",
            "timestamp_ntz" or "timestamp_ltz" => to
                is "text"
                    or "date"
                    or "time"
                    or "timestamp_ntz"
                    or "timestamp_ltz"
                    or "timestamp_tz",
            "timestamp_tz" => to is "text" or "date" or "time",
            "variant" => true,
            _ => false,
        };

    /// <summary>The value's own text; a variant's string without its quotes.</summary>
    private static string Plain(SqlValue value) =>
        value.Payload switch
        {
            bool truth => truth ? "1" : "0",
            string { Length: > 1 } text when value.Type.Type == "variant" && text[0] == '"' => JsonSerializer.Deserialize<string>(
                text
            )!,
            string text => text,
            _ => throw SqlError.Compilation("001007", "22023", $"invalid type [{SqlName(value.Type)}] for conversion"),
        };

    private static string Text(SqlValue value, TimeZoneInfo zone)
    {
        Span<byte> target = stackalloc byte[100];
        switch (value.Payload)
        {
            case bool truth:
                return truth ? "true" : "false";
            case byte[] bytes:
                return Convert.ToHexString(bytes);
            case int days:
                return Encoding.ASCII.GetString(target[..TextFormats.Date.Write(new Moment(days * SecondsInDay, 0), 0, target)]);
            case long nanoseconds:
                return Encoding.ASCII.GetString(
                    target[..TextFormats.Time.Write(new Moment(nanoseconds / 1_000_000_000, 0), 0, target)]
                );
            case Moment moment when value.Type.Type == "timestamp_ntz":
                return Encoding.ASCII.GetString(target[..TextFormats.Timestamp.Write(moment, 0, target)]);
            case Moment moment:
                var offset = value.Type.Type == "timestamp_tz" ? moment.OffsetMinutes : Offset(moment, zone);
                return Encoding.ASCII.GetString(target[..TextFormats.TimestampWithOffset.Write(moment, offset, target)]);
            default:
                return Plain(value);
        }
    }

    private static string Fixed(SqlValue value, SnowflakeColumn type)
    {
        var text = Plain(value);
        return SqlNumber.Rescale(text, type.Scale ?? 0) is not { } digits ? throw NotNumeric(value)
            : digits.Count(char.IsAsciiDigit) > type.Precision
            && digits.TrimStart('-').TrimStart('0').Count(char.IsAsciiDigit) > type.Precision
                ? throw new SqlError("100039", "22003", $"Numeric value '{text}' is out of range")
            : digits;
    }

    private static string Real(SqlValue value) => SqlNumber.Real(Plain(value)) ?? throw NotNumeric(value);

    private static bool Boolean(SqlValue value)
    {
        if (value.Payload is bool truth)
            return truth;
        var text = Plain(value);
        if (value.Type.Type is "fixed" or "real" or "decfloat")
            return text.Any(c => c is >= '1' and <= '9');
        return text.ToUpperInvariant() switch
        {
            "TRUE" or "T" or "YES" or "Y" or "ON" or "1" => true,
            "FALSE" or "F" or "NO" or "N" or "OFF" or "0" => false,
            _ => throw new SqlError("100037", "22018", $"Boolean value '{text}' is not recognized"),
        };
    }

    private static byte[] Hex(string text)
    {
        try
        {
            return Convert.FromHexString(text);
        }
        catch (FormatException)
        {
            throw new SqlError("100115", "22018", $"The following string is not a legal hex-encoded value: '{text}'");
        }
    }

    private static long Time(SqlValue value, TimeZoneInfo zone)
    {
        if (value.Payload is long nanoseconds)
            return nanoseconds;
        var moment = Civil(value, zone, "Time");
        return (moment.Seconds % SecondsInDay + SecondsInDay) % SecondsInDay * 1_000_000_000 + moment.Nanoseconds;
    }

    /// <summary>The value on the wall clock: a date at midnight, an instant as its own or the session's time zone shows it.</summary>
    private static Moment Civil(SqlValue value, TimeZoneInfo zone, string kind) =>
        value.Payload switch
        {
            int days => new Moment(days * SecondsInDay, 0),
            Moment moment when value.Type.Type == "timestamp_ntz" => moment,
            Moment moment => new Moment(
                moment.Seconds + 60L * (value.Type.Type == "timestamp_tz" ? moment.OffsetMinutes : Offset(moment, zone)),
                moment.Nanoseconds
            ),
            _ => TimeText.Parse(Plain(value), kind) is var (civil, _) ? civil : throw TimeText.NotRecognized(kind, Plain(value)),
        };

    /// <summary>The value as an instant with its offset; what has no time zone is taken in the session's.</summary>
    private static Moment Instant(SqlValue value, TimeZoneInfo zone)
    {
        if (value.Payload is Moment moment && value.Type.Type == "timestamp_tz")
            return moment;
        if (value.Payload is Moment instant && value.Type.Type == "timestamp_ltz")
            return instant with { OffsetMinutes = Offset(instant, zone) };
        var (civil, offset) =
            value.Payload is string
                ? TimeText.Parse(Plain(value), "Timestamp") ?? throw TimeText.NotRecognized("Timestamp", Plain(value))
                : (Civil(value, zone, "Timestamp"), null);
        var minutes =
            offset ?? (int)zone.GetUtcOffset(DateTime.SpecifyKind(civil.CivilAt(0), DateTimeKind.Unspecified)).TotalMinutes;
        return new Moment(civil.Seconds - minutes * 60L, civil.Nanoseconds, minutes);
    }

    private static int Offset(Moment moment, TimeZoneInfo zone) => (int)zone.GetUtcOffset(moment.CivilAt(0)).TotalMinutes;

    private static SqlError NotNumeric(SqlValue value) =>
        new("100038", "22018", $"Numeric value '{Plain(value)}' is not recognized");
}
