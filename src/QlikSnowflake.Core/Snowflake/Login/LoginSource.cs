using System.Security;
using QlikSnowflake.Errors;
using QlikSnowflake.Files;
using QlikSnowflake.Keys;
using QlikSnowflake.Snowflake.Configuration;

namespace QlikSnowflake.Snowflake.Login;

/// <summary>Where the parts of a login come from: given by the user, or by a named connection or the environment.</summary>
public sealed record LoginSource
{
    /// <summary>What a file or the environment says; what is given below comes before it.</summary>
    public ConnectionSettings? Settings { get; init; }

    /// <summary>The private key's file.</summary>
    public string? PrivateKeyPath { get; init; }

    /// <summary>The private key's text.</summary>
    public SecureString? PrivateKey { get; init; }

    /// <summary>The private key's passphrase.</summary>
    public SecureString? Passphrase { get; init; }

    /// <summary>A token someone issued.</summary>
    public SecureString? Token { get; init; }

    /// <summary>Whether <see cref="Token"/> is an OAuth token rather than a programmatic access token.</summary>
    public bool IsOAuth { get; init; }

    /// <summary>Reads the key or takes the token.</summary>
    /// <exception cref="InputException">There is neither, or the connection asks for a way to log in that the SQL API does not
    /// have.</exception>
    /// <exception cref="KeyException">The key cannot be used.</exception>
    public SnowflakeCredential ToCredential()
    {
        if (Token is not null)
            return OfToken(Token, IsOAuth);
        if (PrivateKeyPath is not null || PrivateKey is not null)
            return OfKey(PrivateKeyPath, PrivateKey);

        var settings = Settings ?? throw Nothing("the parameters", hasPassword: false);
        switch (settings.Authenticator)
        {
            case "PROGRAMMATIC_ACCESS_TOKEN":
                return OfToken(TokenOf(settings), isOAuth: false);
            case "OAUTH":
                return OfToken(TokenOf(settings), isOAuth: true);
            case null
            or ""
            or "SNOWFLAKE"
            or "SNOWFLAKE_JWT" when settings.PrivateKeyPath is not null || settings.PrivateKey is not null:
                return OfKey(settings.PrivateKeyPath, settings.PrivateKey);
            case null or "" when settings.Token is not null || settings.TokenPath is not null:
                return OfToken(TokenOf(settings), isOAuth: false);
            case null or "" or "SNOWFLAKE_JWT":
                throw Nothing("the " + settings.Source, settings.HasPassword);
            default:
                throw new InputException(
                    ErrorIds.AuthenticatorNotSupported,
                    $"The {settings.Source} logs in by {settings.Authenticator}, which "
                        // The SQL API takes tokens of workload identities; it is this module that does not get them.
                        + (
                            settings.Authenticator == "WORKLOAD_IDENTITY"
                                ? "this module does not support."
                                : "Snowflake's SQL API does not take."
                        ),
                    "Use a key pair (authenticator SNOWFLAKE_JWT with private_key_file), a programmatic access token or OAuth."
                        + TokenHint(settings.HasPassword)
                );
        }
    }

    private SnowflakeCredential OfKey(string? path, SecureString? text)
    {
        var passphrase = Passphrase ?? Settings?.Passphrase;
        if (path is not null)
            return SnowflakeCredential.KeyPair(SigningKey.ReadFile(path, passphrase));
        return SnowflakeCredential.KeyPair(
            SigningKey.ReadText(
                text!,
                passphrase,
                Settings is null ? "the private key given" : $"the private key of the {Settings.Source}"
            )
        );
    }

    private static SnowflakeCredential OfToken(SecureString token, bool isOAuth) =>
        isOAuth ? SnowflakeCredential.OAuth(token) : SnowflakeCredential.ProgrammaticAccessToken(token);

    private static SecureString TokenOf(ConnectionSettings settings)
    {
        if (settings.Token is not null)
            return settings.Token;
        if (settings.TokenPath is null)
            throw Nothing("the " + settings.Source, settings.HasPassword);

        return SecretText.FromPlainText(InputFile.ReadText(settings.TokenPath, InputFileKind.Token).Trim());
    }

    private static InputException Nothing(string source, bool hasPassword) =>
        new(
            ErrorIds.CredentialMissing,
            "No private key and no token is given by "
                + $"{source}{(hasPassword ? ", and Snowflake's SQL API takes no password" : string.Empty)}.",
            "Give -PrivateKeyPath or -Token; in a connection: private_key_file, private_key_raw, token or "
                + "token_file_path; in the environment: SNOWFLAKE_PRIVATE_KEY_PATH, SNOWFLAKE_PRIVATE_KEY or SNOWFLAKE_TOKEN."
                + TokenHint(hasPassword)
        );

    // Snowflake's drivers take a programmatic access token in the place of a password.
    private static string TokenHint(bool hasPassword) =>
        hasPassword
            ? " If the password is a programmatic access token, give it as -Token, or as token in the connection with "
                + "authenticator PROGRAMMATIC_ACCESS_TOKEN."
            : string.Empty;
}
