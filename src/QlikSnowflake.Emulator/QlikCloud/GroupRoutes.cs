using System.Text.Json.Nodes;

namespace QlikSnowflake.Emulator.QlikCloud;

/// <summary>
/// The calls that read groups and assign their roles, for tenant administrators only. (Groups, Qlik Cloud REST
/// reference; "Manage roles", Qlik Cloud developer portal.)
/// </summary>
internal sealed class GroupRoutes(CloudDirectory directory)
{
    private const string Invalid = "GROUPS-1";
    private static readonly string[] Filterable = ["id", "name", "status", "assignedRoles.id", "assignedRoles.name"];

    public void Map(CloudRouter router)
    {
        router.Get("/api/v1/groups", List);
        router.Get(
            "/api/v1/groups/{id}",
            call =>
            {
                RequireAdministrator(call);
                return CloudAnswer.Ok(Found(call).ToJson(directory, call.Origin));
            }
        );
        router.Patch("/api/v1/groups/{id}", Change);
    }

    private CloudAnswer List(CloudCall call)
    {
        RequireAdministrator(call);
        var matches = call.Parameter("filter") is { } filter ? ScimFilter.Read(filter, Filterable) : _ => true;
        var found = directory
            .Groups.OrderBy(group => group.Name, StringComparer.OrdinalIgnoreCase)
            .Select(group => group.ToJson(directory, call.Origin))
            .Where(matches)
            .ToList();
        var page = CloudPage.Of(call, found, group => (string)group["id"]!, group => group, "next", "prev");
        if (call.Parameter("totalResults") == "true")
            page["totalResults"] = found.Count;
        return CloudAnswer.Ok(page);
    }

    /// <summary>The developer portal shows the replacement of the whole list only.</summary>
    private CloudAnswer Change(CloudCall call)
    {
        RequireAdministrator(call);
        var group = Found(call);
        foreach (var step in JsonPatch.Read(call.Body, Invalid))
        {
            if (step is not { Op: "replace", Path: "/assignedRoles", Value: JsonArray wanted })
                throw step.Bad(Invalid, "only replace /assignedRoles by an array is possible.");
            List<string> roles = [.. wanted.Select(node => RoleId(step, node as JsonObject)).Distinct()];
            group.RoleIds.Clear();
            group.RoleIds.AddRange(roles);
        }

        return CloudAnswer.NoContent;
    }

    private string RoleId(PatchStep step, JsonObject? reference)
    {
        var role =
            reference?.Text("id") is { } id ? directory.Role(id)
            : reference?.Text("name") is { } name ? directory.RoleNamed(name)
            : null;
        return role?.Id ?? throw step.Bad(Invalid, "no such role.");
    }

    private CloudGroup Found(CloudCall call) => directory.Group(call.Id) ?? throw new CloudRefusal(404, "GROUPS-7", "Not found");

    private void RequireAdministrator(CloudCall call)
    {
        if (!directory.IsAdministrator(call.User))
            throw CloudRefusal.Forbidden();
    }
}
