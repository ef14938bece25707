using System.Text.Json.Nodes;

namespace QlikSnowflake.Emulator.QlikCloud.DataConnections;

/// <summary>The calls on data sources and spaces. (Data sources; Spaces: Qlik Cloud REST reference.)</summary>
internal sealed class SourceRoutes(ConnectionStore store, CloudDirectory directory, DateTimeOffset started)
{
    private static readonly string[] Filterable = ["id", "name", "type", "ownerId"];

    public void MapSources(CloudRouter router, string start)
    {
        var path = start + "/data-sources";
        router.Get(path, Sources);
        router.Get(path + "/{id}/api-specs", call => CloudAnswer.Ok((store.Source(call.Id) ?? throw NotFound()).Specification()));
        router.Get(
            path + "/{id}/settings",
            call => store.Source(call.Id) is null ? throw NotFound() : CloudAnswer.Ok(new JsonObject { ["disabled"] = false })
        );
    }

    public void MapSpaces(CloudRouter router)
    {
        router.Get("/api/v1/spaces", Spaces);
        router.Get(
            "/api/v1/spaces/{id}",
            call => CloudAnswer.Ok((store.Space(call.Id) ?? throw NotFound()).ToJson(directory.TenantId, call.Origin))
        );
    }

    private static CloudRefusal NotFound() => new(404, "HTTP-404", "Not found");

    private CloudAnswer Sources(CloudCall call)
    {
        var sources = store.Sources.Where(source =>
            call.Parameter("dataSourceId") is not { } id || source.Id.Equals(id, StringComparison.OrdinalIgnoreCase)
        );
        return CloudAnswer.Ok(
            new JsonObject
            {
                ["dataSources"] = new JsonArray([.. sources.Select(source => source.ToJson())]),
                ["lastUpdated"] = CloudDate.Write(started),
            }
        );
    }

    private CloudAnswer Spaces(CloudCall call)
    {
        var found = store
            .Spaces.Where(space => call.Parameter("type") is not { } type || space.Type == type)
            .Where(space =>
                call.Parameter("name") is not { } name || space.Name.Contains(name, StringComparison.OrdinalIgnoreCase)
            )
            .Select(space => space.ToJson(directory.TenantId, call.Origin));
        if (call.Parameter("filter") is { } filter)
            found = found.Where(ScimFilter.Read(filter, Filterable));
        var all = found.OrderBy(space => (string?)space["name"], StringComparer.OrdinalIgnoreCase).ToList();
        var page = CloudPage.Of(call, all, space => (string)space["id"]!, space => space, "next", "prev");
        page["meta"] = new JsonObject { ["count"] = all.Count };
        return CloudAnswer.Ok(page);
    }
}
