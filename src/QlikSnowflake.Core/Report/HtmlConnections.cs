using QlikSnowflake.Connections;

namespace QlikSnowflake.Report;

/// <summary>The connections, by account and site and one by one.</summary>
internal static class HtmlConnections
{
    // Above this a site's table is folded, so that the page can be looked through.
    private const int UnfoldedRows = 50;

    public static void WriteGroups(HtmlWriter page, EstateReport report)
    {
        if (report.Groups.Count == 0)
            return;

        page.Raw("\n").Begin("section", ("aria-labelledby", "groups"));
        page.Element("h2", "By account and site", ("id", "groups"));
        HtmlTable.Begin(
            page,
            "rows groups",
            "Connections of each site to each account",
            "Account",
            "Site",
            "Connections",
            "Password",
            "Key pair",
            "Other"
        );
        foreach (var group in report.Groups)
        {
            page.Raw("\n").Begin("tr");
            HtmlTable.Head(page, group.Account ?? "Not told", null);
            HtmlTable.Cell(page, group.Site, HtmlWords.Service(group.Service));
            HtmlTable.Number(page, group.Connections);
            HtmlTable.Number(page, group.Password);
            HtmlTable.Number(page, group.KeyPair);
            HtmlTable.Number(page, group.Other);
            page.End();
        }

        HtmlTable.End(page);
        page.End();
    }

    public static void WriteAll(HtmlWriter page, EstateReport report)
    {
        if (report.Connections.Count == 0)
            return;

        page.Raw("\n").Begin("section", ("aria-labelledby", "connections"));
        page.Element("h2", "Every connection", ("id", "connections"));
        foreach (var site in report.Connections.GroupBy(c => (c.Service, c.Site)))
        {
            var connections = site.ToList();
            page.Raw("\n").Begin("details", ("open", connections.Count <= UnfoldedRows ? "open" : null));
            page.Begin("summary").Element("h3", site.Key.Site).Text(" ");
            page.Element(
                "span",
                HtmlTable.Join(
                    HtmlWords.Service(site.Key.Service),
                    HtmlWords.Count(connections.Count, "connection", "connections")
                ),
                ("class", "quiet")
            );
            page.End();
            HtmlTable.Begin(
                page,
                "rows connections",
                $"Connections on {site.Key.Site}",
                "Connection",
                "Snowflake user",
                "Login",
                "Changed"
            );
            foreach (var connection in connections)
                Write(page, connection, report.At);
            HtmlTable.End(page);
            page.End();
        }

        page.End();
    }

    private static void Write(HtmlWriter page, SnowflakeConnection connection, DateTimeOffset now)
    {
        page.Raw("\n").Begin("tr");
        HtmlTable.Head(page, connection.Name, HtmlTable.Join(Shared(connection), connection.Space, connection.Owner));
        HtmlTable.Cell(
            page,
            connection.User ?? "Not told",
            HtmlTable.Join(connection.Account, connection.Role, connection.Warehouse, connection.Database)
        );
        page.Begin("td").Element("span", ReportChange.Login(connection), ("class", "chip " + StyleOf(connection.Login)));
        HtmlTable.Below(page, Key(connection));
        page.End().Begin("td");
        if (connection.ModifiedAt is { } modified)
            page.Day(modified, now);
        else
            page.Text("\u2013");
        page.End().End();
    }

    private static string? Shared(SnowflakeConnection connection) =>
        connection.Connections.Count > 0
            ? "credential of " + HtmlWords.Count(connection.Connections.Count, "connection", "connections")
            : null;

    private static string? Key(SnowflakeConnection connection) =>
        connection.KeyName ?? (connection.KeyFingerprint is { } fingerprint ? HtmlWords.Short(fingerprint) : null);

    private static string StyleOf(SnowflakeLoginKind login) =>
        login switch
        {
            SnowflakeLoginKind.Password => "critical",
            SnowflakeLoginKind.KeyPair => "good",
            _ => "plain",
        };
}
