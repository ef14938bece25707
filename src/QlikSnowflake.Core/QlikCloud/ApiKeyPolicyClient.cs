using QlikSnowflake.Errors;
using QlikSnowflake.Http;
using QlikSnowflake.Time;

namespace QlikSnowflake.QlikCloud;

/// <summary>Reads and changes what a tenant allows its API keys (qlik.dev, REST reference, api-keys/configs).</summary>
public sealed class ApiKeyPolicyClient
{
    private readonly QlikCloudSession _session;

    internal ApiKeyPolicyClient(QlikCloudSession session) => _session = session;

    private string Path => "api-keys/configs/" + Uri.EscapeDataString(_session.TenantId);

    /// <summary>The policy.</summary>
    /// <param name="context">The operation.</param>
    public Task<QlikCloudApiKeyPolicy> GetAsync(CallContext context) =>
        _session.SendAsync(
            new ServiceRequest(HttpMethod.Get, Path),
            json => QlikCloudApiKeyPolicy.Read(json, _session.TenantId),
            context
        );

    /// <summary>
    /// The policy, or null where it cannot be read: who else than an administrator may is not documented, and what it says beforehand
    /// is a courtesy. The service decides when a key is made.
    /// </summary>
    /// <param name="context">The operation.</param>
    public async Task<QlikCloudApiKeyPolicy?> TryGetAsync(CallContext context)
    {
        try
        {
            return await GetAsync(context).ConfigureAwait(false);
        }
        catch (QlikCloudException e) when (e.StatusCode != 401)
        {
            context.Log.Verbose($"The tenant's policy for API keys could not be read, and is left to the service: {e.Message}");
            return null;
        }
    }

    /// <summary>Plans a change against the policy as it is.</summary>
    /// <param name="policy">The policy as it is.</param>
    /// <param name="change">What to change.</param>
    /// <returns>The change; null where everything is so already.</returns>
    /// <exception cref="InputException">A value that no tenant takes, or the switch on a tenant that has none.</exception>
    public PlannedChange? Plan(QlikCloudApiKeyPolicy policy, ApiKeyPolicyChange change)
    {
        change.Check();
        if (change.IsEnabled is not null && !policy.IsLegacy)
        {
            throw new InputException(
                ErrorIds.ApiKeySwitchAbsent,
                "This tenant has no switch for API keys any more: whoever has the permission may use them.",
                "Grant-QlikCloudApiKeyPermission gives it to a user, a group or everyone."
            );
        }

        var patch = new List<PatchOperation>();
        void Add(bool differs, string field, object? value)
        {
            if (differs)
                patch.Add(new PatchOperation("replace", "/" + field, value));
        }

        Add(change.IsEnabled is { } on && on != policy.IsEnabled, "api_keys_enabled", change.IsEnabled);
        Add(
            change.MaximumLifetime is { } longest && longest != policy.MaximumLifetime,
            "max_api_key_expiry",
            change.MaximumLifetime is { } l ? IsoDuration.Format(l) : null
        );
        Add(
            change.MaximumKeysPerUser is { } most && most != policy.MaximumKeysPerUser,
            "max_keys_per_user",
            change.MaximumKeysPerUser
        );
        Add(
            change.ScimLifetime is { } scim && scim != policy.ScimLifetime,
            "scim_externalClient_expiry",
            change.ScimLifetime is { } s ? IsoDuration.Format(s) : null
        );
        return patch.Count == 0 ? null : new PlannedChange(_session, HttpMethods.Patch, Path, patch);
    }
}
