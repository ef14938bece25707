namespace QlikSnowflake.Emulator.QlikCloud;

/// <summary>
/// How the tenant behaves where tenants differ, or where nothing is published. Settable while it runs, unless fixed at
/// the start.
/// </summary>
public sealed record QlikCloudSettings
{
    /// <summary>Which generation of tenant it is. Fixed at the start.</summary>
    public TenantGeneration Generation { get; init; } = TenantGeneration.Modern;

    /// <summary>How <c>/users/me</c> and <c>/tenants/me</c> answer: the reference says 200, the type descriptions say redirect.</summary>
    public MeAnswer MeAnswer { get; set; } = MeAnswer.Direct;

    /// <summary>The status for one key too many: 400 or 403, nobody publishes which.</summary>
    public int TooManyKeysStatus { get; set; } = 403;

    /// <summary>Whether a key stops working when its owner loses the permission to have keys.</summary>
    public bool KeyNeedsPermission { get; set; } = true;

    /// <summary>Whether a tenant administrator may make a key for another user.</summary>
    public bool MintForOthers { get; set; }

    /// <summary>Whether users other than administrators may read the key policy.</summary>
    public bool PolicyReadableByAll { get; set; } = true;

    /// <summary>Seconds from a key's creation until it is accepted.</summary>
    public double ActivationLagSeconds { get; set; }

    /// <summary>Seconds for which a key is still accepted after it was revoked or deleted.</summary>
    public double RevocationLagSeconds { get; set; }

    /// <summary>Whether new tokens say in an <c>exp</c> claim when they expire.</summary>
    public bool TokensSayExpiry { get; set; }

    /// <summary>
    /// The connection property for the passphrase of a Snowflake key file. It isn't published; clients can learn it from
    /// the data source's specification.
    /// </summary>
    public string PassphraseProperty { get; set; } = "PRIV_KEY_FILE_PWD";

    /// <summary>Whether the parsed properties of a connection name the user that it signs in as.</summary>
    public bool ShowUserName { get; set; } = true;

    /// <summary>Whether administrators may change connections in the personal spaces of others, which they see.</summary>
    public bool AdministratorsChangePersonal { get; set; } = true;

    /// <summary>
    /// The name of a connection that lists leave out, as partial failures do: it stands among the errors beside the data.
    /// </summary>
    public string? UnlistedConnection { get; set; }

    /// <summary>What becomes of a patch of a user of which only some steps are possible.</summary>
    public UserPatch UserPatch { get; set; } = UserPatch.Partial;

    /// <summary>Whether requests are limited.</summary>
    public bool RateLimits { get; set; }

    /// <summary>GETs that a user may make in a minute, counted over five of them.</summary>
    public int Tier1PerMinute { get; set; } = 1000;

    /// <summary>Other requests that a user may make in a minute, counted over five of them.</summary>
    public int Tier2PerMinute { get; set; } = 100;
}

/// <summary>The answer to a patch of a user of which only some steps are possible.</summary>
public enum UserPatch
{
    /// <summary>207 with the errors, and the other steps are done. Where none is possible: 400.</summary>
    Partial,

    /// <summary>400, and nothing is done.</summary>
    AllOrNothing,
}

/// <summary>
/// Tenants before and after the switch "Enable API keys" and the role Developer were removed (June 2025 to February
/// 2026).
/// </summary>
public enum TenantGeneration
{
    /// <summary>Keys need the scope <c>api-keys</c>, by a custom role or the role UserDefault.</summary>
    Modern,

    /// <summary>Keys need <c>api_keys_enabled</c> and the role Developer.</summary>
    Legacy,
}

/// <summary>The answer to <c>…/me</c>.</summary>
public enum MeAnswer
{
    /// <summary>200 and the resource.</summary>
    Direct,

    /// <summary>302 to the resource.</summary>
    Found,

    /// <summary>307 to the resource.</summary>
    TemporaryRedirect,
}
