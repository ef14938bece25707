using System.Text.Json.Nodes;

namespace QlikSnowflake.Emulator.QlikCloud;

/// <summary>A group of users, with the roles that they have by it.</summary>
internal sealed record CloudGroup(string Id, string Name, DateTimeOffset Created)
{
    public List<string> RoleIds { get; } = [];

    public JsonObject ToReference(CloudDirectory directory) =>
        new()
        {
            ["id"] = Id,
            ["name"] = Name,
            ["providerType"] = "idp",
            ["assignedRoles"] = Roles(directory),
        };

    public JsonObject ToJson(CloudDirectory directory, string origin) =>
        new()
        {
            ["id"] = Id,
            ["tenantId"] = directory.TenantId,
            ["name"] = Name,
            ["status"] = "active",
            ["providerType"] = "idp",
            ["assignedRoles"] = Roles(directory),
            ["createdAt"] = CloudDate.Write(Created),
            ["lastUpdatedAt"] = CloudDate.Write(Created),
            ["links"] = new JsonObject { ["self"] = new JsonObject { ["href"] = $"{origin}/api/v1/groups/{Id}" } },
        };

    private JsonArray Roles(CloudDirectory directory) =>
        new([.. RoleIds.Select(directory.Role).OfType<CloudRole>().Select(role => role.ToReference())]);
}
