using System.Security;
using QlikSnowflake.Errors;
using QlikSnowflake.Files;
using QlikSnowflake.Keys;

namespace QlikSnowflake.QlikCloud.Connections;

/// <summary>
/// How a connection logs in to Snowflake: by a key pair (qlik.dev, "Data connection create examples": Standard, Key-pair) or by a
/// password. Holds the secret in the form in which it is sent; dispose of it.
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

    private SnowflakeLogin(string user, string? keyFileName, SecureString secret, SecureString? passphrase)
    {
        User = user;
        KeyFileName = keyFileName;
        Secret = secret;
        Passphrase = passphrase;
    }

    /// <summary>The Snowflake user.</summary>
    public string User { get; }

    /// <summary>Whether it is by key pair.</summary>
    public bool IsKeyPair => KeyFileName is not null;

    /// <summary>The key file's name, which goes with its content.</summary>
    internal string? KeyFileName { get; }

    /// <summary>The password, or the key file's bytes in base64.</summary>
    internal SecureString Secret { get; }

    internal SecureString? Passphrase { get; }

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
    public static SnowflakeLogin KeyPair(string user, string privateKeyPath, SecureString? passphrase)
    {
        var content = InputFile.ReadBytes(privateKeyPath, InputFileKind.Key);
        char[] text = [];
        try
        {
            var encrypted = false;
            try
            {
                using var plain = SigningKey.Read(content, null, $"'{privateKeyPath}'");
            }
            catch (KeyException e) when (e.ErrorId == "KeyPassphraseRequired" && passphrase is not null)
            {
                using var opened = SigningKey.Read(content, passphrase, $"'{privateKeyPath}'");
                encrypted = true;
            }

            text = new char[(content.Length + 2) / 3 * 4];
            Convert.ToBase64CharArray(content, 0, content.Length, text, 0);
            var secret = new SecureString();
            foreach (var character in text)
                secret.AppendChar(character);
            secret.MakeReadOnly();
            return new SnowflakeLogin(user, Path.GetFileName(privateKeyPath), secret, encrypted ? passphrase!.Copy() : null);
        }
        finally
        {
            Array.Clear(content, 0, content.Length);
            Array.Clear(text, 0, text.Length);
        }
    }

    /// <summary>A login by password. Snowflake ends these for most users in 2026.</summary>
    /// <param name="user">The Snowflake user's login name.</param>
    /// <param name="password">The password.</param>
    public static SnowflakeLogin ByPassword(string user, SecureString password) => new(user, null, password.Copy(), null);

    /// <inheritdoc/>
    public void Dispose()
    {
        Secret.Dispose();
        Passphrase?.Dispose();
    }
}
