namespace QlikSnowflake.Report;

/// <summary>Something that needs attention.</summary>
/// <param name="Id">What kind it is, the same in every report, such as <c>PasswordLogin</c>.</param>
/// <param name="Severity">How soon somebody is to act.</param>
/// <param name="Title">What it is, in a sentence.</param>
/// <param name="Reason">Why it matters.</param>
/// <param name="RecommendedAction">What to do.</param>
/// <param name="Subjects">What it is about, one by one: connections, keys, sites.</param>
public sealed record ReportFinding(
    string Id,
    ReportSeverity Severity,
    string Title,
    string Reason,
    string? RecommendedAction,
    IReadOnlyList<string> Subjects
)
{
    /// <inheritdoc/>
    public override string ToString() => Title;
}
