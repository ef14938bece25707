namespace QlikSnowflake.QlikCloud;

/// <summary>Which API keys are wanted.</summary>
public sealed record ApiKeyQuery
{
    /// <summary>The id of the user the keys act as; null for all that the session may see.</summary>
    public string? UserId { get; init; }

    /// <summary><c>active</c>, <c>expired</c> or <c>revoked</c>; null for all.</summary>
    public string? Status { get; init; }
}
