using System.Text.Json;
using QlikSnowflake.Http;
using QlikSnowflake.Lists;

namespace QlikSnowflake.QlikCloud;

/// <summary>A user of a Qlik Cloud tenant (qlik.dev, REST reference, users).</summary>
public sealed class QlikCloudUser
{
    /// <summary>The id.</summary>
    public string Id { get; internal init; } = string.Empty;

    /// <summary>The id of the tenant.</summary>
    public string TenantId { get; internal init; } = string.Empty;

    /// <summary>The display name.</summary>
    public string Name { get; internal init; } = string.Empty;

    /// <summary>The mail address, if any; need not be unique.</summary>
    public string? Email { get; internal init; }

    /// <summary>The subject by which the identity provider knows the user; unique.</summary>
    public string Subject { get; internal init; } = string.Empty;

    /// <summary><c>active</c>, <c>invited</c>, <c>disabled</c>, <c>deleted</c> or <c>provisioned</c>.</summary>
    public string Status { get; internal init; } = string.Empty;

    /// <summary>The names of the roles given to the user directly.</summary>
    public TextList Roles => [.. AssignedRoles.Select(r => r.Name)];

    /// <summary>The names of the user's groups.</summary>
    public TextList Groups { get; internal init; } = [];

    /// <summary>The scopes the user has, where the tenant shows them; <c>api-keys</c> allows API keys.</summary>
    public TextList Scopes { get; internal init; } = [];

    /// <summary>When the user was made, in UTC; null where the tenant does not say.</summary>
    public DateTimeOffset? CreatedAt { get; internal init; }

    internal IReadOnlyList<AssignedRole> AssignedRoles { get; init; } = [];

    /// <inheritdoc/>
    public override string ToString() => Name;

    internal static QlikCloudUser Read(JsonElement json) =>
        new()
        {
            Id = json.GetProperty("id").GetString() ?? string.Empty,
            TenantId = json.Text("tenantId"),
            Name = json.Text("name"),
            Email = json.TextOrNull("email"),
            Subject = json.Text("subject"),
            Status = json.Text("status"),
            AssignedRoles = AssignedRole.ReadAll(json),
            Groups = [.. json.Items("assignedGroups").Select(g => g.Text("name"))],
            Scopes =
            [
                .. json.Items("assignedScopes").Where(s => s.ValueKind == JsonValueKind.String).Select(s => s.GetString()!),
            ],
            CreatedAt = json.InstantOrNull("createdAt") ?? json.InstantOrNull("created"),
        };
}
