namespace QlikSnowflake.Connections.KeyRotation;

/// <summary>Where a rotation stands at the end of a run.</summary>
public enum KeyRotationStatus
{
    /// <summary>Every connection found holds the new key, and the old one is registered no more.</summary>
    Completed,

    /// <summary>Every connection found holds the new key; the old one waits for the end of its grace period.</summary>
    Waiting,

    /// <summary>Connections are left: the old key stays registered. The same command again goes on.</summary>
    Incomplete,
}

/// <summary>What a run of a rotation came to. It holds nothing secret.</summary>
/// <param name="Status">Where the rotation stands.</param>
/// <param name="Account">The account.</param>
/// <param name="User">The user's NAME.</param>
/// <param name="KeyName">Where the new key is registered: a slot's name, or a key pair's.</param>
/// <param name="Fingerprint">The new key's fingerprint.</param>
/// <param name="OldFingerprint">The old key's, or null where there was none.</param>
/// <param name="OldKeyRetired">Whether the old key is registered no more.</param>
/// <param name="RetireAfter">When the old key may be retired, where it waits for that; else null.</param>
/// <param name="Connections">Every connection of the user, and what could not be looked at.</param>
/// <param name="PrivateKeyPath">The new private key's file.</param>
/// <param name="PublicKeyPath">The new public key's file.</param>
/// <param name="JournalPath">The journal: what shows later which key a connection was given.</param>
/// <param name="Duration">How long this run took.</param>
public sealed record QlikSnowflakeKeyRotation(
    KeyRotationStatus Status,
    string Account,
    string User,
    string KeyName,
    string Fingerprint,
    string? OldFingerprint,
    bool OldKeyRetired,
    DateTimeOffset? RetireAfter,
    IReadOnlyList<ConnectionResult> Connections,
    string PrivateKeyPath,
    string PublicKeyPath,
    string JournalPath,
    TimeSpan Duration
)
{
    /// <summary>How many connections hold the new key.</summary>
    public int Switched => Count(ConnectionOutcome.Switched);

    /// <summary>How many could not be given it.</summary>
    public int Failed => Count(ConnectionOutcome.Failed);

    /// <summary>How many could not be looked at, or do not say which key they hold.</summary>
    public int Unknown => Count(ConnectionOutcome.Unknown);

    private int Count(ConnectionOutcome outcome) => Connections.Count(c => c.Outcome == outcome);
}
