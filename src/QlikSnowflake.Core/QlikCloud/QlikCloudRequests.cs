using System.Text.Json;
using QlikSnowflake.Errors;
using QlikSnowflake.Http;

namespace QlikSnowflake.QlikCloud;

/// <summary>Requests to a tenant that no other client has.</summary>
public sealed class QlikCloudRequests
{
    private readonly QlikCloudSession _session;

    internal QlikCloudRequests(QlikCloudSession session) => _session = session;

    /// <summary>Sends any request below <c>/api/</c>.</summary>
    /// <param name="method">GET, POST, PUT, PATCH or DELETE.</param>
    /// <param name="path">The path after <c>/api/v1/</c>, or one that starts with <c>/api/</c>.</param>
    /// <param name="query">Names and values, not escaped.</param>
    /// <param name="body">JSON as UTF-8, or null.</param>
    /// <param name="context">The operation.</param>
    /// <returns>The reply, as it came.</returns>
    /// <exception cref="InputException">The path leads elsewhere, or the body is no JSON; nothing was sent.</exception>
    /// <exception cref="QlikCloudException">The service refused.</exception>
    public Task<ServiceReply> SendAsync(
        string method,
        string path,
        IReadOnlyList<KeyValuePair<string, string>> query,
        byte[]? body,
        CallContext context
    )
    {
        var resource = Parse(path);
        Check(query);
        if (body is not null)
            JsonBody.Check(body, ErrorIds.QlikCloudBodyInvalid);
        return _session.SendAsync(new ServiceRequest(new HttpMethod(method), resource) { Query = query, Body = body }, context);
    }

    /// <summary>A list, with all its pages.</summary>
    /// <param name="path">The path after <c>/api/v1/</c>, or one that starts with <c>/api/</c>.</param>
    /// <param name="query">Names and values, not escaped.</param>
    /// <typeparam name="T">What an entry becomes.</typeparam>
    /// <param name="read">Reads an entry, which is gone afterwards.</param>
    /// <exception cref="InputException">The path leads elsewhere; nothing was sent.</exception>
    public QlikCloudPages<T> Find<T>(string path, IReadOnlyList<KeyValuePair<string, string>> query, Func<JsonElement, T> read)
    {
        Check(query);
        return new QlikCloudPages<T>(_session, Parse(path), query, read);
    }

    private static void Check(IReadOnlyList<KeyValuePair<string, string>> query)
    {
        if (query.FirstOrDefault(p => p.Key.Length == 0 || p.Value.Length == 0) is { Key: { } name })
            throw new InputException(
                ErrorIds.QlikCloudQueryInvalid,
                $"The query's '{name}' cannot be sent.",
                "Give each a name and a value."
            );
    }

    // The newer services lie beside v1, such as /api/connectivity.
    private static string Parse(string text)
    {
        var path = text.Trim();
        var full =
            path.StartsWith("/api/", StringComparison.OrdinalIgnoreCase)
            || path.StartsWith("api/", StringComparison.OrdinalIgnoreCase);
        var escaped = ResourcePath.Escape(
            path.StartsWith("/", StringComparison.Ordinal) ? path.Substring(1) : path,
            why => new InputException(
                ErrorIds.QlikCloudPathInvalid,
                $"'{text}' is no path of a tenant: {why}.",
                "Give what follows /api/v1/, such as spaces, or a path that starts with /api/; a query goes to -Query."
            )
        );
        return full ? "/" + escaped : escaped;
    }
}
