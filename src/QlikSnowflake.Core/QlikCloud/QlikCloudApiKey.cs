using System.Security;
using System.Text.Json;
using QlikSnowflake.Http;
using QlikSnowflake.Keys;

namespace QlikSnowflake.QlikCloud;

/// <summary>An API key of Qlik Cloud (qlik.dev, REST reference, api-keys). Only a new key has its token.</summary>
public sealed class QlikCloudApiKey
{
    /// <summary>The key's id; it is also the claim jti of its token.</summary>
    public string Id { get; internal init; } = string.Empty;

    /// <summary>What it is for.</summary>
    public string Description { get; internal init; } = string.Empty;

    /// <summary><c>active</c>, <c>expired</c> or <c>revoked</c>.</summary>
    public string Status { get; internal init; } = string.Empty;

    /// <summary>The id of the user it acts as.</summary>
    public string UserId { get; internal init; } = string.Empty;

    /// <summary>The name of that user; null where the session may not see it, or the user is deleted.</summary>
    public string? Owner { get; internal set; }

    /// <summary>The id of the tenant.</summary>
    public string TenantId { get; internal init; } = string.Empty;

    /// <summary>When it was made, in UTC; null where the tenant does not say.</summary>
    public DateTimeOffset? CreatedAt { get; internal init; }

    /// <summary>When it ends, in UTC; the zero date where the tenant says never, or nothing.</summary>
    public DateTimeOffset ExpiresAt { get; internal init; }

    /// <summary>Days until it ends, to a tenth; negative once it has ended; null where it never ends.</summary>
    public double? DaysLeft =>
        IsEndless
            ? null
            // Plus zero, since PowerShell 7 shows the -0 of a key that ended an hour ago as such.
            : Math.Round((ExpiresAt - DateTimeOffset.UtcNow).TotalDays, 1) + 0.0;

    /// <summary>Whether the session it was read in logs in with this very key.</summary>
    public bool IsCurrent { get; internal init; }

    /// <summary>The token, which Qlik Cloud shows this once; null for a key that was read.</summary>
    public SecureString? Token { get; internal init; }

    /// <summary>Whether it has no end, as far as the tenant says.</summary>
    internal bool IsEndless => ExpiresAt.Year == 1;

    /// <summary>How long it was made to live; null where the tenant does not say when it was made.</summary>
    internal TimeSpan? Lifetime => CreatedAt is { } made && ExpiresAt > made ? ExpiresAt - made : null;

    /// <inheritdoc/>
    public override string ToString() => $"{Description} ({Id})";

    internal static QlikCloudApiKey Read(JsonElement json, string? currentId)
    {
        var id = json.GetProperty("id").GetString() ?? string.Empty;
        return new QlikCloudApiKey
        {
            Id = id,
            Description = json.Text("description"),
            Status = json.Text("status"),
            UserId = json.Text("sub"),
            TenantId = json.Text("tenantId"),
            CreatedAt = json.InstantOrNull("created"),
            ExpiresAt = json.InstantOrNull("expiry") ?? default,
            IsCurrent = string.Equals(id, currentId, StringComparison.OrdinalIgnoreCase),
            Token = json.TextOrNull("token") is { Length: > 0 } token ? SecretText.FromPlainText(token) : null,
        };
    }
}
