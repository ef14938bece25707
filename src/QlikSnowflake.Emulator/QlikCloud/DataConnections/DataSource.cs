using System.Text.Json.Nodes;

namespace QlikSnowflake.Emulator.QlikCloud.DataConnections;

/// <summary>
/// A kind of source that connections can be made to. (Data sources, Qlik Cloud REST reference; the properties of
/// Snowflake: "Data connection create examples", Qlik Cloud developer portal.)
/// </summary>
internal sealed record DataSource(string Id, string Name, string Driver, IReadOnlyList<SourceProperty> Properties)
{
    public string Provider { get; } = "QvOdbcConnectorPackage.exe";

    /// <summary>The sources of the tenant.</summary>
    /// <param name="passphraseProperty">The property for a key file's passphrase, whose name isn't published.</param>
    public static IReadOnlyList<DataSource> All(string passphraseProperty) =>
        [
            new(
                "snowflake",
                "Snowflake",
                "snowflake",
                [
                    .. Common("443"),
                    new("schema"),
                    new("warehouse"),
                    new("role"),
                    new("authenticator") { Values = ["snowflake", "snowflake_jwt", "oauth"] },
                    new("PRIV_KEY_FILE") { Kind = "array", IsSecret = true },
                    new(passphraseProperty) { IsSecret = true },
                    new("validateSessionParam") { Default = "false" },
                ]
            ),
            new("postgres", "PostgreSQL", "postgres", Common("5432")),
        ];

    /// <summary>Whether a property belongs to the credentials rather than to the statement.</summary>
    public bool IsCredential(string name) =>
        name.Equals("username", StringComparison.OrdinalIgnoreCase)
        || Properties.Any(property => property.IsSecret && property.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>The spelling of a property's name, whatever its letter case.</summary>
    public string Spell(string name) =>
        Properties.FirstOrDefault(property => property.Name.Equals(name, StringComparison.OrdinalIgnoreCase))?.Name ?? name;

    public JsonObject ToJson() =>
        new()
        {
            ["dataSourceId"] = Id,
            ["dataSourceName"] = Name,
            ["name"] = Name,
            ["provider"] = Provider,
            ["providerName"] = "Qlik ODBC Connector Package",
            ["dataSourcePropertyName"] = "driver",
            ["capabilities"] = new JsonArray("reload"),
            ["disabled"] = false,
        };

    public JsonObject Specification() =>
        new()
        {
            ["connectorProvider"] = Provider,
            ["connectorVersion"] = "1.0.0",
            ["connectionProperties"] = new JsonObject
            {
                ["type"] = "object",
                ["properties"] = new JsonObject(
                    Properties.Select(property => KeyValuePair.Create(property.Name, (JsonNode?)property.ToJson()))
                ),
            },
        };

    private static SourceProperty[] Common(string port) =>
        [
            new("server"),
            new("port") { Default = port },
            new("database"),
            new("username"),
            new("password") { IsSecret = true },
            new("QueryTimeout") { Default = "30" },
            new("useBulkReader") { Default = "true" },
            new("maxStringLength") { Default = "4096" },
            new("allowNonSelectQueries") { Default = "false" },
            new("separateCredentials") { Default = "false" },
            new("credentialsName"),
            new("selectedCredentials"),
        ];
}

/// <summary>A connection property of a source.</summary>
internal sealed record SourceProperty(string Name)
{
    public string Kind { get; init; } = "string";

    public string? Default { get; init; }

    public IReadOnlyList<string> Values { get; init; } = [];

    public bool IsSecret { get; init; }

    public JsonObject ToJson()
    {
        var json = new JsonObject { ["type"] = Kind, ["description"] = Name };
        if (Default is not null)
            json["default"] = Default;
        if (Values.Count > 0)
            json["enum"] = new JsonArray([.. Values.Select(value => JsonValue.Create(value))]);
        return json;
    }
}
