using System.Text.Json.Nodes;

namespace QlikSnowflake.Emulator.QlikCloud;

/// <summary>A role: a built-in one, or a custom one of the tenant.</summary>
internal sealed class CloudRole
{
    public const string TenantAdmin = "TenantAdmin";
    public const string UserDefault = "UserDefault";
    public const string Developer = "Developer";

    public required string Id { get; init; }

    public required string Name { get; set; }

    public string Description { get; set; } = "";

    public bool IsCustom { get; init; }

    public bool IsAdmin { get; init; }

    public required DateTimeOffset Created { get; init; }

    public DateTimeOffset LastUpdated { get; set; }

    public List<string> Scopes { get; } = [];

    private string Type => IsCustom ? "custom" : "default";

    private string Level => IsAdmin ? "admin" : "user";

    public JsonObject ToReference() =>
        new()
        {
            ["id"] = Id,
            ["name"] = Name,
            ["type"] = Type,
            ["level"] = Level,
        };

    public JsonObject ToJson(string tenantId, string origin) =>
        new()
        {
            ["id"] = Id,
            ["tenantId"] = tenantId,
            ["name"] = Name,
            ["description"] = Description,
            ["type"] = Type,
            ["level"] = Level,
            ["assignedScopes"] = new JsonArray([.. Scopes.Select(scope => JsonValue.Create(scope))]),
            ["permissions"] = new JsonArray(),
            ["canEdit"] = IsCustom || Name == UserDefault,
            ["canDelete"] = IsCustom,
            ["createdAt"] = CloudDate.Write(Created),
            ["lastUpdatedAt"] = CloudDate.Write(LastUpdated),
            ["links"] = new JsonObject { ["self"] = new JsonObject { ["href"] = $"{origin}/api/v1/roles/{Id}" } },
        };
}
