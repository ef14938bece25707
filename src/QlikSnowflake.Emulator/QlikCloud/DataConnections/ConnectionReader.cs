using System.Text.Json.Nodes;

namespace QlikSnowflake.Emulator.QlikCloud.DataConnections;

/// <summary>
/// Reads the two forms in which a connection is made: a raw statement, or plain connection properties of a source.
/// ("Create data connections", Qlik Cloud developer portal.)
/// </summary>
internal sealed class ConnectionReader(ConnectionStore store)
{
    private const int RawTags = 32;
    private const int PropertyTags = 31;

    public CloudConnection Read(JsonObject body, CloudUser owner)
    {
        var now = store.Now;
        var connection = new CloudConnection
        {
            Id = Guid.NewGuid().ToString("D"),
            Name = Required(body, "qName"),
            DataSourceId = Required(body, "dataSourceId"),
            Type = "",
            Statement = "",
            OwnerId = owner.Id,
            Created = now,
            Updated = now,
            SpaceId = Text(body, "space") ?? "",
        };
        return Property(body, "connectionProperties") is null ? ReadRaw(body, connection) : ReadProperties(body, connection);
    }

    /// <summary>
    /// A property of a body, whatever its letter case: the guides and the reference spell <c>dataSourceId</c>
    /// differently.
    /// </summary>
    public static JsonNode? Property(JsonObject body, string name) =>
        body.FirstOrDefault(pair => string.Equals(pair.Key, name, StringComparison.OrdinalIgnoreCase)).Value;

    public static string? Text(JsonObject body, string name) =>
        Property(body, name) switch
        {
            null => null,
            JsonValue value when value.TryGetValue<string>(out var text) => text,
            _ => throw ConnectionStore.Bad("/" + name, "A string is expected."),
        };

    /// <summary>Puts connection properties into the statement and the credentials of a connection.</summary>
    public static CloudConnection Apply(CloudConnection connection, DataSource source, JsonObject properties)
    {
        var plain = new List<KeyValuePair<string, string>>();
        var secrets = new JsonObject();
        foreach (var (given, value) in properties)
        {
            var name = source.Spell(given);
            if (value is null)
                continue;
            if (source.IsCredential(name))
                secrets[name] = name == "PRIV_KEY_FILE" ? KeyFile(value) : Plain(name, value);
            else if (name is not ("separateCredentials" or "credentialsName" or "selectedCredentials"))
                plain.Add(KeyValuePair.Create(name, Plain(name, value)));
        }

        return connection with
        {
            Statement = ConnectionStatement.Write(source, plain),
            Secrets = secrets,
        };
    }

    public static IReadOnlyList<string> Tags(JsonNode? node, int most)
    {
        if (node is null)
            return [];
        if (node is not JsonArray array || !array.All(entry => entry is JsonValue value && value.TryGetValue<string>(out _)))
            throw ConnectionStore.Bad("/tags", "An array of strings is expected.");
        return array.Count <= most
            ? [.. array.Select(entry => (string)entry!)]
            : throw ConnectionStore.Bad("/tags", $"There can be {most} tags.");
    }

    public static int LogOn(JsonNode node) =>
        node.ToString() switch
        {
            "0" or "LOG_ON_SERVICE_USER" => 0,
            "1" or "LOG_ON_CURRENT_USER" => 1,
            _ => throw ConnectionStore.Bad("/qLogOn", "qLogOn is not one of its values."),
        };

    private static string Required(JsonObject body, string name) =>
        Text(body, name) is { } text && !string.IsNullOrWhiteSpace(text)
            ? text
            : throw ConnectionStore.Bad("/" + name, $"{name} is required.");

