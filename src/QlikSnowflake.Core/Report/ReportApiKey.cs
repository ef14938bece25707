using QlikSnowflake.QlikCloud;

namespace QlikSnowflake.Report;

/// <summary>An API key of a Qlik Cloud tenant.</summary>
/// <param name="Tenant">The tenant's host.</param>
/// <param name="Id">The key's id.</param>
/// <param name="Description">What it is for.</param>
/// <param name="Owner">The user it acts as: the name, or the id where the name is not known.</param>
/// <param name="Status"><c>active</c>, <c>expired</c> or <c>revoked</c>.</param>
/// <param name="ExpiresAt">When it ends.</param>
/// <param name="DaysLeft">
/// Days until then when the report was made, to a tenth; negative once it has ended; null where it never does.
/// </param>
public sealed record ReportApiKey(
    string Tenant,
    string Id,
    string Description,
    string Owner,
    string Status,
    DateTimeOffset ExpiresAt,
    double? DaysLeft
)
{
    /// <summary>Whether it can be used and ends within a time.</summary>
    /// <param name="time">The time.</param>
    internal bool EndsWithin(TimeSpan time) => Status == "active" && DaysLeft >= 0 && DaysLeft <= time.TotalDays;

    /// <inheritdoc/>
    public override string ToString() => $"{Description} ({Id})";

    internal static ReportApiKey Of((string Tenant, QlikCloudApiKey Key) read, DateTimeOffset now)
    {
        var ends = read.Key.ExpiresAt;
        double? daysLeft = read.Key.IsEndless ? null : Math.Round((ends - now).TotalDays, 1) + 0.0;

        // What ended an hour ago has ended, and has not a while left.
        if (daysLeft is { } days && ends < now)
            daysLeft = Math.Min(days, -0.1);
        return new ReportApiKey(
            read.Tenant,
            read.Key.Id,
            read.Key.Description,
            read.Key.Owner ?? read.Key.UserId,
            read.Key.Status,
            ends,
            daysLeft
        );
    }
}
