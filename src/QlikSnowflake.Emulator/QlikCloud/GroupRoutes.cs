namespace QlikSnowflake.Emulator.QlikCloud;

/// <summary>The calls that read groups, for tenant administrators only. (Groups, Qlik Cloud REST reference.)</summary>
internal sealed class GroupRoutes(CloudDirectory directory)
{
    private static readonly string[] Filterable = ["id", "name", "status", "assignedRoles.id", "assignedRoles.name"];

    public void Map(CloudRouter router)
    {
        router.Get("/api/v1/groups", List);
        router.Get("/api/v1/groups/{id}", call =>
        {
            RequireAdministrator(call);
            return CloudAnswer.Ok((directory.Group(call.Id) ?? throw new CloudRefusal(404, "GROUPS-7", "Not found")).ToJson(directory, call.Origin));
        });
    }

    private CloudAnswer List(CloudCall call)
    {
        RequireAdministrator(call);
        var matches = call.Parameter("filter") is { } filter ? ScimFilter.Read(filter, Filterable) : _ => true;
        var found = directory.Groups.OrderBy(group => group.Name, StringComparer.OrdinalIgnoreCase).Select(group => group.ToJson(directory, call.Origin)).Where(matches).ToList();
        var page = CloudPage.Of(call, found, group => (string)group["id"]!, group => group, "next", "prev");
        if (call.Parameter("totalResults") == "true")
            page["totalResults"] = found.Count;
        return CloudAnswer.Ok(page);
    }

    private void RequireAdministrator(CloudCall call)
    {
        if (!directory.IsAdministrator(call.User))
            throw CloudRefusal.Forbidden();
    }
}
