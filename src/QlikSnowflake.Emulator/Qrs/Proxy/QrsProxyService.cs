using System.Security.Cryptography;
using System.Text.Json.Nodes;
using QlikSnowflake.Emulator.Certificates;
using QlikSnowflake.Emulator.Hosting;

namespace QlikSnowflake.Emulator.Qrs.Proxy;

/// <summary>The proxy service in front of the repository: <c>/qrs</c> behind virtual proxies, for users instead of certificates.</summary>
public sealed class QrsProxyService : IEmulatedService
{
    /// <summary>The prefix of the virtual proxy that has all ways in.</summary>
    public const string AllWaysPrefix = "sense";

    private const string DefaultDirectory = "EMULATED";
    private const string DefaultHeader = "hdr-sense-user";

    private readonly QrsService _repository;
    private readonly EmulatorClock _clock;
    private readonly ProxyUsers _users = new();
    private readonly ProxySessions _sessions;

    internal QrsProxyService(QrsProxySettings settings, QrsService repository, EmulatorClock clock)
    {
        Settings = settings;
        _repository = repository;
        _clock = clock;
        _sessions = new ProxySessions(settings, clock);
        if (settings.VirtualProxies.Count == 0)
            settings.VirtualProxies = DefaultProxies();
        Password = RandomNumberGenerator.GetHexString(20, lowercase: true);
        AddUser(UserDirectory, UserId, Password, "RootAdmin");
    }

    /// <inheritdoc />
    public string Name => "qrsProxy";

    /// <summary>How it behaves; changes take effect at once.</summary>
    public QrsProxySettings Settings { get; }

    /// <summary>The directory of the user that is there from the start.</summary>
    public string UserDirectory { get; } = DefaultDirectory;

    /// <summary>The id of that user, who has all rights.</summary>
    public string UserId { get; } = "admin";

    /// <summary>The Windows password of that user.</summary>
    public string Password { get; }

    /// <summary>Sessions that are alive.</summary>
    public int SessionCount => _sessions.Count;

    /// <summary>Adds a user to the repository, and lets him sign in with a password.</summary>
    /// <param name="directory">The user directory, which is the Windows domain too.</param>
    /// <param name="id">The user id.</param>
    /// <param name="password">The Windows password.</param>
    /// <param name="roles">As for <see cref="QrsService.AddUser"/>.</param>
    /// <returns>The user's id in the repository.</returns>
    public Guid AddUser(string directory, string id, string password, params IEnumerable<string> roles)
    {
        _users.Add(new UserName(directory, id), password);
        return _repository.AddUser(directory, id, roles);
    }

    /// <summary>Makes a ticket, to be used once as <c>qlikTicket</c>. It doesn't expire.</summary>
    /// <param name="directory">The user directory.</param>
    /// <param name="id">The user id.</param>
    public string IssueTicket(string directory, string id) => _sessions.IssueTicket(new UserName(directory, id));

    /// <summary>Opens a session.</summary>
    /// <param name="prefix">The virtual proxy's prefix; empty for the default one.</param>
    /// <param name="directory">The user directory.</param>
    /// <param name="id">The user id.</param>
    /// <returns>The cookie.</returns>
    public (string Name, string Value) OpenSession(string prefix, string directory, string id)
    {
        var proxy =
            Settings.VirtualProxies.FirstOrDefault(proxy =>
                string.Equals(proxy.Prefix, prefix, StringComparison.OrdinalIgnoreCase)
            ) ?? throw new ArgumentException("No such virtual proxy.", nameof(prefix));
        return (proxy.CookieName, _sessions.Open(proxy, new UserName(directory, id)));
    }

    /// <summary>Ends all sessions, as a restart of the proxy does.</summary>
    public void CloseSessions() => _sessions.CloseAll();

    /// <summary>Signs a JSON web token with the key registered at the virtual proxies <c>jwt</c> and <c>sense</c>.</summary>
    /// <param name="directory">The user directory.</param>
    /// <param name="id">The user id.</param>
    /// <param name="lifetime">How long it's valid; a negative time makes one that has expired.</param>
    public string IssueJwt(string directory, string id, TimeSpan lifetime)
    {
        using var key = ProcessKey.ProxyTokens.Open();
        return ProxyJwt.Sign(key, new UserName(directory, id), _clock.GetUtcNow(), lifetime);
    }

    /// <inheritdoc />
    public void Map(WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        var windows = new WindowsHandshake(_users, Settings, _clock) { Domain = UserDirectory };
        app.Use(new ProxyAccess(_repository, Settings, _sessions, windows, _clock).InvokeAsync);
        _repository.MapCalls(app, "", "/{virtualProxy}");
    }

    internal JsonObject Seed(SeedRequest request)
    {
        var (tickets, text, password) = (request.Count("tickets"), request.Text("user"), request.Text("password"));
        request.RequireAllRead();
        var user = text is null
            ? new UserName(UserDirectory, UserId)
            : UserName.Read(text) ?? throw new ArgumentException(@"user must be DIRECTORY\id.");
        if (password is not null)
            _users.Add(user, password);
        return new JsonObject
        {
            ["tickets"] = new JsonArray([
                .. Enumerable.Range(0, tickets).Select(_ => JsonValue.Create(_sessions.IssueTicket(user))),
            ]),
        };
    }

    /// <summary>How a client gets in, each way once.</summary>
    /// <param name="url">The base url.</param>
    internal EmulatorManifest.ProxySection Describe(string url)
    {
        var (cookie, session) = OpenSession(AllWaysPrefix, UserDirectory, UserId);
        return new EmulatorManifest.ProxySection
        {
            Url = url,
            Prefix = AllWaysPrefix,
            HeaderName = DefaultHeader,
            HeaderValue = $@"{UserDirectory}\{UserId}",
            Jwt = IssueJwt(UserDirectory, UserId, TimeSpan.FromDays(365)),
            User = $@"{UserDirectory}\{UserId}",
            Password = Password,
            Ticket = IssueTicket(UserDirectory, UserId),
            SessionCookieName = cookie,
            SessionCookie = session,
        };
    }

    private static VirtualProxy[] DefaultProxies()
    {
        using var key = ProcessKey.ProxyTokens.Open();
        var publicKey = key.ExportSubjectPublicKeyInfoPem();
        return
        [
            new VirtualProxy { Prefix = "", Windows = true },
            new VirtualProxy { Prefix = "header", HeaderName = DefaultHeader },
            new VirtualProxy { Prefix = "jwt", JwtCertificate = publicKey },
            new VirtualProxy
            {
                Prefix = AllWaysPrefix,
                Windows = true,
                HeaderName = DefaultHeader,
                JwtCertificate = publicKey,
            },
        ];
    }
}
