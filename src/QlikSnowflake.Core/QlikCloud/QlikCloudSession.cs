using System.Security;
using System.Text.Json;
using QlikSnowflake.Http;
using QlikSnowflake.QlikCloud.Connections;

namespace QlikSnowflake.QlikCloud;

/// <summary>An open session with one Qlik Cloud tenant.</summary>
public sealed class QlikCloudSession : IServiceSession
{
    private readonly ServiceTransport _transport;
    private volatile ApiKeySigner? _apiKey;
    private long _aheadTicks;

    private QlikCloudSession(string name, QlikCloudSessionOptions options)
    {
        options.CheckLogin();
        Name = name;
        Options = options;
        _apiKey = options.ApiKey is { } key ? new ApiKeySigner(key) : null;
        _transport = new ServiceTransport(options.ToEndpoint(), (IRequestSigner?)_apiKey ?? new OAuthSigner(options));
        ApiKeys = new ApiKeyClient(this);
        ApiKeyPolicy = new ApiKeyPolicyClient(this);
        Directory = new QlikCloudDirectory(this);
        DataConnections = new QlikCloudDataConnectionClient(this);
        Requests = new QlikCloudRequests(this);
    }

    /// <summary>The session's name.</summary>
    public string Name { get; }

    /// <summary>The tenant's host, with its port where it is not 443.</summary>
    public string Tenant => BaseAddress.Authority;

    /// <summary>The user the session acts as, as it was when the session was opened.</summary>
    public QlikCloudUser User { get; private set; } = new();

    /// <summary>The tenant's id.</summary>
    public string TenantId => User.TenantId;

    /// <summary>How the session logs in: <c>ApiKey</c> or <c>OAuthClient</c>.</summary>
    public string LoginKind => _apiKey is not null ? "ApiKey" : "OAuthClient";

    /// <summary>The id of the API key the session logs in with; null for an OAuth client, or where the key does not say.</summary>
    public string? ApiKeyId => _apiKey?.Claims?.KeyId;

    /// <inheritdoc/>
    public bool IsClosed => _transport.IsDisposed;

    /// <summary>When the session was opened.</summary>
    public DateTimeOffset ConnectedAt { get; } = DateTimeOffset.UtcNow;

    /// <summary>API keys.</summary>
    public ApiKeyClient ApiKeys { get; }

    /// <summary>What the tenant allows its API keys.</summary>
    public ApiKeyPolicyClient ApiKeyPolicy { get; }

    /// <summary>Users, groups and roles.</summary>
    public QlikCloudDirectory Directory { get; }

    /// <summary>Data connections.</summary>
    public QlikCloudDataConnectionClient DataConnections { get; }

    /// <summary>Requests that no other client has.</summary>
    public QlikCloudRequests Requests { get; }

    internal QlikCloudSessionOptions Options { get; }

    /// <summary>The API key in use; null for an OAuth client.</summary>
    internal SecureString? CurrentApiKey => _apiKey?.Key;

    internal Uri BaseAddress => _transport.BaseAddress;

    /// <summary>
    /// Opens a session and checks it by reading <c>users/me</c>. The session owns the secrets in the options from then
    /// on.
    /// </summary>
    /// <param name="name">The session's name.</param>
    /// <param name="options">Which tenant, and by which login.</param>
    /// <param name="context">The operation.</param>
    public static async Task<QlikCloudSession> OpenAsync(string name, QlikCloudSessionOptions options, CallContext context)
    {
        var session = new QlikCloudSession(name, options);
        try
        {
            session.User = await session.GetMeAsync(context).ConfigureAwait(false);
            return session;
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    /// <summary>Opens another session with the same tenant, in the same way but for the key, and checks it.</summary>
    /// <param name="apiKey">The other key, of which a copy is kept.</param>
    /// <param name="context">The operation.</param>
    public Task<QlikCloudSession> OpenWithAsync(SecureString apiKey, CallContext context) =>
        OpenAsync(Name, Options with { ApiKey = apiKey.Copy(), ClientId = null, ClientSecret = null }, context);

    /// <summary>Moves the session over to another key of the same user.</summary>
    /// <param name="apiKey">The other key, of which a copy is kept.</param>
    public void UseApiKey(SecureString apiKey)
    {
        var signer = new ApiKeySigner(apiKey.Copy());
        _apiKey = signer;
        _transport.UseSigner(signer);
    }

    /// <summary>The user that the session acts as.</summary>
    /// <param name="context">The operation.</param>
    public Task<QlikCloudUser> GetMeAsync(CallContext context) =>
        SendAsync(new ServiceRequest(HttpMethod.Get, "users/me"), QlikCloudUser.Read, context);

    /// <summary>The tenant.</summary>
    /// <param name="context">The operation.</param>
    public Task<QlikCloudTenant> GetTenantAsync(CallContext context) =>
        SendAsync(new ServiceRequest(HttpMethod.Get, "tenants/me"), QlikCloudTenant.Read, context);

    /// <inheritdoc/>
    public void Dispose() => _transport.Dispose();

    /// <inheritdoc/>
    public override string ToString() => Name;

    /// <summary>
    /// The time by the tenant's clock, as its last reply told it: ages of keys are told by the clock that dated them, whatever this
    /// machine's says.
    /// </summary>
    public DateTimeOffset TenantTime() => Options.Now() + new TimeSpan(Interlocked.Read(ref _aheadTicks));

    internal async Task<T> SendAsync<T>(ServiceRequest request, Func<JsonElement, T> read, CallContext context)
    {
        var reply = await SendAsync(request, context).ConfigureAwait(false);
        try
        {
            using var document = JsonDocument.Parse(reply.Body);
            return read(document.RootElement);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw QlikCloudRefusals.NotUnderstood(reply, request.Path, e);
        }
    }

    internal async Task<ServiceReply> SendAsync(ServiceRequest request, CallContext context)
    {
        var reply = await _transport.SendAsync(request, context).ConfigureAwait(false);
        if (reply.Date is { } date)
            Interlocked.Exchange(ref _aheadTicks, AheadOf(Options.Now(), date).Ticks);
        if (reply.IsSuccess)
            return RefusePage(reply, request);
        throw _apiKey is not null ? QlikCloudRefusals.Of(reply, request) : QlikCloudRefusals.OfClient(reply, request);
    }

    // A date is of whole seconds: a clock that shows a part of that second is right.
    private static TimeSpan AheadOf(DateTimeOffset here, DateTimeOffset date) =>
        here < date ? date - here
        : here > date.AddSeconds(1) ? date.AddSeconds(1) - here
        : TimeSpan.Zero;

    // What answers a change with a page, as gateways and login forms do with 200, has not made it.
    private static ServiceReply RefusePage(ServiceReply reply, ServiceRequest request) =>
        request.Method != HttpMethod.Get && reply.MediaType.IndexOf("html", StringComparison.OrdinalIgnoreCase) >= 0
            ? throw QlikCloudRefusals.NotUnderstood(reply, request.Path, null)
            : reply;
}
