using System.Security;
using QlikSnowflake.Connections;
using QlikSnowflake.Errors;
using QlikSnowflake.Keys;
using QlikSnowflake.Snowflake;

namespace QlikSnowflake.Qrs.Connections;

/// <summary>Builds the data connection by which Qlik reaches Snowflake with a key pair (Qlik support article 2522745).</summary>
public static class SnowflakeDataConnection
{
    /// <summary>The connector's file name: the type of such a connection.</summary>
    public const string Provider = "QvOdbcConnectorPackage.exe";

    private const string Authenticator = "authenticator";
    private const string KeyPairAuthenticator = "snowflake_jwt";

    // The article's values, in the article's order; null takes the value asked for, and is left out where none is.
    private static readonly (string Key, string? Value)[] Template =
    [
        ("provider", Provider),
        ("driver", "snowflake"),
        ("server", null),
        ("port", "443"),
        ("database", null),
        ("schema", null),
        ("warehouse", null),
        ("validateSessionParam", "false"),
        ("role", null),
        (Authenticator, KeyPairAuthenticator),
        ("allowNonSelectQueries", "false"),
        ("QueryTimeout", "600"),
        ("useBulkReader", "true"),
        ("maxStringLength", "4096"),
    ];

    /// <summary>The connection string for an account.</summary>
    /// <param name="account">The account.</param>
    /// <param name="properties">Values for keys, known or not: they replace the article's, and new keys go to the end in order.</param>
    public static QlikConnectionString ConnectionString(
        SnowflakeAccount account,
        IEnumerable<KeyValuePair<string, string>> properties
    )
    {
        var given = properties.ToList();
        var items = new List<KeyValuePair<string, string>>();
        foreach (var (key, value) in Template)
        {
            var index = given.FindIndex(p => string.Equals(p.Key, key, StringComparison.OrdinalIgnoreCase));
            var chosen =
                index >= 0 ? given[index].Value
                : key == "server" ? account.Host
                : value;
            if (chosen is not null)
                items.Add(new(key, chosen));
            if (index >= 0)
                given.RemoveAt(index);
        }

        items.AddRange(given);
        return QlikConnectionString.Create(items);
    }

    /// <summary>Whether a connection string is one to Snowflake through Qlik's ODBC connector package.</summary>
    /// <param name="connectionString">The string.</param>
    public static bool IsSnowflake(string connectionString) =>
        QlikConnectionString.IsOfConnector(connectionString)
        && string.Equals(ConnectionText.Of(connectionString)["driver"], "snowflake", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether a connector is Qlik's ODBC connector package.</summary>
    internal static bool IsProvider(string name) => string.Equals(name, Provider, StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// What turns a password connection into one by key pair: the authenticator of the connection string and the framed
    /// key.
    /// </summary>
    /// <param name="change">The change to add it to.</param>
    /// <param name="password">The framed key: <see cref="QlikKeyFile.QrsPassword"/>.</param>
    public static DataConnectionChange ToKeyPair(DataConnectionChange change, SecureString password) =>
        change with
        {
            Password = password,
            OnlySnowflake = true,
            ConnectionProperties = WithAuthenticator(change.ConnectionProperties),
        };

    /// <summary>The same for a connection to be made.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="password">The framed key.</param>
    /// <exception cref="InputException">It is no connection to Snowflake.</exception>
    public static NewDataConnection ToKeyPair(NewDataConnection connection, SecureString password) =>
        IsSnowflake(connection.ConnectionString)
            ? connection with
            {
                Password = password,
                ConnectionString = QlikConnectionString
                    .Parse(connection.ConnectionString)
                    .With(Authenticator, KeyPairAuthenticator)
                    .ToString(),
            }
            : throw NotSnowflake(connection.Name);

    internal static InputException NotSnowflake(string name) =>
        new(
            ErrorIds.DataConnectionNotSnowflake,
            $"'{name}' is no connection to Snowflake: a key pair means nothing to it.",
            "Choose a connection whose connection string has driver=snowflake."
        );

    /// <summary>The same for what a connection shall be.</summary>
    /// <param name="state">The state, with the framed key as its password.</param>
    public static DataConnectionState WithKeyPair(DataConnectionState state) =>
        state with
        {
            ConnectionProperties = WithAuthenticator(state.ConnectionProperties),
        };

    private static IReadOnlyList<KeyValuePair<string, string?>> WithAuthenticator(
        IEnumerable<KeyValuePair<string, string?>> properties
    ) =>
        [
            .. properties.Where(p => !string.Equals(p.Key, Authenticator, StringComparison.OrdinalIgnoreCase)),
            new(Authenticator, KeyPairAuthenticator),
        ];
}
