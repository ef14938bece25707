using System.Globalization;
using System.Text.RegularExpressions;

namespace QlikSnowflake.Snowflake.Loading;

/// <summary>Numbers as FIXED takes them: digits and a point, without an exponent.</summary>
internal static class DecimalText
{
    // NUMBER has 38 digits; with an exponent beyond them no number of it is meant.
    private const int MostZeros = 76;

    private static readonly Regex Form = new(
        @"^(?<sign>[+-]?)(?<whole>[0-9]*)(?:\.(?<part>[0-9]*))?(?:[eE](?<exponent>[+-]?[0-9]{1,4}))?$",
        RegexOptions.CultureInvariant,
        TimeSpan.FromSeconds(1)
    );

    /// <summary>The digits of a number.</summary>
    /// <param name="text">The number in the invariant culture, an exponent allowed.</param>
    /// <returns>It without an exponent, all its digits kept; null where the text is no such number.</returns>
    public static string? Of(string text)
    {
        var match = Form.Match(text);
        var (whole, part) = (match.Groups["whole"].Value, match.Groups["part"].Value);
        if (!match.Success || whole.Length + part.Length == 0)
            return null;
        var sign = match.Groups["sign"].Value == "-" ? "-" : string.Empty;
        if (!match.Groups["exponent"].Success)
            return sign + (whole.Length == 0 ? "0" : whole) + (part.Length == 0 ? string.Empty : "." + part);

        var exponent = int.Parse(match.Groups["exponent"].Value, CultureInfo.InvariantCulture);
        if (Math.Abs(exponent) > MostZeros)
            return null;
        var point = whole.Length + exponent;
        var digits = whole + part;
        if (point <= 0)
            return sign + "0." + new string('0', -point) + digits;
        return point >= digits.Length
            ? sign + digits.PadRight(point, '0')
            : sign + digits.Substring(0, point) + "." + digits.Substring(point);
    }
}
