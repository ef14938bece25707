using System.Globalization;

namespace QlikSnowflake.Report;

/// <summary>Bars, drawn in SVG beside the words that say the same.</summary>
internal static class HtmlBars
{
    /// <summary>Parts of a whole in a row.</summary>
    public static void Shares(HtmlWriter page, string style, IEnumerable<(int Number, string Style)> parts)
    {
        var shown = parts.Where(p => p.Number > 0).ToList();
        double whole = shown.Sum(p => p.Number);
        page.Begin("svg", ("class", style), ("aria-hidden", "true"), ("width", "100%"), ("height", "14"));
        var from = 0.0;
        foreach (var (number, part) in shown)
        {
            var width = 100 * number / whole;
            page.Void("rect", ("class", part), ("x", Percent(from)), ("width", Percent(width)), ("height", "14"));
            from += width;
        }

        page.End();
    }

    /// <summary>A length on a scale of which some points are marked.</summary>
    public static void Length(HtmlWriter page, string style, double value, double scale, IEnumerable<double> marks)
    {
        page.Begin("svg", ("class", "bar"), ("aria-hidden", "true"), ("width", "100%"), ("height", "14"));
        page.Void("rect", ("class", "f-track"), ("width", "100%"), ("height", "10"), ("y", "2"), ("rx", "2"));
        if (value > 0)
            page.Void(
                "rect",
                ("class", style),
                ("width", Percent(Math.Max(0.6, Math.Min(100, 100 * value / scale)))),
                ("height", "10"),
                ("y", "2"),
                ("rx", "2")
            );
        foreach (var mark in marks.Where(m => m > 0 && m < scale))
        {
            var at = Percent(100 * mark / scale);
            page.Void("line", ("class", "tick"), ("x1", at), ("x2", at), ("y1", "0"), ("y2", "14"));
        }

        page.End();
    }

    /// <summary>The scale of such lengths, in days.</summary>
    public static void Scale(HtmlWriter page, double scale, IEnumerable<double> marks)
    {
        page.Begin("svg", ("class", "scale"), ("aria-hidden", "true"), ("width", "100%"), ("height", "16"));
        Mark(page, "0", 0, "start");
        foreach (var mark in marks.Where(m => m > 0 && m < scale * 0.9))
            Mark(page, mark.ToString("0", CultureInfo.InvariantCulture), 100 * mark / scale, "middle");
        Mark(page, scale.ToString("0", CultureInfo.InvariantCulture) + " days", 100, "end");
        page.End();
    }

    private static void Mark(HtmlWriter page, string text, double at, string anchor) =>
        page.Element("text", text, ("x", Percent(at)), ("y", "12"), ("text-anchor", anchor));

    private static string Percent(double value) => value.ToString("0.##", CultureInfo.InvariantCulture) + "%";
}
