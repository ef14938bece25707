namespace QlikSnowflake.QlikCloud;

/// <summary>What to change in a tenant's policy for API keys; what is null stays.</summary>
public sealed record ApiKeyPolicyChange
{
    /// <summary>How long a key may live at most.</summary>
    public TimeSpan? MaximumLifetime { get; init; }

    /// <summary>How many active keys a user may have, 0 to 1000.</summary>
    public int? MaximumKeysPerUser { get; init; }

    /// <summary>How long keys for SCIM clients live.</summary>
    public TimeSpan? ScimLifetime { get; init; }

    /// <summary>Whether API keys are on, on tenants that have the switch.</summary>
    public bool? IsEnabled { get; init; }
}
