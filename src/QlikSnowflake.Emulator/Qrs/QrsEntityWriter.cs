using System.Text.Json.Nodes;

namespace QlikSnowflake.Emulator.Qrs;

/// <summary>
/// Writes stored entities as the repository shows them: full or condensed, with the entities they refer to in condensed
/// form.
/// </summary>
internal sealed class QrsEntityWriter(QrsStore store, QrsSettings settings)
{
    /// <summary>The full form.</summary>
    /// <param name="type">The entity's type.</param>
    /// <param name="entity">The entity as stored.</param>
    /// <param name="privileges">What the caller may do with it; null where he didn't ask.</param>
    public JsonObject Full(QrsEntityType type, JsonObject entity, IEnumerable<string>? privileges = null) =>
        Write(type, entity, privileges, full: true, showSecrets: false);

    /// <summary>The condensed form, as in plain lists and inside other entities.</summary>
    public JsonObject Condensed(QrsEntityType type, JsonObject entity, IEnumerable<string>? privileges = null) =>
        Write(type, entity, privileges, full: false, showSecrets: false);

    /// <summary>The full form, with the password whatever the settings say.</summary>
    public JsonObject Inside(QrsEntityType type, JsonObject entity) => Write(type, entity, null, full: true, showSecrets: true);

    private JsonObject Write(QrsEntityType type, JsonObject entity, IEnumerable<string>? privileges, bool full, bool showSecrets)
    {
        var written = new JsonObject();
        foreach (var field in type.Fields.Where(field => full || field.Condensed))
        {
            if (field.Name == "password" && !showSecrets && settings.ReturnPassword != ReturnPassword.Clear)
            {
                if (settings.ReturnPassword == ReturnPassword.Empty)
                    written["password"] = "";
                continue;
            }

            var value = entity[field.Name];
            written[field.Name] =
                field.Kind != QrsFieldKind.Entity ? value?.DeepClone()
                : value is JsonArray list ? new JsonArray([.. list.Select(entry => WriteInner(field, entry))])
                : WriteInner(field, value);
        }

        if (full)
            written["schemaPath"] = type.Name;
        written["privileges"] = privileges is null ? null : new JsonArray([.. privileges.Select(name => JsonValue.Create(name))]);
        return written;
    }

    private JsonObject? WriteInner(QrsField field, JsonNode? value)
    {
        if (value is not JsonObject inner)
            return null;
        if (field.Owned)
            return Write(field.Target!, inner, null, full: true, showSecrets: false);
        return store.Find(field.Target!, QrsStore.IdOf(inner)) is { } referred ? Condensed(field.Target!, referred) : null;
    }
}
