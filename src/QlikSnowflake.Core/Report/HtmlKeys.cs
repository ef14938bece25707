namespace QlikSnowflake.Report;

/// <summary>Keys by age and slot, and API keys by the days they have left.</summary>
internal static class HtmlKeys
{
    private const int Most = 300;

    public static void WriteUserKeys(HtmlWriter page, EstateReport report)
    {
        page.Raw("\n").Begin("section", ("aria-labelledby", "keys"));
        page.Element("h2", "Keys in Snowflake", ("id", "keys"));
        if (report.Keys.Count == 0)
        {
            page.Element(
                "p",
                "No Snowflake session was asked for the users' keys, or none has any. Connect-Snowflake first to have them here.",
                ("class", "quiet")
            );
            page.End();
            return;
        }

        var oldest = report.Keys.Max(k => k.AgeDays ?? 0);
        var (scale, marks) = ScaleOf(oldest);
        HtmlTable.Begin(
            page,
            "rows keys",
            "Keys that are registered for the users of these connections, the oldest first",
            "User",
            "Key",
            "Age",
            "Held by"
        );
        foreach (var key in report.Keys.Take(Most))
        {
            page.Raw("\n").Begin("tr");
            HtmlTable.Head(page, key.User, key.Account);
            HtmlTable.Cell(page, key.Name, HtmlWords.Short(key.Fingerprint));
            page.Begin("td");
            if (key.AgeDays is { } age)
            {
                page.Text(HtmlWords.Days(age));
                HtmlBars.Length(page, "f-keypair", age, scale, marks);
            }
            else
            {
                page.Text("Not told");
            }

            if (key.ExpiresAt is { } ends)
                page.Begin("small").Text("ends ").Day(ends, report.At).End();
            if (key.LastUsedOn is { } used)
                page.Begin("small").Text("last used ").Day(used, report.At).End();
            page.End();
            HtmlTable.Cell(
                page,
                key.Connections == 0 ? "None known" : HtmlWords.Count(key.Connections, "connection", "connections"),
                key.MayBeIn > 0 ? $"{HtmlWords.Number(key.MayBeIn)} more may hold it" : null
            );
            page.End();
        }

        HtmlTable.End(page);
        WriteRest(page, report.Keys.Count);
        page.End();
    }

    public static void WriteApiKeys(HtmlWriter page, EstateReport report)
    {
        if (report.ApiKeys.Count == 0)
            return;

        page.Raw("\n").Begin("section", ("aria-labelledby", "apikeys"));
        page.Element("h2", "API keys of Qlik Cloud", ("id", "apikeys"));
        var (scale, marks) = ScaleOf(Math.Min(365, report.ApiKeys.Max(k => k.DaysLeft) ?? 0));
        HtmlTable.Begin(
            page,
            "rows apikeys",
            "API keys by the days they have left, the first to end first",
            "API key",
            "Ends",
            "Days left"
        );
        foreach (var key in report.ApiKeys.Take(Most))
        {
            page.Raw("\n").Begin("tr");
            HtmlTable.Head(page, key.Description.Length > 0 ? key.Description : key.Id, HtmlTable.Join(key.Owner, key.Tenant));
            if (key.DaysLeft is { } days)
            {
                page.Begin("td").Day(key.ExpiresAt, report.At).End();
                page.Begin("td", ("class", "timeline"));
                page.Text(days < 0 ? "Ended" : HtmlWords.Days(days) + " left");
                HtmlBars.Length(page, StyleOf(key), days, scale, marks);
                page.End();
            }
            else
            {
                page.Element("td", "Never").Element("td", "No end");
            }

            page.End();
        }

        HtmlTable.End(page);
        HtmlBars.Scale(page, scale, marks);
        WriteRest(page, report.ApiKeys.Count);
        page.End();
    }

    private static void WriteRest(HtmlWriter page, int count)
    {
        if (count > Most)
            page.Element("p", $"And {HtmlWords.Number(count - Most)} more; the JSON form lists all.", ("class", "quiet"));
    }

    private static string StyleOf(ReportApiKey key) =>
        key.DaysLeft < 7 ? "f-password"
        : key.DaysLeft < 14 ? "f-oauth"
        : "f-keypair";

    private static (double Scale, double[] Marks) ScaleOf(double most) =>
        most <= 30 ? (30, [7, 14])
        : most <= 90 ? (90, [30, 60])
        : most <= 180 ? (180, [60, 120])
        : (365, [90, 180, 270]);
}
