namespace QlikSnowflake.Report;

/// <summary>A table whose rows become cards where the page is narrow: the style names the cells there by their column.</summary>
internal static class HtmlTable
{
    public static void Begin(HtmlWriter page, string style, string caption, params string[] columns)
    {
        page.Begin("table", ("class", style)).Element("caption", caption);
        page.Begin("thead").Begin("tr");
        foreach (var column in columns)
            page.Element("th", column, ("scope", "col"));
        page.End().End().Begin("tbody");
    }

    public static void End(HtmlWriter page) => page.End().End();

    /// <summary>What a row is about, with what tells more about it below.</summary>
    public static void Head(HtmlWriter page, string text, string? below)
    {
        page.Begin("th", ("scope", "row")).Text(text);
        Below(page, below);
        page.End();
    }

    public static void Cell(HtmlWriter page, string text, string? below = null)
    {
        page.Begin("td").Text(text);
        Below(page, below);
        page.End();
    }

    public static void Number(HtmlWriter page, int number) =>
        page.Element("td", number == 0 ? "\u2013" : HtmlWords.Number(number), ("class", "number"));

    /// <summary>A smaller line.</summary>
    public static void Below(HtmlWriter page, string? text)
    {
        if (!string.IsNullOrEmpty(text))
            page.Element("small", text!);
    }

    /// <summary>Those of some parts that say something, in a row.</summary>
    public static string Join(params string?[] parts) => string.Join(" \u00B7 ", parts.Where(p => !string.IsNullOrEmpty(p)));
}
