using System.Text.Json.Nodes;
using QlikSnowflake.Emulator.Qrs.Filtering;

namespace QlikSnowflake.Emulator.Qrs;

/// <summary>The calls that every entity type has. ("Working with entities", Qlik Sense Repository Service API.)</summary>
internal sealed class QrsEntityRoutes(
    QrsEntityType type,
    QrsStore store,
    QrsEntityReader reader,
    QrsEntityWriter writer,
    QrsSettings settings
)
{
    private string Path => "/qrs/" + type.Segment;

    public void Map(QrsRouter router)
    {
        MapLists(router, Path, _ => store.All(type));
        MapSingle(router);
        router.Post(Path + "/many", AddMany);
        router.Post(Path + "/previewcreateprivilege", call => QrsAnswer.Created(call.User.MayCreate(type, Previewed(call))));
        router.Post(Path + "/previewprivileges", PreviewPrivileges);
    }

    /// <summary>The calls of a type that has no lists in the full form, no table and no previews.</summary>
    public void MapOwn(QrsRouter router)
    {
        router.Get(Path, call => List(call, store.All(type), writer.Condensed));
        MapSingle(router);
    }

    /// <summary>The lists of some entities of the type.</summary>
    /// <param name="router">Where the calls go.</param>
    /// <param name="path">What their paths begin with.</param>
    /// <param name="among">The entities that a request is about.</param>
    public void MapLists(QrsRouter router, string path, Func<QrsCall, IEnumerable<JsonObject>> among)
    {
        router.Get(path, call => List(call, among(call), writer.Condensed));
        router.Get(path + "/full", call => List(call, among(call), writer.Full));
        router.Get(path + "/count", call => Count(call, among(call)));
        router.Post(
            path + "/table",
            call => QrsAnswer.Created(new QrsTable(type, store, writer).Of(call, Select(call, among(call))))
        );
    }

    public QrsAnswer Create(QrsCall call, JsonObject body) => QrsAnswer.Created(Full(call, Add(call, body)));

    /// <summary>Those entities that the caller may read and that pass the request's filter, in the order asked for.</summary>
    public IEnumerable<JsonObject> Select(QrsCall call, IEnumerable<JsonObject> among)
    {
        var readable = among.Where(entity => call.User.MayRead(type, entity));
        if (call.Parameter("filter") is { } filter)
        {
            var matches = QrsFilter.Read(type, store, filter);
            readable = readable.Where(matches);
        }

        return call.Parameter("orderby") is { } order ? QrsOrder.Apply(type, store, order, readable) : readable;
    }

    private void MapSingle(QrsRouter router)
    {
        router.Get(Path + "/{id}", call => QrsAnswer.Ok(Full(call, Readable(call))));
        router.Post(Path, call => Create(call, call.BodyObject));
        router.Put(Path + "/{id}", Update);
        router.Delete(Path + "/{id}", Delete);
    }

    private QrsAnswer List(
        QrsCall call,
        IEnumerable<JsonObject> among,
        Func<QrsEntityType, JsonObject, IEnumerable<string>?, JsonObject> write
    ) => QrsAnswer.Many([.. Select(call, among)], entity => write(type, entity, Privileges(call, entity)));

    private QrsAnswer Count(QrsCall call, IEnumerable<JsonObject> among)
    {
        var count = Select(call, among).Count();
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

    /// <summary>
    /// Replaces an entity, unless it has been changed since the client read it. ("Updating an entity and handling PUT
    /// request conflict responses".)
    /// </summary>
    private QrsAnswer Update(QrsCall call)
    {
        var stored = Changeable(call);
        var body = call.BodyObject;
        if (IdIn(body) != call.Id)
            throw QrsRefusal.BadRequest("Bad Request: the id differs from the one in the path");
        if (
            !TryReadDate(QrsEntityReader.Property(body, "modifiedDate"), out var seen)
            || !QrsDate.TryRead((string)stored["modifiedDate"]!, out var modified)
            || seen < modified
        )
        {
            throw QrsRefusal.Conflict("Conflict");
        }

        var content = reader.Read(type, body, stored, call.User.Entity);
        if (
            settings.ReturnPassword == ReturnPassword.Empty
            && (string?)content["password"] == ""
            && !string.IsNullOrEmpty((string?)content["username"])
        )
            content["password"] = stored["password"]?.DeepClone();
        return QrsAnswer.Ok(Full(call, store.Replace(type, stored, content, call.User.Name)));
    }

    private QrsAnswer PreviewPrivileges(QrsCall call) =>
        QrsAnswer.Created(
            new JsonArray([.. call.User.PrivilegesOn(type, Previewed(call)).Select(name => JsonValue.Create(name))])
        );

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

    /// <summary>The entity of the path, which the caller may change.</summary>
    public JsonObject Changeable(QrsCall call)
    {
        var entity = store.Find(type, call.Id) ?? throw QrsRefusal.NotFound();
        return call.User.MayChange(type, entity) ? entity : throw QrsRefusal.Forbidden();
    }

    private JsonObject Full(QrsCall call, JsonObject entity) => writer.Full(type, entity, Privileges(call, entity));

    private IReadOnlyList<string>? Privileges(QrsCall call, JsonObject entity) =>
        call.Flag("privileges") ? call.User.PrivilegesOn(type, entity) : null;

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
