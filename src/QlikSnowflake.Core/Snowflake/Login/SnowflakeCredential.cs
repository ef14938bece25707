using System.Security;
using QlikSnowflake.Errors;
using QlikSnowflake.Http;
using QlikSnowflake.Keys;

namespace QlikSnowflake.Snowflake.Login;

/// <summary>What proves to Snowflake who is asking: a private key, or a token that someone issued.</summary>
public sealed class SnowflakeCredential : IDisposable
{
    internal const string KeyPairTokenType = "KEYPAIR_JWT";

    private SnowflakeCredential(string kind, string tokenType, SigningKey? key, SecureString? token)
    {
        Kind = kind;
        TokenType = tokenType;
        Key = key;
        Token = token;
    }

    /// <summary><c>KeyPair</c>, <c>ProgrammaticAccessToken</c> or <c>OAuth</c>.</summary>
    public string Kind { get; }

    /// <summary>The value of the header X-Snowflake-Authorization-Token-Type (SQL API, "Authenticating to the server").</summary>
    internal string TokenType { get; }

    internal SigningKey? Key { get; }

    internal SecureString? Token { get; }

    /// <summary>A private key, which makes tokens as they are needed.</summary>
    /// <param name="key">The key; it is disposed with the credential.</param>
    public static SnowflakeCredential KeyPair(SigningKey key) => new("KeyPair", KeyPairTokenType, key, null);

    /// <summary>A programmatic access token.</summary>
    /// <param name="token">The token; a copy is kept.</param>
    /// <exception cref="InputException">It is empty or holds characters that no token has.</exception>
    public static SnowflakeCredential ProgrammaticAccessToken(SecureString token) =>
        new("ProgrammaticAccessToken", "PROGRAMMATIC_ACCESS_TOKEN", null, Checked(token));

    /// <summary>An OAuth access token.</summary>
    /// <param name="token">The token; a copy is kept.</param>
    /// <exception cref="InputException">It is empty or holds characters that no token has.</exception>
    public static SnowflakeCredential OAuth(SecureString token) => new("OAuth", "OAUTH", null, Checked(token));

    /// <inheritdoc/>
    public void Dispose()
    {
        Key?.Dispose();
        Token?.Dispose();
    }

    // A line break would end the header.
    private static SecureString Checked(SecureString token) =>
        HeaderSecret.IsClean(token)
            ? token.Copy()
            : throw new InputException(
                ErrorIds.TokenInvalid,
                "The token is empty or holds blanks or characters that no token has.",
                "Copy the token again, without quotes and line breaks."
            );
}
