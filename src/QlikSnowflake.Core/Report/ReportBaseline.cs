using QlikSnowflake.Connections;
using QlikSnowflake.Errors;

namespace QlikSnowflake.Report;

/// <summary>As much of an earlier report as a later one is compared with.</summary>
/// <param name="At">When it was made.</param>
/// <param name="Sites">The sites that were asked.</param>
/// <param name="Numbers">Its numbers.</param>
/// <param name="Findings">Its findings, by kind and title.</param>
/// <param name="Connections">Its connections, in what is compared; of fingerprints it may be only the beginning.</param>
public sealed record ReportBaseline(
    DateTimeOffset At,
    IReadOnlyList<ReportSite> Sites,
    ReportNumbers Numbers,
    IReadOnlyList<(string Id, string Title)> Findings,
    IReadOnlyList<SnowflakeConnection> Connections
)
{
    /// <summary>Reads a report that was written before: the page, which holds what is compared, or JSON.</summary>
    /// <param name="path">Where the text is from, for errors.</param>
    /// <param name="text">The text.</param>
    /// <exception cref="InputException">It is no such text.</exception>
    public static ReportBaseline Read(string path, string text) => ReportJson.Read(path, HtmlReport.DataIn(text) ?? text);
}
