using System.Text.Json;
using QlikSnowflake.Http;
using QlikSnowflake.QlikCloud;

namespace QlikSnowflake.Commands.Completion;

/// <summary>Completes names by the first page of a list of a tenant's.</summary>
public abstract class FirstPageCompleter : NameCompleter<QlikCloudSession>
{
    private protected static async Task<IReadOnlyList<string>> FirstPageAsync<T>(
        QlikCloudPages<T> pages,
        Func<T, string> nameOf,
        CallContext context
    ) => await pages.NextAsync(context).ConfigureAwait(false) is { } page ? [.. page.Select(nameOf)] : [];
}

/// <summary>Completes the mail addresses of a tenant's users.</summary>
public sealed class QlikCloudUserCompleter : FirstPageCompleter
{
    private protected override Task<IReadOnlyList<string>> ReadAsync(QlikCloudSession session, CallContext context) =>
        FirstPageAsync(session.Directory.FindUsers(null), u => u.Email ?? string.Empty, context);
}

/// <summary>Completes the names of a tenant's users.</summary>
public sealed class QlikCloudUserNameCompleter : FirstPageCompleter
{
    private protected override Task<IReadOnlyList<string>> ReadAsync(QlikCloudSession session, CallContext context) =>
        FirstPageAsync(session.Directory.FindUsers(null), u => u.Name, context);
}

/// <summary>Completes the names of a tenant's roles.</summary>
public sealed class QlikCloudRoleCompleter : FirstPageCompleter
{
    private protected override Task<IReadOnlyList<string>> ReadAsync(QlikCloudSession session, CallContext context) =>
        FirstPageAsync(session.Directory.FindRoles(null), r => r.Name, context);
}

/// <summary>Completes the names of a tenant's groups.</summary>
public sealed class QlikCloudGroupCompleter : FirstPageCompleter
{
    private protected override Task<IReadOnlyList<string>> ReadAsync(QlikCloudSession session, CallContext context) =>
        FirstPageAsync(session.Directory.FindGroups(null), g => g.Name, context);
}

/// <summary>Completes the names of a tenant's spaces.</summary>
public sealed class QlikCloudSpaceCompleter : FirstPageCompleter
{
    private protected override Task<IReadOnlyList<string>> ReadAsync(QlikCloudSession session, CallContext context) =>
        FirstPageAsync(session.Requests.Find("spaces", [new("limit", "100")], Name), n => n, context);

    private static string Name(JsonElement space) => space.GetProperty("name").GetString() ?? string.Empty;
}

/// <summary>Completes the descriptions of the API keys of the session's user.</summary>
public sealed class QlikCloudApiKeyCompleter : FirstPageCompleter
{
    private protected override Task<IReadOnlyList<string>> ReadAsync(QlikCloudSession session, CallContext context) =>
        FirstPageAsync(session.ApiKeys.Find(new ApiKeyQuery { UserId = session.User.Id }), k => k.Description, context);
}

/// <summary>Completes the names of a tenant's data connections.</summary>
public sealed class QlikCloudConnectionCompleter : FirstPageCompleter
{
    private protected override Task<IReadOnlyList<string>> ReadAsync(QlikCloudSession session, CallContext context) =>
        FirstPageAsync(session.DataConnections.Find(null), c => c.Name, context);
}
