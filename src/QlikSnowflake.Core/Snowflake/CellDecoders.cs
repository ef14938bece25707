using System.Globalization;
using System.Numerics;
using System.Reflection;
using System.Text;

namespace QlikSnowflake.Snowflake;

/// <summary>
/// One method for each .NET type that a cell can become (SQL API, "Handling responses"). The emitted row readers call them.
/// </summary>
internal static class CellDecoders
{
    /// <summary>The method for a column; its return type is the property's type.</summary>
    /// <param name="column">The column.</param>
    /// <param name="parseJson">Whether semi-structured values become objects.</param>
    public static MethodInfo For(ResultColumn column, bool parseJson) => Method(column.TypeName switch
    {
        // A NUMBER(38,0), the default, mostly holds what fits a long; its property is an object that holds the one or the other.
        "fixed" when (column.Scale ?? 0) == 0 => (column.Precision ?? 38) <= 18 ? nameof(Int64) : nameof(Integer),
        "fixed" => (column.Precision ?? 38) <= 28 ? nameof(Decimal) : nameof(Number),
        "decfloat" => nameof(Number),
        "real" or "float" or "double" => nameof(Double),
        "boolean" => nameof(Boolean),
        "date" => nameof(Date),
        "time" => nameof(Time),
        "timestamp_ntz" => nameof(TimestampNtz),
        "timestamp_ltz" => nameof(TimestampLtz),
        "timestamp_tz" => nameof(TimestampTz),
        "binary" => nameof(Binary),
        "variant" or "object" or "array" or "map" or "vector" or "geography" or "geometry" when parseJson => nameof(SemiStructured),
        _ => nameof(Text),
    });

    internal static string? Text(CellReader cells, DecodeState state) => cells.Next() ? cells.Text() : null;

    internal static object? SemiStructured(CellReader cells, DecodeState state) => cells.Next() ? state.ParseJson!(cells.Text()) : null;

    internal static long? Int64(CellReader cells, DecodeState state)
    {
        if (!cells.Next())
            return null;

        var cell = cells.Cell;
        return NumberReader.TryInteger(cell, out var value) ? value : throw Unreadable(cell, "integer");
    }

    internal static object? Integer(CellReader cells, DecodeState state)
    {
        if (!cells.Next())
            return null;

        var cell = cells.Cell;
        if (NumberReader.TryInteger(cell, out var value))
            return value;
        return BigInteger.TryParse(ToText(cell), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var big)
            ? big
            : throw Unreadable(cell, "integer");
    }

    internal static decimal? Decimal(CellReader cells, DecodeState state)
    {
        if (!cells.Next())
            return null;

        var cell = cells.Cell;
        return NumberReader.TryDecimal(cell, out var value) ? value : throw Unreadable(cell, "number");
    }

    /// <summary>A number of up to 38 digits: a decimal where that holds all of them, else the text.</summary>
    internal static object? Number(CellReader cells, DecodeState state)
    {
        if (!cells.Next())
            return null;

        var cell = cells.Cell;
        return DigitCount(cell) <= 28 && NumberReader.TryDecimal(cell, out var value) ? value : ToText(cell);
    }

    internal static double? Double(CellReader cells, DecodeState state)
    {
        if (!cells.Next())
            return null;

        var cell = cells.Cell;
        if (NumberReader.TryDouble(cell, out var value))
            return value;
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

        var cell = cells.Cell;
        if (cell.SequenceEqual("true"u8))
            return true;
        if (cell.SequenceEqual("false"u8))
            return false;
        return cell.Length == 1 && cell[0] is (byte)'0' or (byte)'1' ? cell[0] == (byte)'1' : throw Unreadable(cell, "boolean");
    }

    internal static DateTime? Date(CellReader cells, DecodeState state)
    {
        if (!cells.Next())
            return null;

        var cell = cells.Cell;
        return NumberReader.TryInteger(cell, out var days) && days is > -SnowflakeTime.MostDays and < SnowflakeTime.MostDays
            ? SnowflakeTime.FromDays((int)days)
            : throw Unreadable(cell, "date");
    }

    internal static TimeSpan? Time(CellReader cells, DecodeState state) =>
        !cells.Next() ? null : new TimeSpan(SnowflakeTime.ReadTicks(cells.Cell, state));

    internal static DateTime? TimestampNtz(CellReader cells, DecodeState state) =>
        !cells.Next() ? null : SnowflakeTime.FromTicks(SnowflakeTime.ReadTicks(cells.Cell, state));

    internal static DateTimeOffset? TimestampLtz(CellReader cells, DecodeState state) =>
        !cells.Next() ? null : new DateTimeOffset(SnowflakeTime.FromTicks(SnowflakeTime.ReadTicks(cells.Cell, state)), TimeSpan.Zero);

    internal static DateTimeOffset? TimestampTz(CellReader cells, DecodeState state) =>
        !cells.Next() ? null : SnowflakeTime.ReadWithOffset(cells.Cell, state);

    internal static byte[]? Binary(CellReader cells, DecodeState state)
    {
        if (!cells.Next())
            return null;

        var cell = cells.Cell;
        if (cell.Length % 2 != 0)
            throw Unreadable(cell, "hexadecimal");

        var bytes = new byte[cell.Length / 2];
        for (var i = 0; i < bytes.Length; i++)
            bytes[i] = (byte)((HexDigit(cell, i * 2) << 4) | HexDigit(cell, (i * 2) + 1));
        return bytes;
    }

    internal static FormatException Unreadable(ReadOnlySpan<byte> cell, string type) =>
        new($"'{ToText(cell.Slice(0, Math.Min(cell.Length, 60)))}' is no {type}.");

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

    private static int HexDigit(ReadOnlySpan<byte> cell, int index) => cell[index] switch
    {
        >= (byte)'0' and <= (byte)'9' and var digit => digit - '0',
        >= (byte)'a' and <= (byte)'f' and var digit => digit - 'a' + 10,
        >= (byte)'A' and <= (byte)'F' and var digit => digit - 'A' + 10,
        _ => throw Unreadable(cell, "hexadecimal"),
    };

    private static string ToText(ReadOnlySpan<byte> cell) => Encoding.UTF8.GetString(cell.ToArray());

    private static MethodInfo Method(string name) => typeof(CellDecoders).GetMethod(name, BindingFlags.Static | BindingFlags.NonPublic)!;
}
