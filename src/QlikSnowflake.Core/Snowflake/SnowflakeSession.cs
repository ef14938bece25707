using QlikSnowflake.Errors;
using QlikSnowflake.Http;
using QlikSnowflake.Keys;
using QlikSnowflake.Snowflake.Login;
using QlikSnowflake.Snowflake.Statements;

namespace QlikSnowflake.Snowflake;

/// <summary>An open session with one Snowflake account: who, where, and what proves it.</summary>
public sealed class SnowflakeSession : IServiceSession
{
    private readonly ServiceTransport _transport;
    private volatile KeyPairSigner? _keyPair;

    private SnowflakeSession(string name, SnowflakeSessionOptions options, SnowflakeCredential credential)
    {
        Name = name;
        Options = options;
        Authentication = credential.Kind;
        _keyPair = credential.Key is { } key ? new KeyPairSigner(options, key) : null;
        _transport = new ServiceTransport(
            options.ToEndpoint(),
            (IRequestSigner?)_keyPair ?? new TokenSigner(credential.Token!, credential.TokenType)
        );
        Statements = new StatementClient(_transport, options);
        User = _keyPair is null ? string.Empty : SnowflakeUserName.ToClaim(options.User!);
    }

    /// <summary>The session's name.</summary>
    public string Name { get; }

    /// <summary>The account identifier.</summary>
    public string Account => Options.Account.Identifier;

    /// <summary>The host requests go to, with its port.</summary>
    public string Server => _transport.BaseAddress.Authority;

    /// <summary>The user, as Snowflake knows it.</summary>
    public string User { get; private set; }

    /// <summary><c>KeyPair</c>, <c>ProgrammaticAccessToken</c> or <c>OAuth</c>.</summary>
    public string Authentication { get; }

    /// <summary>The fingerprint of the key in use, or null where a token is.</summary>
    public string? Fingerprint => _keyPair?.Fingerprint;

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

    /// <summary>Opens a session by key pair and checks it by one statement.</summary>
    /// <param name="name">The session's name.</param>
    /// <param name="options">Whom to connect as, and where.</param>
    /// <param name="key">The private key; the session owns it from here on.</param>
    /// <param name="context">The operation.</param>
    public static Task<SnowflakeSession> OpenAsync(
        string name,
        SnowflakeSessionOptions options,
        SigningKey key,
        CallContext context
    ) => OpenAsync(name, options, SnowflakeCredential.KeyPair(key), context);

    /// <summary>Opens a session and checks it by one statement.</summary>
    /// <param name="name">The session's name.</param>
    /// <param name="options">Whom to connect as, and where.</param>
    /// <param name="credential">What proves it; the session owns it from here on.</param>
    /// <param name="context">The operation.</param>
    /// <exception cref="SnowflakeException">Snowflake refuses the login, the role or the warehouse.</exception>
    /// <exception cref="ConnectionException">The host cannot be reached or is not who it should be.</exception>
    public static async Task<SnowflakeSession> OpenAsync(
        string name,
        SnowflakeSessionOptions options,
        SnowflakeCredential credential,
        CallContext context
    )
    {
        var session = Create(name, options, credential);
        try
        {
            session.User =
                await session.Statements.ReadScalarAsync("SELECT CURRENT_USER()", context).ConfigureAwait(false) ?? session.User;
            return session;
        }
        catch (SnowflakeException e) when (e.StatusCode == 404)
        {
            session.Dispose();
            throw SnowflakeRefusals.NoAccount(e, options.Account?.Host ?? session.Server);
        }
        catch (ConnectionException e) when (e.InnerException is ConnectionException cause)
        {
            // The probe changes nothing: what became of it is of no interest.
            session.Dispose();
            throw cause;
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    /// <summary>Goes on with another key of the same user, without a break: requests under way keep the old key's token.</summary>
    /// <param name="key">The other key; the session owns it from here on.</param>
    /// <exception cref="InputException">The session uses a token.</exception>
    public void UseKey(SigningKey key)
    {
        if (_keyPair is null)
        {
            key.Dispose();
            throw new InputException(
                ErrorIds.SessionHasNoKey,
                "The session uses a token, not a key pair.",
                "Open one with -PrivateKeyPath.",
                FailureKind.Session
            );
        }

        var signer = new KeyPairSigner(Options, key);
        _keyPair = signer;
        _transport.UseSigner(signer);
    }

    /// <inheritdoc/>
    public void Dispose() => _transport.Dispose();

    /// <inheritdoc/>
    public override string ToString() => Name;

    /// <summary>A session that has sent nothing yet.</summary>
    internal static SnowflakeSession Create(string name, SnowflakeSessionOptions options, SnowflakeCredential credential)
    {
        try
        {
            return new SnowflakeSession(name, options, credential);
        }
        catch
        {
            credential.Dispose();
            throw;
        }
    }

    /// <summary>What the session's token says, judged by the server's clock; null where it is not of a key pair.</summary>
    internal JwtInspection? InspectToken(DateTimeOffset serverTime) => _keyPair?.Inspect(serverTime);

    /// <summary>Any answer of the host, to see that it answers and what its clock says.</summary>
    internal Task<ServiceReply> ProbeAsync(CallContext context) =>
        _transport.SendAsync(new ServiceRequest(HttpMethod.Get, "api/v2/statements"), context);
}
