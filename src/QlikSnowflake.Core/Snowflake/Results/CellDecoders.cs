using System.Buffers.Text;
using System.Globalization;
using System.Numerics;
using System.Reflection;
using System.Text;

namespace QlikSnowflake.Snowflake.Results;

/// <summary>
/// One method for each .NET type that a cell can become (SQL API, "Handling responses"). The emitted row readers call them.
/// </summary>
internal static class CellDecoders
{
    // As many decimal digits as a double's 53 bits hold exactly.
    private const int ExactDoubleDigits = 15;

    private static readonly double[] PowersOfTen =
    [
        1,
        1e1,
        1e2,
        1e3,
        1e4,
        1e5,
        1e6,
        1e7,
        1e8,
        1e9,
        1e10,
        1e11,
        1e12,
        1e13,
        1e14,
        1e15,
    ];

    /// <summary>The method for a column; its return type is the property's type.</summary>
    /// <param name="column">The column.</param>
    /// <param name="parseJson">Whether semi-structured values become objects.</param>
    /// <param name="isWide">Whether its numbers need the wider of their kind's types.</param>
    public static MethodInfo For(ResultColumn column, bool parseJson, bool isWide) =>
        Method(
            column.TypeName switch
            {
                // A NUMBER(38,0), the default, mostly holds what fits a long; its property is an object that holds the one or the other.
                "fixed" when IsInteger(column) => !MayBeWide(column) ? nameof(Int64)
                : isWide ? nameof(WideInteger)
                : nameof(Integer),
                "fixed" when !MayBeWide(column) => nameof(Decimal),
                "fixed" or "decfloat" => isWide ? nameof(WideNumber) : nameof(Number),
                "real" or "float" or "double" => nameof(Double),
                "boolean" => nameof(Boolean),
                "date" => nameof(Date),
                "time" => nameof(Time),
                "timestamp_ntz" => nameof(TimestampNtz),
                "timestamp_ltz" => nameof(TimestampLtz),
                "timestamp_tz" => nameof(TimestampTz),
                "binary" => nameof(Binary),
                "variant" or "object" or "array" or "map" or "vector" or "geography" or "geometry" when parseJson => nameof(
                    SemiStructured
                ),
                _ => nameof(Text),
            }
        );

    /// <summary>Whether what the column declares leaves room for numbers that a long, or a decimal, does not hold.</summary>
    public static bool MayBeWide(ResultColumn column) =>
        column.TypeName == "decfloat" || column.TypeName == "fixed" && (column.Precision ?? 38) > (IsInteger(column) ? 18 : 28);

    /// <summary>Whether a number of a column that may be wide is.</summary>
    public static bool IsWide(ResultColumn column, ReadOnlySpan<byte> cell) =>
        IsInteger(column) ? !TryParseLong(cell, out _) : !TryParseDecimal(cell, out _);

    internal static string? Text(CellReader cells, DecodeState state) => cells.Next() ? cells.Text() : null;

    internal static object? SemiStructured(CellReader cells, DecodeState state) =>
        cells.Next() ? state.ParseJson!(cells.Text()) : null;

    internal static long? Int64(CellReader cells, DecodeState state)
    {
        if (!cells.Next())
            return null;
        if (cells.TryTakeInteger(out var value))
            return value;

        var cell = cells.Cell();
        return Utf8Parser.TryParse(cell, out value, out var used) && used == cell.Length
            ? value
            : throw Unreadable(cell, "integer");
    }

    internal static object? Integer(CellReader cells, DecodeState state)
    {
        if (!cells.Next())
            return null;
        if (cells.TryTakeInteger(out var value))
            return value;

        var cell = cells.Cell();
        if (TryParseLong(cell, out value))
            return value;
        state.MarkWidened();
        return ParseBig(cell);
    }

    internal static BigInteger? WideInteger(CellReader cells, DecodeState state) =>
        !cells.Next() ? null
        : cells.TryTakeInteger(out var value) ? value
        : ParseBig(cells.Cell());

    internal static decimal? Decimal(CellReader cells, DecodeState state)
    {
        if (!cells.Next())
            return null;
        if (TryTakeDecimal(cells, out var value))
            return value;

        var cell = cells.Cell();
        return Utf8Parser.TryParse(cell, out value, out var used) && used == cell.Length
            ? value
            : throw Unreadable(cell, "number");
    }

    /// <summary>A number of up to 38 digits in a column where decimal held all that were seen.</summary>
    internal static object? Number(CellReader cells, DecodeState state)
    {
        if (!cells.Next())
            return null;
        if (TryTakeDecimal(cells, out var value))
            return value;

        var cell = cells.Cell();
        if (TryParseDecimal(cell, out value))
            return value;
        state.MarkWidened();
        return ParseBigDecimal(cell);
    }

    internal static BigDecimal? WideNumber(CellReader cells, DecodeState state) =>
        !cells.Next() ? null
        : TryTakeDecimal(cells, out var value) ? value
        : ParseBigDecimal(cells.Cell());

