using System.Text.Json.Nodes;
using QlikSnowflake.Emulator.Qrs.Filtering;

namespace QlikSnowflake.Emulator.Qrs;

/// <summary>The calls that every entity type has. ("Working with entities", Qlik Sense Repository Service API.)</summary>
internal sealed class QrsEntityRoutes(QrsEntityType type, QrsStore store, QrsEntityReader reader, QrsEntityWriter writer, QrsSettings settings)
{
    public void Map(QrsRouter router)
    {
        var path = "/qrs/" + type.Segment;
        router.Get(path, call => List(call, writer.Condensed));
        router.Get(path + "/full", call => List(call, writer.Full));
        router.Get(path + "/count", Count);
        router.Get(path + "/{id}", call => QrsAnswer.Ok(Full(call, Readable(call))));
        router.Post(path, call => QrsAnswer.Created(Full(call, Add(call, call.BodyObject))));
        router.Post(path + "/many", AddMany);
        router.Post(path + "/table", call => QrsAnswer.Created(new QrsTable(type, store, writer).Of(call, Select(call))));
        router.Post(path + "/previewcreateprivilege", call => QrsAnswer.Created(call.User.MayCreate(type, Previewed(call))));
        router.Post(path + "/previewprivileges", PreviewPrivileges);
        router.Put(path + "/{id}", Update);
        router.Delete(path + "/{id}", Delete);
    }

    /// <summary>The entities that the caller may read and that pass the request's filter, in the order asked for.</summary>
    public IEnumerable<JsonObject> Select(QrsCall call)
    {
        var readable = store.All(type).Where(entity => call.User.MayRead(type, entity));
        if (call.Parameter("filter") is { } filter)
        {
            var matches = QrsFilter.Read(type, store, filter);
            readable = readable.Where(matches);
        }

        return call.Parameter("orderby") is { } order ? QrsOrder.Apply(type, store, order, readable) : readable;
    }

    private QrsAnswer List(QrsCall call, Func<QrsEntityType, JsonObject, IEnumerable<string>?, JsonObject> write)
        => QrsAnswer.Many([.. Select(call)], entity => write(type, entity, Privileges(call, entity)));

    private QrsAnswer Count(QrsCall call)
    {
        var count = Select(call).Count();
        return QrsAnswer.Ok(settings.CountShape == CountShape.Number ? count : new JsonObject { ["value"] = count });
    }

    private JsonObject Add(QrsCall call, JsonObject body)
    {
        var entity = reader.Read(type, body, stored: null, call.User.Entity);
        if (!call.User.MayCreate(type, entity))
            throw QrsRefusal.Forbidden();
        return store.Insert(type, entity, IdIn(body) ?? Guid.Empty, call.User.Name);
    }

    /// <summary>All or nothing.</summary>
    private QrsAnswer AddMany(QrsCall call)
    {
        var added = new List<JsonObject>();
        try
        {
            foreach (var body in call.BodyArray)
                added.Add(Add(call, body as JsonObject ?? throw QrsRefusal.BadRequest("Bad Request: objects are expected")));
        }
        catch (QrsRefusal)
        {
            added.ForEach(entity => store.Remove(type, entity));
            throw;
        }

        return QrsAnswer.Created(new JsonArray([.. added.Select(entity => Full(call, entity))]));
    }

    /// <summary>Replaces an entity, unless it has been changed since the client read it. ("Updating an entity and handling PUT request conflict responses".)</summary>
    private QrsAnswer Update(QrsCall call)
    {
        var stored = Changeable(call);
        var body = call.BodyObject;
        if (IdIn(body) != call.Id)
            throw QrsRefusal.BadRequest("Bad Request: the id differs from the one in the path");
        if (!TryReadDate(QrsEntityReader.Property(body, "modifiedDate"), out var seen)
            || !QrsDate.TryRead((string)stored["modifiedDate"]!, out var modified)
            || seen < modified)
        {
            throw QrsRefusal.Conflict("Conflict");
        }

        var content = reader.Read(type, body, stored, call.User.Entity);
        if (settings.ReturnPassword == ReturnPassword.Empty && (string?)content["password"] == "" && !string.IsNullOrEmpty((string?)content["username"]))
            content["password"] = stored["password"]?.DeepClone();
        return QrsAnswer.Ok(Full(call, store.Replace(type, stored, content, call.User.Name)));
    }

    private QrsAnswer PreviewPrivileges(QrsCall call)
        => QrsAnswer.Created(new JsonArray([.. call.User.PrivilegesOn(type, Previewed(call)).Select(name => JsonValue.Create(name))]));

    private JsonObject Previewed(QrsCall call) => reader.Read(type, call.BodyObject, stored: null, call.User.Entity);

    private QrsAnswer Delete(QrsCall call)
    {
        var entity = Changeable(call);
        if ((bool?)entity["deleteProhibited"] == true)
            throw QrsRefusal.Forbidden();
        store.Remove(type, entity);
        return QrsAnswer.NoContent;
    }

    private JsonObject Readable(QrsCall call)
    {
        var entity = store.Find(type, call.Id) ?? throw QrsRefusal.NotFound();
        return call.User.MayRead(type, entity) ? entity : throw QrsRefusal.Forbidden();
    }

    private JsonObject Changeable(QrsCall call)
    {
        var entity = store.Find(type, call.Id) ?? throw QrsRefusal.NotFound();
        return call.User.MayChange(type, entity) ? entity : throw QrsRefusal.Forbidden();
    }

    private JsonObject Full(QrsCall call, JsonObject entity) => writer.Full(type, entity, Privileges(call, entity));

    private IReadOnlyList<string>? Privileges(QrsCall call, JsonObject entity)
        => call.Flag("privileges") ? call.User.PrivilegesOn(type, entity) : null;

    private static Guid? IdIn(JsonObject body)
    {
        if (QrsEntityReader.Property(body, "id") is not { } node)
            return null;
        return node is JsonValue value && value.TryGetValue<string>(out var text) && Guid.TryParse(text, out var id)
            ? id
            : throw QrsRefusal.BadRequest("Bad Request: id is not a GUID");
    }

    private static bool TryReadDate(JsonNode? node, out DateTimeOffset date)
    {
        date = default;
        return node is JsonValue value && value.TryGetValue<string>(out var text) && QrsDate.TryRead(text, out date);
    }
}
