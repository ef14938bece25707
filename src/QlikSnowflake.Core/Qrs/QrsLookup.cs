using System.Text.Json;
using QlikSnowflake.Errors;
using QlikSnowflake.Http;

namespace QlikSnowflake.Qrs;

/// <summary>Finds users, tags and custom property definitions by name, for connections that refer to them.</summary>
public sealed class QrsLookup
{
    private const string ConnectionObjectType = "DataConnection";

    private readonly QrsRequests _requests;

    internal QrsLookup(QrsRequests requests) => _requests = requests;

    /// <summary>A user.</summary>
    /// <param name="user">The directory and id.</param>
    /// <param name="context">The operation.</param>
    /// <exception cref="InputException">There is none.</exception>
    public async Task<QrsUserReference> FindUserAsync(QrsUserName user, CallContext context)
    {
        var found = await FindAsync("user", user.ToFilter(string.Empty), DataConnectionJson.ReadUser, context).ConfigureAwait(false);
        return found.Count == 1
            ? found[0]
            : throw new InputException("QrsUserNotFound", $"The site has no user {user}.", "Check directory and id in the QMC under Users.", FailureKind.NotFound);
    }

    /// <summary>The id of a tag.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="context">The operation.</param>
    /// <exception cref="InputException">There is none.</exception>
    public async Task<Guid> FindTagAsync(string name, CallContext context)
    {
        var found = await FindAsync("tag", QrsFilter.Equal("name", name), json => json.GetProperty("id").GetGuid(), context).ConfigureAwait(false);
        return found.Count > 0
            ? found[0]
            : throw new InputException("QrsTagNotFound", $"The site has no tag '{name}'.", "Create it in the QMC under Tags, or choose another.", FailureKind.NotFound);
    }

    /// <summary>The id of a custom property's definition, after checking that a data connection can have the value.</summary>
    /// <param name="name">The property's name.</param>
    /// <param name="value">The value to be given.</param>
    /// <param name="context">The operation.</param>
    /// <exception cref="InputException">There is none, it is not for data connections, or the value is not one of its choices.</exception>
    public async Task<Guid> FindCustomPropertyAsync(string name, string value, CallContext context)
    {
        var found = await FindAsync("custompropertydefinition/full", QrsFilter.Equal("name", name), ReadDefinition, context).ConfigureAwait(false);
        if (found.Count == 0)
        {
            throw new InputException(
                "QrsCustomPropertyNotFound", $"The site has no custom property '{name}'.", "Create it in the QMC under Custom properties.", FailureKind.NotFound);
        }

        var (id, objectTypes, choices) = found[0];
        if (!objectTypes.Contains(ConnectionObjectType, StringComparer.OrdinalIgnoreCase))
        {
            throw new InputException(
                "QrsCustomPropertyNotApplicable", $"The custom property '{name}' is not for data connections.", "Add the resource type in the QMC under Custom properties.");
        }

        return choices.Count == 0 || choices.Contains(value, StringComparer.Ordinal)
            ? id
            : throw new InputException(
                "QrsCustomPropertyValueInvalid", $"'{value}' is not a value of the custom property '{name}'.", "Choose one of: " + string.Join(", ", choices) + ".");
    }

    private Task<IReadOnlyList<T>> FindAsync<T>(string path, string filter, Func<JsonElement, T> read, CallContext context) =>
        _requests.GetAsync<IReadOnlyList<T>>(path, [new("filter", filter)], json => [.. json.EnumerateArray().Select(read)], context);

    private static (Guid Id, IReadOnlyList<string> ObjectTypes, IReadOnlyList<string> Choices) ReadDefinition(JsonElement json) =>
        (json.GetProperty("id").GetGuid(), Strings(json, "objectTypes"), Strings(json, "choiceValues"));

    private static IReadOnlyList<string> Strings(JsonElement json, string name) => [.. json.Items(name).Select(i => i.GetString() ?? string.Empty)];
}