    internal static double? Double(CellReader cells, DecodeState state)
    {
        if (!cells.Next())
            return null;

        // Both the digits and the power are exact, so their quotient is the nearest double (Clinger's fast path).
        if (cells.TryTakeDecimal(ExactDoubleDigits, out var all, out var decimals, out var negative))
        {
            var quotient = all / PowersOfTen[decimals];
            return negative ? -quotient : quotient;
        }

        var cell = cells.Cell();
        if (Utf8Parser.TryParse(cell, out double value, out var used) && used == cell.Length)
        {
            // .NET Framework's parser loses the sign of zero.
            return value == 0 && cell[0] == (byte)'-' ? -0.0 : value;
        }

        return ToText(cell).ToUpperInvariant() switch
        {
            "NAN" => double.NaN,
            "INF" or "INFINITY" => double.PositiveInfinity,
            "-INF" or "-INFINITY" => double.NegativeInfinity,
            _ => throw Unreadable(cell, "number"),
        };
    }

    internal static bool? Boolean(CellReader cells, DecodeState state)
    {
        if (!cells.Next())
            return null;

        var cell = cells.Cell();
        if (cell.SequenceEqual("true"u8))
            return true;
        if (cell.SequenceEqual("false"u8))
            return false;
        if (Utf8Parser.TryParse(cell, out bool value, out var used) && used == cell.Length)
            return value;
        return cell.Length == 1 && cell[0] is (byte)'0' or (byte)'1' ? cell[0] == (byte)'1' : throw Unreadable(cell, "boolean");
    }

    internal static DateTime? Date(CellReader cells, DecodeState state)
    {
        if (!cells.Next())
            return null;

        var cell = cells.TryTakeInteger(out var days) ? default : cells.Cell();
        if (cell.Length > 0 && !(Utf8Parser.TryParse(cell, out days, out var used) && used == cell.Length))
            throw Unreadable(cell, "number of days");
        return SnowflakeTime.FromDays(days, state);
    }

    internal static TimeSpan? Time(CellReader cells, DecodeState state) =>
        cells.Next() ? SnowflakeTime.ReadTimeOfDay(cells, state) : null;

    internal static DateTime? TimestampNtz(CellReader cells, DecodeState state) =>
        cells.Next() ? SnowflakeTime.FromTicks(SnowflakeTime.ReadTicks(cells, state), state) : null;

    internal static DateTimeOffset? TimestampLtz(CellReader cells, DecodeState state) =>
        TimestampNtz(cells, state) is { } utc ? new DateTimeOffset(utc, TimeSpan.Zero) : null;

    internal static DateTimeOffset? TimestampTz(CellReader cells, DecodeState state) =>
        cells.Next() ? SnowflakeTime.ReadWithOffset(cells, state) : null;

    internal static byte[]? Binary(CellReader cells, DecodeState state)
    {
        if (!cells.Next())
            return null;

        var cell = cells.Cell();
        if (cell.Length % 2 != 0)
            throw Unreadable(cell, "hexadecimal");

        var bytes = new byte[cell.Length / 2];
        for (var i = 0; i < bytes.Length; i++)
            bytes[i] = (byte)((HexDigit(cell, i * 2) << 4) | HexDigit(cell, (i * 2) + 1));
        return bytes;
    }

    internal static FormatException Unreadable(ReadOnlySpan<byte> cell, string type) =>
        new($"'{ToText(cell.Slice(0, Math.Min(cell.Length, 60)))}' is no {type}.");

    private static bool TryTakeDecimal(CellReader cells, out decimal value)
    {
        var isShort = cells.TryTakeDecimal(CellReader.MostDigits, out var all, out var decimals, out var negative);
        value = isShort ? new decimal((int)all, (int)(all >> 32), 0, negative, (byte)decimals) : default;
        return isShort;
    }

    private static bool IsInteger(ResultColumn column) => column.TypeName == "fixed" && (column.Scale ?? 0) == 0;

    private static bool TryParseLong(ReadOnlySpan<byte> cell, out long value) =>
        Utf8Parser.TryParse(cell, out value, out var used) && used == cell.Length;

    private static bool TryParseDecimal(ReadOnlySpan<byte> cell, out decimal value)
    {
        value = default;
        return DigitCount(cell) <= 28 && Utf8Parser.TryParse(cell, out value, out var used) && used == cell.Length;
    }

    private static BigInteger ParseBig(ReadOnlySpan<byte> cell) =>
        BigInteger.TryParse(ToText(cell), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var big)
            ? big
            : throw Unreadable(cell, "integer");

    private static BigDecimal ParseBigDecimal(ReadOnlySpan<byte> cell) =>
        BigDecimal.TryParse(ToText(cell), out var big) ? big : throw Unreadable(cell, "number");

    private static int DigitCount(ReadOnlySpan<byte> cell)
    {
        var digits = 0;
        foreach (var character in cell)
        {
            if (character is >= (byte)'0' and <= (byte)'9')
                digits++;
            else if (character is (byte)'e' or (byte)'E')
                return int.MaxValue;
        }

        return digits;
    }

    private static int HexDigit(ReadOnlySpan<byte> cell, int index) =>
        cell[index] switch
        {
            >= (byte)'0' and <= (byte)'9' and var digit => digit - '0',
            >= (byte)'a' and <= (byte)'f' and var digit => digit - 'a' + 10,
            >= (byte)'A' and <= (byte)'F' and var digit => digit - 'A' + 10,
            _ => throw Unreadable(cell, "hexadecimal"),
        };

    private static string ToText(ReadOnlySpan<byte> cell) => Encoding.UTF8.GetString(cell.ToArray());

    private static MethodInfo Method(string name) =>
        typeof(CellDecoders).GetMethod(name, BindingFlags.Static | BindingFlags.NonPublic)!;
}
