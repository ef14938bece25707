using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;
using QlikSnowflake.Emulator.Snowflake.Results;

namespace QlikSnowflake.Emulator.Snowflake.Sql;

/// <summary>The texts that are numbers.</summary>
internal static partial class SqlNumber
{
    /// <summary>Digits with a sign and a point, without an exponent.</summary>
    public static bool IsPlain(string text) => Plain().IsMatch(text);

    /// <summary>As <see cref="IsPlain"/>, or with an exponent.</summary>
    public static bool IsNumber(string text) => Scientific().IsMatch(text);

    /// <returns>The text of a FLOAT in a result; null when the text is not a number.</returns>
    public static string? Real(string text)
    {
        double? value = text.ToUpperInvariant() switch
        {
            "NAN" => double.NaN,
            "INF" or "+INF" or "INFINITY" => double.PositiveInfinity,
            "-INF" or "-INFINITY" => double.NegativeInfinity,
            _ when IsNumber(text) => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture),
            _ => null,
        };
        if (value is not { } number)
            return null;
        Span<byte> target = stackalloc byte[400];
        return System.Text.Encoding.ASCII.GetString(target[..CellText.Real(number, target)]);
    }

    /// <summary>The number with exactly so many digits after the point, rounded half away from zero.</summary>
    /// <returns>Null when the text is not a number, or is far beyond what a NUMBER holds.</returns>
    public static string? Rescale(string text, int scale)
    {
        if (!IsNumber(text))
            return null;
        var e = text.IndexOfAny(['e', 'E']);
        var mantissa = e < 0 ? text : text[..e];
        var exponent = 0;
        if (
            e >= 0
            && (
                !int.TryParse(text.AsSpan(e + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent)
                || Math.Abs(exponent) > 400
            )
        )
            return null;
        var point = mantissa.IndexOf('.', StringComparison.Ordinal);
        var decimals = point < 0 ? 0 : mantissa.Length - point - 1;
        var digits = BigInteger.Parse(
            mantissa.Replace(".", "", StringComparison.Ordinal),
            NumberStyles.AllowLeadingSign,
            CultureInfo.InvariantCulture
        );
        var shift = scale - decimals + exponent;
        var scaled = shift >= 0 ? digits * BigInteger.Pow(10, shift) : Rounded(digits, BigInteger.Pow(10, -shift));
        var plain = BigInteger.Abs(scaled).ToString(CultureInfo.InvariantCulture).PadLeft(scale + 1, '0');
        var sign = scaled.Sign < 0 ? "-" : "";
        return scale == 0 ? sign + plain : $"{sign}{plain[..^scale]}.{plain[^scale..]}";
    }

    private static BigInteger Rounded(BigInteger number, BigInteger divisor)
    {
        var quotient = BigInteger.DivRem(BigInteger.Abs(number), divisor, out var rest);
        if (rest * 2 >= divisor)
            quotient++;
        return number.Sign < 0 ? -quotient : quotient;
    }

    [GeneratedRegex(@"\A[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)\z", RegexOptions.CultureInvariant)]
    private static partial Regex Plain();

    [GeneratedRegex(@"\A[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Scientific();
}
