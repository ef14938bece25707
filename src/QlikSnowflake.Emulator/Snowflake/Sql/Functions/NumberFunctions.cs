using System.Globalization;
using System.Numerics;
using QlikSnowflake.Emulator.Snowflake.Results;

namespace QlikSnowflake.Emulator.Snowflake.Sql.Functions;

/// <summary>Arithmetic that DuckDB does otherwise: division with Snowflake's scale, rounding half away from zero, errors by code.</summary>
internal static class NumberFunctions
{
    public static readonly Dictionary<string, ManagedFunction> Table = new(StringComparer.Ordinal)
    {
        ["DIVIDE"] = Divide,
        ["MULTIPLY"] = Multiply,
        ["MOD"] = Mod,
        ["ROUND"] = static (a, type, _) => Round(a, type, MidpointRounding.AwayFromZero),
        ["TRUNC"] = static (a, type, _) => Round(a, type, MidpointRounding.ToZero),
        ["CEIL"] = static (a, type, _) => Round(a, type, MidpointRounding.ToPositiveInfinity),
        ["FLOOR"] = static (a, type, _) => Round(a, type, MidpointRounding.ToNegativeInfinity),
        ["SQRT"] = Real("SQRT", static x => x < 0 ? null : Math.Sqrt(x)),
        ["EXP"] = Real("EXP", static x => Math.Exp(x)),
        ["LN"] = Real("LN", static x => x <= 0 ? null : Math.Log(x)),
        ["SIN"] = Real("SIN", static x => Math.Sin(x)),
        ["COS"] = Real("COS", static x => Math.Cos(x)),
        ["TAN"] = Real("TAN", static x => Math.Tan(x)),
        ["ASIN"] = Real("ASIN", static x => Math.Abs(x) > 1 ? null : Math.Asin(x)),
        ["ACOS"] = Real("ACOS", static x => Math.Abs(x) > 1 ? null : Math.Acos(x)),
        ["ATAN"] = Real("ATAN", static x => Math.Atan(x)),
        ["SINH"] = Real("SINH", static x => Math.Sinh(x)),
        ["COSH"] = Real("COSH", static x => Math.Cosh(x)),
        ["TANH"] = Real("TANH", static x => Math.Tanh(x)),
        ["CBRT"] = Real("CBRT", static x => Math.Cbrt(x)),
        ["DEGREES"] = Real("DEGREES", static x => x * 180 / Math.PI),
        ["RADIANS"] = Real("RADIANS", static x => x * Math.PI / 180),
        ["POWER"] = static (a, _, _) => Text(Math.Pow(a.Double(0), a.Double(1))),
        ["POW"] = static (a, _, _) => Text(Math.Pow(a.Double(0), a.Double(1))),
        ["ATAN2"] = static (a, _, _) => Text(Math.Atan2(a.Double(0), a.Double(1))),
        ["LOG"] = static (a, _, _) =>
            a.Double(0) <= 0 || a.Double(1) <= 0 ? throw Invalid("LOG") : Text(Math.Log(a.Double(1)) / Math.Log(a.Double(0))),
        ["WIDTH_BUCKET"] = WidthBucket,
    };

