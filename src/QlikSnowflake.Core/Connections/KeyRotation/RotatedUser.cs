using QlikSnowflake.Http;
using QlikSnowflake.Snowflake.Keys;

namespace QlikSnowflake.Connections.KeyRotation;

/// <summary>How a connection stands to the user whose key is rotated.</summary>
internal enum Kinship
{
    /// <summary>It logs in as somebody else, or without a key of Qlik's.</summary>
    None,

    /// <summary>It logs in as this user, by key.</summary>
    Same,

    /// <summary>It logs in by key as a user of this login name in another account.</summary>
    OtherAccount,

    /// <summary>It may be the user's; nothing tells.</summary>
    Unknown,
}

/// <summary>The user whose key is rotated, as connections name it, and the keys that are registered besides.</summary>
internal sealed class RotatedUser(
    SnowflakeUserDescription description,
    IReadOnlyCollection<string> otherFingerprints,
    UserKeyNames accounts
)
{
    public string Name => description.Name;

    public string LoginName => description.LoginName;

    public async Task<Kinship> KinshipOfAsync(SnowflakeConnection row, CallContext context)
    {
        var byKey = row.Login == SnowflakeLoginKind.KeyPair && row.IsCertain;
        var mayBeByKey = byKey || !row.IsCertain || row.Login is SnowflakeLoginKind.Unknown or SnowflakeLoginKind.Dsn;
        if (!mayBeByKey || (row.User is { } user && !string.Equals(user, LoginName, StringComparison.OrdinalIgnoreCase)))
            return Kinship.None;

        if (row.Account is not null && !await accounts.IsOfAccountAsync(row, context).ConfigureAwait(false))
            return byKey && row.User is not null ? Kinship.OtherAccount : Kinship.None;
        return byKey && row.User is not null && row.Account is not null ? Kinship.Same : Kinship.Unknown;
    }

    /// <summary>Whether it was read from the connection that its key is one of the others.</summary>
    public bool HoldsOtherKey(SnowflakeConnection row) =>
        row is { Evidence: KeyEvidence.Fingerprint, KeyFingerprint: { } fingerprint } && otherFingerprints.Contains(fingerprint);
}
