namespace QlikSnowflake.Report;

/// <summary>A connection in a rotation.</summary>
/// <param name="Service"><c>Qrs</c> or <c>QlikCloud</c>.</param>
/// <param name="Site">The site's host.</param>
/// <param name="Id">The connection's id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Outcome">What was done.</param>
/// <param name="Message">What there is to say besides; else null.</param>
/// <param name="At">When; null where nothing was done.</param>
public sealed record ReportSwitch(
    string Service,
    string Site,
    string Id,
    string Name,
    SwitchOutcome Outcome,
    string? Message,
    DateTimeOffset? At
)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Name} on {Site}";
}
