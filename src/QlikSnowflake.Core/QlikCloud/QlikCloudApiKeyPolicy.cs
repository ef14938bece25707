using System.Text.Json;
using QlikSnowflake.Http;
using QlikSnowflake.Time;

namespace QlikSnowflake.QlikCloud;

/// <summary>What a tenant allows its API keys (qlik.dev, REST reference, api-keys/configs).</summary>
public sealed class QlikCloudApiKeyPolicy
{
    /// <summary>The id of the tenant.</summary>
    public string TenantId { get; internal init; } = string.Empty;

    /// <summary>How long a key may live at most.</summary>
    public TimeSpan? MaximumLifetime { get; internal init; }

    /// <summary>How many active keys a user may have.</summary>
    public int? MaximumKeysPerUser { get; internal init; }

    /// <summary>How long keys for SCIM clients live where nothing else is asked for.</summary>
    public TimeSpan? ScimLifetime { get; internal init; }

    /// <summary>Whether API keys are switched on; null on tenants that have no such switch any more.</summary>
    public bool? IsEnabled { get; internal init; }

    /// <summary>
    /// Whether the tenant still has the switch and the role Developer, which Qlik removed between June 2025 and February
    /// 2026.
    /// </summary>
    public bool IsLegacy => IsEnabled is not null;

    internal static QlikCloudApiKeyPolicy Read(JsonElement json, string tenantId) =>
        new()
        {
            TenantId = tenantId,
            MaximumLifetime = Duration(json, "max_api_key_expiry"),
            MaximumKeysPerUser =
                json.TryGetProperty("max_keys_per_user", out var most)
                && most.ValueKind == JsonValueKind.Number
                && most.TryGetInt32(out var count)
                    ? count
                    : null,
            ScimLifetime = Duration(json, "scim_externalClient_expiry"),
            IsEnabled =
                json.TryGetProperty("api_keys_enabled", out var enabled)
                && enabled.ValueKind is JsonValueKind.True or JsonValueKind.False
                    ? enabled.GetBoolean()
                    : null,
        };

    private static TimeSpan? Duration(JsonElement json, string name) =>
        json.TextOrNull(name) is { Length: > 0 } text ? IsoDuration.ReadSent(text) : null;
}
