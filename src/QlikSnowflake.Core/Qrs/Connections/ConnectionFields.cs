using System.Security;

namespace QlikSnowflake.Qrs.Connections;

/// <summary>The fields of a data connection that mean the same on every site. What is null is not said.</summary>
public record ConnectionFields
{
    /// <summary>Nothing said.</summary>
    public ConnectionFields() { }

    /// <summary>The connection string as a whole.</summary>
    public string? ConnectionString { get; init; }

    /// <summary><c>folder</c>, <c>odbc</c>, <c>oledb</c>, or the connector's file name.</summary>
    public string? Type { get; init; }

    /// <summary>The login name for the data source; the empty one is none.</summary>
    public string? UserName { get; init; }

    /// <summary>The password, or a key in the connector's frame; an empty one is none.</summary>
    public SecureString? Password { get; init; }

    /// <summary>Whose Windows account the connector runs under.</summary>
    public DataConnectionLogOn? LogOn { get; init; }

    /// <summary>The connector's architecture.</summary>
    public DataConnectionArchitecture? Architecture { get; init; }

    /// <summary>The fields alone, without what else is said of a connection.</summary>
    public ConnectionFields ToFields() => new(this);

    /// <summary>These fields, and another's where nothing is said.</summary>
    /// <param name="other">The other fields.</param>
    public ConnectionFields CompletedBy(ConnectionFields other) =>
        new()
        {
            ConnectionString = ConnectionString ?? other.ConnectionString,
            Type = Type ?? other.Type,
            UserName = UserName ?? other.UserName,
            Password = Password ?? other.Password,
            LogOn = LogOn ?? other.LogOn,
            Architecture = Architecture ?? other.Architecture,
        };
}
