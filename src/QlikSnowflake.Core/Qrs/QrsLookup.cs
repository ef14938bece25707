using System.Text.Json;
using QlikSnowflake.Errors;
using QlikSnowflake.Http;
using QlikSnowflake.Qrs.Connections;

namespace QlikSnowflake.Qrs;

/// <summary>Users, tags and custom property definitions of a site: lists, and what connections refer to by name.</summary>
public sealed class QrsLookup
{
    private readonly QrsRequests _requests;

    internal QrsLookup(QrsRequests requests) => _requests = requests;

    /// <summary>A user.</summary>
    /// <param name="user">The directory and id.</param>
    /// <param name="context">The operation.</param>
    /// <exception cref="InputException">There is none.</exception>
    public async Task<QrsUserReference> FindUserAsync(QrsUserName user, CallContext context)
    {
        var found = await ListAsync("user", user.ToFilter(string.Empty), DataConnectionJson.ReadUser, context)
            .ConfigureAwait(false);
        return found.Count == 1
            ? found[0]
            : throw new InputException(
                ErrorIds.QrsUserNotFound,
                $"The site has no user {user}.",
                "Check directory and id in the QMC under Users; Get-QrsUser lists them.",
                FailureKind.NotFound
            );
    }

    /// <summary>The id of a tag.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="context">The operation.</param>
    /// <exception cref="InputException">There is none.</exception>
    public async Task<Guid> FindTagAsync(string name, CallContext context) =>
        await TryFindTagAsync(name, context).ConfigureAwait(false) is { } tag
            ? tag.Id
            : throw new InputException(
                ErrorIds.QrsTagNotFound,
                $"The site has no tag '{name}'.",
                "Choose another, or create it: -CreateTag does, and the QMC under Tags. Get-QrsTag lists them.",
                FailureKind.NotFound
            );

    /// <summary>A tag, or null where there is none.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="context">The operation.</param>
    public async Task<QrsTag?> TryFindTagAsync(string name, CallContext context)
    {
        var found = await ListAsync("tag", QrsFilter.Equal("name", name), QrsTag.Read, context).ConfigureAwait(false);
        return found.Count > 0 ? found[0] : null;
    }

    /// <summary>Makes a tag, or finds the one that somebody else has just made.</summary>
    /// <param name="name">Its name; 1 to 255 characters.</param>
    /// <param name="context">The operation.</param>
    public async Task<QrsTag> CreateTagAsync(string name, CallContext context)
    {
        CheckTagName(name);
        try
        {
            var body = JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, string> { ["name"] = name });
            return await _requests.PostAsync("tag", body, QrsTag.Read, context).ConfigureAwait(false);
        }
        catch (QrsException e) when (e.StatusCode is 400 or 409)
        {
            if (await TryFindTagAsync(name, context).ConfigureAwait(false) is { } tag)
                return tag;
            throw;
        }
    }

    /// <summary>The id of a custom property's definition, after checking that a data connection can have the value.</summary>
    /// <param name="name">The property's name.</param>
    /// <param name="value">The value to be given.</param>
    /// <param name="context">The operation.</param>
    /// <exception cref="InputException">There is none, it is not for data connections, or the value is not one of its choices.</exception>
    public async Task<Guid> FindCustomPropertyAsync(string name, string value, CallContext context)
    {
        var definition = await FindCustomPropertyAsync(name, context).ConfigureAwait(false);
        definition.Check(value);
        return definition.Id;
    }

    /// <summary>A custom property's definition.</summary>
    /// <param name="name">The property's name.</param>
    /// <param name="context">The operation.</param>
    /// <exception cref="InputException">There is none.</exception>
    public async Task<QrsCustomProperty> FindCustomPropertyAsync(string name, CallContext context)
    {
        var found = await ListAsync(
                "custompropertydefinition/full",
                QrsFilter.Equal("name", name),
                QrsCustomProperty.Read,
                context
            )
            .ConfigureAwait(false);
        return found.Count > 0
            ? found[0]
            : throw new InputException(
                ErrorIds.QrsCustomPropertyNotFound,
                $"The site has no custom property '{name}'.",
                "Create it in the QMC under Custom properties; Get-QrsCustomProperty lists them.",
                FailureKind.NotFound
            );
    }

    /// <summary>Tags, ordered by name.</summary>
    /// <param name="name">A name or wildcard, or null for all; the repository may return more than matches it.</param>
    /// <param name="context">The operation.</param>
    public Task<IReadOnlyList<QrsTag>> ListTagsAsync(string? name, CallContext context) =>
        ListAsync("tag/full", name is null ? null : QrsFilter.Like("name", name), QrsTag.Read, context, "name");

    /// <summary>Users, ordered by name.</summary>
    /// <param name="directory">The directory or a wildcard, or null.</param>
    /// <param name="userId">The id or a wildcard, or null.</param>
    /// <param name="filter">A filter in the repository's own language, or null.</param>
    /// <param name="context">The operation.</param>
    public Task<IReadOnlyList<QrsUser>> ListUsersAsync(string? directory, string? userId, string? filter, CallContext context) =>
        ListAsync(
            "user/full",
            QrsFilter.All([
                directory is null ? null : QrsFilter.Like("userDirectory", directory),
                userId is null ? null : QrsFilter.Like("userId", userId),
                string.IsNullOrWhiteSpace(filter) ? null : "(" + filter + ")",
            ]),
            QrsUser.Read,
            context,
            "name"
        );

    /// <summary>Definitions of custom properties, ordered by name.</summary>
    /// <param name="name">A name or wildcard, or null for all; the repository may return more than matches it.</param>
    /// <param name="context">The operation.</param>
    public Task<IReadOnlyList<QrsCustomProperty>> ListCustomPropertiesAsync(string? name, CallContext context) =>
        ListAsync(
            "custompropertydefinition/full",
            name is null ? null : QrsFilter.Like("name", name),
            QrsCustomProperty.Read,
            context,
            "name"
        );

    internal static void CheckTagName(string name)
    {
        if (string.IsNullOrWhiteSpace(name) || name.Length > 255 || name.Any(char.IsControl))
        {
            throw new InputException(
                ErrorIds.QrsTagNameInvalid,
                $"'{name}' cannot be a tag: it is empty, longer than 255 characters, or holds control characters.",
                "Choose another name for the tag."
            );
        }
    }

    private Task<IReadOnlyList<T>> ListAsync<T>(
        string path,
        string? filter,
        Func<JsonElement, T> read,
        CallContext context,
        string? orderBy = null
    )
    {
        var query = new List<KeyValuePair<string, string>>();
        if (!string.IsNullOrEmpty(filter))
            query.Add(new("filter", filter!));
        if (orderBy is not null)
            query.Add(new("orderby", orderBy));
        return _requests.GetAsync<IReadOnlyList<T>>(path, query, json => [.. json.EnumerateArray().Select(read)], context);
    }
}
