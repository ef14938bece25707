using System.Text.Json.Nodes;

namespace QlikSnowflake.Emulator.QlikCloud.DataConnections;

/// <summary>The calls on data sources and spaces. (Data sources; Spaces: Qlik Cloud REST reference.)</summary>
internal sealed class SourceRoutes(ConnectionStore store, CloudDirectory directory, TimeProvider clock)
{
    private readonly DateTimeOffset _started = clock.GetUtcNow();

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
        router.Post("/api/v1/spaces", CreateSpace);
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
                ["lastUpdated"] = CloudDate.Write(_started),
            }
        );
    }

    private CloudAnswer CreateSpace(CloudCall call)
    {
        var body =
            call.Body as JsonObject ?? throw new CloudRefusal(400, "SPACES-2", "Invalid request body", "An object is expected.");
        if (body.Text("name") is not { } name || string.IsNullOrWhiteSpace(name) || name.Length > 256)
            throw new CloudRefusal(400, "SPACES-2", "Invalid request body", "name is needed, of 256 characters at most.");
        if (body.Text("type") is not ("shared" or "managed" or "data"))
            throw new CloudRefusal(400, "SPACES-2", "Invalid request body", "type must be shared, managed or data.");
        var space = new CloudSpace(Guid.NewGuid().ToString("N")[..24], name, body.Text("type")!, call.User.Id, clock.GetUtcNow());
        store.Spaces.Add(space);
        return CloudAnswer.Created(space.ToJson(directory.TenantId, call.Origin));
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
