using System.Text.Json.Nodes;

namespace QlikSnowflake.Emulator.QlikCloud;

/// <summary>
/// The calls on roles, for tenant administrators only. (Roles, Qlik Cloud REST reference; "Custom roles", Qlik Cloud
/// developer portal.)
/// </summary>
internal sealed class RoleRoutes(CloudDirectory directory, TimeProvider clock)
{
    private const string Invalid = "IDENTITIES-1";
    private static readonly string[] Filterable = ["id", "name", "type", "level"];

    public void Map(CloudRouter router)
    {
        router.Get("/api/v1/roles", List);
        router.Get("/api/v1/roles/{id}", call => CloudAnswer.Ok(Write(call, Found(call))));
        router.Post("/api/v1/roles", Create);
        router.Patch("/api/v1/roles/{id}", Change);
        router.Delete("/api/v1/roles/{id}", Delete);
    }

    private CloudAnswer List(CloudCall call)
    {
        RequireAdministrator(call);
        var matches = call.Parameter("filter") is { } filter ? ScimFilter.Read(filter, Filterable) : _ => true;
        var found = directory
            .Roles.OrderBy(role => role.Name, StringComparer.OrdinalIgnoreCase)
            .Select(role => Write(call, role))
            .Where(matches)
            .ToList();
        var page = CloudPage.Of(call, found, role => (string)role["id"]!, role => role, "next", "prev");
        if (call.Parameter("totalResults") == "true")
            page["totalResults"] = found.Count;
        return CloudAnswer.Ok(page);
    }

    private CloudAnswer Create(CloudCall call)
    {
        RequireAdministrator(call);
        if (call.Body is not JsonObject body || body.Text("name") is not { } name || string.IsNullOrWhiteSpace(name))
            throw CloudRefusal.BadBody(Invalid, "/name", "A name is required.");
        RequireFree(name, null);
        var scopes = body["assignedScopes"] is { } given ? Scopes(given, "/assignedScopes") : [];
        var role = directory.AddRole(name, isCustom: true);
        role.Description = body.Text("description") ?? "";
        role.Scopes.AddRange(scopes);
        return CloudAnswer.Created(Write(call, role));
    }

    private CloudAnswer Change(CloudCall call)
    {
        var role = Found(call);
        if (!role.IsCustom && role.Name != CloudRole.UserDefault)
            throw CloudRefusal.Forbidden();
        var (name, description, scopes) = (role.Name, role.Description, role.Scopes.ToList());
        foreach (var step in JsonPatch.Read(call.Body, Invalid))
        {
            switch (step.Op, step.Path)
            {
                case ("replace", "/name") when role.IsCustom:
                    name = step.Text(Invalid);
                    RequireFree(name, role);
                    break;
                case ("replace", "/description"):
                    description = step.Text(Invalid);
                    break;
                case ("replace", "/assignedScopes"):
                    scopes = Scopes(step.Value, step.Path);
                    break;
                case ("add", "/assignedScopes/-"):
                    scopes = [.. scopes.Append(step.Text(Invalid)).Distinct()];
                    break;
                case ("remove-value", "/assignedScopes"):
                    scopes.Remove(step.Text(Invalid));
                    break;
                default:
                    throw step.Bad(Invalid, "not possible.");
            }
        }

        (role.Name, role.Description, role.LastUpdated) = (name, description, clock.GetUtcNow());
        role.Scopes.Clear();
        role.Scopes.AddRange(scopes);
        return CloudAnswer.NoContent;
    }

    private CloudAnswer Delete(CloudCall call)
    {
        var role = Found(call);
        if (
            !role.IsCustom
            || directory.Users.Exists(user => user.RoleIds.Contains(role.Id))
            || directory.Groups.Exists(group => group.RoleIds.Contains(role.Id))
        )
            throw CloudRefusal.Forbidden();
        directory.Roles.Remove(role);
        return CloudAnswer.NoContent;
    }

    private static List<string> Scopes(JsonNode? node, string pointer) =>
        node is JsonArray array && array.All(entry => entry is JsonValue value && value.TryGetValue<string>(out _))
            ? [.. array.Select(entry => (string)entry!).Distinct()]
            : throw CloudRefusal.BadBody(Invalid, pointer, "An array of strings is expected.");

    private void RequireFree(string name, CloudRole? except)
    {
        if (directory.RoleNamed(name) is { } other && other != except)
            throw new CloudRefusal(409, "IDENTITIES-2", "A role of this name exists");
    }

    private void RequireAdministrator(CloudCall call)
    {
        if (!directory.IsAdministrator(call.User))
            throw CloudRefusal.Forbidden();
    }

    private CloudRole Found(CloudCall call)
    {
        RequireAdministrator(call);
        return directory.Role(call.Id) ?? throw new CloudRefusal(404, "IDENTITIES-10402", "Not found");
    }

    private JsonObject Write(CloudCall call, CloudRole role) => role.ToJson(directory.TenantId, call.Origin);
}
