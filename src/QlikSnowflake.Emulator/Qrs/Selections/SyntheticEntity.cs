using System.Text.Json.Nodes;

namespace QlikSnowflake.Emulator.Qrs.Selections;

/// <summary>
/// Several entities seen as one: each property's common value, or that it differs. Tags come as <see cref="TagList"/>;
/// custom properties are left out, as their form isn't published. (SyntheticRootEntity, QRS API description, version
/// 38.22.0.)
/// </summary>
internal static class SyntheticEntity
{
    /// <summary>The property that tags are edited by.</summary>
    public const string TagList = "refList_Tag";

    public static JsonObject Of(QrsEntityType type, IReadOnlyList<JsonObject> entities, QrsUser user)
    {
        var access = entities.Select(entity => user.PrivilegesOn(type, entity)).ToList();
        return new JsonObject
        {
            ["schemaPath"] = "SyntheticRootEntity",
            ["name"] = type.Name,
            ["type"] = type.Name,
            ["access"] = new JsonArray([
                .. (access.Count == 0 ? [] : access.Aggregate((left, right) => [.. left.Intersect(right)])).Select(name =>
                    JsonValue.Create(name)
                ),
            ]),
            ["children"] = new JsonArray(),
            ["properties"] = new JsonArray([.. type.Fields.Where(IsEditable).Select(field => Property(field, entities))]),
            ["latestModifiedDate"] = entities.Select(entity => (string?)entity["modifiedDate"]).Max(StringComparer.Ordinal),
        };
    }

    /// <summary>Whether a property can be edited for several entities at once.</summary>
    public static bool IsEditable(QrsField field) => !field.ServerSet && !field.Owned;

    /// <summary>The name that a property is edited by.</summary>
    public static string NameOf(QrsField field) => field.Target == QrsEntityType.Tag ? TagList : field.Name;

    private static JsonObject Property(QrsField field, IReadOnlyList<JsonObject> entities)
    {
        var values = entities.Select(entity => entity[field.Name]).ToList();
        var differs = values.Skip(1).Any(value => !JsonNode.DeepEquals(value, values[0]));
        return new JsonObject
        {
            ["schemaPath"] = "SyntheticPropertyCondensed",
            ["name"] = NameOf(field),
            ["value"] = Value(field, differs || values.Count == 0 ? null : values[0]),
            ["valueIsDifferent"] = differs,
            ["valueIsModified"] = false,
        };
    }

    /// <summary>An entity is its id; of a list, what would be added and removed.</summary>
    private static JsonNode? Value(QrsField field, JsonNode? common)
    {
        if (field.IsList)
            return new JsonObject { ["added"] = new JsonArray(), ["removed"] = new JsonArray() };
        return field.Kind == QrsFieldKind.Entity ? common?["id"]?.DeepClone() : common?.DeepClone();
    }
}
