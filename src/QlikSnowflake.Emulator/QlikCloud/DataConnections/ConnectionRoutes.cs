using System.Globalization;
using System.Text.Json.Nodes;

namespace QlikSnowflake.Emulator.QlikCloud.DataConnections;

/// <summary>The calls on single data connections and their list. (Data connections, Qlik Cloud REST reference.)</summary>
internal sealed class ConnectionRoutes(ConnectionStore store, ConnectionReader reader, QlikCloudSettings settings)
{
    private static readonly string[] Filterable = ["id", "qID", "qName", "qType", "datasourceID", "space", "user", "qri", "tags"];

    /// <summary>Adds the calls.</summary>
    /// <param name="router">Where they go.</param>
    /// <param name="start">What the paths begin with: <c>/api/v1</c> or <c>/api/connectivity</c>.</param>
    public void Map(CloudRouter router, string start)
    {
        var path = start + "/data-connections";
        router.Get(path, List);
        router.Post(
            path,
            call => CloudAnswer.Created(store.Write(call, store.Save(reader.Read(Body(call), call.User)), withSecret: false))
        );
        router.Get(path + "/{id}", call => CloudAnswer.Ok(store.Write(call, Readable(call), withSecret: true)));
        router.Put(path + "/{id}", Replace);
        router.Patch(path + "/{id}", Change);
        router.Delete(path + "/{id}", Delete);
    }

    private static JsonObject Body(CloudCall call) =>
        call.Body as JsonObject ?? throw ConnectionStore.Bad("/", "An object is expected.");

    private CloudAnswer List(CloudCall call)
    {
        var found = store.All.Where(connection => store.MayRead(call.User, connection));
        if (call.Parameter("userId") is { } user)
        {
            store.RequireAdministrator(call.User);
            found = found.Where(connection => connection.OwnerId == user);
        }

        if (call.Parameter("owner") is { } owner)
            found = found.Where(connection => connection.OwnerId == owner);
        if (call.Parameter("ownedByMe") == "true")
            found = found.Where(connection => connection.OwnerId == call.User.Id);
        if (call.Parameter("personal") == "true")
            found = found.Where(connection => connection.SpaceId.Length == 0 && connection.OwnerId == call.User.Id);
        if (call.Parameter("spaceId") is { } space)
            found = found.Where(connection => connection.SpaceId == space);
        if (call.Parameter("filter") is { } filter)
        {
            var matches = ScimFilter.Read(filter, Filterable);
            found = found.Where(connection => matches(store.Write(call, connection, withSecret: false)));
        }

        var all = Sort(found, call.Parameter("sort") ?? "+qName").ToList();
        var left = all.RemoveAll(connection => connection.Name == settings.UnlistedConnection);
        var page = Page(call, all);
        if (left > 0)
            page["errors"] = new JsonArray(
                new JsonObject
                {
                    ["code"] = "DCERROR-0020",
                    ["title"] = "Failed to get connection",
                    ["detail"] = $"The connection '{settings.UnlistedConnection}' could not be read.",
                    ["status"] = 500,
                }
            );
        return CloudAnswer.Ok(page);
    }

