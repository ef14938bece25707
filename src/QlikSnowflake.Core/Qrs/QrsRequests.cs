using System.Text.Json;
using QlikSnowflake.Http;

namespace QlikSnowflake.Qrs;

/// <summary>JSON requests to the repository, below <c>/qrs/</c>.</summary>
public sealed class QrsRequests
{
    private readonly ServiceTransport _transport;

    internal QrsRequests(ServiceTransport transport) => _transport = transport;

    internal async Task<T> GetAsync<T>(string path, IReadOnlyList<KeyValuePair<string, string>> query, Func<JsonElement, T> read, CallContext context)
    {
        var reply = await _transport.SendAsync(new ServiceRequest(HttpMethod.Get, path) { Query = query }, context).ConfigureAwait(false);
        return Read(reply, path, read);
    }

    internal async Task<T> PostAsync<T>(string path, byte[] body, Func<JsonElement, T> read, CallContext context)
    {
        var reply = await _transport.SendAsync(new ServiceRequest(HttpMethod.Post, path) { Body = body }, context).ConfigureAwait(false);
        return Read(reply, path, read);
    }

    /// <summary>What was read, and the reply's body as it came. That may hold a password: the caller zeroes it.</summary>
    internal async Task<(T Value, ArraySegment<byte> Body)> GetWithBodyAsync<T>(string path, Func<JsonElement, T> read, CallContext context)
    {
        var reply = await _transport.SendAsync(new ServiceRequest(HttpMethod.Get, path), context).ConfigureAwait(false);
        return (Read(reply, path, read), reply.Body);
    }

    internal async Task<T> PutAsync<T>(string path, byte[] body, Func<JsonElement, T> read, CallContext context)
    {
        var reply = await _transport.SendAsync(new ServiceRequest(HttpMethod.Put, path) { Body = body }, context).ConfigureAwait(false);
        return Read(reply, path, read);
    }

    internal Task DeleteAsync(string path, CallContext context) => _transport.SendAsync(new ServiceRequest(HttpMethod.Delete, path), context);

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
