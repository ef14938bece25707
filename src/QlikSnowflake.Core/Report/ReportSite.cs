namespace QlikSnowflake.Report;

/// <summary>A site that was asked.</summary>
/// <param name="Service"><c>Qrs</c> or <c>QlikCloud</c>.</param>
/// <param name="Name">Its host.</param>
/// <param name="IsComplete">Whether it was read to its end and all its connections were understood.</param>
public sealed record ReportSite(string Service, string Name, bool IsComplete)
{
    /// <inheritdoc/>
    public override string ToString() => Name;
}
