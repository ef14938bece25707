namespace QlikSnowflake.Connections;

/// <summary>What the test of one connection showed.</summary>
public sealed record SnowflakeConnectionTest
{
    /// <summary><c>Qrs</c> or <c>QlikCloud</c>.</summary>
    public required string Service { get; init; }

    /// <summary>The site.</summary>
    public required string Site { get; init; }

    /// <summary>The connection's id.</summary>
    public required string Id { get; init; }

    /// <summary>The connection's name.</summary>
    public required string Name { get; init; }

    /// <summary>The account.</summary>
    public string? Account { get; init; }

    /// <summary>The Snowflake user.</summary>
    public string? User { get; init; }

    /// <summary>How it logs in.</summary>
    public SnowflakeLoginKind Login { get; init; }

    /// <summary>Whether it can.</summary>
    public ConnectionTestResult Result { get; init; }

    /// <summary>What was found, in a sentence.</summary>
    public required string Reason { get; init; }

    /// <summary>What to do, where it fails or cannot be told.</summary>
    public string? Advice { get; init; }

    /// <summary>The key's fingerprint, where it is known.</summary>
    public string? KeyFingerprint { get; init; }

    /// <summary>What tells which key it holds.</summary>
    public KeyEvidence Evidence { get; init; }

    /// <summary>When it was tested.</summary>
    public DateTimeOffset TestedAt { get; init; }

    /// <summary>The connection's name and the result.</summary>
    public override string ToString() => $"{Name}: {Result}";
}
