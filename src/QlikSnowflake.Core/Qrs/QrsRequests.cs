using System.Text.Json;
using QlikSnowflake.Errors;
using QlikSnowflake.Http;

namespace QlikSnowflake.Qrs;

/// <summary>JSON requests to the repository, below <c>/qrs/</c>.</summary>
public sealed class QrsRequests
{
    private readonly ServiceTransport _transport;
    private readonly string _user;
    private readonly bool _byProxy;

    internal QrsRequests(ServiceTransport transport, string user, bool byProxy)
    {
        _transport = transport;
        _user = user;
        _byProxy = byProxy;
    }

    /// <summary>Sends any request below <c>/qrs/</c>.</summary>
    /// <param name="method">GET, POST, PUT or DELETE.</param>
    /// <param name="path">The path after <c>/qrs/</c>.</param>
    /// <param name="query">Names and values, not escaped.</param>
    /// <param name="body">JSON as UTF-8, or null.</param>
    /// <param name="context">The operation.</param>
    /// <returns>The body of the reply, as it came.</returns>
    /// <exception cref="Errors.InputException">The path leads elsewhere, or the body is no JSON; nothing was sent.</exception>
    /// <exception cref="QrsException">The repository refused.</exception>
    public async Task<ServiceReply> SendAsync(
        string method,
        string path,
        IReadOnlyList<KeyValuePair<string, string>> query,
        byte[]? body,
        CallContext context
    )
    {
        var resource = QrsResource.Parse(path);
        foreach (var (name, value) in query.Select(q => (q.Key, q.Value)))
        {
            if (name.Length == 0 || value.Length == 0 || string.Equals(name, "xrfkey", StringComparison.OrdinalIgnoreCase))
                throw new Errors.InputException(
                    ErrorIds.QrsQueryInvalid,
                    $"The query's '{name}' cannot be sent.",
                    "Give each a name and a value; the xrfkey is added by itself."
                );
        }

        if (body is not null)
            JsonBody.Check(body, ErrorIds.QrsBodyInvalid);
        return await SendAsync(new ServiceRequest(new HttpMethod(method), resource) { Query = query, Body = body }, context)
            .ConfigureAwait(false);
    }

    internal async Task<T> GetAsync<T>(
        string path,
        IReadOnlyList<KeyValuePair<string, string>> query,
        Func<JsonElement, T> read,
        CallContext context
    )
    {
        var reply = await SendAsync(new ServiceRequest(HttpMethod.Get, path) { Query = query }, context).ConfigureAwait(false);
        return Read(reply, path, read);
    }

    internal async Task<T> PostAsync<T>(string path, byte[] body, Func<JsonElement, T> read, CallContext context)
    {
        var reply = await SendAsync(new ServiceRequest(HttpMethod.Post, path) { Body = body }, context).ConfigureAwait(false);
        return Read(reply, path, read);
    }

    internal async Task<ServiceBody> OpenAsync(
        string path,
        IReadOnlyList<KeyValuePair<string, string>> query,
        CallContext context
    )
    {
        var request = new ServiceRequest(HttpMethod.Get, path) { Query = query };
        var body = await _transport.OpenAsync(request, context).ConfigureAwait(false);
        return body.Reply.IsSuccess ? body : throw QrsRefusals.Of(body.Reply, request, _user, _byProxy);
    }

    /// <summary>What was read, and the reply's body as it came. That may hold a password: the caller zeroes it.</summary>
    internal async Task<(T Value, ArraySegment<byte> Body)> GetWithBodyAsync<T>(
        string path,
        Func<JsonElement, T> read,
        CallContext context
    )
    {
        var reply = await SendAsync(new ServiceRequest(HttpMethod.Get, path), context).ConfigureAwait(false);
        return (Read(reply, path, read), reply.Body);
    }

    internal async Task<T> PutAsync<T>(string path, byte[] body, Func<JsonElement, T> read, CallContext context)
    {
        var reply = await SendAsync(new ServiceRequest(HttpMethod.Put, path) { Body = body }, context).ConfigureAwait(false);
        return Read(reply, path, read);
    }

    internal Task DeleteAsync(string path, CallContext context) =>
        SendAsync(new ServiceRequest(HttpMethod.Delete, path), context);

    private async Task<ServiceReply> SendAsync(ServiceRequest request, CallContext context)
    {
        try
        {
            return await SendOnceAsync(request, context).ConfigureAwait(false);
        }
        catch (QrsException e) when (_byProxy && request.Method != HttpMethod.Get && e.IsLoginRedirect)
        {
            // The proxy's session has ended and nothing was done: a GET logs in again, as before the first change
            // (Qlik Sense for developers, "Issuing POST commands via the proxy").
            context.Log.Verbose("The proxy asks to log in again.");
            await SendOnceAsync(new ServiceRequest(HttpMethod.Get, "about"), context).ConfigureAwait(false);
            return await SendOnceAsync(request, context).ConfigureAwait(false);
        }
    }

    private async Task<ServiceReply> SendOnceAsync(ServiceRequest request, CallContext context)
    {
        var reply = await _transport.SendAsync(request, context).ConfigureAwait(false);
        return reply.IsSuccess ? RefuseLoginPage(reply, request.Path) : throw QrsRefusals.Of(reply, request, _user, _byProxy);
    }

    // A login form comes with 200.
    private ServiceReply RefuseLoginPage(ServiceReply reply, string path) =>
        reply.MediaType.IndexOf("html", StringComparison.OrdinalIgnoreCase) >= 0
            ? throw QrsRefusals.NotUnderstood(reply, path, null, _byProxy)
            : reply;

    private static T Read<T>(ServiceReply reply, string path, Func<JsonElement, T> read)
    {
        try
        {
            using var document = JsonDocument.Parse(reply.Body);
            return read(document.RootElement);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw QrsRefusals.NotUnderstood(reply, path, e);
        }
    }
}
