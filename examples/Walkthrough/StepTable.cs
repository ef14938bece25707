using System.Globalization;

namespace QlikSnowflake.Walkthrough;

/// <summary>Prints steps as they end, in columns, with rows of data below the step that shows them.</summary>
internal sealed class StepTable(TextWriter output, bool colours)
{
    private const int TitleWidth = 47;
    private const int ResultWidth = 74;

    private int _steps;
    private int _failed;

    public void Begin(string version, string through)
    {
        output.WriteLine();
        output.WriteLine(
            $"  {Bold("QlikSnowflake " + version)}  {through}, against a local emulator of Qlik Sense, Qlik Cloud and Snowflake"
        );
        output.WriteLine();
        output.WriteLine(Dim($"      {"Step", -TitleWidth} {"Result", -ResultWidth} {"Time", 9}"));
        output.WriteLine(Dim("  " + new string('─', TitleWidth + ResultWidth + 15)));
    }

    public void Add(Step step)
    {
        _steps++;
        if (!step.Passed)
            _failed++;

        var mark = step.Passed ? Colour("✓", 32) : Colour("✗", 31);
        var lines = Wrap(step.Result, ResultWidth);
        var time = step.Milliseconds.ToString("N0", CultureInfo.InvariantCulture) + " ms";
        output.WriteLine(
            $"  {mark} {_steps} {Cut(step.Title, TitleWidth), -TitleWidth} {lines[0], -ResultWidth} {Dim(time.PadLeft(9))}"
        );
        output.WriteLine(
            $"      {Dim(Cut(step.Replaces, TitleWidth).PadRight(TitleWidth))} {(lines.Count > 1 ? lines[1] : string.Empty)}".TrimEnd()
        );
        foreach (var line in lines.Skip(2))
            output.WriteLine($"      {new string(' ', TitleWidth)} {line}");
        AddRows(step);
    }

    /// <summary>Prints the closing line.</summary>
    /// <returns>Whether all steps passed.</returns>
    public bool End()
    {
        output.WriteLine();
        output.WriteLine($"walkthrough: {_steps} steps, {_failed} failed");
        return _failed == 0 && _steps > 0;
    }

    private void AddRows(Step step)
    {
        if (step.Rows.Count == 0)
            return;

        var widths = step.Columns.Select((name, i) => Math.Max(name.Length, step.Rows.Max(r => r[i].Length))).ToArray();
        output.WriteLine();
        output.WriteLine(Dim("          " + string.Join("   ", step.Columns.Select((name, i) => name.PadRight(widths[i])))));
        foreach (var row in step.Rows)
            output.WriteLine(("          " + string.Join("   ", row.Select((cell, i) => cell.PadRight(widths[i])))).TrimEnd());
        output.WriteLine();
    }

    private static List<string> Wrap(string text, int width)
    {
        var lines = new List<string>();
        foreach (var paragraph in text.Split('\n'))
        {
            var rest = paragraph.TrimEnd();
            while (rest.Length > width)
            {
                var at = rest.LastIndexOf(' ', width);
                if (at <= 0)
                    at = width;
                lines.Add(rest[..at]);
                rest = rest[at..].TrimStart();
            }

            lines.Add(rest);
        }

        return lines;
    }

    private static string Cut(string text, int width) => text.Length <= width ? text : text[..(width - 1)] + "…";

    private string Bold(string text) => colours ? $"\u001b[1m{text}\u001b[0m" : text;

    private string Dim(string text) => Colour(text, 90);

    private string Colour(string text, int code) => colours ? $"\u001b[{code}m{text}\u001b[0m" : text;
}
