using System.Security;
using System.Text.Json;
using QlikSnowflake.Errors;
using QlikSnowflake.Http;
using QlikSnowflake.Keys;

namespace QlikSnowflake.Qrs.Connections;

/// <summary>
/// Applies a change to a connection as the repository sent it. The body of the PUT is what was received with only the changed
/// fields replaced: the modified date keeps its text, and the password is echoed or absent as it came
/// (Qlik Sense for developers, "Updating an entity and handling PUT request conflict responses").
/// </summary>
internal static class DataConnectionEdit
{
    /// <param name="received">The connection's JSON; not changed.</param>
    /// <param name="change">What to change, checked.</param>
    /// <returns>The body, which the caller zeroes, or null where the connection is so already.</returns>
    /// <exception cref="InputException">The change does not fit the connection.</exception>
    public static byte[]? Apply(ReadOnlyMemory<byte> received, DataConnectionChange change)
    {
        using var document = JsonDocument.Parse(received);
        var json = document.RootElement;
        var fields = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        try
        {
            var before = change.ConnectionString ?? json.Text("connectionstring");
            if (change.OnlySnowflake && !SnowflakeDataConnection.IsSnowflake(before))
                throw SnowflakeDataConnection.NotSnowflake(json.Text("name"));
            if (change.ConnectionProperties.Count > 0 && !QlikConnectionString.IsOfConnector(before))
            {
                throw new InputException(
                    ErrorIds.ConnectionStringInvalid,
                    $"'{json.Text("name")}' ({json.Text("type")}) has no keys to change: its connection string is not of "
                        + "the form CUSTOM CONNECT TO \"key=value;…\".",
                    "Choose a connection of a connector, or give the whole string with -ConnectionString."
                );
            }

            var connectionString = QlikConnectionString.Edit(
                change.ConnectionString ?? json.Text("connectionstring"),
                change.ConnectionProperties
            );

            var type = change.Type ?? json.Text("type");
            if (change.ConnectionString is not null || change.ConnectionProperties.Count > 0 || change.Type is not null)
            {
                NewDataConnection.CheckText("ConnectionString", connectionString, 100_000);
                if (change.ConnectionString is not null)
                    NewDataConnection.CheckForm(connectionString, type);
            }

            SetText("name", change.Name);
            SetText("connectionstring", connectionString);
            SetText("type", change.Type);
            SetText("username", change.UserName);
            SetNumber("logOn", (int?)change.LogOn);
            SetNumber("architecture", (int?)change.Architecture);
            if (change.Password is { } password && !IsPassword(json, password))
                fields["password"] = DataConnectionJson.SecretBytes(password);
            if (change.OwnerId is { } owner && Id(json, "owner") != owner)
                fields["owner"] = Reference(owner);
            if (Tags(json, change) is { } tags)
                fields["tags"] = tags;
            if (CustomProperties(json, change) is { } properties)
                fields["customProperties"] = properties;
            return fields.Count == 0 ? null : JsonSplice.Replace(received.Span, fields);
        }
        finally
        {
            foreach (var value in fields.Values)
                Array.Clear(value, 0, value.Length);
        }

        void SetText(string name, string? value)
        {
            if (value is not null && !string.Equals(json.TextOrNull(name) ?? string.Empty, value, StringComparison.Ordinal))
                fields[name] = JsonSerializer.SerializeToUtf8Bytes(value);
        }

        void SetNumber(string name, int? value)
        {
            if (
                value is { } number
                && !(
                    json.TryGetProperty(name, out var old)
                    && old.ValueKind == JsonValueKind.Number
                    && old.TryGetInt32(out var was)
                    && was == number
                )
            )
                fields[name] = JsonSerializer.SerializeToUtf8Bytes(number);
        }
    }

    private static bool IsPassword(JsonElement json, SecureString password)
    {
        // Where the repository keeps silent, only sending it is sure.
        if (json.TextOrNull("password") is not { Length: > 0 } received)
            return false;

        var wanted = SecretText.ToChars(password);
        try
        {
            return received.AsSpan().SequenceEqual(wanted);
        }
        finally
        {
            Array.Clear(wanted, 0, wanted.Length);
        }
    }

    private static byte[]? Tags(JsonElement json, DataConnectionChange change)
    {
        if (change.TagIds is null && change.AddedTagIds.Count == 0 && change.RemovedTagIds.Count == 0)
            return null;

        var old = json.Items("tags").Select(t => (Id: t.GetProperty("id").GetGuid(), Json: t)).ToList();
        var wanted = (change.TagIds ?? old.Select(t => t.Id))
            .Concat(change.AddedTagIds)
            .Where(id => !change.RemovedTagIds.Contains(id))
            .Distinct()
            .ToList();
        if (wanted.Count == old.Count && old.All(t => wanted.Contains(t.Id)))
            return null;

        return List(
            wanted,
            (writer, id) =>
            {
                if (old.Find(t => t.Id == id) is { Json.ValueKind: JsonValueKind.Object } kept)
                    kept.Json.WriteTo(writer);
                else
                    WriteReference(writer, id);
            }
        );
    }

    private static byte[]? CustomProperties(JsonElement json, DataConnectionChange change)
    {
        var old = json.Items("customProperties")
            .Select(p => (Definition: Id(p, "definition"), Value: p.Text("value"), Json: p))
            .ToList();
        var changes = change.CustomProperties.Where(c => !Values(old, c.Definition).SetEquals(c.Values)).ToList();
        if (changes.Count == 0)
            return null;

        var kept = old.Where(p =>
                !changes.Exists(c => c.Definition == p.Definition && !c.Values.Contains(p.Value, StringComparer.Ordinal))
            )
            .Select(p => (p.Definition, p.Value, Json: (JsonElement?)p.Json));
        var added = changes.SelectMany(c =>
            c.Values.Distinct(StringComparer.Ordinal)
                .Where(v => !Values(old, c.Definition).Contains(v))
                .Select(v => (c.Definition, Value: v, Json: (JsonElement?)null))
        );
        return List(
            kept.Concat(added),
            (writer, property) =>
            {
                if (property.Json is { } same)
                {
                    same.WriteTo(writer);
                    return;
                }

                writer.WriteStartObject();
                writer.WriteString("value", property.Value);
                writer.WritePropertyName("definition");
                WriteReference(writer, property.Definition!.Value);
                writer.WriteEndObject();
            }
        );
    }

    private static HashSet<string> Values(
        IEnumerable<(Guid? Definition, string Value, JsonElement Json)> properties,
        Guid? definition
    ) => new(properties.Where(p => p.Definition == definition).Select(p => p.Value), StringComparer.Ordinal);

    private static Guid? Id(JsonElement json, string name) =>
        json.TryGetProperty(name, out var reference)
        && reference.ValueKind == JsonValueKind.Object
        && reference.TryGetProperty("id", out var id)
        && id.ValueKind == JsonValueKind.String
        && id.TryGetGuid(out var guid)
            ? guid
            : null;

    private static byte[] List<T>(IEnumerable<T> items, Action<Utf8JsonWriter, T> write)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartArray();
            foreach (var item in items)
                write(writer, item);
            writer.WriteEndArray();
        }

        return stream.ToArray();
    }

    private static byte[] Reference(Guid id) =>
        JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, string> { ["id"] = id.ToString("D") });

    private static void WriteReference(Utf8JsonWriter writer, Guid id)
    {
        writer.WriteStartObject();
        writer.WriteString("id", id);
        writer.WriteEndObject();
    }
}
