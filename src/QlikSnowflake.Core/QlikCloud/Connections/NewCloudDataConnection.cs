namespace QlikSnowflake.QlikCloud.Connections;

/// <summary>A data connection to be made.</summary>
public sealed record NewCloudDataConnection
{
    /// <summary>The name.</summary>
    public required string Name { get; init; }

    /// <summary>The data source, such as <c>snowflake</c>.</summary>
    public required string DataSource { get; init; }

    /// <summary>The id of the space; null for the personal one.</summary>
    public string? SpaceId { get; init; }

    /// <summary>Properties, without secrets.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Properties { get; init; } = [];

    /// <summary>How it logs in to Snowflake; null where the properties say all.</summary>
    public SnowflakeLogin? Login { get; init; }

    /// <summary>The property for the key's passphrase; null finds it out from the tenant.</summary>
    public string? PassphraseProperty { get; init; }

    /// <summary>Refuses what the service could not take, before any request.</summary>
    /// <exception cref="Errors.InputException">The name or a property cannot be used.</exception>
    public void Check()
    {
        QlikCloudDataConnectionClient.Check(Name);
        _ = new ConnectionProperties(Properties);
    }
}
