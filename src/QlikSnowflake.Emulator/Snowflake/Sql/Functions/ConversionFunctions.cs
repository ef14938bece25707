using System.Globalization;
using System.Text;
using QlikSnowflake.Emulator.Snowflake.Results;

namespace QlikSnowflake.Emulator.Snowflake.Sql.Functions;

/// <summary>Casts, and conversions with a format.</summary>
internal static class ConversionFunctions
{
    public static readonly Dictionary<string, ManagedFunction> Table = new(StringComparer.Ordinal)
    {
        ["CAST"] = static (a, type, zone) => Coercion.Cast(a[0], type, zone).Payload,
        ["ASSIGN"] = static (a, type, zone) => Coercion.Insert(a[0], type, zone).Payload,
        ["TRY_CAST"] = static (a, type, zone) => Try(() => Coercion.Cast(a[0], type, zone).Payload),
        ["TO_VARCHAR"] = static (a, _, zone) => Format(a[0], a.Text(1), zone),
        ["TO_MOMENT"] = ToMoment,
        ["TRY_TO_MOMENT"] = static (a, type, zone) => Try(() => ToMoment(a, type, zone)),
        ["TO_BINARY"] = static (a, _, _) => Binary(a),
        ["TRY_TO_BINARY"] = static (a, _, _) => Try(() => Binary(a)),
    };

    private static object? Try(Func<object?> convert)
    {
        try
        {
            return convert();
        }
        catch (SqlError)
        {
            return null;
        }
    }

    private static object? ToMoment(SqlValue[] arguments, SnowflakeColumn type, TimeZoneInfo zone)
    {
        var value = arguments[0];
        if (value.Type.Type == "fixed" && value.Payload is string digits)
            value = SqlValue.Timestamp(
                type.Type is "timestamp_ntz" or "date" or "time" ? "timestamp_ntz" : "timestamp_ltz",
                Epoch(digits, arguments.Text(1))
            );
        else if (value.Payload is string text && !arguments.Text(1).Equals("AUTO", StringComparison.OrdinalIgnoreCase))
            value = InputFormat.Parse(text, arguments.Text(1), type, zone);
        else if (value.Payload is string number && number.Length > 0 && number.All(char.IsAsciiDigit) && type.Type != "time")
            value = SqlValue.Timestamp("timestamp_ntz", Epoch(number, "0"));
        return Coercion.Cast(value, type, zone).Payload;
    }

    /// <summary>Seconds since 1970, or by its size milliseconds, microseconds or nanoseconds; the scale may be given.</summary>
    private static Moment Epoch(string digits, string scale)
    {
        var number = System.Numerics.BigInteger.Parse(SqlNumber.Rescale(digits, 0)!, CultureInfo.InvariantCulture);
        var size = System.Numerics.BigInteger.Abs(number);
        var power =
            scale is "3" or "6" or "9" ? int.Parse(scale, CultureInfo.InvariantCulture)
            : size < 31_536_000_000 ? 0
            : size < 31_536_000_000_000 ? 3
            : size < 31_536_000_000_000_000 ? 6
            : 9;
        return Duck.StoredValue.FromNanoseconds(number * System.Numerics.BigInteger.Pow(10, 9 - power), 0);
    }

    private static string Format(SqlValue value, string format, TimeZoneInfo zone)
    {
        if (TypeText(value.Type.Type) == "number")
            return NumberFormat.Write((string)value.Payload!, format);
        if (value.Payload is byte[] bytes)
            return format.ToUpperInvariant() switch
            {
                "HEX" => Convert.ToHexString(bytes),
                "BASE64" => Convert.ToBase64String(bytes),
                "UTF-8" or "UTF8" => Encoding.UTF8.GetString(bytes),
                _ => throw SqlError.Unknown($"the binary format '{format}'"),
            };
        if (value.Payload is string text)
            return text;
        var output = OutputFormat.TryParse(format) ?? throw SqlError.Unknown($"the format '{format}'");
        var (moment, offset) = DateFunctions.Wall(value, zone);
        Span<byte> target = stackalloc byte[400];
        // The moment is on the wall clock already; the format takes it in UTC.
        return Encoding.UTF8.GetString(
            target[..output.Write(new Moment(moment.Seconds - offset * 60L, moment.Nanoseconds), offset, target)]
        );
    }

    private static string TypeText(string type) => type is "fixed" or "real" or "decfloat" ? "number" : type;

    private static byte[] Binary(SqlValue[] arguments)
    {
        if (arguments[0].Payload is byte[] bytes)
            return bytes;
        var text = arguments.Text(0);
        try
        {
            return arguments.Text(1).ToUpperInvariant() switch
            {
                "HEX" => Convert.FromHexString(text),
                "BASE64" => Convert.FromBase64String(text),
                "UTF-8" or "UTF8" => Encoding.UTF8.GetBytes(text),
                var other => throw SqlError.Unknown($"the binary format '{other}'"),
            };
        }
        catch (FormatException)
        {
            throw new SqlError("100115", "22018", $"The following string is not a legal hex-encoded value: '{text}'");
        }
    }
}
