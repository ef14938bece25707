using System.Buffers.Text;
using System.Globalization;
using System.Numerics;
using System.Reflection;
using System.Text;
using System.Text.Json;

namespace QlikSnowflake.Snowflake;

/// <summary>
/// One method for each .NET type that a cell can become. Every cell is a JSON string or null (SQL API, "Handling responses");
/// bare numbers and booleans are taken too. The emitted row readers call these methods.
/// </summary>
internal static class CellDecoders
{
    public static readonly MethodInfo EndRowMethod = Method(nameof(EndRow));

    /// <summary>The method for a column; its return type is the property's type.</summary>
    public static MethodInfo For(ResultColumn column) => Method(column.TypeName switch
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
        _ => nameof(Text),
    });

    internal static void EndRow(ref Utf8JsonReader json)
    {
        if (!json.Read() || json.TokenType != JsonTokenType.EndArray)
            throw new FormatException("A row has more cells than there are columns.");
    }

    internal static string? Text(ref Utf8JsonReader json, DecodeState state) =>
        !IsNull(ref json) ? json.TokenType == JsonTokenType.String ? json.GetString() : Encoding.UTF8.GetString(Raw(ref json).ToArray()) : null;

    internal static long? Int64(ref Utf8JsonReader json, DecodeState state)
    {
        if (IsNull(ref json))
            return null;

        var cell = Raw(ref json);
        return Utf8Parser.TryParse(cell, out long value, out var used) && used == cell.Length ? value : throw Unreadable(cell, "integer");
    }

    internal static object? Integer(ref Utf8JsonReader json, DecodeState state)
    {
        if (IsNull(ref json))
            return null;

        var cell = Raw(ref json);
        if (Utf8Parser.TryParse(cell, out long value, out var used) && used == cell.Length)
            return value;
        return BigInteger.TryParse(ToText(cell), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var big)
            ? big
            : throw Unreadable(cell, "integer");
    }

    internal static decimal? Decimal(ref Utf8JsonReader json, DecodeState state)
    {
        if (IsNull(ref json))
            return null;

        var cell = Raw(ref json);
        return Utf8Parser.TryParse(cell, out decimal value, out var used) && used == cell.Length ? value : throw Unreadable(cell, "number");
    }

    /// <summary>A number of up to 38 digits: a decimal where that holds all of them, else the text.</summary>
    internal static object? Number(ref Utf8JsonReader json, DecodeState state)
    {
        if (IsNull(ref json))
            return null;

        var cell = Raw(ref json);
        return DigitCount(cell) <= 28 && Utf8Parser.TryParse(cell, out decimal value, out var used) && used == cell.Length ? value : ToText(cell);
    }

    internal static double? Double(ref Utf8JsonReader json, DecodeState state)
    {
        if (IsNull(ref json))
            return null;

        var cell = Raw(ref json);
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

    internal static bool? Boolean(ref Utf8JsonReader json, DecodeState state)
    {
        if (IsNull(ref json))
            return null;

        if (json.TokenType is JsonTokenType.True or JsonTokenType.False)
            return json.TokenType == JsonTokenType.True;

        var cell = Raw(ref json);
        if (Utf8Parser.TryParse(cell, out bool value, out var used) && used == cell.Length)
            return value;
        return cell.Length == 1 && cell[0] is (byte)'0' or (byte)'1' ? cell[0] == (byte)'1' : throw Unreadable(cell, "boolean");
    }

    internal static DateTime? Date(ref Utf8JsonReader json, DecodeState state)
    {
        if (IsNull(ref json))
            return null;

        var cell = Raw(ref json);
        return Utf8Parser.TryParse(cell, out int days, out var used) && used == cell.Length
            ? SnowflakeTime.FromDays(days)
            : throw Unreadable(cell, "date");
    }

    internal static TimeSpan? Time(ref Utf8JsonReader json, DecodeState state) =>
        IsNull(ref json) ? null : new TimeSpan(SnowflakeTime.ReadTicks(Raw(ref json), state));

    internal static DateTime? TimestampNtz(ref Utf8JsonReader json, DecodeState state) =>
        IsNull(ref json) ? null : SnowflakeTime.FromTicks(SnowflakeTime.ReadTicks(Raw(ref json), state));

    internal static DateTimeOffset? TimestampLtz(ref Utf8JsonReader json, DecodeState state) =>
        IsNull(ref json) ? null : new DateTimeOffset(SnowflakeTime.FromTicks(SnowflakeTime.ReadTicks(Raw(ref json), state)), TimeSpan.Zero);

    internal static DateTimeOffset? TimestampTz(ref Utf8JsonReader json, DecodeState state) =>
        IsNull(ref json) ? null : SnowflakeTime.ReadWithOffset(Raw(ref json), state);

    internal static byte[]? Binary(ref Utf8JsonReader json, DecodeState state)
    {
        if (IsNull(ref json))
            return null;

        var cell = Raw(ref json);
        if (cell.Length % 2 != 0)
            throw Unreadable(cell, "hexadecimal");

        var bytes = new byte[cell.Length / 2];
        for (var i = 0; i < bytes.Length; i++)
            bytes[i] = (byte)((HexDigit(cell, i * 2) << 4) | HexDigit(cell, (i * 2) + 1));
        return bytes;
    }

    internal static FormatException Unreadable(ReadOnlySpan<byte> cell, string type) =>
        new($"'{ToText(cell.Slice(0, Math.Min(cell.Length, 60)))}' is no {type}.");

    private static bool IsNull(ref Utf8JsonReader json)
    {
        if (!json.Read() || json.TokenType is JsonTokenType.EndArray or JsonTokenType.StartArray or JsonTokenType.StartObject)
            throw new FormatException("A row has fewer cells than there are columns.");
        return json.TokenType == JsonTokenType.Null;
    }

    // Escapes are legal in any string; the texts of numbers and times need none, so this copies next to never.
    private static ReadOnlySpan<byte> Raw(ref Utf8JsonReader json) =>
        json.ValueIsEscaped ? Encoding.UTF8.GetBytes(json.GetString()!) : json.ValueSpan;

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
