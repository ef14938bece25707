using System.Text.Json.Nodes;

namespace QlikSnowflake.Emulator.QlikCloud;

/// <summary>A user of the tenant.</summary>
internal sealed class CloudUser
{
    public required string Id { get; init; }

    public required string Subject { get; init; }

    public required string Name { get; set; }

    public required string Email { get; init; }

    public required DateTimeOffset Created { get; init; }

    public DateTimeOffset LastUpdated { get; set; }

    public string Status { get; set; } = "active";

    /// <summary>Ids of the roles assigned to the user himself; UserDefault comes on top for everybody.</summary>
    public List<string> RoleIds { get; } = [];

    /// <summary>Ids of the groups that the user is in.</summary>
    public List<string> GroupIds { get; } = [];

    /// <summary>Scopes assigned to the user himself.</summary>
    public List<string> Scopes { get; } = [];

    public JsonObject ToJson(CloudDirectory directory, string origin)
    {
        var roles = RoleIds.Select(directory.Role).OfType<CloudRole>().ToList();
        return new JsonObject
        {
            ["id"] = Id,
            ["tenantId"] = directory.TenantId,
            ["status"] = Status,
            ["subject"] = Subject,
            ["name"] = Name,
            ["email"] = Email,
            ["assignedRoles"] = new JsonArray([.. roles.Select(role => role.ToReference())]),
            ["assignedGroups"] = new JsonArray([
                .. GroupIds.Select(directory.Group).OfType<CloudGroup>().Select(group => group.ToReference(directory)),
            ]),
            ["assignedScopes"] = new JsonArray([.. directory.ScopesOf(this).Select(scope => JsonValue.Create(scope))]),
            ["roles"] = new JsonArray([.. roles.Select(role => JsonValue.Create(role.Name))]),
            ["groups"] = new JsonArray([
                .. GroupIds.Select(directory.Group).OfType<CloudGroup>().Select(group => JsonValue.Create(group.Name)),
            ]),
            ["createdAt"] = CloudDate.Write(Created),
            ["lastUpdatedAt"] = CloudDate.Write(LastUpdated),
            ["created"] = CloudDate.Write(Created),
            ["lastUpdated"] = CloudDate.Write(LastUpdated),
            ["links"] = new JsonObject { ["self"] = new JsonObject { ["href"] = $"{origin}/api/v1/users/{Id}" } },
        };
    }
}
