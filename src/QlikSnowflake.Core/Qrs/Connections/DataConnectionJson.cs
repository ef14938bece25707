using System.Security;
using System.Text.Json;
using QlikSnowflake.Http;
using QlikSnowflake.Keys;

namespace QlikSnowflake.Qrs.Connections;

/// <summary>
/// Data connections to and from the wire (repository API, DataConnection; password present, empty or absent are all
/// seen).
/// </summary>
internal static class DataConnectionJson
{
    public static DataConnection Read(JsonElement json, bool includeSecret, KeyFingerprints? fingerprints = null)
    {
        var password = json.TextOrNull("password");
        return new DataConnection
        {
            Id = json.GetProperty("id").GetGuid(),
            Name = json.Text("name"),
            Fields = new ConnectionFields
            {
                Type = json.Text("type"),
                ConnectionString = json.Text("connectionstring"),
                UserName = json.Text("username"),
                Password = includeSecret && !string.IsNullOrEmpty(password) ? SecretText.FromPlainText(password!) : null,
                LogOn = (DataConnectionLogOn)Number(json, "logOn"),
                Architecture = (DataConnectionArchitecture)Number(json, "architecture"),
            },
            HasPassword = password is null ? null : password.Length > 0,
            KeyFingerprint = fingerprints is null ? KeyPairSecret.FingerprintOf(password) : fingerprints.Of(password),
            HoldsKey = KeyPairSecret.IsFramed(password),
            Owner =
                json.TryGetProperty("owner", out var owner) && owner.ValueKind == JsonValueKind.Object ? ReadUser(owner) : null,
            Tags = [.. json.Items("tags").Select(t => t.Text("name"))],
            Properties = CustomPropertyValues.Of(json.Items("customProperties").Select(ReadCustomProperty)),
            CreatedDate = json.InstantOrNull("createdDate") ?? default,
            ModifiedDate = json.InstantOrNull("modifiedDate") ?? default,
            ModifiedDateText = json.Text("modifiedDate"),
            ModifiedByUserName = json.Text("modifiedByUserName"),
            EngineObjectId = json.Text("engineObjectId"),
        };
    }

    /// <summary>The body of a POST. The caller zeroes it: it holds the password.</summary>
    public static byte[] WriteNew(NewDataConnection connection)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteString("name", connection.Name);
            json.WriteString("connectionstring", connection.ConnectionString);
            json.WriteString("type", connection.Type);
            json.WriteString("username", connection.UserName);
            WriteSecret(json, "password", connection.Password);
            json.WriteNumber("logOn", (int)connection.LogOn);
            json.WriteNumber("architecture", (int)connection.Architecture);
            if (connection.OwnerId is { } owner)
            {
                json.WriteStartObject("owner");
                json.WriteString("id", owner);
                json.WriteEndObject();
            }

            json.WriteStartArray("tags");
            foreach (var tag in connection.TagIds)
            {
                json.WriteStartObject();
                json.WriteString("id", tag);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteStartArray("customProperties");
            foreach (var property in connection.CustomProperties)
            foreach (var value in property.Values)
            {
                json.WriteStartObject();
                json.WriteString("value", value);
                json.WriteStartObject("definition");
                json.WriteString("id", property.Definition!.Value);
                json.WriteEndObject();
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        var body = stream.ToArray();
        var buffer = stream.GetBuffer();
        Array.Clear(buffer, 0, buffer.Length);
        return body;
    }

    public static QrsUserReference ReadUser(JsonElement json) =>
        new(json.GetProperty("id").GetGuid(), json.Text("userDirectory"), json.Text("userId"), json.Text("name"));

    /// <summary>A secret as a JSON text. The caller zeroes it.</summary>
    public static byte[] SecretBytes(SecureString secret)
    {
        var chars = SecretText.ToChars(secret);
        using var stream = new MemoryStream((chars.Length * 6) + 2);
        try
        {
            using (var json = new Utf8JsonWriter(stream))
                json.WriteStringValue(chars.AsSpan());
            return stream.ToArray();
        }
        finally
        {
            Array.Clear(chars, 0, chars.Length);
            var buffer = stream.GetBuffer();
            Array.Clear(buffer, 0, buffer.Length);
        }
    }

    private static void WriteSecret(Utf8JsonWriter json, string name, SecureString? secret)
    {
        if (secret is null)
        {
            json.WriteString(name, string.Empty);
            return;
        }

        var chars = SecretText.ToChars(secret);
        try
        {
            json.WriteString(name, chars.AsSpan());
        }
        finally
        {
            Array.Clear(chars, 0, chars.Length);
        }
    }

    private static (Guid? Definition, string Name, string Value) ReadCustomProperty(JsonElement json) =>
        json.TryGetProperty("definition", out var definition) && definition.ValueKind == JsonValueKind.Object
            ? (Guid.TryParse(definition.TextOrNull("id"), out var id) ? id : null, definition.Text("name"), json.Text("value"))
            : (null, string.Empty, json.Text("value"));

    private static int Number(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetInt32() : 0;
}
