using QlikSnowflake.Http;
using QlikSnowflake.Keys;

namespace QlikSnowflake.Snowflake;

/// <summary>An open session with one Snowflake account: who, where, and the tokens to prove it.</summary>
public sealed class SnowflakeSession : IServiceSession
{
    private readonly JwtIssuer _issuer;
    private readonly ServiceTransport _transport;

    private SnowflakeSession(string name, SnowflakeSessionOptions options, JwtIssuer issuer, Func<DateTimeOffset> clock)
    {
        Name = name;
        Options = options;
        _issuer = issuer;
        Tokens = new TokenCache(issuer, options.TokenLifetime, clock);
        _transport = new ServiceTransport(options.ToEndpoint(), new KeyPairSigner(Tokens));
        Statements = new StatementClient(_transport, options);
    }

    /// <summary>The session's name.</summary>
    public string Name { get; }

    /// <summary>The account identifier.</summary>
    public string Account => Options.Account.Identifier;

    /// <summary>The host requests go to, with its port.</summary>
    public string Server => _transport.BaseAddress.Authority;

    /// <summary>The user, as the token's claims carry it.</summary>
    public string User => SnowflakeUserName.ToClaim(Options.User);

    /// <summary>The fingerprint of the key in use.</summary>
    public string Fingerprint => _issuer.PublicKey.Fingerprint;

    /// <summary>The role asked for, or null for the user's default.</summary>
    public string? Role => Options.Role;

    /// <summary>The warehouse asked for, or null for the user's default.</summary>
    public string? Warehouse => Options.Warehouse;

    /// <summary>The database asked for, or null for the user's default.</summary>
    public string? Database => Options.Database;

    /// <summary>The schema asked for, or null for the user's default.</summary>
    public string? Schema => Options.Schema;

    /// <inheritdoc/>
    public bool IsClosed => _transport.IsDisposed;

    /// <summary>When the session was opened.</summary>
    public DateTimeOffset ConnectedAt { get; } = DateTimeOffset.UtcNow;

    /// <summary>Sends statements.</summary>
    public StatementClient Statements { get; }

    internal SnowflakeSessionOptions Options { get; }

    internal TokenCache Tokens { get; }

    /// <summary>Opens a session and checks it by one statement.</summary>
    /// <param name="name">The session's name.</param>
    /// <param name="options">Whom to connect as, and where.</param>
    /// <param name="key">The private key; the session owns it from here on.</param>
    /// <param name="context">The operation.</param>
    public static async Task<SnowflakeSession> OpenAsync(string name, SnowflakeSessionOptions options, SigningKey key, CallContext context)
    {
        JwtIssuer? issuer = null;
        SnowflakeSession? session = null;
        try
        {
            issuer = new JwtIssuer(options.Account, options.User, key);
            session = new SnowflakeSession(name, options, issuer, () => DateTimeOffset.UtcNow);
            using var result = await session.Statements.RunAsync(new StatementRequest("SELECT CURRENT_USER()"), context).ConfigureAwait(false);
            return session;
        }
        catch
        {
            if (session is not null)
                session.Dispose();
            else if (issuer is not null)
                issuer.Dispose();
            else
                key.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _transport.Dispose();
        _issuer.Dispose();
    }

    /// <inheritdoc/>
    public override string ToString() => Name;

    private sealed class KeyPairSigner(TokenCache tokens) : IRequestSigner
    {
        private volatile string _lastSent = string.Empty;

        public string Service => SnowflakeRefusals.Service;

        public IEnumerable<KeyValuePair<string, string>> Sign(HttpRequestMessage message)
        {
            var token = tokens.Get();
            _lastSent = token;
            message.Headers.Authorization = new("Bearer", token);
            message.Headers.TryAddWithoutValidation("X-Snowflake-Authorization-Token-Type", "KEYPAIR_JWT");
            return [];
        }

        public bool TryRenew(ServiceReply reply) => tokens.TryRenew(_lastSent, reply.Date);

        public Exception Refusal(ServiceReply reply, ServiceRequest request) => SnowflakeRefusals.Of(reply);
    }
}