    private static IEnumerable<CloudConnection> Sort(IEnumerable<CloudConnection> connections, string order)
    {
        Func<CloudConnection, string> keyOf = order.TrimStart('+', '-', ' ') switch
        {
            "qName" => connection => connection.Name,
            "created" => connection => CloudDate.Write(connection.Created),
            "updated" => connection => CloudDate.Write(connection.Updated),
            _ => throw CloudRefusal.BadParameter(
                "sort",
                "Connections can be sorted by qName, created or updated.",
                ConnectionStore.Invalid
            ),
        };
        return order.StartsWith('-')
            ? connections.OrderByDescending(keyOf, StringComparer.OrdinalIgnoreCase)
            : connections.OrderBy(keyOf, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>The cursor of this list is a page, which clients take from the links.</summary>
    private JsonObject Page(CloudCall call, List<CloudConnection> all)
    {
        var page = 0;
        if (call.Parameter("page") is { } text && !int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out page))
            throw CloudRefusal.BadParameter("page", "No such page.", ConnectionStore.Invalid);
        JsonObject Link(int to) => new() { ["href"] = call.UrlWith("page", to.ToString(CultureInfo.InvariantCulture)) };
        var links = new JsonObject { ["self"] = new JsonObject { ["href"] = call.Url } };
        if ((page + 1L) * call.Limit < all.Count)
            links["next"] = Link(page + 1);
        if (page > 0)
            links["prev"] = Link(page - 1);
        return new JsonObject
        {
            ["data"] = new JsonArray([
                .. all.Skip((int)Math.Min((long)page * call.Limit, all.Count))
                    .Take(call.Limit)
                    .Select(connection => store.Write(call, connection, call.Parameter("extended") == "true")),
            ]),
            ["meta"] = new JsonObject { ["count"] = all.Count },
            ["links"] = links,
        };
    }

    /// <summary>The connection of the path: by id or, with <c>type=connectionname</c>, by its name in a space.</summary>
    private CloudConnection Readable(CloudCall call)
    {
        CloudConnection? found;
        if (call.Parameter("type") == "connectionname")
        {
            var space = call.Parameter("spaceId") ?? call.Parameter("space") ?? "";
            found = store.All.FirstOrDefault(connection =>
                connection.SpaceId == space
                && string.Equals(connection.Name, call.Id, StringComparison.OrdinalIgnoreCase)
                && (space.Length > 0 || connection.OwnerId == call.User.Id)
            );
        }
        else
        {
            found = Guid.TryParse(call.Id, out var id)
                ? store.Find(id)
                : throw CloudRefusal.BadParameter("qID", "qID is not a UUID.", ConnectionStore.Invalid);
        }

        if (found is null)
            throw new CloudRefusal(404, "DCERROR-0003", "Connection not found");
        return store.MayRead(call.User, found) ? found : throw CloudRefusal.Forbidden();
    }

    private CloudConnection Changeable(CloudCall call)
    {
        var connection = Readable(call);
        return store.MayChange(call.User, connection) ? connection : throw CloudRefusal.Forbidden();
    }

    /// <summary>Credentials inside the connection can't be replaced this way: what the body says of them is ignored.</summary>
    private CloudAnswer Replace(CloudCall call)
    {
        var stored = Changeable(call);
        var body = Body(call);
        var given = ConnectionReader.Text(body, "qID") ?? ConnectionReader.Text(body, "id");
        if (given is not null && !string.Equals(given, stored.Id, StringComparison.OrdinalIgnoreCase))
            throw ConnectionStore.Bad("/qID", "The id differs from the one in the path.");
        var name = ConnectionReader.Text(body, "qName");
        var statement = ConnectionReader.Text(body, "qConnectStatement");
        if (string.IsNullOrWhiteSpace(name))
            throw ConnectionStore.Bad("/qName", "qName is required.");
        if (string.IsNullOrWhiteSpace(statement))
            throw ConnectionStore.Bad("/qConnectStatement", "qConnectStatement is required.");
        store.Save(
            stored with
            {
                Name = name,
                Statement = statement,
                Type = ConnectionReader.Text(body, "qType") ?? stored.Type,
                SpaceId = ConnectionReader.Text(body, "space") ?? "",
                LogOn = ConnectionReader.Property(body, "qLogOn") is { } logOn ? ConnectionReader.LogOn(logOn) : stored.LogOn,
                Tags = ConnectionReader.Property(body, "tags") is { } tags ? ConnectionReader.Tags(tags, 32) : stored.Tags,
                Updated = store.Now,
            }
        );
        return CloudAnswer.NoContent;
    }

    private CloudAnswer Change(CloudCall call)
    {
        var stored = Changeable(call);
        var patched = ConnectionPatch.Apply(stored, store.SourceOf(stored), JsonPatch.Read(call.Body, ConnectionStore.Invalid));
        store.Save(patched with { Updated = store.Now });
        return CloudAnswer.NoContent;
    }

    private CloudAnswer Delete(CloudCall call)
    {
        store.Remove(Changeable(call));
        return CloudAnswer.NoContent;
    }
}
