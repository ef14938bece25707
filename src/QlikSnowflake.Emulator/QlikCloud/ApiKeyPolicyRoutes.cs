using System.Text.Json.Nodes;

namespace QlikSnowflake.Emulator.QlikCloud;

/// <summary>The calls on the tenant's policy for API keys. (API keys: configs, Qlik Cloud REST reference.)</summary>
internal sealed class ApiKeyPolicyRoutes(
    CloudDirectory directory,
    ApiKeyPolicy policy,
    QlikCloudSettings settings,
    AuditLog audit
)
{
    private const string Invalid = CloudRefusal.InvalidKey;

    public void Map(CloudRouter router)
    {
        router.Get("/api/v1/api-keys/configs/{id}", Read);
        router.Patch("/api/v1/api-keys/configs/{id}", Change);
    }

    private CloudAnswer Read(CloudCall call)
    {
        RequireTenant(call);
        if (!settings.PolicyReadableByAll && !directory.IsAdministrator(call.User))
            throw CloudRefusal.Forbidden();
        var json = new JsonObject
        {
            ["max_keys_per_user"] = policy.MaxKeysPerUser,
            ["max_api_key_expiry"] = policy.MaxExpiry,
            ["scim_externalClient_expiry"] = policy.ScimExpiry,
        };
        if (settings.Generation == TenantGeneration.Legacy)
            json["api_keys_enabled"] = policy.Enabled;
        return CloudAnswer.Ok(json);
    }

    private CloudAnswer Change(CloudCall call)
    {
        RequireTenant(call);
        if (!directory.IsAdministrator(call.User))
            throw CloudRefusal.Forbidden();

        // Every step is checked before the first takes effect.
        var changes = JsonPatch.Read(call.Body, Invalid).Select(ChangeOf).ToList();
        changes.ForEach(change => change());
        audit.Add(AuditLog.PolicyUpdated, call.User.Id, new JsonObject { ["changes"] = call.Body!.DeepClone() });
        return CloudAnswer.NoContent;
    }

    private void RequireTenant(CloudCall call)
    {
        if (call.Id != directory.TenantId)
            throw new CloudRefusal(404, "TENANTS-8", "Not found");
    }

    private Action ChangeOf(PatchStep step)
    {
        if (step.Op != "replace")
            throw step.Bad(Invalid, "only replace is possible.");
        switch (step.Path)
        {
            case "/max_api_key_expiry":
                var longest = Duration(step);
                return () => policy.MaxExpiry = longest;
            case "/scim_externalClient_expiry":
                var scim = Duration(step);
                return () => policy.ScimExpiry = scim;
            case "/max_keys_per_user":
                var most =
                    step.Value is JsonValue number && number.TryGetValue<int>(out var count) && count is >= 0 and <= 1000
                        ? count
                        : throw step.Bad(Invalid, "a number from 0 to 1000 is expected.");
                return () => policy.MaxKeysPerUser = most;
            case "/api_keys_enabled" when settings.Generation == TenantGeneration.Legacy:
                var enabled =
                    step.Value is JsonValue flag && flag.TryGetValue<bool>(out var on)
                        ? on
                        : throw step.Bad(Invalid, "true or false is expected.");
                return () => policy.Enabled = enabled;
            default:
                throw step.Bad(Invalid, "no such setting.");
        }
    }

    private static string Duration(PatchStep step)
    {
        var text = step.Text(Invalid);
        return IsoDuration.Read(text) is not null ? text : throw step.Bad(Invalid, "an ISO 8601 duration is expected.");
    }
}
