namespace QlikSnowflake.Qrs.Connections;

/// <summary>
/// What a data connection shall be, with everything it refers to by name, so that it means the same on every site.
/// What is null is not asked for.
/// </summary>
public sealed record DataConnectionState : ConnectionFields
{
    /// <summary>Starts with nothing asked for.</summary>
    public DataConnectionState() { }

    /// <summary>Starts with fields.</summary>
    /// <param name="fields">The fields.</param>
    public DataConnectionState(ConnectionFields fields)
        : base(fields) { }

    /// <summary>The name.</summary>
    public string Name { get; init; } = string.Empty;

    /// <summary>Single keys of a connector's connection string; null where a key shall not be there.</summary>
    public IReadOnlyList<KeyValuePair<string, string?>> ConnectionProperties { get; init; } = [];

    /// <summary>The owner.</summary>
    public QrsUserName? Owner { get; init; }

    /// <summary>The names of all its tags.</summary>
    public IReadOnlyList<string>? Tags { get; init; }

    /// <summary>Custom properties with all values of each; none where it shall not have the property.</summary>
    public IReadOnlyList<CustomPropertyValues> CustomProperties { get; init; } = [];

    /// <summary>Whether custom properties that are not named here shall not be there.</summary>
    public bool NoOtherCustomProperties { get; init; }

    /// <summary>The state that a connection is in.</summary>
    /// <param name="connection">The connection; its password counts where it was read.</param>
    public static DataConnectionState Of(DataConnection connection) =>
        new(connection.Fields)
        {
            Name = connection.Name,
            Owner = connection.Owner is { } owner ? new QrsUserName(owner.UserDirectory, owner.UserId) : null,
            Tags = connection.Tags,
            CustomProperties = connection.Properties,
            NoOtherCustomProperties = true,
        };

    /// <summary>This state where it says something, and another where it does not.</summary>
    /// <param name="other">The other state.</param>
    public DataConnectionState CompletedBy(DataConnectionState other)
    {
        var fields = base.CompletedBy(other);
        if (ConnectionString is null && fields.ConnectionString is { } text && QlikConnectionString.IsOfConnector(text))
            fields = fields with { ConnectionString = QlikConnectionString.Edit(text, ConnectionProperties) };

        return new DataConnectionState(fields)
        {
            Name = other.Name,
            NoOtherCustomProperties = other.NoOtherCustomProperties,
            ConnectionProperties = ConnectionProperties,
            Owner = Owner ?? other.Owner,
            Tags = Tags ?? other.Tags,
            CustomProperties =
            [
                .. CustomProperties,
                .. other.CustomProperties.Where(o => !CustomProperties.Any(p => p.IsNamed(o.Name))),
            ],
        };
    }
}
