namespace QlikSnowflake.QlikCloud.Connections;

/// <summary>What to change in a data connection; what is null stays.</summary>
public sealed record CloudDataConnectionChange
{
    /// <summary>Another name.</summary>
    public string? Name { get; init; }

    /// <summary>Properties to set, without secrets.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Properties { get; init; } = [];

    /// <summary>Another login to Snowflake.</summary>
    public SnowflakeLogin? Login { get; init; }

    /// <summary>The property for the key's passphrase; null finds it out from the tenant.</summary>
    public string? PassphraseProperty { get; init; }

    /// <summary>Refuses what the service could not take, before any request.</summary>
    /// <exception cref="Errors.InputException">The name or a property cannot be used.</exception>
    public void Check()
    {
        if (Name is not null)
            QlikCloudDataConnectionClient.Check(Name);
        _ = new ConnectionProperties(Properties);
    }
}
