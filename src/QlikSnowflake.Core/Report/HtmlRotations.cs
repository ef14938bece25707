namespace QlikSnowflake.Report;

/// <summary>The last rotations: what was switched, what failed, what was not tried, and what is not known.</summary>
internal static class HtmlRotations
{
    private const int Most = 200;

    public static void Write(HtmlWriter page, EstateReport report)
    {
        if (report.Rotations.Count == 0)
            return;

        page.Raw("\n").Begin("section", ("aria-labelledby", "rotations"));
        page.Element(
            "h2",
            report.Rotations.Count == 1 ? "The last rotation" : "The last rotation of each user",
            ("id", "rotations")
        );
        foreach (var rotation in report.Rotations)
            Write(page, rotation, report.At);
        page.End();
    }

    private static void Write(HtmlWriter page, ReportRotation rotation, DateTimeOffset now)
    {
        page.Raw("\n").Begin("article", ("class", "rotation"));
        page.Begin("h3").Text(rotation.User + " ");
        page.Element("span", Word(rotation.State), ("class", "chip " + StyleOf(rotation.State))).End();
        page.Begin("p", ("class", "quiet")).Text(rotation.Account + ", ").Moment(rotation.StartedAt, now);
        if (rotation.State == RotationState.Waiting && rotation.WaitsUntil is { } until)
            page.Text("; the old key stays until ").Moment(until, now);
        page.End();
        if (HtmlTable.Join(rotation.KeyName, Change(rotation)) is { Length: > 0 } key)
            page.Element("p", key, ("class", "key"));
        WriteCounts(page, rotation);
        var open = rotation.Connections.Where(c => c.Outcome != SwitchOutcome.Switched).ToList();
        if (open.Count > 0)
            WriteTable(page, rotation, open, now);
        page.End();
    }

    private static string? Change(ReportRotation rotation) =>
        rotation.NewFingerprint is not { } after ? null
        : rotation.OldFingerprint is { } before ? $"{HtmlWords.Short(before)} \u2192 {HtmlWords.Short(after)}"
        : HtmlWords.Short(after);

    private static void WriteCounts(HtmlWriter page, ReportRotation rotation)
    {
        var counts = new[]
        {
            ("Switched", rotation.Count(SwitchOutcome.Switched), "f-keypair"),
            ("Failed", rotation.Count(SwitchOutcome.Failed), "f-password"),
            ("Not tried", rotation.Count(SwitchOutcome.NotTried), "f-oauth"),
            ("Not known", rotation.Count(SwitchOutcome.Unknown), "f-unknown"),
        };
        if (rotation.Connections.Count > 0)
            HtmlBars.Shares(page, "shares", counts.Select(c => (c.Item2, c.Item3)));
        page.Begin("dl", ("class", "counts"));
        foreach (var (name, count, style) in counts)
        {
            page.Begin("div")
                .Begin("dt")
                .Begin("svg", ("class", "swatch"), ("aria-hidden", "true"), ("width", "12"), ("height", "12"));
            page.Void("rect", ("class", style), ("width", "12"), ("height", "12"), ("rx", "3")).End();
            page.Text(" " + name).End().Element("dd", HtmlWords.Number(count)).End();
        }

        page.End();
    }

    private static void WriteTable(HtmlWriter page, ReportRotation rotation, List<ReportSwitch> connections, DateTimeOffset now)
    {
        HtmlTable.Begin(
            page,
            "rows switches",
            $"Connections of {rotation.User} that were not switched",
            "Connection",
            "Outcome",
            "Why",
            "When"
        );
        foreach (var connection in connections.Take(Most))
        {
            page.Raw("\n").Begin("tr");
            HtmlTable.Head(page, connection.Name, HtmlTable.Join(HtmlWords.Service(connection.Service), connection.Site));
            var (word, style) = Outcome(connection.Outcome);
            page.Begin("td").Element("span", word, ("class", "chip " + style)).End();
            HtmlTable.Cell(page, connection.Message ?? "\u2013");
            page.Begin("td");
            if (connection.At is { } at)
                page.Moment(at, now);
            else
                page.Text("\u2013");
            page.End().End();
        }

        HtmlTable.End(page);
        if (connections.Count > Most)
            page.Element(
                "p",
                $"And {HtmlWords.Number(connections.Count - Most)} more; the JSON form lists all.",
                ("class", "quiet")
            );
    }

    private static (string Word, string Style) Outcome(SwitchOutcome outcome) =>
        outcome switch
        {
            SwitchOutcome.Failed => ("Failed", "critical"),
            SwitchOutcome.NotTried => ("Not tried", "warning"),
            SwitchOutcome.Unknown => ("Not known", "warning"),
            _ => ("Switched", "good"),
        };

    private static string Word(RotationState state) =>
        state switch
        {
            RotationState.Ended => "Ended",
            RotationState.Waiting => "In its grace period",
            _ => "Not ended",
        };

    private static string StyleOf(RotationState state) =>
        state switch
        {
            RotationState.Ended => "good",
            RotationState.Waiting => "plain",
            _ => "warning",
        };
}
