using System.Globalization;
using System.Text;
using QlikSnowflake.Compat;

namespace QlikSnowflake.Report;

/// <summary>
/// A report as one page that needs nothing else: no script, no picture, no request to anywhere, which its own policy also tells the
/// browser. It holds what a later report is compared with.
/// </summary>
public static class HtmlReport
{
    private const string DataStart = "<template id=\"qliksnowflake-report\">";
    private const string DataEnd = "</template>";

    private static readonly Lazy<string> Style = new(ReadStyle);

    /// <summary>Writes a report.</summary>
    /// <param name="report">The report.</param>
    public static string Write(EstateReport report)
    {
        var output = new StringBuilder(64 * 1024);
        var page = new HtmlWriter(output);
        page.Raw("<!DOCTYPE html>\n").Begin("html", ("lang", "en"));
        WriteHead(page, report);
        page.Raw("\n").Begin("body");
        page.Element("a", "Skip to the findings", ("class", "skip"), ("href", "#findings"));
        WriteBanner(page, report);
        page.Raw("\n").Begin("main", ("class", "page"));
        HtmlOverview.Write(page, report);
        HtmlFindings.Write(page, report);
        HtmlChanges.Write(page, report);
        HtmlRotations.Write(page, report);
        HtmlKeys.WriteUserKeys(page, report);
        HtmlKeys.WriteApiKeys(page, report);
        HtmlConnections.WriteGroups(page, report);
        HtmlConnections.WriteAll(page, report);
        page.End();
        WriteFooter(page, report);
        page.Raw(DataStart).Raw(Encoding.UTF8.GetString(ReportJson.WriteData(report))).Raw(DataEnd);
        page.End().Raw("\n").End().Raw("\n");
        return output.ToString();
    }

    /// <summary>What a page holds to be compared with.</summary>
    /// <param name="page">The page's text.</param>
    /// <returns>JSON, or null where it is no such page.</returns>
    internal static string? DataIn(string page)
    {
        var start = page.LastIndexOf(DataStart, StringComparison.Ordinal);
        var end = start < 0 ? -1 : page.IndexOf(DataEnd, start, StringComparison.Ordinal);
        return end < 0 ? null : page.Substring(start + DataStart.Length, end - start - DataStart.Length);
    }

    private static void WriteHead(HtmlWriter page, EstateReport report)
    {
        var hash = Convert.ToBase64String(Hashes.Sha256(Encoding.UTF8.GetBytes(Style.Value)));
        page.Begin("head").Void("meta", ("charset", "utf-8"));
        page.Void(
            "meta",
            ("http-equiv", "Content-Security-Policy"),
            ("content", $"default-src 'none'; style-src 'sha256-{hash}'; base-uri 'none'; form-action 'none'")
        );
        page.Void("meta", ("name", "viewport"), ("content", "width=device-width, initial-scale=1"));
        page.Void("meta", ("name", "color-scheme"), ("content", "light dark"));
        page.Void("meta", ("name", "referrer"), ("content", "no-referrer"));
        page.Element(
            "title",
            $"Snowflake connections, {report.At.ToString("d MMM yyyy", CultureInfo.InvariantCulture)}: {report}"
        );
        page.Begin("style").Raw(Style.Value).End().End();
    }

    private static void WriteBanner(HtmlWriter page, EstateReport report)
    {
        var state = report.Findings.Count == 0 ? "good" : HtmlFindings.ClassOf(report.Findings[0].Severity);
        page.Raw("\n").Begin("header", ("class", $"banner {state}")).Begin("div", ("class", "page"));
        page.Element("p", "How Qlik reaches Snowflake", ("class", "eyebrow"));
        page.Element("h1", Sentence(report.ToString()));
        page.Begin("p", ("class", "lead"));
        page.Text(HtmlWords.Count(report.Numbers.Connections, "connection", "connections"));
        page.Text(" on ").Text(HtmlWords.Count(report.Sites.Count, "site", "sites"));
        page.Text(", read on ").Moment(report.At, report.At);
        page.Text($" (UTC{report.At.ToString("zzz", CultureInfo.InvariantCulture)})");
        if (report.Changes is { } changes)
            page.Text(", compared with ").Day(changes.Since, report.At);
        page.Text(".").End();
        if (report.Findings.Count > 1)
        {
            var more = report.Findings.Count - 1;
            page.Begin("p", ("class", "lead")).Begin("a", ("href", "#findings"));
            page.Text(HtmlWords.Count(more, "more finding", "more findings")).End().End();
        }

        page.End().End();
    }

    private static void WriteFooter(HtmlWriter page, EstateReport report)
    {
        page.Raw("\n").Begin("footer", ("class", "page foot"));
        page.Element(
            "p",
            "Made by Export-QlikSnowflakeReport. It holds no secret: of keys only fingerprints, of passwords and tokens nothing."
        );
        page.Element(
            "p",
            "Which key a connection holds is known where Qlik Sense returns it, or where a rotation noted it and the connection was not "
                + "changed since. Qlik Cloud never shows keys; there \u201cmay hold\u201d means that the user is the same."
        );
        page.Begin("p").Text("Sites: ");
        for (var i = 0; i < report.Sites.Count; i++)
        {
            var site = report.Sites[i];
            page.Text(i == 0 ? string.Empty : ", ").Begin("bdi").Text(site.Name).End();
            page.Text(site.IsComplete ? string.Empty : " (not read to its end)");
        }

        page.Text(".").End().End();
    }

    private static string Sentence(string text) => text.EndsWith(".", StringComparison.Ordinal) ? text : text + ".";

    private static string ReadStyle()
    {
        using var stream = typeof(HtmlReport).Assembly.GetManifestResourceStream("QlikSnowflake.Report.report.css")!;
        using var reader = new StreamReader(stream, Encoding.UTF8);

        // A browser hashes what it parsed, and parsing turns every line break into this one.
        return reader.ReadToEnd().Replace("\r\n", "\n");
    }
}
