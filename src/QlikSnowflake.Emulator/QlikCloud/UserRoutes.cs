using System.Text.Json.Nodes;

namespace QlikSnowflake.Emulator.QlikCloud;

/// <summary>The calls on users. (Users, Qlik Cloud REST reference; "Manage roles", Qlik Cloud developer portal.)</summary>
internal sealed class UserRoutes(CloudDirectory directory, QlikCloudSettings settings, TimeProvider clock)
{
    private const string Invalid = "USERS-1";
    private static readonly string[] Filterable =
    [
        "id",
        "subject",
        "name",
        "email",
        "status",
        "clientId",
        "assignedRoles.id",
        "assignedRoles.name",
        "assignedGroups.id",
        "assignedScopes",
    ];

    public void Map(CloudRouter router)
    {
        router.Get(
            "/api/v1/users/me",
            call =>
                Me.Answer(
                    settings,
                    $"{call.Origin}/api/v1/users/{call.User.Id}",
                    () => Fields(call, call.User.ToJson(directory, call.Origin))
                )
        );
        router.Get("/api/v1/users", call => List(call, call.Parameter("filter")));
        router.Get("/api/v1/users/actions/count", call => Count(call, call.Parameter("filter")));
        router.Post("/api/v1/users/actions/count", call => Count(call, FilterIn(call)));
        router.Post("/api/v1/users/actions/filter", call => List(call, FilterIn(call)));
        router.Get("/api/v1/users/{id}", call => CloudAnswer.Ok(Fields(call, Found(call).ToJson(directory, call.Origin))));
        router.Patch("/api/v1/users/{id}", Change);
    }

    private static JsonObject Fields(CloudCall call, JsonObject user)
    {
        if (call.Parameter("fields") is not { } fields)
            return user;
        var wanted = fields.Split(',', StringSplitOptions.TrimEntries).Append("id").ToHashSet(StringComparer.Ordinal);
        return new JsonObject(
            user.Where(pair => wanted.Contains(pair.Key)).Select(pair => KeyValuePair.Create(pair.Key, pair.Value?.DeepClone()))
        );
    }

    /// <summary>The filter in the body, where one of any length has room.</summary>
    private static string? FilterIn(CloudCall call) =>
        call.Body switch
        {
            null => null,
            JsonObject body => body.Text("filter"),
            _ => throw new CloudRefusal(400, Invalid, "Invalid request body", "An object is expected."),
        };

    private static Func<JsonObject, bool> Matches(string? filter) =>
        string.IsNullOrEmpty(filter) ? _ => true : ScimFilter.Read(filter, Filterable);

    private CloudAnswer Count(CloudCall call, string? filter) =>
        CloudAnswer.Ok(
            new JsonObject
            {
                ["total"] = directory.Users.Select(user => user.ToJson(directory, call.Origin)).Count(Matches(filter)),
            }
        );

    private CloudAnswer List(CloudCall call, string? filter)
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
        var found = users.Select(user => user.ToJson(directory, call.Origin)).Where(Matches(filter)).ToList();
        var page = CloudPage.Of(call, found, user => (string)user["id"]!, user => Fields(call, user), "next", "prev");
        if (call.Parameter("totalResults") == "true")
            page["totalResults"] = found.Count;
        return CloudAnswer.Ok(page);
    }

    /// <summary>Some steps may be refused and the others done. ("207", Users, Qlik Cloud REST reference.)</summary>
    private CloudAnswer Change(CloudCall call)
    {
        if (!directory.IsAdministrator(call.User))
            throw CloudRefusal.Forbidden();
        var user = Found(call);
        var steps = JsonPatch.Read(call.Body, Invalid);
        var (draft, refusals) = (new UserDraft(user), new List<CloudRefusal>());
        foreach (var step in steps)
        {
            try
            {
                Apply(draft, step);
            }
            catch (CloudRefusal refusal) when (settings.UserPatch == UserPatch.Partial)
            {
                refusals.Add(refusal);
            }
        }

        if (refusals.Count == steps.Count)
            throw refusals[0];
        draft.SaveTo(user, clock.GetUtcNow());
        return refusals.Count == 0
            ? CloudAnswer.NoContent
            : new CloudAnswer(
                207,
                new JsonObject
                {
                    ["errors"] = new JsonArray([
                        .. refusals.Select(refusal => refusal.ToJson(call.Context.Request.Path)["errors"]![0]!.DeepClone()),
                    ]),
                }
            );
    }

    private void Apply(UserDraft user, PatchStep step)
    {
        switch (step.Op, step.Path)
        {
            case ("replace", "/name"):
                user.Name = step.Text(Invalid);
                break;
            case ("replace", "/status"):
                user.Status = step.Text(Invalid) is "active" or "disabled"
                    ? step.Text(Invalid)
                    : throw step.Bad(Invalid, "status must be active or disabled.");
                break;
            case ("replace", "/assignedRoles" or "/roles"):
                user.Roles = [.. Entries(step).Select(node => RoleId(step, node)).Distinct()];
                break;
            case ("add", "/assignedRoles/-"):
                user.Roles = [.. user.Roles.Append(RoleId(step, step.Value)).Distinct()];
                break;
            case ("remove-value", "/assignedRoles"):
                user.Roles.Remove(RoleId(step, step.Value));
                break;
            case ("replace", "/assignedGroups"):
                user.Groups = [.. Entries(step).Select(node => GroupId(step, node)).Distinct()];
                break;
            case ("add", "/assignedGroups/-"):
                user.Groups = [.. user.Groups.Append(GroupId(step, step.Value)).Distinct()];
                break;
            case ("remove-value", "/assignedGroups"):
                user.Groups.Remove(GroupId(step, step.Value));
                break;
            default:
                throw step.Bad(Invalid, "not possible.");
        }
    }

    private static JsonArray Entries(PatchStep step) =>
        step.Value as JsonArray ?? throw step.Bad(Invalid, "an array is expected.");

    private string GroupId(PatchStep step, JsonNode? node)
    {
        var group = node is JsonObject reference
            ? directory.Groups.Find(group =>
                group.Id == reference.Text("id")
                || string.Equals(group.Name, reference.Text("name"), StringComparison.OrdinalIgnoreCase)
            )
            : null;
        return group?.Id ?? throw step.Bad(Invalid, "no such group.");
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
