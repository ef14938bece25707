using System.Text.Json.Nodes;

namespace QlikSnowflake.Emulator.QlikCloud.DataConnections;

/// <summary>
/// The calls on several connections at once, each with a result of its own, and the copy of one. (Data connections:
/// actions, Qlik Cloud REST reference.)
/// </summary>
internal sealed class ConnectionActions(ConnectionStore store)
{
    private static readonly string[] SpaceTypes = ["personal", "shared", "managed", "data"];

    public void Map(CloudRouter router, string start)
    {
        var path = start + "/data-connections/actions/";
        router.Post(path + "delete", call => ForEach(call, 204, (connection, _) => store.Remove(connection)));
        router.Post(path + "update", call => ForEach(call, 200, Update));
        router.Post(path + "duplicate", Duplicate);
    }

    private CloudAnswer ForEach(CloudCall call, int success, Action<CloudConnection, JsonObject> work)
    {
        store.RequireAdministrator(call.User);
        if (call.Body is not JsonObject body || body["connections"] is not JsonArray { Count: > 0 } asked)
            throw ConnectionStore.Bad("/connections", "A list of connections is expected.");
        return new CloudAnswer(
            207,
            new JsonObject { ["data"] = new JsonArray([.. asked.Select(node => Result(call, node, success, work))]) }
        );
    }

    private JsonObject Result(CloudCall call, JsonNode? node, int success, Action<CloudConnection, JsonObject> work)
    {
        var id = (node as JsonObject)?.Text("id");
        try
        {
            if (!Guid.TryParse(id, out var guid))
                throw ConnectionStore.Bad("/connections", "Every entry has an id that is a UUID.");
            work(store.Find(guid) ?? throw new CloudRefusal(404, "DCERROR-0003", "Connection not found"), node!.AsObject());
            return new JsonObject { ["id"] = id, ["status"] = success };
        }
        catch (CloudRefusal refusal)
        {
            return new JsonObject
            {
                ["id"] = id,
                ["status"] = refusal.Status,
                ["error"] = refusal.ToJson(call.Context.Request.Path)["errors"]![0]!.DeepClone(),
            };
        }
    }

    /// <summary>Credentials don't follow a new owner.</summary>
    private void Update(CloudConnection connection, JsonObject change)
    {
        var changed = connection with { Name = change.Text("name") ?? connection.Name, Updated = store.Now };
        if (change.Text("ownerId") is { } owner && owner != connection.OwnerId)
        {
            if (!store.IsUser(owner))
                throw ConnectionStore.Bad("/ownerId", "No such user.");
            changed = changed with { OwnerId = owner, CredentialsId = null, CredentialsName = null, Secrets = [] };
        }

        if (change.Text("spaceId") is { } space)
        {
            if (!SpaceTypes.Contains(change.Text("spaceType")))
                throw ConnectionStore.Bad("/spaceType", "spaceType is needed with spaceId: personal, shared, managed or data.");
            changed = changed with { SpaceId = space };
        }

        store.Save(changed);
    }

    private CloudAnswer Duplicate(CloudCall call)
    {
        var body = call.Body as JsonObject ?? throw ConnectionStore.Bad("/", "An object is expected.");
        if (!Guid.TryParse(body.Text("id"), out var id))
            throw ConnectionStore.Bad("/id", "id must be a UUID.");
        var original = store.Find(id) ?? throw new CloudRefusal(404, "DCERROR-0003", "Connection not found");
        if (!store.MayRead(call.User, original))
            throw CloudRefusal.Forbidden();
        var secrets = original.Secrets.DeepClone().AsObject();
        foreach (var (name, property) in new[] { ("qUsername", "username"), ("qPassword", "password") })
        {
            if (body.Text(name) is { } text)
                secrets[property] = text;
        }

        var copy = original with
        {
            Id = Guid.NewGuid().ToString("D"),
            Name = body.Text("name") ?? $"Copy of {original.Name}",
            SpaceId = body.Text("spaceId") ?? original.SpaceId,
            OwnerId = call.User.Id,
            Secrets = secrets,
            CredentialsId =
                secrets.Count == 0 || original.SeparateCredentials ? original.CredentialsId : Guid.NewGuid().ToString("D"),
            Created = store.Now,
            Updated = store.Now,
        };
        return CloudAnswer.Created(store.Write(call, store.Save(copy), withSecret: false));
    }
}
