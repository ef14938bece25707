using System.Text.Json.Nodes;

namespace QlikSnowflake.Emulator.Qrs.Selections;

/// <summary>
/// What a bulk edit changes: the properties whose <c>valueIsModified</c> is true. An owner is the id of a user; tags are
/// ids to add and to remove.
/// </summary>
internal sealed class SyntheticEdit
{
    private readonly DateTimeOffset? _latest;
    private readonly List<(QrsField Field, JsonNode? Value)> _changes;

    private SyntheticEdit(DateTimeOffset? latest, List<(QrsField, JsonNode?)> changes)
    {
        _latest = latest;
        _changes = changes;
    }

    public bool SetsName => _changes.Exists(change => change.Field.Name == "name");

    public static SyntheticEdit Read(QrsEntityType type, JsonObject body)
    {
        if (
            QrsEntityReader.Property(body, "type") is { } named
            && !string.Equals(named.ToString(), type.Name, StringComparison.OrdinalIgnoreCase)
        )
            throw QrsRefusal.BadRequest($"Bad Request: type is not {type.Name}");
        DateTimeOffset? latest =
            QrsEntityReader.Property(body, "latestModifiedDate") is JsonValue date
            && date.TryGetValue<string>(out var text)
            && QrsDate.TryRead(text, out var read)
                ? read
                : null;
        var properties =
            QrsEntityReader.Property(body, "properties") as JsonArray
            ?? throw QrsRefusal.BadRequest("Bad Request: properties is required");
        var modified = properties
            .Select(node => node as JsonObject ?? throw QrsRefusal.BadRequest("Bad Request: properties must hold objects"))
            .Where(property =>
                QrsEntityReader.Property(property, "valueIsModified") is JsonValue value
                && value.TryGetValue<bool>(out var flag)
                && flag
            );
        return new SyntheticEdit(latest, [.. modified.Select(property => ReadProperty(type, property))]);
    }

    /// <summary>Whether an entity has been changed since the client read them.</summary>
    public bool IsOlderThan(JsonObject entity) =>
        _latest is not { } latest || !QrsDate.TryRead((string)entity["modifiedDate"]!, out var modified) || latest < modified;

    /// <summary>The entity as the body of a PUT that makes the change.</summary>
    public JsonObject ApplyTo(JsonObject entity)
    {
        var body = entity.DeepClone().AsObject();
        foreach (var (field, value) in _changes)
            body[field.Name] = field.IsList ? Merge(body[field.Name]!.AsArray(), value!.AsObject()) : value?.DeepClone();
        return body;
    }

    private static (QrsField Field, JsonNode? Value) ReadProperty(QrsEntityType type, JsonObject property)
    {
        var name = QrsEntityReader.Property(property, "name")?.ToString();
        var field =
            type.Fields.FirstOrDefault(field =>
                SyntheticEntity.IsEditable(field)
                && string.Equals(SyntheticEntity.NameOf(field), name, StringComparison.OrdinalIgnoreCase)
            ) ?? throw QrsRefusal.BadRequest($"Bad Request: there is no property {name} to edit");
        var value = QrsEntityReader.Property(property, "value");
        if (field.IsList)
            return (
                field,
                value as JsonObject ?? throw QrsRefusal.BadRequest($"Bad Request: {name} holds what is added and removed")
            );
        return (
            field,
            field.Kind == QrsFieldKind.Entity && value is JsonValue id ? new JsonObject { ["id"] = id.DeepClone() } : value
        );
    }

    private static JsonArray Merge(JsonArray present, JsonObject change)
    {
        var removed = Ids(change, "removed");
        var kept = present
            .Select(entry => (string)entry!["id"]!)
            .Where(id => !removed.Contains(id, StringComparer.OrdinalIgnoreCase));
        return new JsonArray([
            .. kept.Union(Ids(change, "added"), StringComparer.OrdinalIgnoreCase).Select(id => new JsonObject { ["id"] = id }),
        ]);
    }

    private static List<string> Ids(JsonObject change, string name) =>
        [
            .. (QrsEntityReader.Property(change, name) as JsonArray ?? []).Select(node =>
                node?.ToString() ?? throw QrsRefusal.BadRequest($"Bad Request: {name} has an empty entry")
            ),
        ];
}
