namespace QlikSnowflake.Report;

/// <summary>What changed since the report before.</summary>
internal static class HtmlChanges
{
    private const int Most = 300;
    private const int UnfoldedRows = 15;

    public static void Write(HtmlWriter page, EstateReport report)
    {
        if (report.Changes is not { } changes)
            return;

        page.Raw("\n").Begin("section", ("aria-labelledby", "changes"));
        page.Begin("h2", ("id", "changes")).Text("Changed since ").Day(changes.Since, report.At).End();
        if (changes.LeftOut.Count > 0)
        {
            page.Begin("p", ("class", "quiet")).Text("Not compared, since one of the two reports lacks them in part: ");
            page.Text(string.Join(", ", changes.LeftOut.Select(s => s.Name)) + ".").End();
        }

        if (changes.GoneFindings.Count > 0)
        {
            page.Element("p", "No longer found:").Begin("ul", ("class", "subjects gone"));
            foreach (var title in changes.GoneFindings)
                page.Element("li", title);
            page.End();
        }

        if (changes.Connections.Count == 0)
            page.Element("p", "No connection was added, removed or changed in its login, user, key or name.", ("class", "quiet"));
        else
            WriteConnections(page, changes.Connections);
        page.End();
    }

    private static void WriteConnections(HtmlWriter page, IReadOnlyList<ReportChange> changes)
    {
        page.Begin("dl", ("class", "counts"));
        foreach (var kind in changes.GroupBy(c => c.Kind))
        {
            page.Begin("div").Element("dt", Words(kind.Key));
            page.Element("dd", HtmlWords.Number(kind.Count())).End();
        }

        page.End();
        page.Begin("details", ("open", changes.Count <= UnfoldedRows ? "open" : null));
        page.Element("summary", "Which connections");
        WriteTable(page, changes);
        page.End();
    }

    private static string Words(ReportChangeKind kind) =>
        kind switch
        {
            ReportChangeKind.Login => "Log in otherwise",
            ReportChangeKind.User => "Another user or account",
            ReportChangeKind.Added => "New",
            ReportChangeKind.Removed => "Gone",
            ReportChangeKind.Key => "Another key",
            _ => "Renamed",
        };

    private static void WriteTable(HtmlWriter page, IReadOnlyList<ReportChange> changes)
    {
        HtmlTable.Begin(page, "rows changes", "Connections that are not what they were", "Connection", "Change", "Before", "Now");
        foreach (var change in changes.Take(Most))
        {
            page.Raw("\n").Begin("tr");
            HtmlTable.Head(page, change.Name, HtmlTable.Join(HtmlWords.Service(change.Service), change.Site));
            page.Begin("td").Element("span", Word(change), ("class", "chip " + StyleOf(change))).End();
            HtmlTable.Cell(page, Value(change, change.Before));
            HtmlTable.Cell(page, Value(change, change.After));
            page.End();
        }

        HtmlTable.End(page);
        if (changes.Count > Most)
            page.Element("p", $"And {HtmlWords.Number(changes.Count - Most)} more; the JSON form lists all.", ("class", "quiet"));
    }

    private static string Value(ReportChange change, string? value) =>
        value is null ? "\u2013"
        : change.Kind == ReportChangeKind.Key ? HtmlWords.Short(value)
        : value;

    private static string Word(ReportChange change) =>
        change.Kind switch
        {
            ReportChangeKind.Login => "Login",
            ReportChangeKind.User => "User",
            ReportChangeKind.Added => "New",
            ReportChangeKind.Removed => "Gone",
            ReportChangeKind.Key => "Key",
            _ => "Name",
        };

    private static string StyleOf(ReportChange change) =>
        change.After == "Password" ? "critical"
        : change is { Kind: ReportChangeKind.Login, After: "Key pair" } ? "good"
        : "plain";
}
