namespace QlikSnowflake.Emulator.Snowflake.Users;

/// <summary>
/// A key pair registered under a name, current or rotated out.
/// From https://docs.snowflake.com/en/sql-reference/sql/alter-user-add-key-pair and show-user-key-pairs.
/// </summary>
internal sealed record NamedKeyPair(string Name, PublicKey Key, string CreatedBy)
{
    public string? RoleRestriction { get; init; }

    public string? Comment { get; init; }

    public bool Disabled { get; init; }

    public int? DaysToExpiry { get; init; }

    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>The name of the key pair that replaced this one; null for a current one.</summary>
    public string? RotatedTo { get; init; }

    public bool IsExpiredAt(DateTimeOffset now) => ExpiresAt <= now;

    public string StatusAt(DateTimeOffset now) =>
        Disabled ? "DISABLED"
        : IsExpiredAt(now) ? "EXPIRED"
        : "ACTIVE";
}
