using System.Text.Json;
using QlikSnowflake.Errors;
using QlikSnowflake.Http;

namespace QlikSnowflake.QlikCloud;

/// <summary>
/// A list of Qlik Cloud, fetched page by page as it is asked for, so that one page at a time is held. The service's own links
/// lead on (qlik.dev, "Pagination, sorting and filtering"), and are followed on the session's host only.
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
        _next = link is null ? null : new ServiceRequest(HttpMethod.Get, Checked(link));
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
        if (!json.TryGetProperty("data", out var data) || data.ValueKind != JsonValueKind.Array)
            throw new FormatException("The list has no data.");

        var next =
            json.TryGetProperty("links", out var links)
            && links.ValueKind == JsonValueKind.Object
            && links.TryGetProperty("next", out var link)
            && link.ValueKind == JsonValueKind.Object
                ? link.TextOrNull("href")
                : null;
        _errors.AddRange(QlikCloudRefusals.ReadErrors(json));
        return ([.. data.EnumerateArray().Select(_read)], string.IsNullOrEmpty(next) ? null : next);
    }

    // The next request carries the session's key: no other host may get it. A link to itself would never end.
    private string Checked(string link)
    {
        if (
            !Uri.TryCreate(_session.BaseAddress, link, out var target)
            || Uri.Compare(
                target,
                _session.BaseAddress,
                UriComponents.SchemeAndServer,
                UriFormat.Unescaped,
                StringComparison.OrdinalIgnoreCase
            ) != 0
        )
        {
            throw Refused(
                ErrorIds.NextLinkRefused,
                FailureKind.Security,
                $"The list's link to its next page leads to {target?.Authority ?? "nowhere"}; links are followed on "
                    + $"{_session.BaseAddress.Authority} only.",
                "Connect by the tenant's own host name, as Get-QlikCloudTenant shows it."
            );
        }

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
