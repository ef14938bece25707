using System.Text.Json;
using QlikSnowflake.Errors;
using QlikSnowflake.Http;

namespace QlikSnowflake.QlikCloud;

/// <summary>
/// A list of Qlik Cloud, fetched page by page as it is asked for, so that one page at a time is held. The service's own links
/// lead on (qlik.dev, "Pagination, sorting and filtering"): their path and query are asked for on the session's host, since a tenant
/// has several names and only one of them is connected to.
/// </summary>
/// <typeparam name="T">What the list holds.</typeparam>
public sealed class QlikCloudPages<T>
{
    private readonly QlikCloudSession _session;
    private readonly Func<JsonElement, T> _read;
    private readonly string _path;
    private readonly List<QlikCloudError> _errors = [];
    private ServiceRequest? _next;
    private string? _lastLink;

    internal QlikCloudPages(
        QlikCloudSession session,
        string path,
        IReadOnlyList<KeyValuePair<string, string>> query,
        Func<JsonElement, T> read
    )
    {
        _session = session;
        _read = read;
        _path = path;
        _next = new ServiceRequest(HttpMethod.Get, path) { Query = query };
    }

    /// <summary>
    /// What the service reported beside the items so far (<c>errors</c> of GET data-connections): the list is not complete. Each is
    /// a warning as well, unless <see cref="IsSilent"/>.
    /// </summary>
    public IReadOnlyList<QlikCloudError> Errors => _errors;

    /// <summary>Whether the caller tells of <see cref="Errors"/> itself.</summary>
    internal bool IsSilent { get; init; }

    /// <summary>Fetches the next page.</summary>
    /// <param name="context">The operation.</param>
    /// <returns>The page, which may be empty; null after the last one.</returns>
    /// <exception cref="QlikCloudException">The service refuses, or its link leads elsewhere or back to itself.</exception>
    public async Task<IReadOnlyList<T>?> NextAsync(CallContext context)
    {
        if (_next is not { } request)
            return null;

        var known = _errors.Count;
        var (items, link) = await _session.SendAsync(request, Read, context).ConfigureAwait(false);
        foreach (var error in _errors.Skip(IsSilent ? _errors.Count : known))
            context.Log.Warning($"The list of {_path} is not complete: {error}");
        _next = link is null ? null : new ServiceRequest(HttpMethod.Get, Checked(link, request, context));
        return items;
    }

    /// <summary>Fetches all that is left. For short lists: it holds them whole.</summary>
    /// <param name="context">The operation.</param>
    public async Task<IReadOnlyList<T>> AllAsync(CallContext context)
    {
        var all = new List<T>();
        while (await NextAsync(context).ConfigureAwait(false) is { } page)
            all.AddRange(page);
        return all;
    }

    private (IReadOnlyList<T> Items, string? Next) Read(JsonElement json)
    {
        // An empty list can be null or absent, as what is optional in JSON can; what has nothing of a list is none.
        var isThere = json.TryGetProperty("data", out var data) && data.ValueKind != JsonValueKind.Null;
        if (isThere ? data.ValueKind != JsonValueKind.Array : !IsList(json))
            throw new FormatException("The list has no data.");

        var next =
            json.TryGetProperty("links", out var links)
            && links.ValueKind == JsonValueKind.Object
            && links.TryGetProperty("next", out var link)
            && link.ValueKind == JsonValueKind.Object
                ? link.TextOrNull("href")
                : null;
        _errors.AddRange(QlikCloudRefusals.ReadErrors(json));
        return (isThere ? [.. data.EnumerateArray().Select(_read)] : [], string.IsNullOrEmpty(next) ? null : next);
    }

    // An object of its own has links as well, and other properties than those around a list.
    private static bool IsList(JsonElement json) =>
        json.EnumerateObject().Any()
        && json.EnumerateObject()
            .All(p => p.Name is "data" or "links" or "meta" or "errors" or "traceId" or "totalResults" or "currentPageCount");

    // The next request carries the session's key: no other host may get it. A link to itself would never end.
    private string Checked(string link, ServiceRequest from, CallContext context)
    {
        if (
            !Uri.TryCreate(new Uri(_session.BaseAddress, from.Path), link, out var named)
            || !named.AbsolutePath.StartsWith("/api/", StringComparison.Ordinal)
        )
        {
            throw Refused(
                ErrorIds.NextLinkRefused,
                FailureKind.Security,
                $"The list's link to its next page leads to {named?.GetLeftPart(UriPartial.Path) ?? "nowhere"}, where no list of "
                    + "Qlik Cloud is.",
                "Try again; if it stays, see whether a proxy changes the replies, and tell Qlik's support."
            );
        }

        var target = new Uri(_session.BaseAddress, named.PathAndQuery);
        if (target.Authority != named.Authority)
            context.Log.Verbose($"The link to the next page names {named.Authority}; it is followed on {target.Authority}.");

        if (target.AbsoluteUri == _lastLink)
            throw Refused(
                ErrorIds.NextLinkLoops,
                FailureKind.InvalidData,
                "The list's link to its next page leads back to the same page.",
                "Try again; if it stays, tell Qlik's support."
            );

        _lastLink = target.AbsoluteUri;
        return _lastLink;
    }

    private static QlikCloudException Refused(string id, FailureKind kind, string message, string advice) =>
        new(
            new ServiceFailure
            {
                Service = QlikCloudRefusals.Service,
                ErrorId = id,
                Kind = kind,
                Message = message,
                RecommendedAction = advice,
            },
            [],
            null
        );
}
