using System.Security;
using QlikSnowflake.Errors;

namespace QlikSnowflake.Qrs.Connections;

/// <summary>What is to be changed in a data connection. What is null or empty here stays as it is.</summary>
public sealed record DataConnectionChange
{
    /// <summary>A new name; 1 to 256 characters, unique on a site.</summary>
    public string? Name { get; init; }

    /// <summary>A new connection string as a whole.</summary>
    public string? ConnectionString { get; init; }

    /// <summary>
    /// Keys of a connector's connection string with their new values; null takes the key out. Other keys keep their
    /// characters and order.
    /// </summary>
    public IReadOnlyList<KeyValuePair<string, string?>> ConnectionProperties { get; init; } = [];

    /// <summary>A new type.</summary>
    public string? Type { get; init; }

    /// <summary>A new login name; the empty one takes it away.</summary>
    public string? UserName { get; init; }

    /// <summary>A new password, or a key in the connector's frame; an empty one takes it away.</summary>
    public SecureString? Password { get; init; }

    /// <summary>Whose Windows account the connector runs under.</summary>
    public DataConnectionLogOn? LogOn { get; init; }

    /// <summary>The connector's architecture.</summary>
    public DataConnectionArchitecture? Architecture { get; init; }

    /// <summary>The new owner's id.</summary>
    public Guid? OwnerId { get; init; }

    /// <summary>The ids of all tags it shall have, or null.</summary>
    public IReadOnlyList<Guid>? TagIds { get; init; }

    /// <summary>Ids of tags to add to those it has.</summary>
    public IReadOnlyList<Guid> AddedTagIds { get; init; } = [];

    /// <summary>Ids of tags to take away.</summary>
    public IReadOnlyList<Guid> RemovedTagIds { get; init; } = [];

    /// <summary>For each definition's id all values that it shall have; none takes the property away. Other properties stay.</summary>
    public IReadOnlyList<KeyValuePair<Guid, IReadOnlyList<string>>> CustomProperties { get; init; } = [];

    /// <summary>Whether the connection must be one to Snowflake, because the change makes sense for no other.</summary>
    public bool OnlySnowflake { get; init; }

    /// <summary>Refuses what can be refused without knowing the connection.</summary>
    /// <exception cref="InputException">A field is too long, damaged or given twice.</exception>
    public void Check()
    {
        if (Name is not null)
            NewDataConnection.CheckText("Name", Name, 256);
        if (Type is not null)
            NewDataConnection.CheckText("Type", Type, 500);
        if (UserName is not null)
            NewDataConnection.CheckUserName(UserName);
        if (ConnectionString is not null)
        {
            NewDataConnection.CheckText("ConnectionString", ConnectionString, 100_000);
            QlikConnectionString.CheckPaste(ConnectionString);
        }

        // Refuses keys and values that no string can carry, before the connection is read.
        QlikConnectionString.Create(
            ConnectionProperties.Select(p => new KeyValuePair<string, string>(p.Key, p.Value ?? string.Empty))
        );
    }
}