    private static string Plain(string name, JsonNode value)
    {
        var text =
            value is JsonValue
                ? value.ToString()
                : throw ConnectionStore.Bad("/connectionProperties/" + name, "A string is expected.");
        return text.AsSpan().IndexOfAny(";\"\r\n") < 0 || name.Equals("password", StringComparison.OrdinalIgnoreCase)
            ? text
            : throw ConnectionStore.Bad(
                "/connectionProperties/" + name,
                "The value has a character that can't be part of a statement."
            );
    }

    /// <summary>A list with one file: its name, and its content in Base64.</summary>
    private static JsonArray KeyFile(JsonNode node)
    {
        if (
            node is not JsonArray { Count: 1 } files
            || files[0] is not JsonObject file
            || Text(file, "name") is not { Length: > 0 } name
            || Text(file, "value") is not { Length: > 0 } value
            || !Convert.TryFromBase64String(value, new byte[value.Length], out _)
        )
        {
            throw ConnectionStore.Bad(
                "/connectionProperties/PRIV_KEY_FILE",
                "A list with one file is expected: its name, and its content in Base64."
            );
        }

        return [new JsonObject { ["name"] = name, ["value"] = value }];
    }

    private CloudConnection ReadRaw(JsonObject body, CloudConnection connection)
    {
        var secrets = new JsonObject();
        foreach (var (name, property) in new[] { ("qUsername", "username"), ("qPassword", "password") })
        {
            if (Text(body, name) is { } text)
                secrets[property] = text;
        }

        var credentials = Text(body, "qCredentialsID");
        if (credentials is not null && !store.All.Any(other => other.CredentialsId == credentials))
            throw new CloudRefusal(404, "DCERROR-0005", "Credentials not found");
        return connection with
        {
            Type = Required(body, "qType"),
            Statement = Required(body, "qConnectStatement"),
            Secrets = secrets,
            CredentialsId = credentials ?? (secrets.Count > 0 ? Guid.NewGuid().ToString("D") : null),
            CredentialsName = Text(body, "qCredentialsName"),
            SeparateCredentials = Property(body, "qSeparateCredentials")?.GetValueKind() == System.Text.Json.JsonValueKind.True,
            LogOn = Property(body, "qLogOn") is { } logOn ? LogOn(logOn) : 1,
            Tags = Tags(Property(body, "tags"), RawTags),
        };
    }

    private CloudConnection ReadProperties(JsonObject body, CloudConnection connection)
    {
        if (Property(body, "connectionProperties") is not JsonObject properties)
            throw ConnectionStore.Bad("/connectionProperties", "An object is expected.");
        if (Property(body, "qConnectStatement") is not null)
            throw ConnectionStore.Bad("/qConnectStatement", "qConnectStatement and connectionProperties exclude each other.");
        var source = store.Source(connection.DataSourceId) ?? throw ConnectionStore.Bad("/dataSourceId", "No such data source.");
        if (string.IsNullOrWhiteSpace(Text(properties, "server")))
            throw ConnectionStore.Bad("/connectionProperties/server", "server is required.");
        var selected = Text(properties, "selectedCredentials");
        var sharing = selected is null ? null : store.All.FirstOrDefault(other => other.CredentialsId == selected);
        if (selected is not null && sharing is null)
            throw new CloudRefusal(404, "DCERROR-0005", "Credentials not found");
        var applied = Apply(connection, source, properties);
        if (sharing is not null)
            applied = applied with { Secrets = sharing.Secrets.DeepClone().AsObject() };
        return applied with
        {
            DataSourceId = source.Id,
            Type = source.Provider,
            CredentialsId = selected ?? (applied.Secrets.Count > 0 ? Guid.NewGuid().ToString("D") : null),
            CredentialsName = Text(properties, "credentialsName") ?? sharing?.CredentialsName,
            SeparateCredentials = string.Equals(
                Property(properties, "separateCredentials")?.ToString(),
                "true",
                StringComparison.OrdinalIgnoreCase
            ),
            Tags = [.. Tags(Property(body, "tags"), PropertyTags), $"DcaasAPI:{source.Provider}:1.0.0"],
        };
    }
}
