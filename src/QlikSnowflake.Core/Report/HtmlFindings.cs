namespace QlikSnowflake.Report;

/// <summary>The findings.</summary>
internal static class HtmlFindings
{
    // The page says how many more there are; the JSON has them all.
    private const int MostSubjects = 100;
    private const int ShownAtOnce = 5;

    /// <summary>The class by which a severity is coloured; its word always stands beside the colour.</summary>
    public static string ClassOf(ReportSeverity severity) =>
        severity switch
        {
            ReportSeverity.Critical => "critical",
            ReportSeverity.Warning => "warning",
            _ => "note",
        };

    public static void Write(HtmlWriter page, EstateReport report)
    {
        page.Raw("\n").Begin("section", ("aria-labelledby", "findings"));
        page.Element("h2", "Findings", ("id", "findings"), ("tabindex", "-1"));
        if (report.Findings.Count == 0)
            page.Element("p", "Nothing needs attention.", ("class", "quiet"));
        else
            page.Begin("ol", ("class", "findings"));
        foreach (var finding in report.Findings)
            Write(page, finding, report.Changes?.NewFindings.Contains(finding) == true);
        if (report.Findings.Count > 0)
            page.End();
        page.End();
    }

    private static void Write(HtmlWriter page, ReportFinding finding, bool isNew)
    {
        page.Raw("\n").Begin("li", ("class", ClassOf(finding.Severity)));
        page.Begin("h3").Element("span", finding.Severity.ToString(), ("class", "badge"));
        if (isNew)
            page.Text(" ").Element("span", "New", ("class", "badge new"));
        page.Text(" " + finding.Title).End();
        if (finding.Reason.Length > 0)
            page.Element("p", finding.Reason);
        if (finding.RecommendedAction is { } action)
            page.Begin("p", ("class", "action")).Element("b", "What to do:").Text(" " + action).End();
        WriteSubjects(page, finding.Subjects);
        page.End();
    }

    private static void WriteSubjects(HtmlWriter page, IReadOnlyList<string> subjects)
    {
        if (subjects.Count <= ShownAtOnce)
        {
            WriteList(page, subjects);
            return;
        }

        page.Begin("details").Element("summary", $"Show all {HtmlWords.Number(subjects.Count)}");
        WriteList(page, subjects);
        page.End();
    }

    private static void WriteList(HtmlWriter page, IReadOnlyList<string> subjects)
    {
        if (subjects.Count == 0)
            return;

        page.Begin("ul", ("class", "subjects"));
        foreach (var subject in subjects.Take(MostSubjects))
            page.Element("li", subject);
        if (subjects.Count > MostSubjects)
            page.Element("li", $"and {HtmlWords.Number(subjects.Count - MostSubjects)} more", ("class", "quiet"));
        page.End();
    }
}
