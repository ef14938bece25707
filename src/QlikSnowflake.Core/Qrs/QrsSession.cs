using QlikSnowflake.Compat;
using QlikSnowflake.Http;
using QlikSnowflake.Qrs.Connections;

namespace QlikSnowflake.Qrs;

/// <summary>An open session with one Qlik Sense site's repository.</summary>
public sealed class QrsSession : IServiceSession
{
    private readonly QrsSessionOptions _options;
    private readonly ServiceTransport _transport;

    private QrsSession(string name, QrsSessionOptions options)
    {
        options.Check();
        Name = name;
        _options = options;
        _transport = new ServiceTransport(
            options.ToEndpoint(),
            options.ProxyLogin is { } login ? new ProxySigner(login) : new CertificateSigner(options)
        );
        var requests = new QrsRequests(_transport, UserName(options), options.ProxyLogin is not null);
        About = new QrsAbout(string.Empty, null, false, false);
        Lookup = new QrsLookup(requests);
        DataConnections = new DataConnectionClient(requests);
        Requests = requests;
    }

    /// <summary>The session's name.</summary>
    public string Name { get; }

    /// <summary>The server, with its port.</summary>
    public string Server => _transport.BaseAddress.Authority;

    /// <summary>The user acted as, <c>DIRECTORY\id</c>; through a proxy as far as the login tells.</summary>
    public string User => UserName(_options);

    /// <summary>The thumbprint of the client certificate; null through a proxy.</summary>
    public string? CertificateThumbprint => _options.ClientCertificate?.Thumbprint;

    /// <summary>The virtual proxy's prefix, empty for the default one; null where the repository is reached by its certificate.</summary>
    public string? VirtualProxy => _options.ProxyLogin is null ? null : _options.Prefix;

    /// <summary>The kind of login: Certificate, Windows, Jwt, Header, Ticket or SessionCookie.</summary>
    public string Login => _options.ProxyLogin?.Kind ?? "Certificate";

    /// <summary>The repository's version.</summary>
    public string Version => About.BuildVersion;

    /// <inheritdoc/>
    public bool IsClosed => _transport.IsDisposed;

    /// <summary>When the session was opened.</summary>
    public DateTimeOffset ConnectedAt { get; } = DateTimeOffset.UtcNow;

    /// <summary>What the repository said of itself when the session was opened.</summary>
    public QrsAbout About { get; private set; }

    /// <summary>Data connections.</summary>
    public DataConnectionClient DataConnections { get; }

    /// <summary>Users, tags and custom properties by name.</summary>
    public QrsLookup Lookup { get; }

    /// <summary>Any request, for what has no method of its own.</summary>
    public QrsRequests Requests { get; }

    /// <summary>Opens a session and checks it by reading <c>/qrs/about</c>.</summary>
    /// <param name="name">The session's name.</param>
    /// <param name="options">Which repository, by which certificate and as whom.</param>
    /// <param name="context">The operation.</param>
    public static async Task<QrsSession> OpenAsync(string name, QrsSessionOptions options, CallContext context)
    {
        QrsSession? session = null;
        try
        {
            session = new QrsSession(name, options);
            session.About = await session.ReadAboutAsync(context).ConfigureAwait(false);
            return session;
        }
        catch
        {
            session?.Dispose();
            CertificateLoader.Release(options.ClientCertificate);
            throw;
        }
    }

    /// <summary>What the repository says of itself now.</summary>
    /// <param name="context">The operation.</param>
    public Task<QrsAbout> ReadAboutAsync(CallContext context) => Requests.GetAsync("about", [], QrsAbout.Read, context);

    /// <inheritdoc/>
    public void Dispose()
    {
        _transport.Dispose();
        CertificateLoader.Release(_options.ClientCertificate);
    }

    /// <inheritdoc/>
    public override string ToString() => Name;

    private static string UserName(QrsSessionOptions options) =>
        options.ProxyLogin is { } login ? login.User : options.UserDirectory + "\\" + options.UserId;

    /// <summary>The value of X-Qlik-User. Both parts are URL-encoded UTF-8 (Qlik Sense for developers, "X-Qlik-User").</summary>
    internal static string UserHeader(string directory, string id) =>
        $"UserDirectory={Uri.EscapeDataString(directory)}; UserId={Uri.EscapeDataString(id)}";

    private sealed class CertificateSigner(QrsSessionOptions options) : IRequestSigner
    {
        private readonly string _user = UserHeader(options.UserDirectory, options.UserId);

        public ValueTask SignAsync(HttpRequestMessage message, CallContext context)
        {
            var key = Xrfkey.Create();
            message.Headers.TryAddWithoutValidation("X-Qlik-Xrfkey", key);
            message.Headers.TryAddWithoutValidation("X-Qlik-User", _user);
            RequestQuery.Add(message, [new("xrfkey", key)]);
            return default;
        }

        public ValueTask<bool> TryRenewAsync(ServiceReply reply, CallContext context) => new(false);

        public void Dispose() { }
    }

    private sealed class ProxySigner(QrsProxyLogin login) : IRequestSigner
    {
        // The same for the whole session: a login's redirects bring the query of the first request back.
        private readonly string _key = Xrfkey.Create();

        public ValueTask SignAsync(HttpRequestMessage message, CallContext context)
        {
            message.Headers.TryAddWithoutValidation("X-Qlik-Xrfkey", _key);
            RequestQuery.Add(message, [new("xrfkey", _key), .. login.Sign(message)]);
            return default;
        }

        public ValueTask<bool> TryRenewAsync(ServiceReply reply, CallContext context) => new(false);

        public void Dispose() { }
    }
}
