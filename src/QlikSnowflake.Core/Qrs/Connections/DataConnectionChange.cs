using QlikSnowflake.Errors;

namespace QlikSnowflake.Qrs.Connections;

/// <summary>What is to be changed in a data connection. What is null or empty here stays as it is.</summary>
public sealed record DataConnectionChange : ConnectionFields
{
    /// <summary>Starts with nothing to change.</summary>
    public DataConnectionChange() { }

    /// <summary>Starts with the fields that shall have other values.</summary>
    /// <param name="fields">The fields.</param>
    public DataConnectionChange(ConnectionFields fields)
        : base(fields) { }

    /// <summary>A new name; 1 to 256 characters, unique on a site.</summary>
    public string? Name { get; init; }

    /// <summary>
    /// Keys of a connector's connection string with their new values; null takes the key out. Other keys keep their
    /// characters and order.
    /// </summary>
    public IReadOnlyList<KeyValuePair<string, string?>> ConnectionProperties { get; init; } = [];

    /// <summary>The new owner's id.</summary>
    public Guid? OwnerId { get; init; }

    /// <summary>The ids of all tags it shall have, or null.</summary>
    public IReadOnlyList<Guid>? TagIds { get; init; }

    /// <summary>Ids of tags to add to those it has.</summary>
    public IReadOnlyList<Guid> AddedTagIds { get; init; } = [];

    /// <summary>Ids of tags to take away.</summary>
    public IReadOnlyList<Guid> RemovedTagIds { get; init; } = [];

    /// <summary>Properties, their definitions known, with all values; none takes the property away. Other properties stay.</summary>
    public IReadOnlyList<CustomPropertyValues> CustomProperties { get; init; } = [];

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
