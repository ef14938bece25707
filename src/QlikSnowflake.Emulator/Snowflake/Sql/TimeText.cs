using System.Globalization;
using System.Text.RegularExpressions;
using QlikSnowflake.Emulator.Snowflake.Results;

namespace QlikSnowflake.Emulator.Snowflake.Sql;

/// <summary>
/// Reads dates, times and timestamps in their ISO forms and as MM/DD/YYYY, which Snowflake detects too.
/// From https://docs.snowflake.com/en/sql-reference/date-time-input-output.
/// </summary>
internal static partial class TimeText
{
    private static readonly string[] DateForms = ["yyyy-MM-dd", "MM/dd/yyyy"];

    /// <param name="text">The text.</param>
    /// <param name="kind">Date, Time or Timestamp.</param>
    /// <returns>The wall clock and the offset in minutes where one is written; null when the text is in no known form.</returns>
    public static (Moment Civil, int? OffsetMinutes)? Parse(string text, string kind)
    {
        var match = Form().Match(text);
        if (!match.Success)
            return null;
        var (date, time) = (match.Groups["date"], match.Groups["time"]);
        if (kind == "Time" ? !time.Success : !date.Success)
            return null;
        if (
            !DateTime.TryParseExact(
                date.Success ? date.Value : "1970-01-01",
                DateForms,
                CultureInfo.InvariantCulture,
                DateTimeStyles.None,
                out var day
            )
        )
            return null;

        var (hours, minutes, seconds) = (Number(match, "h"), Number(match, "m"), Number(match, "s"));
        if (hours > 23 || minutes > 59 || seconds > 59)
            return null;
        var fraction = match.Groups["f"].Value.PadRight(9, '0');
        var civil = new Moment(
            (day - DateTime.UnixEpoch).Days * 86_400L + hours * 3_600 + minutes * 60 + seconds,
            int.Parse(fraction, CultureInfo.InvariantCulture)
        );
        if (match.Groups["z"].Success)
            return (civil, 0);
        if (!match.Groups["sign"].Success)
            return (civil, null);
        var offset = Number(match, "oh") * 60 + Number(match, "om");
        return offset > 14 * 60 ? null : (civil, match.Groups["sign"].Value == "-" ? -offset : offset);
    }

    public static SqlError NotRecognized(string kind, string text) =>
        new(
            kind switch
            {
                "Date" => "100040",
                "Time" => "100108",
                _ => "100035",
            },
            "22007",
            $"{kind} '{text}' is not recognized"
        );

    private static int Number(Match match, string group) =>
        match.Groups[group].Success
            ? int.Parse(match.Groups[group].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture)
            : 0;

    [GeneratedRegex(
        @"\A(?<date>[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{2}/[0-9]{2}/[0-9]{4})?"
            + @"(?:(?:(?<=[0-9])[ T]|\A)(?<time>(?<h>[0-9]{2}):(?<m>[0-9]{2})(?::(?<s>[0-9]{2})(?:\.(?<f>[0-9]{1,9}))?)?)"
            + @"\s?(?:(?<z>Z)|(?<sign>[+-])(?<oh>[0-9]{2}):?(?<om>[0-9]{2}))?)?\z",
        RegexOptions.CultureInvariant
    )]
    private static partial Regex Form();
}
