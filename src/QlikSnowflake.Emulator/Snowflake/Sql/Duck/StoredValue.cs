using System.Globalization;
using System.Numerics;
using QlikSnowflake.Emulator.Snowflake.Results;

namespace QlikSnowflake.Emulator.Snowflake.Sql.Duck;

/// <summary>
/// How Snowflake's types are kept in DuckDB, whose own timestamps end at microseconds: a TIME is a BIGINT of nanoseconds,
/// timestamps are a HUGEINT of nanoseconds since 1970 (TIMESTAMP_TZ: in UTC, times 4096, plus the offset in minutes and 1440),
/// semi-structured values are JSON text, NUMBER is DECIMAL, and the rest are DuckDB's types of the same kind.
/// </summary>
internal static class StoredValue
{
    private const int OffsetRoom = 4096;
    private const int OffsetBias = 1440;
    private static readonly BigInteger Billion = 1_000_000_000;

    public static string DuckType(SnowflakeColumn type) =>
        type.Type switch
        {
            "fixed" => string.Create(CultureInfo.InvariantCulture, $"DECIMAL({type.Precision ?? 38},{type.Scale ?? 0})"),
            "real" => "DOUBLE",
            "boolean" => "BOOLEAN",
            "binary" => "BLOB",
            "date" => "DATE",
            "time" => "BIGINT",
            "timestamp_ntz" or "timestamp_ltz" or "timestamp_tz" => "HUGEINT",
            _ => "VARCHAR",
        };

    /// <summary>DuckDB's expression for the text of a value: the form that <see cref="Read"/> reads.</summary>
    public static string ToText(string sql, SnowflakeColumn type) =>
        type.Type switch
        {
            "binary" => $"hex({sql})",
            "date" => $"CAST(({sql}) - DATE '1970-01-01' AS VARCHAR)",
            "fixed" => $"CAST(CAST({sql} AS DECIMAL(38,{type.Scale ?? 0})) AS VARCHAR)",
            "real" or "boolean" or "time" or "timestamp_ntz" or "timestamp_ltz" or "timestamp_tz" => $"CAST({sql} AS VARCHAR)",
            _ => $"({sql})",
        };

    /// <summary>DuckDB's expression for the value whose text another expression gives.</summary>
    public static string FromText(string sql, SnowflakeColumn type) =>
        type.Type switch
        {
            "binary" => $"unhex({sql})",
            "date" => $"(DATE '1970-01-01' + CAST({sql} AS INTEGER))",
            "fixed" or "real" or "boolean" or "time" or "timestamp_ntz" or "timestamp_ltz" or "timestamp_tz" =>
                $"CAST({sql} AS {DuckType(type)})",
            _ => $"({sql})",
        };

    public static string Literal(SqlValue value)
    {
        if (value.Payload is null)
            return $"CAST(NULL AS {DuckType(value.Type)})";
        var text = Write(value);
        return value.Type.Type switch
        {
            "fixed" or "boolean" => $"CAST({Quoted(text)} AS {DuckType(value.Type)})",
            _ => FromText(Quoted(text), value.Type),
        };
    }

    /// <summary>A string literal of DuckDB.</summary>
    public static string Quoted(string text)
    {
        // DuckDB's parser ends at a NUL.
        var literal = "'" + text.Replace("'", "''", StringComparison.Ordinal) + "'";
        return literal.Contains('\0', StringComparison.Ordinal)
            ? "(" + literal.Replace("\0", "' || chr(0) || '", StringComparison.Ordinal) + ")"
            : literal;
    }

    public static string Write(SqlValue value) =>
        value.Payload switch
        {
            bool truth => truth ? "true" : "false",
            int days => days.ToString(CultureInfo.InvariantCulture),
            long nanoseconds => nanoseconds.ToString(CultureInfo.InvariantCulture),
            byte[] bytes => Convert.ToHexString(bytes),
            Moment moment when value.Type.Type == "timestamp_tz" => (
                Nanoseconds(moment) * OffsetRoom + moment.OffsetMinutes + OffsetBias
            ).ToString(CultureInfo.InvariantCulture),
            Moment moment => Nanoseconds(moment).ToString(CultureInfo.InvariantCulture),
            var text => (string)text!,
        };

    /// <returns>A value whose payload is null when the text is.</returns>
    public static SqlValue Read(string? text, SnowflakeColumn type) =>
        new(
            type,
            text is null
                ? null
                : type.Type switch
                {
                    "boolean" => text is "true" or "1",
                    "date" => int.Parse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture),
                    "time" => long.Parse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture),
                    "binary" => Convert.FromHexString(text),
                    "timestamp_tz" => WithOffset(BigInteger.Parse(text, CultureInfo.InvariantCulture)),
                    "timestamp_ntz" or "timestamp_ltz" => FromNanoseconds(
                        BigInteger.Parse(text, CultureInfo.InvariantCulture),
                        0
                    ),
                    "real" => SqlNumber.Real(text) ?? text,
                    _ => text,
                }
        );

    public static BigInteger Nanoseconds(Moment moment) => moment.Seconds * Billion + moment.Nanoseconds;

    public static Moment FromNanoseconds(BigInteger nanoseconds, int offsetMinutes)
    {
        var seconds = BigInteger.DivRem(nanoseconds, Billion, out var rest);
        return rest < 0
            ? new Moment((long)seconds - 1, (int)(rest + Billion), offsetMinutes)
            : new Moment((long)seconds, (int)rest, offsetMinutes);
    }

    private static Moment WithOffset(BigInteger packed)
    {
        var offset = (int)((packed % OffsetRoom + OffsetRoom) % OffsetRoom);
        return FromNanoseconds((packed - offset) / OffsetRoom, offset - OffsetBias);
    }

    /// <summary>DuckDB's expression for what two values are compared by: of a TIMESTAMP_TZ the instant, whatever its offset.</summary>
    public static string Comparable(string sql, SnowflakeColumn type) =>
        type.Type == "timestamp_tz" ? $"(({sql}) - ((({sql}) % {OffsetRoom}) + {OffsetRoom}) % {OffsetRoom})" : sql;
}
