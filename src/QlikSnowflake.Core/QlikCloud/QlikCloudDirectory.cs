using QlikSnowflake.Errors;
using QlikSnowflake.Http;

namespace QlikSnowflake.QlikCloud;

/// <summary>Users, groups and roles of a tenant (qlik.dev, REST reference, users, groups, roles).</summary>
public sealed class QlikCloudDirectory
{
    // A filter of so many ids stays well below what servers take as an address.
    private const int MostIdsAtOnce = 40;

    private readonly QlikCloudSession _session;

    internal QlikCloudDirectory(QlikCloudSession session) => _session = session;

    /// <summary>Users.</summary>
    /// <param name="filter">A SCIM filter, such as <c>email eq "me@example.com"</c>; null for all.</param>
    public QlikCloudPages<QlikCloudUser> FindUsers(string? filter) => new(_session, "users", Query(filter), QlikCloudUser.Read);

    /// <summary>Roles. Only administrators may read them.</summary>
    /// <param name="filter">A SCIM filter, such as <c>name eq "Developer"</c>; null for all.</param>
    public QlikCloudPages<QlikCloudRole> FindRoles(string? filter) => new(_session, "roles", Query(filter), QlikCloudRole.Read);

    /// <summary>Groups.</summary>
    /// <param name="filter">A SCIM filter; null for all.</param>
    public QlikCloudPages<QlikCloudGroup> FindGroups(string? filter) =>
        new(_session, "groups", Query(filter), QlikCloudGroup.Read);

    /// <summary>One user by id.</summary>
    /// <param name="id">The id.</param>
    /// <param name="context">The operation.</param>
    public Task<QlikCloudUser> GetUserAsync(string id, CallContext context) => Get("users/", id, QlikCloudUser.Read, context);

    /// <summary>One role by id.</summary>
    /// <param name="id">The id.</param>
    /// <param name="context">The operation.</param>
    public Task<QlikCloudRole> GetRoleAsync(string id, CallContext context) => Get("roles/", id, QlikCloudRole.Read, context);

    /// <summary>The one user whom a text names: id, subject, mail address or name.</summary>
    /// <param name="text">The text.</param>
    /// <param name="context">The operation.</param>
    /// <exception cref="InputException">None or several are named so.</exception>
    public async Task<QlikCloudUser> ResolveUserAsync(string text, CallContext context)
    {
        var found = await FindUsers(ScimText.AnyOf(text, "id", "subject", "email", "name"))
            .AllAsync(context)
            .ConfigureAwait(false);

        // The subject is unique; mail addresses and names need not be.
        QlikCloudUser[] exact =
        [
            .. found.Where(u => u.Id == text || string.Equals(u.Subject, text, StringComparison.OrdinalIgnoreCase)),
        ];
        return Single(exact.Length > 0 ? exact : found, "user", text, "Get-QlikCloudUser", u => $"{u.Name} ({u.Id})");
    }

    /// <summary>The one group whom a text names: id or name.</summary>
    /// <param name="text">The text.</param>
    /// <param name="context">The operation.</param>
    /// <exception cref="InputException">None or several are named so.</exception>
    public async Task<QlikCloudGroup> ResolveGroupAsync(string text, CallContext context)
    {
        var found = await FindGroups(ScimText.AnyOf(text, "id", "name")).AllAsync(context).ConfigureAwait(false);
        return Single(found, "group", text, "the administration under Groups", g => $"{g.Name} ({g.Id})");
    }

    /// <summary>A role by its name, or null.</summary>
    /// <param name="name">The name.</param>
    /// <param name="context">The operation.</param>
    public async Task<QlikCloudRole?> FindRoleAsync(string name, CallContext context)
    {
        var found = await FindRoles(ScimText.Equal("name", name)).AllAsync(context).ConfigureAwait(false);
        return found.FirstOrDefault(r => string.Equals(r.Name, name, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>The names of users by their ids; null for those who are not found, or whom the session may not see.</summary>
    /// <param name="ids">The ids.</param>
    /// <param name="context">The operation.</param>
    internal async Task<IReadOnlyList<(string Id, string? Name)>> FindNamesAsync(IReadOnlyList<string> ids, CallContext context)
    {
        var names = new List<(string, string?)>();
        for (var start = 0; start < ids.Count; start += MostIdsAtOnce)
        {
            var some = ids.Skip(start).Take(MostIdsAtOnce).ToArray();
            var found = await TryFindUsersAsync(string.Join(" or ", some.Select(id => ScimText.Equal("id", id))), context)
                .ConfigureAwait(false);
            names.AddRange(some.Select(id => (id, found.FirstOrDefault(u => u.Id == id)?.Name)));
        }

        return names;
    }

    private async Task<IReadOnlyList<QlikCloudUser>> TryFindUsersAsync(string filter, CallContext context)
    {
        try
        {
            return await FindUsers(filter).AllAsync(context).ConfigureAwait(false);
        }
        catch (QlikCloudException e) when (e.StatusCode is 400 or 403 or 404)
        {
            return [];
        }
    }

    private static T Single<T>(IReadOnlyList<T> found, string kind, string text, string where, Func<T, string> print) =>
        found.Count switch
        {
            1 => found[0],
            0 => throw new InputException(
                ErrorIds.QlikCloudObjectNotFound,
                $"No {kind} has the id or name '{text}'.",
                $"Look at {where}: names are compared as a whole.",
                FailureKind.NotFound
            ),
            _ => throw new InputException(
                ErrorIds.QlikCloudNameAmbiguous,
                $"'{text}' names {found.Count} {kind}s: {string.Join(", ", found.Take(5).Select(print))}.",
                "Give the id."
            ),
        };

    private Task<T> Get<T>(string path, string id, Func<System.Text.Json.JsonElement, T> read, CallContext context) =>
        _session.SendAsync(new ServiceRequest(HttpMethod.Get, path + Uri.EscapeDataString(id)), read, context);

    private static List<KeyValuePair<string, string>> Query(string? filter)
    {
        var query = new List<KeyValuePair<string, string>> { new("limit", "100") };
        if (filter is not null)
            query.Add(new("filter", filter));
        return query;
    }
}
