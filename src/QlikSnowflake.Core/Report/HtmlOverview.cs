namespace QlikSnowflake.Report;

/// <summary>The numbers at the head of the page, and how connections log in at a glance.</summary>
internal static class HtmlOverview
{
    public static void Write(HtmlWriter page, EstateReport report)
    {
        var (now, before) = (report.Numbers, report.Changes?.Before);
        page.Raw("\n").Begin("section", ("aria-labelledby", "overview"), ("class", "overview"));
        page.Element("h2", "At a glance", ("id", "overview"));
        page.Begin("dl", ("class", "figures"));
        Write(page, "Connections", now.Connections, before?.Connections, null);
        Write(page, "With a password", now.Password, before?.Password, now.Password > 0 ? "critical" : "good");
        Write(page, "With a key pair", now.KeyPair, before?.KeyPair, null);
        Write(page, "Keys too old", now.OldKeys, before?.OldKeys, now.OldKeys > 0 ? "warning" : null);
        Write(page, "API keys ending", now.EndingApiKeys, before?.EndingApiKeys, now.EndingApiKeys > 0 ? "warning" : null);
        page.End();
        WriteShares(page, now);
        page.End();
    }

    private static void Write(HtmlWriter page, string name, int number, int? before, string? state)
    {
        page.Begin("div", ("class", state)).Element("dt", name).Begin("dd");
        page.Element("span", HtmlWords.Number(number), ("class", "figure"));
        if (before is { } was)
        {
            var (sign, difference) = (number < was ? "\u2212" : "+", Math.Abs(number - was));
            page.Text(" ")
                .Element("span", difference == 0 ? "unchanged" : sign + HtmlWords.Number(difference), ("class", "delta"));
        }

        page.End().End();
    }

    private static void WriteShares(HtmlWriter page, ReportNumbers numbers)
    {
        if (numbers.Connections == 0)
        {
            page.Element("p", "No connection to Snowflake was found on these sites.", ("class", "quiet"));
            return;
        }

        var shares = new[]
        {
            ("Password", numbers.Password, "f-password"),
            ("Key pair", numbers.KeyPair, "f-keypair"),
            ("OAuth", numbers.OAuth, "f-oauth"),
            ("Not told", numbers.Unknown, "f-unknown"),
        };

        // The list says the same in words.
        HtmlBars.Shares(page, "shares", shares.Select(s => (s.Item2, s.Item3)));
        page.Begin("ul", ("class", "legend"), ("aria-label", "How connections log in"));
        foreach (var (name, number, style) in shares.Where(s => s.Item2 > 0))
        {
            page.Begin("li").Begin("svg", ("class", "swatch"), ("aria-hidden", "true"), ("width", "12"), ("height", "12"));
            page.Void("rect", ("class", style), ("width", "12"), ("height", "12"), ("rx", "3")).End();
            page.Text(" " + name + " ").Element("b", HtmlWords.Number(number));
            page.Text($" ({Percent(number, numbers.Connections)})").End();
        }

        page.End();
    }

    // Neither nothing nor all is said of what is neither.
    private static string Percent(int part, int whole)
    {
        var percent = 100.0 * part / whole;
        var rounded = (int)Math.Round(percent);
        return (rounded, part == whole) switch
        {
            (0, _) => "under 1 %",
            (100, false) => "over 99 %",
            _ => $"{rounded} %",
        };
    }
}
