using System.Globalization;
using System.Text;

namespace QlikSnowflake.Emulator.Snowflake.Results;

/// <summary>
/// A date and time format: YYYY, YY, MM, MON, MMMM, DD, DY, HH24, HH12, AM, PM, MI, SS, FF, FF0 to FF9, TZH, TZM, TZHTZM, the letter T,
/// text in double quotes, and punctuation. From https://docs.snowflake.com/en/sql-reference/date-time-input-output.
/// </summary>
internal sealed class OutputFormat
{
    private delegate int Element(Parts parts, Span<byte> target);

    // Longest first, so that FF9 is not read as FF, nor MMMM as MM.
    private static readonly (string Name, Element Write)[] Known =
    [
        ("TZH:TZM", static (p, t) => Offset(p.OffsetMinutes, ":", t)),
        ("TZHTZM", static (p, t) => Offset(p.OffsetMinutes, "", t)),
        ("YYYY", static (p, t) => Digits(p.Civil.Year, 4, t)),
        ("MMMM", static (p, t) => Words(p.Civil, "MMMM", t)),
        ("HH24", static (p, t) => Digits(p.Civil.Hour, 2, t)),
        ("HH12", static (p, t) => Digits((p.Civil.Hour + 11) % 12 + 1, 2, t)),
        ("MON", static (p, t) => Words(p.Civil, "MMM", t)),
        ("TZH", static (p, t) => Sign(p.OffsetMinutes, t) + Digits(Math.Abs(p.OffsetMinutes) / 60, 2, t[1..])),
        ("TZM", static (p, t) => Digits(Math.Abs(p.OffsetMinutes) % 60, 2, t)),
        ("FF0", static (_, _) => 0),
        ("FF1", static (p, t) => Fraction(p.Nanoseconds, 1, t)),
        ("FF2", static (p, t) => Fraction(p.Nanoseconds, 2, t)),
        ("FF3", static (p, t) => Fraction(p.Nanoseconds, 3, t)),
        ("FF4", static (p, t) => Fraction(p.Nanoseconds, 4, t)),
        ("FF5", static (p, t) => Fraction(p.Nanoseconds, 5, t)),
        ("FF6", static (p, t) => Fraction(p.Nanoseconds, 6, t)),
        ("FF7", static (p, t) => Fraction(p.Nanoseconds, 7, t)),
        ("FF8", static (p, t) => Fraction(p.Nanoseconds, 8, t)),
        ("FF9", static (p, t) => Fraction(p.Nanoseconds, 9, t)),
        ("YY", static (p, t) => Digits(p.Civil.Year % 100, 2, t)),
        ("MM", static (p, t) => Digits(p.Civil.Month, 2, t)),
        ("DD", static (p, t) => Digits(p.Civil.Day, 2, t)),
        ("DY", static (p, t) => Words(p.Civil, "ddd", t)),
        ("AM", static (p, t) => Words(p.Civil, "tt", t)),
        ("PM", static (p, t) => Words(p.Civil, "tt", t)),
        ("MI", static (p, t) => Digits(p.Civil.Minute, 2, t)),
        ("SS", static (p, t) => Digits(p.Civil.Second, 2, t)),
        ("FF", static (p, t) => Fraction(p.Nanoseconds, 9, t)),
    ];

    private readonly List<Element> _elements;

    private OutputFormat(List<Element> elements) => _elements = elements;

    /// <returns>Null when the text has an element that is not known.</returns>
    public static OutputFormat? TryParse(string text)
    {
        var elements = new List<Element>();
        for (var at = 0; at < text.Length; )
        {
            var found = Array.Find(
                Known,
                k => string.Compare(text, at, k.Name, 0, k.Name.Length, StringComparison.OrdinalIgnoreCase) == 0
            );
            if (found.Write is not null)
            {
                elements.Add(found.Write);
                at += found.Name.Length;
                continue;
            }

            if (text[at] == '"')
            {
                var end = text.IndexOf('"', at + 1);
                if (end < 0)
                    return null;
                elements.Add(Literal(text[(at + 1)..end]));
                at = end + 1;
                continue;
            }

            if (char.IsAsciiLetterOrDigit(text[at]) && text[at] is not ('T' or 't'))
                return null;
            elements.Add(Literal(text[at++].ToString()));
        }

        return elements.Count is 0 or > 40 ? null : new OutputFormat(elements);
    }

    /// <returns>The number of bytes written.</returns>
    public int Write(Moment moment, int offsetMinutes, Span<byte> target)
    {
        var parts = new Parts(moment.CivilAt(offsetMinutes), moment.Nanoseconds, offsetMinutes);
        var length = 0;
        foreach (var element in _elements)
            length += element(parts, target[length..]);
        return length;
    }

    private static Element Literal(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        return (_, target) =>
        {
            bytes.CopyTo(target);
            return bytes.Length;
        };
    }

    private static int Digits(int value, int width, Span<byte> target)
    {
        for (var i = width - 1; i >= 0; i--)
        {
            target[i] = (byte)('0' + value % 10);
            value /= 10;
        }

        return width;
    }

    private static int Fraction(int nanoseconds, int width, Span<byte> target)
    {
        for (var i = 9; i > width; i--)
            nanoseconds /= 10;
        return Digits(nanoseconds, width, target);
    }

    private static int Sign(int offsetMinutes, Span<byte> target)
    {
        target[0] = offsetMinutes < 0 ? (byte)'-' : (byte)'+';
        return 1;
    }

    private static int Offset(int offsetMinutes, string separator, Span<byte> target)
    {
        var minutes = Math.Abs(offsetMinutes);
        var length = Sign(offsetMinutes, target);
        length += Digits(minutes / 60, 2, target[length..]);
        length += Encoding.ASCII.GetBytes(separator, target[length..]);
        return length + Digits(minutes % 60, 2, target[length..]);
    }

    private static int Words(DateTime civil, string format, Span<byte> target) =>
        Encoding.ASCII.GetBytes(civil.ToString(format, CultureInfo.InvariantCulture), target);

    private readonly record struct Parts(DateTime Civil, int Nanoseconds, int OffsetMinutes);
}
