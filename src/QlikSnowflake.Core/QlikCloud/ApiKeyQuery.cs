namespace QlikSnowflake.QlikCloud;

/// <summary>Which API keys are wanted.</summary>
public sealed record ApiKeyQuery
{
    /// <summary>How the keys of an identity provider's SCIM client name it: this, and the provider's id.</summary>
    public const string ScimClient = @"SCIM\";

    /// <summary>The id of the user the keys act as, or a SCIM client; null for all that the session may see.</summary>
    public string? UserId { get; init; }

    /// <summary><c>active</c>, <c>expired</c> or <c>revoked</c>; null for all.</summary>
    public string? Status { get; init; }
}
