using QlikSnowflake.Errors;
using QlikSnowflake.Http;
using QlikSnowflake.Keys;

namespace QlikSnowflake.Snowflake.Login;

/// <summary>Puts tokens of a key pair on each request (SQL API, "Authenticating to the server").</summary>
internal sealed class KeyPairSigner : IRequestSigner
{
    private readonly JwtIssuer _issuer;
    private readonly TokenCache _tokens;
    private readonly SnowflakeAccount _account;

    /// <param name="options">Whose key it is, and how long its tokens are to live.</param>
    /// <param name="key">The private key; the signer owns it from here on.</param>
    /// <exception cref="InputException">The user is missing.</exception>
    public KeyPairSigner(SnowflakeSessionOptions options, SigningKey key)
    {
        var user =
            options.User
            ?? throw new InputException(
                ErrorIds.UserMissing,
                "A key pair needs the user it belongs to.",
                "Give -User, the user's LOGIN_NAME."
            );
        _account = options.Account;
        _issuer = new JwtIssuer(options.Account, user, key);
        _tokens = new TokenCache(_issuer, options.TokenLifetime, options.Clock);
    }

    public string Fingerprint => _issuer.PublicKey.Fingerprint;

    public ValueTask SignAsync(HttpRequestMessage message, CallContext context)
    {
        TokenSigner.Put(message, _tokens.Get(), SnowflakeCredential.KeyPairTokenType);
        return default;
    }

    public ValueTask<bool> TryRenewAsync(ServiceReply reply, CallContext context) =>
        new(_tokens.TryRenew(reply.SentToken ?? string.Empty, reply.Date));

    /// <summary>What the token that is sent now says, judged by the server's clock.</summary>
    public JwtInspection Inspect(DateTimeOffset serverTime) =>
        JwtInspection.Of(_tokens.Get(), _issuer.PublicKey, _account, serverTime);

    public void Dispose() => _tokens.Dispose();
}