    public static double Double(string text) =>
        text switch
        {
            "NaN" or "nan" => double.NaN,
            "inf" => double.PositiveInfinity,
            "-inf" => double.NegativeInfinity,
            _ => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture),
        };

    public static string Text(double value) =>
        SqlNumber.Real(
            value.ToString("R", CultureInfo.InvariantCulture) switch
            {
                "Infinity" => "inf",
                "-Infinity" => "-inf",
                var text => text,
            }
        )!;

    private static ManagedFunction Real(string name, Func<double, double?> function) =>
        (a, _, _) => Text(function(a.Double(0)) ?? throw Invalid(name));

    private static SqlError Invalid(string name) =>
        new("100050", "22003", $"Invalid floating point operation: {name.ToLowerInvariant()}");

    private static SqlError DivisionByZero() => new("100051", "22012", "Division by zero");

    private static string Divide(SqlValue[] a, SnowflakeColumn type, TimeZoneInfo zone)
    {
        if (type.Type != "fixed")
            return a.Double(1) == 0 ? throw DivisionByZero() : Text(a.Double(0) / a.Double(1));
        var ((x, xs), (y, ys)) = (Parse(a.Text(0)), Parse(a.Text(1)));
        if (y.IsZero)
            throw DivisionByZero();
        // One digit more than wanted is not enough to round by, so the quotient is rounded with its remainder.
        var shift = type.Scale!.Value + ys - xs;
        var dividend = shift >= 0 ? x * BigInteger.Pow(10, shift) : x;
        var divisor = shift >= 0 ? y : y * BigInteger.Pow(10, -shift);
        return Fixed(RoundedQuotient(dividend, divisor), type);
    }

    private static string Multiply(SqlValue[] a, SnowflakeColumn type, TimeZoneInfo zone)
    {
        var ((x, xs), (y, ys)) = (Parse(a.Text(0)), Parse(a.Text(1)));
        return Fixed(RoundedQuotient(x * y, BigInteger.Pow(10, xs + ys - type.Scale!.Value)), type);
    }

    private static string Mod(SqlValue[] a, SnowflakeColumn type, TimeZoneInfo zone)
    {
        if (type.Type != "fixed")
            return a.Double(1) == 0 ? throw DivisionByZero() : Text(a.Double(0) % a.Double(1));
        var ((x, xs), (y, ys)) = (Parse(a.Text(0)), Parse(a.Text(1)));
        if (y.IsZero)
            throw DivisionByZero();
        var scale = type.Scale!.Value;
        return Fixed(x * BigInteger.Pow(10, scale - xs) % (y * BigInteger.Pow(10, scale - ys)), type);
    }

    private static string Round(SqlValue[] a, SnowflakeColumn type, MidpointRounding rounding)
    {
        var digits = Math.Clamp(a.Int(1), -38, 38);
        if (type.Type != "fixed")
        {
            var factor = Math.Pow(10, digits);
            var scaled = a.Double(0) * factor;
            return double.IsFinite(scaled) ? Text(Math.Round(scaled, rounding) / factor) : a.Text(0);
        }

        var (number, scale) = Parse(a.Text(0));
        if (digits < scale)
        {
            var unit = BigInteger.Pow(10, scale - digits);
            number = Rounded(number, unit, rounding) * unit;
        }

        var target = type.Scale!.Value;
        return Fixed(
            target >= scale ? number * BigInteger.Pow(10, target - scale) : number / BigInteger.Pow(10, scale - target),
            type
        );
    }

    private static BigInteger Rounded(BigInteger number, BigInteger unit, MidpointRounding rounding)
    {
        var quotient = BigInteger.DivRem(number, unit, out var rest);
        return rounding switch
        {
            _ when rest.IsZero => quotient,
            MidpointRounding.ToZero => quotient,
            MidpointRounding.ToPositiveInfinity => rest.Sign > 0 ? quotient + 1 : quotient,
            MidpointRounding.ToNegativeInfinity => rest.Sign < 0 ? quotient - 1 : quotient,
            _ => BigInteger.Abs(rest) * 2 >= unit ? quotient + rest.Sign : quotient,
        };
    }

    private static BigInteger RoundedQuotient(BigInteger dividend, BigInteger divisor)
    {
        var quotient = BigInteger.DivRem(BigInteger.Abs(dividend), BigInteger.Abs(divisor), out var rest);
        if (rest * 2 >= BigInteger.Abs(divisor))
            quotient++;
        return dividend.Sign * divisor.Sign < 0 ? -quotient : quotient;
    }

    private static (BigInteger Digits, int Scale) Parse(string text)
    {
        var point = text.IndexOf('.', StringComparison.Ordinal);
        var digits = BigInteger.Parse(
            text.Replace(".", "", StringComparison.Ordinal),
            NumberStyles.AllowLeadingSign,
            CultureInfo.InvariantCulture
        );
        return (digits, point < 0 ? 0 : text.Length - point - 1);
    }

    private static string Fixed(BigInteger number, SnowflakeColumn type)
    {
        var scale = type.Scale!.Value;
        var plain = BigInteger.Abs(number).ToString(CultureInfo.InvariantCulture).PadLeft(scale + 1, '0');
        if (plain.Length > 38)
            throw new SqlError("100046", "22003", "Number out of representable range");
        var sign = number.Sign < 0 ? "-" : "";
        return scale == 0 ? sign + plain : $"{sign}{plain[..^scale]}.{plain[^scale..]}";
    }

    private static string WidthBucket(SqlValue[] a, SnowflakeColumn type, TimeZoneInfo zone)
    {
        var (value, low, high, buckets) = (a.Double(0), a.Double(1), a.Double(2), a.Long(3));
        var bucket =
            value < low ? 0
            : value >= high ? buckets + 1
            : (long)((value - low) / (high - low) * buckets) + 1;
        return bucket.ToString(CultureInfo.InvariantCulture);
    }
}
