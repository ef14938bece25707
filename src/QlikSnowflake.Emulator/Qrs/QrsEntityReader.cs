using System.Text.Json;
using System.Text.Json.Nodes;

namespace QlikSnowflake.Emulator.Qrs;

/// <summary>
/// Turns the body of a POST or PUT into what is stored, or refuses it: required properties, lengths, enumerations, ids
/// of other entities. Property names are read in any letter case, unknown ones ignored.
/// </summary>
internal sealed class QrsEntityReader(QrsStore store, TimeProvider clock)
{
    /// <summary>Reads an entity.</summary>
    /// <param name="type">Its type.</param>
    /// <param name="body">What the client sent.</param>
    /// <param name="stored">The entity that it replaces, if any.</param>
    /// <param name="caller">Who owns it where the body names nobody.</param>
    public JsonObject Read(QrsEntityType type, JsonObject body, JsonObject? stored, JsonObject caller)
    {
        var entity = new JsonObject();
        foreach (var field in type.Fields.Where(field => !field.ServerSet))
            entity[field.Name] = ReadField(type, field, Property(body, field.Name), stored, caller);
        return entity;
    }

    /// <summary>A property of a body, whatever its letter case; null where it's missing or null.</summary>
    public static JsonNode? Property(JsonObject body, string name) =>
        body.FirstOrDefault(pair => string.Equals(pair.Key, name, StringComparison.OrdinalIgnoreCase)).Value;

    private static QrsRefusal Bad(QrsField field, string what) => QrsRefusal.BadRequest($"Bad Request: {field.Name} {what}");

    private JsonNode? ReadField(QrsEntityType type, QrsField field, JsonNode? value, JsonObject? stored, JsonObject caller)
    {
        // Clients that know a type's properties send those that they have no value for as {}.
        if (value is null || (value is JsonObject { Count: 0 } && !field.IsList))
            return Absent(type, field, stored, caller);
        if (!field.IsList)
            return ReadValue(type, field, value, stored, caller);
        var list = new JsonArray();
        foreach (var entry in value as JsonArray ?? throw Bad(field, "must be an array"))
            list.Add(ReadValue(type, field, entry ?? throw Bad(field, "has an empty entry"), stored: null, caller));
        return list;
    }

    private static JsonNode? Absent(QrsEntityType type, QrsField field, JsonObject? stored, JsonObject caller)
    {
        if (field.IsList)
            return new JsonArray();

        // A client that never saw the password must be able to change the rest.
        if (stored is not null && field.Name is "password" or "owner" or "engineObjectId")
            return stored![field.Name]?.DeepClone();
        if (field.Name == "owner")
            return new JsonObject { ["id"] = (string)caller["id"]! };
        if (field.Required)
            throw Bad(field, "is required");
        if (type == QrsEntityType.User && field.Name == "deleteProhibited" && stored is not null)
            return stored[field.Name]?.DeepClone();
        return field.Kind switch
        {
            QrsFieldKind.Text => "",
            QrsFieldKind.Number => 0,
            QrsFieldKind.Flag => false,
            _ => null,
        };
    }

    private JsonNode? ReadValue(QrsEntityType type, QrsField field, JsonNode value, JsonObject? stored, JsonObject caller) =>
        field.Kind switch
        {
            QrsFieldKind.Text => ReadText(field, value),
            QrsFieldKind.Number => ReadNumber(field, value),
            QrsFieldKind.Flag => ReadFlag(field, value),
            QrsFieldKind.Guid => value is JsonValue given
            && given.TryGetValue<string>(out var text)
            && Guid.TryParse(text, out var id)
                ? id.ToString("D")
                : throw Bad(field, "is not a GUID"),
            QrsFieldKind.Entity when field.Owned => ReadOwned(type, field, value, caller),
            QrsFieldKind.Entity => new JsonObject { ["id"] = (string)Referred(field, value)["id"]! },
            _ => throw new InvalidOperationException($"{field.Name} can't be written, nor {stored?["id"]}."),
        };

    private static JsonNode ReadText(QrsField field, JsonNode value)
    {
        if (value.GetValueKind() != JsonValueKind.String)
            throw Bad(field, "must be a string");
        var text = (string)value!;
        if (text.Length < field.MinLength || (field.Required && string.IsNullOrWhiteSpace(text)))
            throw Bad(field, "is required");
        return text.Length <= field.MaxLength ? text : throw Bad(field, $"is longer than {field.MaxLength} characters");
    }

    /// <summary>Numbers and truth values are taken as text too.</summary>
    private static JsonNode ReadFlag(QrsField field, JsonNode value) =>
        value.GetValueKind() is JsonValueKind.True or JsonValueKind.False ? value.DeepClone()
        : value is JsonValue given && given.TryGetValue<string>(out var text) && bool.TryParse(text, out var flag) ? flag
        : throw Bad(field, "must be true or false");

    private static JsonNode ReadNumber(QrsField field, JsonNode value) =>
        value is JsonValue given
        && (given.TryGetValue<int>(out var number) || IsNumber(given, out number))
        && number >= 0
        && number < field.EnumSize
            ? number
            : throw Bad(field, "is not one of its values");

    private static bool IsNumber(JsonValue given, out int number)
    {
        number = 0;
        return given.TryGetValue<string>(out var text)
            && int.TryParse(
                text,
                System.Globalization.NumberStyles.None,
                System.Globalization.CultureInfo.InvariantCulture,
                out number
            );
    }

    private JsonObject Referred(QrsField field, JsonNode value) =>
        value is JsonObject reference
        && Property(reference, "id") is JsonValue given
        && given.TryGetValue<string>(out var text)
        && Guid.TryParse(text, out var id)
        && store.Find(field.Target!, id) is { } found
            ? found
            : throw Bad(field, "refers to nothing that exists");

    private JsonObject ReadOwned(QrsEntityType type, QrsField field, JsonNode value, JsonObject caller)
    {
        var entry = Read(field.Target!, value as JsonObject ?? throw Bad(field, "must hold objects"), stored: null, caller);
        if (field.Target == QrsEntityType.CustomPropertyValue)
            CheckCustomProperty(type, field, entry);
        entry["id"] =
            Property((JsonObject)value, "id") is JsonValue id && id.TryGetValue<Guid>(out var given) && given != Guid.Empty
                ? given.ToString("D")
                : Guid.NewGuid().ToString("D");
        var now = QrsDate.Write(clock.GetUtcNow());
        entry["createdDate"] = now;
        entry["modifiedDate"] = now;
        entry["modifiedByUserName"] = $"{(string?)caller["userDirectory"]}\\{(string?)caller["userId"]}";
        return entry;
    }

    private void CheckCustomProperty(QrsEntityType type, QrsField field, JsonObject entry)
    {
        var definition = store.Find(QrsEntityType.CustomPropertyDefinition, QrsStore.IdOf(entry["definition"]!.AsObject()))!;
        if (!Contains(definition["objectTypes"], type.Name, StringComparison.OrdinalIgnoreCase))
            throw Bad(field, $"holds a property that isn't for {type.Name}");
        if (
            definition["choiceValues"] is JsonArray { Count: > 0 } choices
            && !Contains(choices, (string)entry["value"]!, StringComparison.Ordinal)
        )
            throw Bad(field, "holds a value that isn't among the property's choices");
    }

    private static bool Contains(JsonNode? list, string text, StringComparison comparison) =>
        list is JsonArray array && array.Any(entry => string.Equals((string?)entry, text, comparison));
}
