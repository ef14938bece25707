using System.Text;
using System.Text.Json;
using QlikSnowflake.Errors;
using QlikSnowflake.Http;
using QlikSnowflake.Keys;

namespace QlikSnowflake.Qrs;

/// <summary>
/// A data connection as JSON, such as the result of a GET saved to a file (Qlik support article 2522745). What belongs to
/// the original alone (id, dates, engineObjectId) is left out, so that it makes a second connection.
/// </summary>
public static class DataConnectionDocument
{
    /// <summary>Reads a connection to be made from JSON text.</summary>
    /// <param name="json">The text of one object.</param>
    /// <exception cref="InputException">It is no JSON, with the line and what is wrong there; or a field is missing.</exception>
    public static NewDataConnection Parse(string json)
    {
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(json, new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Disallow });
        }
        catch (JsonException e)
        {
            throw NotJson(json, e);
        }

        using (document)
        {
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? Read(document.RootElement)
                : throw new InputException("DataConnectionJsonInvalid", "The JSON is not one object.", "Give one connection: a text that starts with { and ends with }.");
        }
    }

    /// <summary>Reads a connection to be made from the fields of an object, named as on the wire.</summary>
    /// <param name="fields">Texts, numbers, and for <c>owner</c> a dictionary of its own.</param>
    /// <exception cref="InputException">A field is missing or has a value that it cannot have.</exception>
    public static NewDataConnection FromFields(IReadOnlyDictionary<string, object?> fields) => Read(JsonSerializer.SerializeToElement(fields));

    private static NewDataConnection Read(JsonElement json)
    {
        var password = Text(json, "password");
        var connection = new NewDataConnection
        {
            Name = Required(json, "name"),
            ConnectionString = Required(json, "connectionstring"),
            Type = Required(json, "type"),
            UserName = Text(json, "username")?.Trim() ?? string.Empty,
            Password = string.IsNullOrEmpty(password) ? null : SecretText.FromPlainText(password!),
            LogOn = (DataConnectionLogOn)Number(json, "logOn", 1),
            Architecture = (DataConnectionArchitecture)Number(json, "architecture", 2),
            OwnerId = json.TryGetProperty("owner", out var owner) && owner.ValueKind == JsonValueKind.Object
                && owner.TryGetProperty("id", out var id) && id.ValueKind == JsonValueKind.String && id.TryGetGuid(out var ownerId) ? ownerId : null,
            TagIds = [.. json.Items("tags").Select(t => Id(t, "tags"))],
            CustomProperties = [.. json.Items("customProperties").Select(ReadCustomProperty)],
        };
        QlikConnectionString.CheckPaste(connection.ConnectionString);
        return connection;
    }

    private static (Guid Definition, string Value) ReadCustomProperty(JsonElement json) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty("definition", out var definition)
            ? (Id(definition, "customProperties"), Text(json, "value") ?? string.Empty)
            : throw Invalid("an entry of customProperties has no definition");

    private static Guid Id(JsonElement json, string where) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty("id", out var id) && id.ValueKind == JsonValueKind.String && id.TryGetGuid(out var guid)
            ? guid
            : throw Invalid($"an entry of {where} has no id");

    private static string Required(JsonElement json, string name) =>
        Text(json, name) is { Length: > 0 } text ? text : throw Invalid($"it has no {name}");

    private static string? Text(JsonElement json, string name)
    {
        if (!json.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null)
            return null;
        return value.ValueKind == JsonValueKind.String ? value.GetString() : throw Invalid($"{name} is not a text");
    }

    private static int Number(JsonElement json, string name, int most)
    {
        if (!json.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null)
            return 0;
        return value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) && number >= 0 && number <= most
            ? number
            : throw Invalid($"{name} is not a number from 0 to {most}");
    }

    private static InputException Invalid(string why) => new(
        "DataConnectionJsonInvalid", $"The connection's JSON cannot be used: {why}.", "It needs name, connectionstring and type at least, spelled so.");

    // The usual damage comes from copying what a console printed; saying where saves the user a hunt.
    private static InputException NotJson(string json, JsonException e)
    {
        var line = (int)(e.LineNumber ?? 0);
        var lines = json.Split('\n');
        var text = line < lines.Length ? lines[line].TrimEnd('\r') : string.Empty;
        var at = BytesToCharacters(text, (int)(e.BytePositionInLine ?? 0));
        var doubled = text.IndexOf("\"\"", StringComparison.Ordinal);

        // An empty string is two quotes as well; a doubled one has something other than the end of its value behind it.
        var isDoubled = doubled >= 0 && doubled + 2 < text.Length && text[doubled + 2] is not (',' or '}' or ']' or ' ' or ':');
        var why = isDoubled ? $"the value starts with a doubled quote at column {doubled + 1}"
            : at >= text.Length && line + 1 < lines.Length ? "a text is broken over two lines, as a console window breaks it"
            : text.IndexOf("//", StringComparison.Ordinal) is >= 0 and var comment && comment <= at ? $"there is a comment at column {comment + 1}, which JSON does not have"
            : $"column {at + 1} has something that does not belong there";
        var field = FieldOf(text);
        return new InputException(
            "DataConnectionJsonInvalid",
            $"The connection's JSON is damaged in line {line + 1}{(field is null ? string.Empty : $" ({field})")}: {why}.",
            "Save the JSON by a file, not from the console's window: … | ConvertTo-Json | Set-Content connection.json. Join broken lines, and give each value one quote on either side.",
            FailureKind.InvalidData,
            e);
    }

    private static string? FieldOf(string line)
    {
        var colon = line.IndexOf(':');
        var name = colon < 0 ? string.Empty : line.Substring(0, colon).Trim().Trim('"');
        return name.Length > 0 && name.All(char.IsLetter) ? name : null;
    }

    private static int BytesToCharacters(string text, int bytes)
    {
        var utf8 = Encoding.UTF8.GetBytes(text);
        return Encoding.UTF8.GetCharCount(utf8, 0, Math.Min(bytes, utf8.Length));
    }
}
