using System.Text.Json.Nodes;

namespace QlikSnowflake.Emulator.Qrs.Selections;

/// <summary>
/// The calls on selections: named sets of entities, on which lists, removal and bulk editing work. (Selection, QRS API
/// description, version 38.22.0.)
/// </summary>
/// <param name="connections">The calls on data connections, whose lists these are.</param>
/// <param name="selections">The calls on selections as entities.</param>
/// <param name="store">Where both are.</param>
/// <param name="reader">Reads what a bulk edit makes of a connection.</param>
/// <param name="settings">How names and counts are treated.</param>
internal sealed class SelectionRoutes(
    QrsEntityRoutes connections,
    QrsEntityRoutes selections,
    QrsStore store,
    QrsEntityReader reader,
    QrsSettings settings
)
{
    private static readonly QrsEntityType Type = QrsEntityType.DataConnection;

    public void Map(QrsRouter router)
    {
        const string path = "/qrs/selection";
        var selected = $"{path}/{{id}}/{Type.Segment}";
        selections.MapOwn(router);
        router.Post($"{path}/{Type.Segment}", SelectAll);
        connections.MapLists(router, selected, Members);
        router.Delete(selected, DeleteMembers);
        router.Get(
            selected + "/synthetic",
            call => QrsAnswer.Ok(SyntheticEntity.Of(Type, [.. connections.Select(call, Members(call))], call.User))
        );
        router.Put(selected + "/synthetic", EditMembers);
    }

    /// <summary>Selects all connections that the caller may read and that pass the filter.</summary>
    private QrsAnswer SelectAll(QrsCall call)
    {
        var items = connections
            .Select(call, store.All(Type))
            .Select(
                JsonNode? (entity) =>
                    new JsonObject
                    {
                        ["type"] = Type.Name,
                        ["objectID"] = (string)entity["id"]!,
                        ["objectName"] = (string)entity["name"]!,
                    }
            );
        return selections.Create(call, new JsonObject { ["items"] = new JsonArray([.. items]) });
    }

    /// <summary>The selected connections that still exist.</summary>
    private IEnumerable<JsonObject> Members(QrsCall call)
    {
        var items = selections.Changeable(call)["items"]!.AsArray().Select(item => item!.AsObject());
        return items
            .Where(item => string.Equals((string?)item["type"], Type.Name, StringComparison.OrdinalIgnoreCase))
            .Select(item => Guid.TryParse((string?)item["objectID"], out var id) ? store.Find(Type, id) : null)
            .OfType<JsonObject>()
            .Distinct();
    }

    /// <summary>All or nothing, as for every call on several entities.</summary>
    private QrsAnswer DeleteMembers(QrsCall call)
    {
        foreach (var entity in ChangeableMembers(call))
            store.Remove(Type, entity);
        return QrsAnswer.NoContent;
    }

    private QrsAnswer EditMembers(QrsCall call)
    {
        var members = ChangeableMembers(call);
        var edit = SyntheticEdit.Read(Type, call.BodyObject);
        if (members.Exists(edit.IsOlderThan))
            throw QrsRefusal.Conflict("Conflict");
        if (edit.SetsName && members.Count > 1 && settings.DuplicateName != DuplicateName.Allow)
            throw QrsRefusal.Conflict($"{Type.Name} with the same name already exists");
        var contents = members.ConvertAll(entity =>
            (Stored: entity, Content: reader.Read(Type, edit.ApplyTo(entity), entity, call.User.Entity))
        );
        foreach (var (stored, content) in contents)
            store.Replace(Type, stored, content, call.User.Name);
        return QrsAnswer.NoContent;
    }

    private List<JsonObject> ChangeableMembers(QrsCall call)
    {
        var members = connections.Select(call, Members(call)).ToList();
        return members.TrueForAll(entity => call.User.MayChange(Type, entity)) ? members : throw QrsRefusal.Forbidden();
    }
}
