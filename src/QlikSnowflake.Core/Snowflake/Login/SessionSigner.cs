using QlikSnowflake.Errors;
using QlikSnowflake.Http;
using QlikSnowflake.Keys;

namespace QlikSnowflake.Snowflake.Login;

/// <summary>Puts the session's token on each request (SQL API, "Authenticating to the server").</summary>
internal sealed class SessionSigner : IRequestSigner, IDisposable
{
    private readonly SnowflakeSessionOptions _options;
    private readonly SnowflakeCredential _credential;
    private volatile KeyTokens? _keyTokens;

    public SessionSigner(SnowflakeSessionOptions options, SnowflakeCredential credential)
    {
        _options = options;
        _credential = credential;
        if (credential.Key is { } key)
            _keyTokens = new KeyTokens(options, key);
    }

    public string Service => SnowflakeRefusals.Service;

    public string Kind => _credential.Kind;

    public string? Fingerprint => _keyTokens?.Issuer.PublicKey.Fingerprint;

    /// <summary>The user in the claims, or null where a token is used.</summary>
    public string? ClaimUser => _keyTokens is null ? null : SnowflakeUserName.ToClaim(_options.User ?? string.Empty);

    public IEnumerable<KeyValuePair<string, string>> Sign(HttpRequestMessage message)
    {
        message.Headers.Authorization = new("Bearer", CurrentToken());
        message.Headers.TryAddWithoutValidation("X-Snowflake-Authorization-Token-Type", _credential.TokenType);
        return [];
    }

    public bool TryRenew(ServiceReply reply) => _keyTokens?.Cache.TryRenew(reply.SentToken ?? string.Empty, reply.Date) ?? false;

    /// <summary>What the token that is sent now says, judged by the server's clock; null where the token is not ours.</summary>
    public JwtInspection? Inspect(DateTimeOffset serverTime) =>
        _keyTokens is { } current
            ? JwtInspection.Of(current.Cache.Get(), current.Issuer.PublicKey, _options.Account, serverTime)
            : null;

    public Exception Refusal(ServiceReply reply, ServiceRequest request) => SnowflakeRefusals.Of(reply);

    public void UseKey(SigningKey key)
    {
        if (_keyTokens is not { } old)
        {
            key.Dispose();
            throw new InputException(
                "SessionHasNoKey",
                "The session uses a token, not a key pair.",
                "Open one with -PrivateKeyPath.",
                FailureKind.Session
            );
        }

        _keyTokens = new KeyTokens(_options, key);
        old.Cache.Dispose();
    }

    public void Dispose()
    {
        _keyTokens?.Cache.Dispose();
        _credential.Dispose();
    }

    private string CurrentToken()
    {
        while (_keyTokens is { } current)
        {
            try
            {
                return current.Cache.Get();
            }
            catch (ObjectDisposedException) when (current != _keyTokens)
            {
                // The key was exchanged between the two looks at it.
            }
        }

        return SecretText.ToPlainText(_credential.Token!);
    }

    private sealed class KeyTokens
    {
        public KeyTokens(SnowflakeSessionOptions options, SigningKey key)
        {
            var user =
                options.User
                ?? throw new InputException(
                    "UserMissing",
                    "A key pair needs the user it belongs to.",
                    "Give -User, the user's LOGIN_NAME."
                );
            Issuer = new JwtIssuer(options.Account, user, key);
            Cache = new TokenCache(Issuer, options.TokenLifetime, options.Clock);
        }

        public JwtIssuer Issuer { get; }

        public TokenCache Cache { get; }
    }
}
