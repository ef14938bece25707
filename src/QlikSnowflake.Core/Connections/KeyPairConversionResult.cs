namespace QlikSnowflake.Connections;

/// <summary>A password connection before and after its conversion to a key pair; under -WhatIf, as it would be.</summary>
public sealed record KeyPairConversionResult
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

    /// <summary>The Snowflake user, as whom the key was seen to log in.</summary>
    public string? User { get; init; }

    /// <summary>How it logged in.</summary>
    public SnowflakeLoginKind Before { get; init; }

    /// <summary>How it logs in afterwards.</summary>
    public SnowflakeLoginKind After { get; init; }

    /// <summary>The key that it holds afterwards.</summary>
    public required string KeyFingerprint { get; init; }

    /// <summary>Whether it had this key before.</summary>
    public bool IsSoAlready { get; init; }

    /// <summary>Whether it was changed.</summary>
    public bool Changed { get; init; }

    /// <summary>What shows that it holds the key; <see cref="KeyEvidence.Unknown"/> where nothing was changed.</summary>
    public KeyEvidence Evidence { get; init; }

    /// <summary>The connection's name, and how it logs in before and after.</summary>
    public override string ToString() => $"{Name}: {Before} -> {After}";
}
