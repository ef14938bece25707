using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;

namespace QlikSnowflake.Snowflake.Results;

/// <summary>
/// A decimal number of any length, exact: what a NUMBER of more than 28 digits and a DECFLOAT become where
/// <see cref="decimal"/> cannot hold them. It compares with, and calculates with, PowerShell's other numbers.
/// </summary>
/// <param name="digits">The number without its point.</param>
/// <param name="scale">How many of the digits follow the point; negative for zeros after them.</param>
public readonly struct BigDecimal(BigInteger digits, int scale)
    : IComparable,
        IComparable<BigDecimal>,
        IEquatable<BigDecimal>,
        IFormattable
{
    // A DECFLOAT's exponent lies between -16383 and 16384.
    private const int MostExponent = 20_000;

    // NUMBER has 38 digits; with an exponent beyond them no number of it is meant.
    private const int MostZeros = 76;

    // Beyond NUMBER's 38 digits a number is written with an exponent.
    private const int MostPlainDigits = 38;

    private static readonly Regex Form = new(
        @"^(?<sign>[+-]?)(?<whole>[0-9]*)(?:\.(?<part>[0-9]*))?(?:[eE](?<exponent>[+-]?[0-9]{1,5}))?$",
        RegexOptions.CultureInvariant,
        TimeSpan.FromSeconds(1)
    );

    private readonly BigInteger _digits = digits;
    private readonly int _scale = scale;

    /// <summary>
    /// All digits, the scale kept, in the invariant culture; with an exponent where they would be more than 38. ConvertTo-Json, which
    /// knows no numbers but .NET's own, shows this of it.
    /// </summary>
    public string Value
    {
        get
        {
            var sign = _digits.Sign < 0 ? "-" : string.Empty;
            var digits = DigitsText;
            if (_scale >= 0 && Math.Max(digits.Length, _scale) <= MostPlainDigits)
                return ToPlainString();

            var exponent = digits.Length - 1 - _scale;
            var rest = digits.Length == 1 ? string.Empty : "." + digits.Substring(1);
            var power = Math.Abs(exponent).ToString(CultureInfo.InvariantCulture);
            return sign + digits[0] + rest + (exponent < 0 ? "E-" : "E+") + power;
        }
    }

    // The power of ten of the first digit; of no meaning for zero.
    private int Magnitude => DigitsText.Length - _scale;

    private string DigitsText => BigInteger.Abs(_digits).ToString(CultureInfo.InvariantCulture);

    /// <summary>Reads a number: a sign, digits with a point, an exponent.</summary>
    /// <param name="text">The number in the invariant culture.</param>
    /// <exception cref="FormatException">It is no such number.</exception>
    public static BigDecimal Parse(string text) =>
        TryParse(text, out var value) ? value : throw new FormatException($"'{text}' is no number.");

    /// <summary>Reads a number where it is one.</summary>
    /// <param name="text">The number in the invariant culture.</param>
    /// <param name="value">The number.</param>
    public static bool TryParse(string? text, out BigDecimal value)
    {
        value = default;
        var match = Form.Match(text ?? string.Empty);
        var (whole, part) = (match.Groups["whole"].Value, match.Groups["part"].Value);
        if (!match.Success || whole.Length + part.Length == 0)
            return false;
        var exponent = match.Groups["exponent"].Success
            ? int.Parse(match.Groups["exponent"].Value, CultureInfo.InvariantCulture)
            : 0;
        if (Math.Abs(exponent) > MostExponent)
            return false;

        var digits = BigInteger.Parse(whole + part, CultureInfo.InvariantCulture);
        value = new BigDecimal(match.Groups["sign"].Value == "-" ? -digits : digits, part.Length - exponent);
        return true;
    }

    /// <summary>The digits of a number as FIXED takes them: all of them, with a point and without an exponent.</summary>
    /// <param name="text">The number in the invariant culture, an exponent allowed.</param>
    /// <returns>Null where the text is no number, or one with more zeros than any NUMBER has digits.</returns>
    internal static string? PlainDigits(string text) =>
        TryParse(text, out var value) && Math.Abs(value._scale) <= MostZeros ? value.ToPlainString() : null;

    /// <inheritdoc/>
    public int CompareTo(BigDecimal other)
    {
        if (_digits.Sign != other._digits.Sign || _digits.IsZero)
            return _digits.Sign.CompareTo(other._digits.Sign);
        var (mine, others) = (Magnitude, other.Magnitude);
        if (mine != others)
            return mine.CompareTo(others) * _digits.Sign;
        var (left, right, _) = Align(this, other);
        return left.CompareTo(right);
    }

    /// <inheritdoc/>
    public int CompareTo(object? obj) =>
        obj switch
        {
            null => 1,
            BigDecimal other => CompareTo(other),
            _ => throw new ArgumentException("A BigDecimal compares with its like only.", nameof(obj)),
        };

    /// <inheritdoc/>
    public bool Equals(BigDecimal other) => CompareTo(other) == 0;

    /// <inheritdoc/>
    public override bool Equals([NotNullWhen(true)] object? obj) => obj is BigDecimal other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => _digits.IsZero ? 0 : DigitsText.TrimEnd('0').GetHashCode() ^ Magnitude ^ _digits.Sign;

    /// <summary>The number's <see cref="Value"/>.</summary>
    public override string ToString() => Value;

    /// <summary>The same text in every culture.</summary>
    /// <param name="formatProvider">Plays no part.</param>
    public string ToString(IFormatProvider? formatProvider) => Value;

    /// <inheritdoc/>
    public string ToString(string? format, IFormatProvider? formatProvider)
    {
        if (string.IsNullOrEmpty(format) || format!.Length == 1 && format[0] is 'G' or 'g' or 'R' or 'r')
            return Value;
        try
        {
            return ((decimal)this).ToString(format, formatProvider);
        }
        catch (OverflowException)
        {
            return Value;
        }
    }

#pragma warning disable CS1591 // What an operator does is its name; CA2225's named twins are Add, Compare and the conversions of .NET.
    public static implicit operator BigDecimal(int value) => new(value, 0);

    public static implicit operator BigDecimal(long value) => new(value, 0);

    public static implicit operator BigDecimal(BigInteger value) => new(value, 0);

    public static implicit operator BigDecimal(decimal value) => Parse(value.ToString(CultureInfo.InvariantCulture));

    public static explicit operator BigDecimal(double value) => Parse(value.ToString("R", CultureInfo.InvariantCulture));

    public static explicit operator decimal(BigDecimal value) =>
        decimal.Parse(value.Value, NumberStyles.Float, CultureInfo.InvariantCulture);

    public static explicit operator double(BigDecimal value) =>
        double.Parse(value.Value, NumberStyles.Float, CultureInfo.InvariantCulture);

    public static explicit operator BigInteger(BigDecimal value) =>
        value._scale > 0
            ? BigInteger.Divide(value._digits, BigInteger.Pow(10, value._scale))
            : value._digits * BigInteger.Pow(10, -value._scale);

    public static explicit operator long(BigDecimal value) => (long)(BigInteger)value;

    public static explicit operator int(BigDecimal value) => (int)(BigInteger)value;

    public static BigDecimal operator +(BigDecimal left, BigDecimal right)
    {
        var (mine, others, scale) = Align(left, right);
        return new BigDecimal(mine + others, scale);
    }

    public static BigDecimal operator -(BigDecimal left, BigDecimal right) => left + -right;

    public static BigDecimal operator -(BigDecimal value) => new(-value._digits, value._scale);

    public static BigDecimal operator *(BigDecimal left, BigDecimal right) =>
        new(left._digits * right._digits, left._scale + right._scale);

    public static bool operator ==(BigDecimal left, BigDecimal right) => left.Equals(right);

    public static bool operator !=(BigDecimal left, BigDecimal right) => !left.Equals(right);

    public static bool operator <(BigDecimal left, BigDecimal right) => left.CompareTo(right) < 0;

    public static bool operator >(BigDecimal left, BigDecimal right) => left.CompareTo(right) > 0;

    public static bool operator <=(BigDecimal left, BigDecimal right) => left.CompareTo(right) <= 0;

    public static bool operator >=(BigDecimal left, BigDecimal right) => left.CompareTo(right) >= 0;
#pragma warning restore CS1591

    private string ToPlainString()
    {
        var digits = _scale > 0 ? DigitsText.PadLeft(_scale + 1, '0') : DigitsText + new string('0', -_scale);
        var point = digits.Length - Math.Max(_scale, 0);
        var part = _scale > 0 ? "." + digits.Substring(point) : string.Empty;
        return (_digits.Sign < 0 ? "-" : string.Empty) + digits.Substring(0, point) + part;
    }

    private static (BigInteger Left, BigInteger Right, int Scale) Align(BigDecimal left, BigDecimal right)
    {
        var scale = Math.Max(left._scale, right._scale);
        return (
            left._digits * BigInteger.Pow(10, scale - left._scale),
            right._digits * BigInteger.Pow(10, scale - right._scale),
            scale
        );
    }
}
