using System.Text.Json.Nodes;

namespace QlikSnowflake.Emulator.Qrs;

/// <summary>The repository's entities in memory. Not safe for several threads: the service holds its lock around every use.</summary>
internal sealed class QrsStore(QrsSettings settings, TimeProvider clock)
{
    private readonly Dictionary<QrsEntityType, QrsEntitySet> _entities = new[]
    {
        QrsEntityType.DataConnection,
        QrsEntityType.Tag,
        QrsEntityType.User,
        QrsEntityType.CustomPropertyDefinition,
        QrsEntityType.Selection,
    }.ToDictionary(type => type, type => new QrsEntitySet(type));

    /// <summary>Called with the type, the id and the content of what was inserted or replaced; what was removed has none.</summary>
    public Action<QrsEntityType, Guid, JsonObject?>? Changed { get; set; }

    /// <summary>All entities of a type, in the order they were made; references are bare ids.</summary>
    public IReadOnlyCollection<JsonObject> All(QrsEntityType type) => _entities[type].All;

    public JsonObject? Find(QrsEntityType type, Guid id) => _entities[type].Find(id);

    /// <summary>The entity that a reference of another one means.</summary>
    public JsonObject? Referred(QrsField field, JsonObject reference) => Find(field.Target!, IdOf(reference));

    /// <summary>The entities with the same unique properties, letter case aside.</summary>
    public IReadOnlyList<JsonObject> Namesakes(QrsEntityType type, JsonObject entity) => _entities[type].Namesakes(entity);

    public static Guid IdOf(JsonObject entity) => Guid.Parse((string)entity["id"]!);

    /// <summary>Stores a new entity, and sets what the server sets.</summary>
    /// <param name="type">Its type.</param>
    /// <param name="entity">As <see cref="QrsEntityReader"/> made it.</param>
    /// <param name="id">The id asked for; empty for a new one.</param>
    /// <param name="by">Who makes it, as <c>DIR\user</c>.</param>
    public JsonObject Insert(QrsEntityType type, JsonObject entity, Guid id, string by)
    {
        if (id != Guid.Empty && Find(type, id) is not null)
            throw QrsRefusal.Conflict("Conflict");
        RequireUnique(type, entity, except: null);
        var now = QrsDate.Write(clock.GetUtcNow());
        SetHead(entity, id == Guid.Empty ? Guid.NewGuid() : id, now, now, by);
        if (type == QrsEntityType.DataConnection && (string?)entity["engineObjectId"] is null or "")
            entity["engineObjectId"] = (string)entity["id"]!;
        _entities[type].Add(entity);
        Changed?.Invoke(type, IdOf(entity), entity);
        return entity;
    }

    /// <summary>Puts new content in an entity's place.</summary>
    public JsonObject Replace(QrsEntityType type, JsonObject stored, JsonObject content, string by)
    {
        RequireUnique(type, content, except: stored);
        var modified = clock.GetUtcNow();
        if (QrsDate.TryRead((string)stored["modifiedDate"]!, out var last) && modified < last.AddMilliseconds(1))
            modified = last.AddMilliseconds(1);
        SetHead(content, IdOf(stored), (string)stored["createdDate"]!, QrsDate.Write(modified), by);
        _entities[type].Replace(stored, content);
        Changed?.Invoke(type, IdOf(content), content);
        return content;
    }

    /// <summary>Removes an entity and every reference to it.</summary>
    public void Remove(QrsEntityType type, JsonObject entity)
    {
        _entities[type].Remove(entity);
        Changed?.Invoke(type, IdOf(entity), null);
        var id = (string)entity["id"]!;
        foreach (var (owner, field) in Referrers(type))
        {
            foreach (var referring in _entities[owner].All)
                RemoveReferences(referring, field, id);
        }
    }

    private static IEnumerable<(QrsEntityType Owner, string Field)> Referrers(QrsEntityType type)
    {
        if (type == QrsEntityType.Tag)
            return [(QrsEntityType.DataConnection, "tags"), (QrsEntityType.User, "tags")];
        return type == QrsEntityType.CustomPropertyDefinition
            ? [(QrsEntityType.DataConnection, "customProperties"), (QrsEntityType.User, "customProperties")]
            : [];
    }

    private static void RemoveReferences(JsonObject entity, string field, string id) =>
        (entity[field] as JsonArray)?.RemoveAll(entry =>
            (string?)entry?["id"] == id || (string?)entry?["definition"]?["id"] == id
        );

    private static void SetHead(JsonObject entity, Guid id, string created, string modified, string by)
    {
        entity["id"] = id.ToString("D");
        entity["createdDate"] = created;
        entity["modifiedDate"] = modified;
        entity["modifiedByUserName"] = by;
    }

    private void RequireUnique(QrsEntityType type, JsonObject entity, JsonObject? except)
    {
        if (type.Unique.Count == 0 || settings.DuplicateName == DuplicateName.Allow)
            return;
        var comparison = settings.NamesIgnoreCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
        var taken = Namesakes(type, entity)
            .Any(other =>
                other != except && type.Unique.All(name => string.Equals((string?)other[name], (string?)entity[name], comparison))
            );
        if (!taken)
            return;
        var text = $"{type.Name} with the same {string.Join(", ", type.Unique)} already exists";
        throw settings.DuplicateName == DuplicateName.BadRequest ? QrsRefusal.BadRequest(text) : QrsRefusal.Conflict(text);
    }
}
