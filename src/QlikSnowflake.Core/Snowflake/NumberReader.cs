using System.Buffers.Text;

namespace QlikSnowflake.Snowflake;

/// <summary>Reads numbers from bytes: the common short ones by plain arithmetic, the others by the framework's parser.</summary>
internal static class NumberReader
{
    // As many decimal digits as a long and, exactly, a double's 53 bits hold.
    private const int LongDigits = 18;
    private const int ExactDoubleDigits = 15;

    private static readonly double[] PowersOfTen = [1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15];

    public static bool TryInteger(ReadOnlySpan<byte> text, out long value)
    {
        if (TryDigits(text, out var digits, out value, out var decimals, out var negative) && decimals < 0 && digits <= LongDigits)
        {
            value = negative ? -value : value;
            return true;
        }

        return Utf8Parser.TryParse(text, out value, out var used) && used == text.Length;
    }

    public static bool TryDecimal(ReadOnlySpan<byte> text, out decimal value)
    {
        if (TryDigits(text, out var digits, out var all, out var decimals, out var negative) && digits <= LongDigits)
        {
            value = new decimal((int)all, (int)(all >> 32), 0, negative, (byte)Math.Max(0, decimals));
            return true;
        }

        return Utf8Parser.TryParse(text, out value, out var used) && used == text.Length;
    }

    public static bool TryDouble(ReadOnlySpan<byte> text, out double value)
    {
        // Both the digits and the power are exact, so their quotient is the nearest double (Clinger's fast path).
        if (TryDigits(text, out var digits, out var all, out var decimals, out var negative) && digits <= ExactDoubleDigits)
        {
            value = decimals > 0 ? all / PowersOfTen[decimals] : all;
            value = negative ? -value : value;
            return true;
        }

        return Utf8Parser.TryParse(text, out value, out var used) && used == text.Length;
    }

    /// <summary>Splits <c>-12.50</c> into 1250, two decimals and the sign. False for anything longer or other than that.</summary>
    /// <param name="text">The text.</param>
    /// <param name="digits">How many digits there are.</param>
    /// <param name="all">The digits as a number, without the point.</param>
    /// <param name="decimals">How many of them follow the point; -1 without a point.</param>
    /// <param name="negative">Whether a minus leads.</param>
    private static bool TryDigits(ReadOnlySpan<byte> text, out int digits, out long all, out int decimals, out bool negative)
    {
        digits = 0;
        all = 0;
        decimals = -1;
        negative = text.Length > 0 && text[0] == '-';
        if (text.Length > LongDigits + 2)
            return false;

        for (var i = negative ? 1 : 0; i < text.Length; i++)
        {
            var digit = (uint)(text[i] - '0');
            if (digit <= 9)
            {
                all = (all * 10) + digit;
                digits++;
                if (decimals >= 0)
                    decimals++;
            }
            else if (text[i] == '.' && decimals < 0)
            {
                decimals = 0;
            }
            else
            {
                return false;
            }
        }

        return digits is > 0 and <= LongDigits && decimals != 0;
    }
}
