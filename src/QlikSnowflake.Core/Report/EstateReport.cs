using QlikSnowflake.Connections;

namespace QlikSnowflake.Report;

/// <summary>
/// How Qlik reaches Snowflake, on one day: what was read of all sites, and what follows from it. It holds no secret.
/// </summary>
public sealed record EstateReport
{
    /// <summary>When it was made.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The sites that were asked, in order of their names.</summary>
    public required IReadOnlyList<ReportSite> Sites { get; init; }

    /// <summary>Whether every site was read to its end and every connection understood.</summary>
    public required bool IsComplete { get; init; }

    /// <summary>The numbers.</summary>
    public required ReportNumbers Numbers { get; init; }

    /// <summary>What needs attention, the most urgent first.</summary>
    public required IReadOnlyList<ReportFinding> Findings { get; init; }

    /// <summary>What changed since the report it is compared with; null where it is compared with none.</summary>
    public ReportChanges? Changes { get; init; }

    /// <summary>The last rotation of each user that a journal was given for, the latest first.</summary>
    public required IReadOnlyList<ReportRotation> Rotations { get; init; }

    /// <summary>Keys registered for the Snowflake users that connections log in as, the oldest first.</summary>
    public required IReadOnlyList<ReportUserKey> Keys { get; init; }

    /// <summary>API keys of the Qlik Cloud tenants, the first to end first.</summary>
    public required IReadOnlyList<ReportApiKey> ApiKeys { get; init; }

    /// <summary>How many connections each site has to each account.</summary>
    public required IReadOnlyList<ReportGroup> Groups { get; init; }

    /// <summary>All connections, in order of site and name.</summary>
    public required IReadOnlyList<SnowflakeConnection> Connections { get; init; }

    /// <summary>The most urgent finding, or that there is none.</summary>
    public override string ToString() => Findings.Count > 0 ? Findings[0].Title : "Nothing needs attention.";

    /// <summary>Makes a report.</summary>
    /// <param name="source">What was read.</param>
    public static EstateReport Of(EstateReportSource source)
    {
        var connections = source
            .Connections.OrderBy(c => c.Service, StringComparer.Ordinal)
            .ThenBy(c => c.Site, StringComparer.OrdinalIgnoreCase)
            .ThenBy(c => c.Name, StringComparer.OrdinalIgnoreCase)
            .ToList();
        var keys = source
            .Keys.Select(k => ReportUserKey.Of(k, connections, source.At))
            .OrderByDescending(k => k.AgeDays)
            .ToList();
        var apiKeys = source
            .ApiKeys.Where(k => k.Key.Status != "revoked")
            .Select(k => ReportApiKey.Of(k, source.At))
            .OrderBy(k => k.DaysLeft is null)
            .ThenBy(k => k.ExpiresAt)
            .ToList();
        var rotations = ReportRotation.LastOf(source.Journals, connections);
        var report = new EstateReport
        {
            At = source.At,
            Sites = source.Sites.OrderBy(s => s.Name, StringComparer.OrdinalIgnoreCase).ToArray(),
            IsComplete = !source.Findings.Any(f => f.IsIncomplete),
            Numbers = ReportNumbers.Of(connections, keys, apiKeys, source),
            Findings = [],
            Rotations = rotations,
            Keys = keys,
            ApiKeys = apiKeys,
            Groups = ReportGroup.Of(connections),
            Connections = connections,
        };
        report = report with { Findings = ReportFindings.Of(report, source) };
        return source.Baseline is null ? report : report with { Changes = ReportChanges.Between(source.Baseline, report) };
    }
}
