using System.Text.Json;
using QlikSnowflake.Connections;
using QlikSnowflake.Errors;
using QlikSnowflake.Http;
using QlikSnowflake.Qrs.Connections;

namespace QlikSnowflake.QlikCloud.Connections;

/// <summary>A data connection of Qlik Cloud (qlik.dev, REST reference, data-connections). Secrets never come back.</summary>
public sealed class QlikCloudDataConnection
{
    /// <summary>The id.</summary>
    public string Id { get; internal init; } = string.Empty;

    /// <summary>The name.</summary>
    public string Name { get; internal init; } = string.Empty;

    /// <summary>The data source, such as <c>snowflake</c>.</summary>
    public string DataSource { get; internal init; } = string.Empty;

    /// <summary>The connector, such as <c>QvOdbcConnectorPackage.exe</c>.</summary>
    public string Type { get; internal init; } = string.Empty;

    /// <summary>The id of the space; null in the owner's personal space.</summary>
    public string? SpaceId { get; internal init; }

    /// <summary>The id of the owner.</summary>
    public string OwnerId { get; internal init; } = string.Empty;

    /// <summary>The connection string, as the service made it.</summary>
    public string ConnectionString { get; internal init; } = string.Empty;

    /// <summary>The connection's properties without secrets.</summary>
    public IReadOnlyDictionary<string, string> Properties { get; internal init; } = new Dictionary<string, string>();

    /// <summary>
    /// How a connection to Snowflake logs in: <c>KeyPair</c>, <c>Password</c>, <c>OAuth</c>, <c>Dsn</c>, another authenticator by
    /// its name, or <c>Unknown</c> where the tenant's words do not say; null for other data sources.
    /// </summary>
    public string? LoginKind { get; internal init; }

    /// <summary>The id of what it logs in with; null where the tenant names none.</summary>
    public string? CredentialId { get; internal init; }

    /// <summary>The name of what it logs in with, where that has one of its own.</summary>
    public string? CredentialName { get; internal init; }

    /// <summary>Whether what it logs in with is kept apart from it: other connections may share it, or each user has their own.</summary>
    public bool HasSeparateCredential { get; internal init; }

    /// <summary>Whether the session may change it, as far as the tenant says.</summary>
    internal bool MayUpdate { get; private init; } = true;

    /// <summary>What its text tells.</summary>
    internal ConnectionText Text { get; private init; } = ConnectionText.Of(string.Empty);

    /// <summary>The server, where the connection has one.</summary>
    public string? Server => Properties.TryGetValue("server", out var server) ? server : null;

    /// <summary>When it was made, in UTC; null where the tenant does not say.</summary>
    public DateTimeOffset? CreatedAt { get; internal init; }

    /// <summary>When it was changed last, in UTC; null where the tenant does not say.</summary>
    public DateTimeOffset? ModifiedAt { get; internal init; }

    /// <inheritdoc/>
    public override string ToString() => Name;

    internal static QlikCloudDataConnection Read(JsonElement json)
    {
        var source = json.TextOrNull("datasourceID") ?? json.TextOrNull("dataSourceId") ?? string.Empty;
        var text = json.Text("qConnectStatement");
        var properties = ReadProperties(json) ?? ParseStatement(text);
        var told = properties.Count > 0 ? ConnectionText.Of(properties) : ConnectionText.Of(text);
        var privileges = json.Items("privileges").Select(p => p.ToString()).ToList();
        return new QlikCloudDataConnection
        {
            Id = json.TextOrNull("qID") ?? json.GetProperty("id").GetString() ?? string.Empty,
            Name = json.Text("qName"),
            DataSource = source,
            Type = json.Text("qType"),
            SpaceId = json.TextOrNull("space") is { Length: > 0 } space ? space : null,
            OwnerId = json.TextOrNull("user") ?? json.Text("ownerId"),
            ConnectionString = text,
            Properties = properties,
            LoginKind = IsSnowflake(source) || told.IsSnowflake ? KindOf(told) : null,
            CredentialId = json.TextOrNull("qCredentialsID") is { Length: > 0 } credential ? credential : null,
            CredentialName = json.TextOrNull("qCredentialsName") is { Length: > 0 } name ? name : null,
            HasSeparateCredential = json.IsTrue("qSeparateCredentials"),
            MayUpdate = privileges.Count == 0 || privileges.Contains("update"),
            Text = told,
            CreatedAt = json.InstantOrNull("created"),
            ModifiedAt = json.InstantOrNull("updated"),
        };
    }

    private static bool IsSnowflake(string source) => source.EndsWith("snowflake", StringComparison.OrdinalIgnoreCase);

    private static string KindOf(ConnectionText text) =>
        text.Login == SnowflakeLoginKind.Unknown && text["authenticator"] is { } other ? other : text.Login.ToString();

    private static Dictionary<string, string>? ReadProperties(JsonElement json)
    {
        if (!json.TryGetProperty("connectionProperties", out var values) || values.ValueKind != JsonValueKind.Object)
            return null;

        var properties = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var value in values.EnumerateObject())
        {
            if (
                value.Value.ValueKind is JsonValueKind.String or JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False
            )
                properties[value.Name] = value.Value.ToString();
        }

        return properties;
    }

    private static Dictionary<string, string> ParseStatement(string text)
    {
        var properties = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        try
        {
            foreach (var item in QlikConnectionString.Parse(text).GetItems())
                properties[item.Key] = item.Value;
        }
        catch (InputException)
        {
            // Other connectors have other forms; they stay as text.
        }

        return properties;
    }
}
