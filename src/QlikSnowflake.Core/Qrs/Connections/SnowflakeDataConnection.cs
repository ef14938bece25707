using System.Security;
using QlikSnowflake.Errors;
using QlikSnowflake.Files;
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
    public static bool IsSnowflake(string connectionString)
    {
        if (!QlikConnectionString.IsOfConnector(connectionString))
            return false;
        try
        {
            return string.Equals(
                QlikConnectionString.Parse(connectionString)["driver"],
                "snowflake",
                StringComparison.OrdinalIgnoreCase
            );
        }
        catch (InputException)
        {
            return false;
        }
    }

    /// <summary>
    /// What turns a password connection into one by key pair: the authenticator of the connection string and the framed
    /// key.
    /// </summary>
    /// <param name="change">The change to add it to.</param>
    /// <param name="password">The framed key, as <see cref="Password"/> makes it.</param>
    public static DataConnectionChange ToKeyPair(DataConnectionChange change, SecureString password) =>
        change with
        {
            Password = password,
            OnlySnowflake = true,
            ConnectionProperties =
            [
                .. change.ConnectionProperties.Where(p =>
                    !string.Equals(p.Key, Authenticator, StringComparison.OrdinalIgnoreCase)
                ),
                new(Authenticator, KeyPairAuthenticator),
            ],
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
            "DataConnectionNotSnowflake",
            $"'{name}' is no connection to Snowflake: a key pair means nothing to it.",
            "Choose a connection whose connection string has driver=snowflake."
        );

    /// <summary>The same for what a connection shall be.</summary>
    /// <param name="state">The state, with the framed key as its password.</param>
    public static DataConnectionState WithKeyPair(DataConnectionState state) =>
        state with
        {
            ConnectionProperties =
            [
                .. state.ConnectionProperties.Where(p =>
                    !string.Equals(p.Key, Authenticator, StringComparison.OrdinalIgnoreCase)
                ),
                new(Authenticator, KeyPairAuthenticator),
            ],
        };

    /// <summary>Reads a private key file into the connection's password.</summary>
    /// <param name="privateKeyPath">The key file. A plain PKCS#8 file goes in byte for byte; other forms are written anew as
    /// plain PKCS#8.</param>
    /// <param name="passphrase">Its passphrase, where it is encrypted.</param>
    /// <param name="decrypted">Whether the key was encrypted in its file and is not in the result.</param>
    /// <exception cref="KeyException">It is no usable RSA private key.</exception>
    public static SecureString Password(string privateKeyPath, SecureString? passphrase, out bool decrypted)
    {
        var content = InputFile.ReadBytes(privateKeyPath, InputFileKind.Key);
        byte[]? pkcs8 = null;
        byte[]? pem = null;
        try
        {
            var source = $"'{privateKeyPath}'";
            pkcs8 = Read(content, passphrase, source, out decrypted);
            using (SigningKey.FromPkcs8(pkcs8, source))
            {
                // Made only for its checks of algorithm and size.
            }

            var isPlain = StartsWith(content, "-----BEGIN PRIVATE KEY-----");
            pem = isPlain ? content : PemText.WriteBytes("PRIVATE KEY", pkcs8);
            return KeyPairSecret.Frame(Path.GetFileName(privateKeyPath), pem);
        }
        finally
        {
            foreach (var secret in new[] { content, pkcs8, pem })
            {
                if (secret is not null)
                    Array.Clear(secret, 0, secret.Length);
            }
        }
    }

    private static bool StartsWith(byte[] content, string text) =>
        content.Length >= text.Length && Enumerable.Range(0, text.Length).All(i => content[i] == text[i]);

    // Of DER and of UTF-16 no text says whether they are encrypted: only reading them does.
    private static byte[] Read(byte[] content, SecureString? passphrase, string source, out bool decrypted)
    {
        decrypted = false;
        try
        {
            return SigningKey.ReadPkcs8(content, null, source);
        }
        catch (KeyException e) when (e.ErrorId == "KeyPassphraseRequired" && passphrase is not null)
        {
            decrypted = true;
            return SigningKey.ReadPkcs8(content, passphrase, source);
        }
    }
}
