using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml;
using QlikSnowflake.Errors;

namespace QlikSnowflake.Time;

/// <summary>Durations as ISO 8601 writes them and Qlik Cloud's API keys take them.</summary>
// No library: XmlConvert takes years and months for fixed numbers of days and says nothing; what is left is one expression.
public static class IsoDuration
{
    private static readonly Regex Form = new(
        @"^P(?:(?<w>[0-9]{1,6})W|(?:(?<d>[0-9]{1,7})D)?"
            + @"(?:T(?=[0-9])(?:(?<h>[0-9]{1,8})H)?(?:(?<m>[0-9]{1,9})M)?(?:(?<s>[0-9]{1,10})S)?)?)\z",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase
    );

    /// <summary>Parses weeks, days, hours, minutes and seconds, such as <c>P30D</c>, <c>P1W</c> or <c>PT6H</c>.</summary>
    /// <param name="text">The text. Years and months are refused: their length is a matter of opinion.</param>
    /// <exception cref="InputException">It is no such duration.</exception>
    public static TimeSpan Parse(string text)
    {
        var match = Form.Match(text.Trim());
        if (!match.Success || text.Trim().Length < 3)
            throw Invalid(text, null);

        try
        {
            return TimeSpan.FromDays((Value("w") * 7) + Value("d"))
                + TimeSpan.FromHours(Value("h"))
                + TimeSpan.FromMinutes(Value("m"))
                + TimeSpan.FromSeconds(Value("s"));
        }
        catch (OverflowException e)
        {
            throw Invalid(text, e);
        }

        long Value(string group) =>
            match.Groups[group].Success ? long.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture) : 0;
    }

    /// <summary>Reads what the service sends, where years count 365 days and months 30.</summary>
    /// <param name="text">The text.</param>
    /// <exception cref="FormatException">It is no duration.</exception>
    internal static TimeSpan ReadSent(string text)
    {
        try
        {
            return text.IndexOf('W') > 0 ? Parse(text) : XmlConvert.ToTimeSpan(text);
        }
        catch (Exception e) when (e is InputException or OverflowException)
        {
            throw new FormatException($"'{text}' is no duration.", e);
        }
    }

    /// <summary>Writes a duration in days, hours, minutes and seconds, which no side can read in two ways.</summary>
    /// <param name="duration">A positive duration; parts of a second are dropped.</param>
    public static string Format(TimeSpan duration)
    {
        var date = duration.Days > 0 ? duration.Days.ToString(CultureInfo.InvariantCulture) + "D" : string.Empty;
        var time =
            (duration.Hours > 0 ? duration.Hours + "H" : string.Empty)
            + (duration.Minutes > 0 ? duration.Minutes + "M" : string.Empty)
            + (duration.Seconds > 0 ? duration.Seconds + "S" : string.Empty);
        return "P" + date + (time.Length > 0 || date.Length == 0 ? "T" + (time.Length > 0 ? time : "0S") : string.Empty);
    }

    private static InputException Invalid(string text, Exception? inner) =>
        new(
            ErrorIds.DurationInvalid,
            $"'{text}' is no duration.",
            "Give a TimeSpan, such as 30.00:00:00, or ISO 8601 in weeks or days and hours, such as P30D, P1W or PT6H.",
            inner: inner
        );
}
