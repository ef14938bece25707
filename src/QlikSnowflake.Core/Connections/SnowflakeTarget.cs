using QlikSnowflake.Snowflake;

namespace QlikSnowflake.Connections;

/// <summary>Where in Snowflake a connection leads, as the properties of Qlik's ODBC connector name it.</summary>
public sealed record SnowflakeTarget
{
    /// <summary>The account.</summary>
    public SnowflakeAccount? Account { get; init; }

    /// <summary>The database to start with.</summary>
    public string? Database { get; init; }

    /// <summary>The schema to start with.</summary>
    public string? Schema { get; init; }

    /// <summary>The warehouse.</summary>
    public string? Warehouse { get; init; }

    /// <summary>The role.</summary>
    public string? Role { get; init; }

    /// <summary>What is given of it as properties, in the order of Qlik support article 2522745.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> ToProperties()
    {
        var all = new (string Name, string? Value)[]
        {
            ("server", Account?.Host),
            ("database", Database),
            ("schema", Schema),
            ("warehouse", Warehouse),
            ("role", Role),
        };
        return [.. all.Where(p => p.Value is not null).Select(p => new KeyValuePair<string, string>(p.Name, p.Value!))];
    }
}
