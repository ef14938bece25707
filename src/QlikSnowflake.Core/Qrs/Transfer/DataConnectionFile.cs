using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using QlikSnowflake.Errors;
using QlikSnowflake.Http;
using QlikSnowflake.Qrs.Connections;

namespace QlikSnowflake.Qrs.Transfer;

/// <summary>
/// Data connections as JSON, to be moved to another site: everything they refer to by name, secrets encrypted or left
/// out.
/// </summary>
public static class DataConnectionFile
{
    private const string Format = "QlikSnowflake.DataConnections";
    private const int Version = 1;

    /// <summary>Writes connections.</summary>
    /// <param name="connections">The connections, read with their secrets where these are to be in the file.</param>
    /// <param name="site">Where they come from, for the reader.</param>
    /// <param name="protection">How secrets are encrypted; null leaves them out.</param>
    public static byte[] Write(IEnumerable<DataConnection> connections, string site, SecretProtection? protection)
    {
        using var stream = new MemoryStream();
        using (
            var json = new Utf8JsonWriter(
                stream,
                new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }
            )
        )
        {
            json.WriteStartObject();
            json.WriteString("format", Format);
            json.WriteNumber("version", Version);
            json.WriteString("site", site);
            json.WriteString("exported", DateTime.UtcNow.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
            json.WriteStartObject("secrets");
            json.WriteString("protection", protection?.Name ?? "none");
            protection?.WriteParameters(json);
            json.WriteEndObject();
            json.WriteStartArray("connections");
            foreach (var connection in connections)
                Write(json, connection, protection);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return stream.ToArray();
    }

    /// <summary>Reads connections.</summary>
    /// <param name="text">What <see cref="Write(IEnumerable{DataConnection}, string, SecretProtection?)"/> made.</param>
    /// <param name="protection">How to decrypt secrets; null leaves them out.</param>
    /// <param name="refused">
    /// Told of each connection that cannot be used, while the others are read; without it the first ends the reading.
    /// </param>
    /// <returns>The connections, and for each whether a secret that it had is missing.</returns>
    /// <exception cref="InputException">It is no such text, or a secret cannot be decrypted.</exception>
    public static IReadOnlyList<(DataConnectionState Connection, bool LacksSecret)> Read(
        string text,
        SecretProtection? protection,
        Action<InputException>? refused = null
    )
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            var json = document.RootElement;
            if (
                json.ValueKind != JsonValueKind.Object
                || json.Text("format") != Format
                || !json.TryGetProperty("version", out var version)
                || version.GetInt32() != Version
                || !json.TryGetProperty("connections", out var connections)
                || connections.ValueKind != JsonValueKind.Array
            )
            {
                throw Invalid($"it is not of the format {Format}, version {Version}", null);
            }

            var written = json.TryGetProperty("secrets", out var secrets) ? secrets.Text("protection") : "none";
            if (protection is not null && written != "none")
            {
                if (written != protection.Name)
                    throw Invalid($"its secrets are encrypted by a {written}, not by a {protection.Name}", null);
                protection.ReadParameters(secrets);
            }

            var read = new List<(DataConnectionState Connection, bool LacksSecret)>();
            foreach (var connection in connections.EnumerateArray())
            {
                try
                {
                    read.Add(Read(connection, protection));
                }
                // A passphrase or certificate that does not fit is an error of its own, and wrong for all.
                catch (Exception e) when (refused is not null && e is (InvalidOperationException or FormatException))
                {
                    refused(Unusable(connection, read.Count, e));
                }
            }

            return read;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or KeyNotFoundException)
        {
            throw Invalid(e.Message.TrimEnd('.'), e);
        }
    }

    private static void Write(Utf8JsonWriter json, DataConnection connection, SecretProtection? protection)
    {
        var state = DataConnectionState.Of(connection);
        json.WriteStartObject();
        json.WriteString("name", state.Name);
        json.WriteString("type", state.Type);
        json.WriteString("connectionString", state.ConnectionString);
        json.WriteString("userName", state.UserName);
        json.WriteString("logOn", state.LogOn.ToString());
        json.WriteString("architecture", state.Architecture.ToString());
        if (state.Owner is { } owner)
        {
            json.WriteStartObject("owner");
            json.WriteString("userDirectory", owner.UserDirectory);
            json.WriteString("userId", owner.UserId);
            json.WriteEndObject();
        }

        json.WriteStartArray("tags");
        foreach (var tag in state.Tags ?? [])
            json.WriteStringValue(tag);
        json.WriteEndArray();
        json.WriteStartArray("customProperties");
        foreach (var (name, value) in state.CustomProperties.SelectMany(p => p.Values.Select(v => (p.Name, v))))
        {
            json.WriteStartObject();
            json.WriteString("name", name);
            json.WriteString("value", value);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteBoolean("hasPassword", connection.HasPassword == true);
        if (protection is not null && state.Password is not null)
            json.WriteString("secret", ExportedSecret.Protect(state, protection));
        json.WriteEndObject();
    }

    private static (DataConnectionState Connection, bool LacksSecret) Read(JsonElement json, SecretProtection? protection)
    {
        var state = new DataConnectionState
        {
            Name = Required(json, "name"),
            Type = json.Text("type"),
            ConnectionString = Required(json, "connectionString"),
            UserName = json.Text("userName"),
            LogOn = Value<DataConnectionLogOn>(json, "logOn"),
            Architecture = Value<DataConnectionArchitecture>(json, "architecture"),
            Owner =
                json.TryGetProperty("owner", out var owner) && owner.ValueKind == JsonValueKind.Object
                    ? new QrsUserName(Required(owner, "userDirectory"), Required(owner, "userId"))
                    : null,
            Tags = [.. json.Items("tags").Select(t => t.GetString() ?? string.Empty)],
            CustomProperties = CustomPropertyValues.Of(
                json.Items("customProperties").Select(p => ((Guid?)null, Required(p, "name"), p.Text("value")))
            ),
            NoOtherCustomProperties = true,
        };
        if (protection is not null && json.TextOrNull("secret") is { } secret)
            state = state with { Password = ExportedSecret.Unprotect(secret, state, protection) };
        return (state, state.Password is null && json.IsTrue("hasPassword"));
    }

    private static InputException Unusable(JsonElement connection, int before, Exception e)
    {
        var which =
            connection.ValueKind == JsonValueKind.Object
            && connection.TryGetProperty("name", out var name)
            && name.ValueKind == JsonValueKind.String
                ? Quoted.Text(name.GetString()!)
                : $"after {before.ToString(CultureInfo.InvariantCulture)} others";
        return new InputException(
            ErrorIds.DataConnectionFileInvalid,
            $"The connection {which} cannot be imported: {e.Message.TrimEnd('.')}.",
            "Correct it in the file, or export it anew. The others are imported.",
            FailureKind.InvalidData,
            e
        );
    }

    private static string Required(JsonElement json, string name) =>
        json.TextOrNull(name) is { Length: > 0 } text ? text : throw new FormatException($"a connection has no {name}");

    private static T Value<T>(JsonElement json, string name)
        where T : struct, Enum =>
        json.TextOrNull(name) is not { } text ? default
        : Enum.TryParse<T>(text, ignoreCase: true, out var value) && !char.IsDigit(text[0]) ? value
        : throw new FormatException($"'{text}' is no {name}");

    private static InputException Invalid(string why, Exception? inner) =>
        new(
            ErrorIds.DataConnectionFileInvalid,
            $"The file cannot be imported: {why}.",
            "Give a file that Export-QrsDataConnection wrote.",
            FailureKind.InvalidData,
            inner
        );
}
