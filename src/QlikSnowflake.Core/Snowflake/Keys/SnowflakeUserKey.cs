namespace QlikSnowflake.Snowflake.Keys;

/// <summary>A public key registered for a Snowflake user: in one of the two slots, or as a named key pair.</summary>
/// <param name="User">The user's NAME.</param>
/// <param name="Name"><c>RSA_PUBLIC_KEY</c>, <c>RSA_PUBLIC_KEY_2</c>, or the key pair's name.</param>
/// <param name="Slot">1 or 2, or null for a named key pair.</param>
/// <param name="Fingerprint">The fingerprint.</param>
/// <param name="Status"><c>ACTIVE</c>, <c>EXPIRED</c> or <c>DISABLED</c>.</param>
/// <param name="CreatedOn">When it was set, where Snowflake says.</param>
/// <param name="ExpiresAt">When it ends, for named key pairs that do.</param>
/// <param name="LastUsedOn">When it was last used, where Snowflake says.</param>
/// <param name="Comment">A named key pair's comment.</param>
public sealed record SnowflakeUserKey(
    string User,
    string Name,
    int? Slot,
    string Fingerprint,
    string Status,
    DateTimeOffset? CreatedOn,
    DateTimeOffset? ExpiresAt,
    DateTimeOffset? LastUsedOn,
    string? Comment
)
{
    /// <inheritdoc/>
    public override string ToString() => Fingerprint;
}
