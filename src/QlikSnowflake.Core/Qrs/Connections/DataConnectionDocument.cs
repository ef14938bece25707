using System.Text;
using System.Text.Json;
using QlikSnowflake.Errors;
using QlikSnowflake.Keys;

namespace QlikSnowflake.Qrs.Connections;

/// <summary>
/// A data connection as JSON, such as the result of a GET saved to a file (Qlik support article 2522745). What belongs to
/// the original alone (id, dates, engineObjectId) is left out, so that it makes a second connection.
/// </summary>
public static class DataConnectionDocument
{
    /// <summary>Reads a connection to be made from JSON text.</summary>
    /// <param name="json">The text of one object.</param>
    /// <exception cref="InputException">It is no JSON, with the line and what is wrong there; or a field is missing.</exception>
    public static NewDataConnection Parse(string json) => Parse(json, out _);

    /// <summary>Reads a connection to be made from JSON text.</summary>
    /// <param name="json">The text of one object.</param>
    /// <param name="names">Owner, tags and custom properties as it names them, where it does: ids mean something on one site only.</param>
    /// <exception cref="InputException">It is no JSON, with the line and what is wrong there; or a field is missing.</exception>
    public static NewDataConnection Parse(string json, out DataConnectionState names)
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
                ? Read(document.RootElement, out names)
                : throw new InputException(
                    ErrorIds.DataConnectionJsonInvalid,
                    "The JSON is not one object.",
                    "Give one connection after the other: (Get-Content -Raw connections.json | ConvertFrom-Json) | New-QrsDataConnection."
                );
        }
    }

    /// <summary>Reads a connection to be made from the JSON of an object whose fields are named as on the wire.</summary>
    /// <param name="json">UTF-8. The caller zeroes it: it may hold a password.</param>
    /// <param name="names">As for a text.</param>
    /// <exception cref="InputException">A field is missing or has a value that it cannot have.</exception>
    public static NewDataConnection Parse(byte[] json, out DataConnectionState names)
    {
        using var document = JsonDocument.Parse(json);
        return Read(document.RootElement, out names);
    }

    private static NewDataConnection Read(JsonElement json, out DataConnectionState names)
    {
        var owner = DataConnectionFields.Owner(json);
        var tags = DataConnectionFields.Tags(json);
        var properties = DataConnectionFields.CustomProperties(json);
        var password = DataConnectionFields.Password(json);
        var connection = new NewDataConnection
        {
            Name = Required(json, "name"),
            ConnectionString = Required(json, "connectionstring"),
            Type = Required(json, "type"),
            UserName = DataConnectionFields.Text(json, "username")?.Trim() ?? string.Empty,
            Password = string.IsNullOrEmpty(password) ? null : SecretText.FromPlainText(password!),
            LacksPassword = string.IsNullOrEmpty(password) && DataConnectionFields.IsTrue(json, "hasPassword"),
            LogOn = DataConnectionFields.LogOn(json),
            Architecture = DataConnectionFields.Architecture(json),
            OwnerId = owner.Id,
            TagIds = [.. tags.Where(t => t.Id is not null).Select(t => t.Id!.Value)],
            CustomProperties = [.. properties.Where(p => p.Definition is not null)],
        };
        QlikConnectionString.CheckPaste(connection.ConnectionString);
        names = new DataConnectionState
        {
            Owner = owner.Name,
            Tags = tags.Count > 0 && tags.All(t => t.Name.Length > 0) ? [.. tags.Select(t => t.Name)] : null,
            CustomProperties = properties.All(p => p.Name.Length > 0) ? properties : [],
        };
        return connection;
    }

    private static string Required(JsonElement json, string name) =>
        DataConnectionFields.Text(json, name) is { Length: > 0 } text ? text : throw Invalid($"it has no {name}");

    internal static InputException Invalid(string why) =>
        new(
            ErrorIds.DataConnectionJsonInvalid,
            $"The connection's JSON cannot be used: {why}.",
            "It needs name, connectionstring and type at least, and the other fields as the repository or Get-QrsDataConnection gives them."
        );

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
        var why =
            isDoubled ? $"the value starts with a doubled quote at column {doubled + 1}"
            : at >= text.Length && line + 1 < lines.Length ? "a text is broken over two lines, as a console window breaks it"
            : text.IndexOf("//", StringComparison.Ordinal) is >= 0 and var comment && comment <= at
                ? $"there is a comment at column {comment + 1}, which JSON does not have"
            : $"column {at + 1} has something that does not belong there";
        var field = FieldOf(text);
        return new InputException(
            ErrorIds.DataConnectionJsonInvalid,
            $"The connection's JSON is damaged in line {line + 1}{(field is null ? string.Empty : $" ({field})")}: {why}.",
            "Save the JSON by a file, not from the console's window: … | ConvertTo-Json -Depth 10 | Set-Content connection.json. "
                + "Join broken lines, and give each value one quote on either side.",
            FailureKind.InvalidData,
            e
        );
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
