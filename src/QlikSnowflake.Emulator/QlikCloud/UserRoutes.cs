using System.Text.Json.Nodes;

namespace QlikSnowflake.Emulator.QlikCloud;

/// <summary>The calls on users. (Users, Qlik Cloud REST reference; "Manage roles", Qlik Cloud developer portal.)</summary>
internal sealed class UserRoutes(CloudDirectory directory, QlikCloudSettings settings, TimeProvider clock)
{
    private const string Invalid = "USERS-1";
    private static readonly string[] Filterable =
        ["id", "subject", "name", "email", "status", "clientId", "assignedRoles.id", "assignedRoles.name", "assignedGroups.id", "assignedScopes"];

    public void Map(CloudRouter router)
    {
        router.Get("/api/v1/users/me", call => Me.Answer(settings, $"{call.Origin}/api/v1/users/{call.User.Id}", () => Fields(call, call.User.ToJson(directory, call.Origin))));
        router.Get("/api/v1/users", List);
        router.Get("/api/v1/users/{id}", call => CloudAnswer.Ok(Fields(call, Found(call).ToJson(directory, call.Origin))));
        router.Patch("/api/v1/users/{id}", Change);
    }

    private static JsonObject Fields(CloudCall call, JsonObject user)
    {
        if (call.Parameter("fields") is not { } fields)
            return user;
        var wanted = fields.Split(',', StringSplitOptions.TrimEntries).Append("id").ToHashSet(StringComparer.Ordinal);
        return new JsonObject(user.Where(pair => wanted.Contains(pair.Key)).Select(pair => KeyValuePair.Create(pair.Key, pair.Value?.DeepClone())));
    }

    private CloudAnswer List(CloudCall call)
    {
        var order = call.Parameter("sort") ?? "+name";
        Func<CloudUser, string> keyOf = order.TrimStart('+', '-', ' ') switch
        {
            "name" => user => user.Name,
            "email" => user => user.Email,
            "_id" or "id" => user => user.Id,
            _ => throw CloudRefusal.BadParameter("sort", "Users can be sorted by name, email or id."),
        };
        var users = order.StartsWith('-')
            ? directory.Users.OrderByDescending(keyOf, StringComparer.OrdinalIgnoreCase)
            : directory.Users.OrderBy(keyOf, StringComparer.OrdinalIgnoreCase);
        var matches = call.Parameter("filter") is { } filter ? ScimFilter.Read(filter, Filterable) : _ => true;
        var found = users.Select(user => user.ToJson(directory, call.Origin)).Where(matches).ToList();
        var page = CloudPage.Of(call, found, user => (string)user["id"]!, user => Fields(call, user), "next", "prev");
        if (call.Parameter("totalResults") == "true")
            page["totalResults"] = found.Count;
        return CloudAnswer.Ok(page);
    }

    private CloudAnswer Change(CloudCall call)
    {
        if (!directory.IsAdministrator(call.User))
            throw CloudRefusal.Forbidden();
        var user = Found(call);
        var roles = user.RoleIds.ToList();
        var (name, status) = (user.Name, user.Status);
        foreach (var step in JsonPatch.Read(call.Body, Invalid))
        {
            switch (step.Op, step.Path)
            {
                case ("replace", "/name"):
                    name = step.Text(Invalid);
                    break;
                case ("replace", "/status"):
                    status = step.Text(Invalid) is "active" or "disabled" ? step.Text(Invalid) : throw step.Bad(Invalid, "status must be active or disabled.");
                    break;
                case ("replace", "/assignedRoles" or "/roles"):
                    roles = [.. (step.Value as JsonArray ?? throw step.Bad(Invalid, "an array is expected.")).Select(node => RoleId(step, node)).Distinct()];
                    break;
                case ("add", "/assignedRoles/-"):
                    roles = [.. roles.Append(RoleId(step, step.Value)).Distinct()];
                    break;
                case ("remove-value", "/assignedRoles"):
                    roles.Remove(RoleId(step, step.Value));
                    break;
                default:
                    throw step.Bad(Invalid, "not possible.");
            }
        }

        (user.Name, user.Status, user.LastUpdated) = (name, status, clock.GetUtcNow());
        user.RoleIds.Clear();
        user.RoleIds.AddRange(roles);
        return CloudAnswer.NoContent;
    }

    /// <summary>A role is named by its id or its name; the deprecated path <c>/roles</c> takes bare names.</summary>
    private string RoleId(PatchStep step, JsonNode? node)
    {
        var role = node switch
        {
            JsonObject reference when reference.Text("id") is { } id => directory.Role(id),
            JsonObject reference when reference.Text("name") is { } name => directory.RoleNamed(name),
            JsonValue value when step.Path == "/roles" && value.TryGetValue<string>(out var name) => directory.RoleNamed(name),
            _ => null,
        };
        return role?.Id ?? throw step.Bad(Invalid, "no such role.");
    }

    private CloudUser Found(CloudCall call) => directory.User(call.Id) ?? throw new CloudRefusal(404, "USERS-7", "Not found");
}
