using System.Text.Json.Nodes;

namespace QlikSnowflake.Emulator.QlikCloud.DataConnections;

/// <summary>A space: shared, managed or data.</summary>
internal sealed record CloudSpace(string Id, string Name, string Type, string OwnerId, DateTimeOffset Created)
{
    public JsonObject ToJson(string tenantId, string origin) =>
        new()
        {
            ["id"] = Id,
            ["name"] = Name,
            ["type"] = Type,
            ["description"] = "",
            ["ownerId"] = OwnerId,
            ["tenantId"] = tenantId,
            ["createdAt"] = CloudDate.Write(Created),
            ["createdBy"] = OwnerId,
            ["updatedAt"] = CloudDate.Write(Created),
            ["links"] = new JsonObject { ["self"] = new JsonObject { ["href"] = $"{origin}/api/v1/spaces/{Id}" } },
        };
}
