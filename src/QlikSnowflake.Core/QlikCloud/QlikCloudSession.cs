using System.Security;
using System.Text.Json;
using QlikSnowflake.Http;
using QlikSnowflake.Keys;

namespace QlikSnowflake.QlikCloud;

/// <summary>An open session with one Qlik Cloud tenant.</summary>
public sealed class QlikCloudSession : IServiceSession
{
    private readonly ServiceTransport _transport;

    private QlikCloudSession(string name, QlikCloudSessionOptions options)
    {
        Name = name;
        _transport = new ServiceTransport(options.ToEndpoint(), new BearerSigner(options.ApiKey));
        ApiKeys = new ApiKeyClient(this);
    }

    /// <summary>The session's name.</summary>
    public string Name { get; }

    /// <summary>The tenant's host, with its port where it is not 443.</summary>
    public string Tenant => _transport.BaseAddress.Authority;

    /// <summary>The user the key acts as, as it was when the session was opened.</summary>
    public QlikCloudUser User { get; private set; } = new();

    /// <summary>The tenant's id.</summary>
    public string TenantId => User.TenantId;

    /// <inheritdoc/>
    public bool IsClosed => _transport.IsDisposed;

    /// <summary>When the session was opened.</summary>
    public DateTimeOffset ConnectedAt { get; } = DateTimeOffset.UtcNow;

    /// <summary>API keys.</summary>
    public ApiKeyClient ApiKeys { get; }

    /// <summary>Opens a session and checks it by reading <c>users/me</c>.</summary>
    /// <param name="name">The session's name.</param>
    /// <param name="options">Which tenant, and by which key.</param>
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

    /// <summary>The user that the session's key acts as.</summary>
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

    internal async Task<T> SendAsync<T>(ServiceRequest request, Func<JsonElement, T> read, CallContext context)
    {
        var reply = await _transport.SendAsync(request, context).ConfigureAwait(false);
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

    private sealed class BearerSigner(SecureString apiKey) : IRequestSigner
    {
        public string Service => QlikCloudRefusals.Service;

        public IEnumerable<KeyValuePair<string, string>> Sign(HttpRequestMessage message)
        {
            message.Headers.Authorization = new("Bearer", SecretText.ToPlainText(apiKey));
            return [];
        }

        public bool TryRenew(ServiceReply reply) => false;

        public Exception Refusal(ServiceReply reply, ServiceRequest request) => QlikCloudRefusals.Of(reply, request);
    }
}
