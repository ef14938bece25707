using System.Text.Json;
using QlikSnowflake.Http;
using QlikSnowflake.Qrs;

namespace QlikSnowflake.Commands.Completion;

/// <summary>Completes the names of a site's data connections.</summary>
public sealed class QrsConnectionCompleter : NameCompleter<QrsSession>
{
    private protected override async Task<IReadOnlyList<string>> ReadAsync(QrsSession session, CallContext context)
    {
        // The short form of the list: names and ids.
        var reply = await session.Requests.SendAsync("GET", "dataconnection", [], null, context).ConfigureAwait(false);
        using var document = JsonDocument.Parse(reply.Body);
        return [.. document.RootElement.EnumerateArray().Select(c => c.GetProperty("name").GetString() ?? string.Empty)];
    }
}

/// <summary>Completes the names of a site's tags.</summary>
public sealed class QrsTagCompleter : NameCompleter<QrsSession>
{
    private protected override async Task<IReadOnlyList<string>> ReadAsync(QrsSession session, CallContext context) =>
        [.. (await session.Lookup.ListTagsAsync(null, context).ConfigureAwait(false)).Select(t => t.Name)];
}

/// <summary>Completes a site's users, <c>DIRECTORY\id</c>.</summary>
public sealed class QrsUserCompleter : NameCompleter<QrsSession>
{
    private protected override async Task<IReadOnlyList<string>> ReadAsync(QrsSession session, CallContext context) =>
        [
            .. (await session.Lookup.ListUsersAsync(null, null, null, context).ConfigureAwait(false)).Select(u =>
                $"{u.UserDirectory}\\{u.UserId}"
            ),
        ];
}

/// <summary>Completes the names of a site's custom properties.</summary>
public sealed class QrsCustomPropertyCompleter : NameCompleter<QrsSession>
{
    private protected override async Task<IReadOnlyList<string>> ReadAsync(QrsSession session, CallContext context) =>
        [.. (await session.Lookup.ListCustomPropertiesAsync(null, context).ConfigureAwait(false)).Select(p => p.Name)];
}
