using System.Globalization;

namespace QlikSnowflake.Report;

/// <summary>Numbers and times as the page says them: in English, times in the report's own offset.</summary>
internal static class HtmlWords
{
    public static string Number(int number) => number.ToString("N0", CultureInfo.InvariantCulture);

    public static string Count(int number, string one, string many) => $"{Number(number)} {(number == 1 ? one : many)}";

    public static string Days(double days) =>
        days == 1 ? "1 day" : days.ToString("#,0.#", CultureInfo.InvariantCulture) + " days";

    public static string Service(string service) => service == "QlikCloud" ? "Qlik Cloud" : "Qlik Sense";

    /// <summary>A fingerprint's beginning, which tells keys apart.</summary>
    public static string Short(string fingerprint) =>
        fingerprint.Length > 17 ? fingerprint.Substring(0, 17) + "\u2026" : fingerprint;

    public static HtmlWriter Day(this HtmlWriter page, DateTimeOffset time, DateTimeOffset report) =>
        page.Time(time, report, "d MMM yyyy", "yyyy-MM-dd");

    public static HtmlWriter Moment(this HtmlWriter page, DateTimeOffset time, DateTimeOffset report) =>
        page.Time(time, report, "d MMM yyyy, HH:mm", "yyyy-MM-dd'T'HH:mm:sszzz");

    private static HtmlWriter Time(this HtmlWriter page, DateTimeOffset time, DateTimeOffset report, string shown, string exact)
    {
        var local = time.ToOffset(report.Offset);
        return page.Element(
            "time",
            local.ToString(shown, CultureInfo.InvariantCulture),
            ("datetime", local.ToString(exact, CultureInfo.InvariantCulture))
        );
    }
}
