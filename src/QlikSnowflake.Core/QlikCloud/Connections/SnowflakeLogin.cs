using System.Security;
using QlikSnowflake.Errors;
using QlikSnowflake.Keys;

namespace QlikSnowflake.QlikCloud.Connections;

/// <summary>
/// How a connection logs in to Snowflake: by a key pair (qlik.dev, "Data connection create examples": Standard, Key-pair) or by a
/// password. Holds the secret; dispose of it when what
/// was planned with it has been done.
/// </summary>
public sealed class SnowflakeLogin : IDisposable
{
    /// <summary>The driver's name for the passphrase, where the tenant's list of properties has no other.</summary>
    public const string UsualPassphraseProperty = "PRIV_KEY_FILE_PWD";

    private static readonly string[] SecretProperties =
    [
        "password",
        "PRIV_KEY_FILE",
        UsualPassphraseProperty,
        "privateKeyFile",
        "privateKeyPassphrase",
    ];

    private readonly bool _ownsKey;

    private SnowflakeLogin(string user, QlikKeyFile? key, SecureString? password, bool ownsKey)
    {
        User = user;
        Key = key;
        Password = password;
        _ownsKey = ownsKey;
    }

    /// <summary>The Snowflake user; empty where the connection's own stays.</summary>
    public string User { get; }

    /// <summary>Whether it is by key pair.</summary>
    public bool IsKeyPair => Key is not null;

    internal QlikKeyFile? Key { get; }

    internal SecureString? Password { get; }

    /// <summary>
    /// Whether a property holds a part of a login that is secret, whatever its case: such a one is not shown, and not
    /// taken as text.
    /// </summary>
    /// <param name="property">The property's name.</param>
    public static bool IsSecret(string property) => SecretProperties.Contains(property, StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// A login by key pair. The file goes as it is, so that an encrypted key stays encrypted; that it can be opened is
    /// checked first.
    /// </summary>
    /// <param name="user">The Snowflake user's login name.</param>
    /// <param name="privateKeyPath">The key file.</param>
    /// <param name="passphrase">Its passphrase, where it is encrypted.</param>
    /// <exception cref="KeyException">It is no usable RSA private key, or the passphrase is wrong.</exception>
    public static SnowflakeLogin KeyPair(string user, string privateKeyPath, SecureString? passphrase) =>
        new(user, QlikKeyFile.Read(privateKeyPath, passphrase), null, ownsKey: true);

    /// <summary>A login by a key that was read before, and that is disposed of by whoever read it.</summary>
    /// <param name="user">The Snowflake user's login name; empty leaves the connection's own.</param>
    /// <param name="key">The key.</param>
    public static SnowflakeLogin KeyPair(string user, QlikKeyFile key) => new(user, key, null, ownsKey: false);

    /// <summary>A login by password. Snowflake ends these for most users in 2026.</summary>
    /// <param name="user">The Snowflake user's login name.</param>
    /// <param name="password">The password.</param>
    public static SnowflakeLogin ByPassword(string user, SecureString password) =>
        new(user, null, password.Copy(), ownsKey: false);

    /// <inheritdoc/>
    public void Dispose()
    {
        Password?.Dispose();
        if (_ownsKey)
            Key?.Dispose();
    }
}
