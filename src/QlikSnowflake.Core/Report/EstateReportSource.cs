using QlikSnowflake.Connections;
using QlikSnowflake.QlikCloud;
using QlikSnowflake.Rotation;
using QlikSnowflake.Snowflake.Keys;

namespace QlikSnowflake.Report;

/// <summary>What a report is made of.</summary>
public sealed record EstateReportSource
{
    /// <summary>When it was read.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The sites that were asked.</summary>
    public required IReadOnlyList<ReportSite> Sites { get; init; }

    /// <summary>The connections that were found.</summary>
    public required IReadOnlyList<SnowflakeConnection> Connections { get; init; }

    /// <summary>What the inventory found besides.</summary>
    public IReadOnlyList<ConnectionFinding> Findings { get; init; } = [];

    /// <summary>Registered keys, each with its account.</summary>
    public IReadOnlyList<(string Account, SnowflakeUserKey Key)> Keys { get; init; } = [];

    /// <summary>API keys, each with its tenant's host.</summary>
    public IReadOnlyList<(string Tenant, QlikCloudApiKey Key)> ApiKeys { get; init; } = [];

    /// <summary>Why tenants did not tell their API keys.</summary>
    public IReadOnlyList<string> ApiKeyProblems { get; init; } = [];

    /// <summary>Journals of rotations.</summary>
    public IReadOnlyList<RotationJournal> Journals { get; init; } = [];

    /// <summary>An earlier report to compare with.</summary>
    public ReportBaseline? Baseline { get; init; }

    /// <summary>From which age on a key is a finding.</summary>
    public TimeSpan MaxKeyAge { get; init; } = TimeSpan.FromDays(90);

    /// <summary>How long before its end an API key is a finding.</summary>
    public TimeSpan ApiKeyNotice { get; init; } = TimeSpan.FromDays(14);
}
