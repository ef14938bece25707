using System.Security;

namespace QlikSnowflake.Qrs.Connections;

/// <summary>
/// What a data connection shall be, with everything it refers to by name, so that it means the same on every site.
/// What is null is not asked for.
/// </summary>
public sealed record DataConnectionState
{
    /// <summary>The name.</summary>
    public string Name { get; init; } = string.Empty;

    /// <summary>The connection string as a whole.</summary>
    public string? ConnectionString { get; init; }

    /// <summary>Single keys of a connector's connection string; null where a key shall not be there.</summary>
    public IReadOnlyList<KeyValuePair<string, string?>> ConnectionProperties { get; init; } = [];

    /// <summary>The type.</summary>
    public string? Type { get; init; }

    /// <summary>The login name.</summary>
    public string? UserName { get; init; }

    /// <summary>The password, or a key in the connector's frame.</summary>
    public SecureString? Password { get; init; }

    /// <summary>Whose Windows account the connector runs under.</summary>
    public DataConnectionLogOn? LogOn { get; init; }

    /// <summary>The connector's architecture.</summary>
    public DataConnectionArchitecture? Architecture { get; init; }

    /// <summary>The owner.</summary>
    public QrsUserName? Owner { get; init; }

    /// <summary>The names of all its tags.</summary>
    public IReadOnlyList<string>? Tags { get; init; }

    /// <summary>Custom properties by name with all values of each; none where it shall not have the property.</summary>
    public IReadOnlyList<KeyValuePair<string, IReadOnlyList<string>>> CustomProperties { get; init; } = [];

    /// <summary>Whether custom properties that are not named here shall not be there.</summary>
    public bool NoOtherCustomProperties { get; init; }

    /// <summary>The state that a connection is in.</summary>
    /// <param name="connection">The connection; its password counts where it was read.</param>
    public static DataConnectionState Of(DataConnection connection) =>
        new()
        {
            Name = connection.Name,
            ConnectionString = connection.ConnectionString,
            Type = connection.Type,
            UserName = connection.UserName,
            Password = connection.Password,
            LogOn = connection.LogOn,
            Architecture = connection.Architecture,
            Owner = connection.Owner is { } owner ? new QrsUserName(owner.UserDirectory, owner.UserId) : null,
            Tags = connection.Tags,
            CustomProperties = PropertiesOf(connection),
            NoOtherCustomProperties = true,
        };

    /// <summary>This state where it says something, and another where it does not.</summary>
    /// <param name="other">The other state.</param>
    public DataConnectionState Over(DataConnectionState other)
    {
        var text = ConnectionString ?? other.ConnectionString;
        if (
            ConnectionString is null
            && text is not null
            && ConnectionProperties.Count > 0
            && QlikConnectionString.IsOfConnector(text)
        )
        {
            var edited = QlikConnectionString.Parse(text);
            foreach (var property in ConnectionProperties)
                edited = property.Value is null ? edited.Without(property.Key) : edited.With(property.Key, property.Value);
            text = edited.ToString();
        }

        return other with
        {
            ConnectionString = text,
            ConnectionProperties = ConnectionProperties,
            Type = Type ?? other.Type,
            UserName = UserName ?? other.UserName,
            Password = Password ?? other.Password,
            LogOn = LogOn ?? other.LogOn,
            Architecture = Architecture ?? other.Architecture,
            Owner = Owner ?? other.Owner,
            Tags = Tags ?? other.Tags,
            CustomProperties =
            [
                .. CustomProperties,
                .. other.CustomProperties.Where(o =>
                    !CustomProperties.Any(p => string.Equals(p.Key, o.Key, StringComparison.OrdinalIgnoreCase))
                ),
            ],
        };
    }

    internal static IReadOnlyList<KeyValuePair<string, IReadOnlyList<string>>> PropertiesOf(DataConnection connection) =>
        [
            .. connection
                .CustomProperties.Select(p => (Name: p.Substring(0, p.IndexOf('=')), Value: p.Substring(p.IndexOf('=') + 1)))
                .GroupBy(p => p.Name, StringComparer.OrdinalIgnoreCase)
                .Select(g => new KeyValuePair<string, IReadOnlyList<string>>(g.Key, [.. g.Select(p => p.Value)])),
        ];
}
