using QlikSnowflake.Errors;

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

    /// <summary>Refuses what no tenant takes, before any request.</summary>
    /// <exception cref="InputException">Nothing is to be changed, or a value is out of its range.</exception>
    public void Check()
    {
        if (this == new ApiKeyPolicyChange())
            throw new InputException(
                ErrorIds.ApiKeyPolicyUnchanged,
                "Nothing is given that is to be changed.",
                "Give -MaximumLifetime, -MaximumKeysPerUser, -ScimLifetime or -Enabled."
            );
        if (MaximumKeysPerUser is < 0 or > 1000)
            throw new InputException(
                ErrorIds.ApiKeyLimitInvalid,
                $"A user cannot have {MaximumKeysPerUser} keys at most.",
                "Give a number from 0 to 1000."
            );
        foreach (var lifetime in new[] { MaximumLifetime, ScimLifetime })
        {
            if (lifetime is { } time && time < TimeSpan.FromSeconds(1))
                throw new InputException(
                    ErrorIds.ApiKeyLifetimeInvalid,
                    $"A lifetime of {time} is none.",
                    "Give a positive one, such as P90D or 90.00:00:00."
                );
        }
    }
}
