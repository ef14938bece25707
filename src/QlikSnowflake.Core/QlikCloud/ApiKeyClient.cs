using System.Text.Json;
using QlikSnowflake.Errors;
using QlikSnowflake.Http;
using QlikSnowflake.Time;

namespace QlikSnowflake.QlikCloud;

/// <summary>API keys of a tenant (qlik.dev, REST reference, api-keys).</summary>
public sealed class ApiKeyClient
{
    private readonly QlikCloudSession _session;

    internal ApiKeyClient(QlikCloudSession session) => _session = session;

    /// <summary>
    /// Makes a key for the session's own user. It is sent once and never again by itself: a lost reply would leave a
    /// stray key.
    /// </summary>
    /// <param name="description">What it is for.</param>
    /// <param name="lifetime">How long it lives; null takes the tenant's longest. Whole seconds count.</param>
    /// <param name="context">The operation.</param>
    /// <returns>The key, with its token.</returns>
    /// <exception cref="InputException">The description is empty or the lifetime not positive; nothing was sent.</exception>
    public async Task<QlikCloudApiKey> CreateAsync(string description, TimeSpan? lifetime, CallContext context)
    {
        Check(description, lifetime);
        var request = new ServiceRequest(HttpMethod.Post, "api-keys")
        {
            Body = WriteNew(description, lifetime),
            IsReplySecret = true,
        };
        var key = await _session.SendAsync(request, Read, context).ConfigureAwait(false);
        return key.Token is not null
            ? key
            : throw new QlikCloudException(
                new ServiceFailure
                {
                    Service = QlikCloudRefusals.Service,
                    ErrorId = ErrorIds.ApiKeyWithoutToken,
                    Kind = FailureKind.InvalidData,
                    Message = $"Qlik Cloud made the key {key.Id} and did not return its token.",
                    RecommendedAction = "Delete that key in the profile settings under API keys, and try again.",
                },
                [],
                null
            );
    }

    /// <summary>One key by its id, without its token.</summary>
    /// <param name="id">The id.</param>
    /// <param name="context">The operation.</param>
    public Task<QlikCloudApiKey> GetAsync(string id, CallContext context) =>
        _session.SendAsync(new ServiceRequest(HttpMethod.Get, PathOf(id)), Read, context);

    /// <summary>Keys, the newest first. An administrator's session sees everyone's, any other its own user's only.</summary>
    /// <param name="query">Which ones.</param>
    /// <returns>The pages, fetched as they are asked for.</returns>
    public QlikCloudPages<QlikCloudApiKey> Find(ApiKeyQuery query)
    {
        var parameters = new List<KeyValuePair<string, string>> { new("limit", "100"), new("sort", "-created") };
        if (query.UserId is { } user)
            parameters.Add(new("sub", user));
        if (query.Status is { } status)
            parameters.Add(new("status", status));
        return new QlikCloudPages<QlikCloudApiKey>(_session, "api-keys", parameters, Read);
    }

    /// <summary>Finds the names of the keys' owners, where they are not known yet.</summary>
    /// <param name="keys">The keys, such as a page of them.</param>
    /// <param name="known">Names by user id, which grows with each call; null for users of whom nothing is found.</param>
    /// <param name="context">The operation.</param>
    public async Task NameOwnersAsync(
        IReadOnlyList<QlikCloudApiKey> keys,
        IDictionary<string, string?> known,
        CallContext context
    )
    {
        var nameless = keys.Where(k => k.Owner is null && k.UserId.Length > 0).ToArray();
        var wanted = nameless.Select(k => k.UserId).Where(id => !known.ContainsKey(id)).Distinct().ToArray();
        foreach (var (id, name) in await _session.Directory.FindNamesAsync(wanted, context).ConfigureAwait(false))
            known[id] = name;
        foreach (var key in nameless)
            key.Owner = known[key.UserId];
    }

    /// <summary>Plans another description for a key, which is all of it that can be changed.</summary>
    /// <param name="key">The key.</param>
    /// <param name="description">What it is for.</param>
    /// <returns>The change; null where it is so already.</returns>
    /// <exception cref="InputException">The description is empty.</exception>
    public PlannedChange? PlanDescription(QlikCloudApiKey key, string description)
    {
        Check(description, null);
        return key.Description == description
            ? null
            : new PlannedChange(
                _session,
                HttpMethods.Patch,
                PathOf(key.Id),
                [new PatchOperation("replace", "/description", description)]
            );
    }

    /// <summary>
    /// Whether ending a key deletes it, as its owner does, or leaves it in the list as revoked, as an administrator does
    /// with another's.
    /// </summary>
    /// <param name="key">The key.</param>
    public bool WillDelete(QlikCloudApiKey key) => key.UserId == _session.User.Id;

    /// <summary>Ends a key: it is deleted or revoked, see <see cref="WillDelete"/>.</summary>
    /// <param name="id">The id.</param>
    /// <param name="context">The operation.</param>
    public Task DeleteAsync(string id, CallContext context) =>
        _session.SendAsync(new ServiceRequest(HttpMethod.Delete, PathOf(id)), context);

    /// <summary>
    /// Refuses a key that the tenant's policy does not allow, before it is asked for. What the user may not see of the
    /// policy is left to the service.
    /// </summary>
    /// <param name="lifetime">How long the key is to live; null for the tenant's longest.</param>
    /// <param name="context">The operation.</param>
    /// <exception cref="InputException">Keys are off, the lifetime is too long, or the user has as many keys as the tenant
    /// allows.</exception>
    public async Task CheckPolicyAsync(TimeSpan? lifetime, CallContext context)
    {
        if (await _session.ApiKeyPolicy.TryGetAsync(context).ConfigureAwait(false) is not { } policy)
            return;

        if (policy.IsEnabled == false)
        {
            throw new InputException(
                ErrorIds.ApiKeysDisabled,
                $"API keys are switched off in {_session.Tenant}.",
                "An administrator switches them on: Set-QlikCloudApiKeyPolicy -Enabled $true.",
                FailureKind.Permission
            );
        }

        if (lifetime > policy.MaximumLifetime)
            throw LifetimeTooLong(_session, lifetime.Value, policy.MaximumLifetime.Value);

        if (policy.MaximumKeysPerUser is { } most && await CountActiveAsync(most, context).ConfigureAwait(false) >= most)
        {
            throw LimitReached(_session, most, most);
        }
    }

    internal static InputException LimitReached(QlikCloudSession session, int active, int most) =>
        most == 0
            ? new(
                ErrorIds.ApiKeyLimitReached,
                $"{session.Tenant} allows its users no API keys: the limit is 0.",
                "Have an administrator raise it: Set-QlikCloudApiKeyPolicy -MaximumKeysPerUser.",
                FailureKind.Limit
            )
            : new(
                ErrorIds.ApiKeyLimitReached,
                $"{session.User.Name} has {active} active keys, and {session.Tenant} allows {most}: there is no room for a new one.",
                "Remove one with Remove-QlikCloudApiKey, or have an administrator raise the limit: "
                    + "Set-QlikCloudApiKeyPolicy -MaximumKeysPerUser.",
                FailureKind.Limit
            );

    /// <summary>Refuses what Qlik Cloud would refuse, before any request.</summary>
    /// <param name="description">What the key is for.</param>
    /// <param name="lifetime">How long it is to live.</param>
    /// <exception cref="InputException">The description is empty or the lifetime not positive.</exception>
    public static void Check(string description, TimeSpan? lifetime)
    {
        if (string.IsNullOrWhiteSpace(description))
            throw new InputException(
                ErrorIds.ApiKeyDescriptionInvalid,
                "The key's description is empty.",
                "Say what the key is for: it is all that tells keys apart later."
            );
        if (lifetime is { } time && time < TimeSpan.FromSeconds(1))
            throw new InputException(
                ErrorIds.ApiKeyLifetimeInvalid,
                $"A lifetime of {time} is none.",
                "Give a positive one, such as P30D or 30.00:00:00."
            );
    }

    internal static InputException LifetimeTooLong(QlikCloudSession session, TimeSpan asked, TimeSpan longest) =>
        new(
            ErrorIds.ApiKeyLifetimeTooLong,
            $"{session.Tenant} lets keys live for {IsoDuration.Format(longest)} at most, and {IsoDuration.Format(asked)} is asked for.",
            "Ask for less, or have an administrator raise the limit: Set-QlikCloudApiKeyPolicy -MaximumLifetime.",
            FailureKind.Limit
        );

    private async Task<int> CountActiveAsync(int enough, CallContext context)
    {
        var pages = Find(new ApiKeyQuery { UserId = _session.User.Id, Status = "active" });
        var count = 0;
        while (count < enough && await pages.NextAsync(context).ConfigureAwait(false) is { } page)
            count += page.Count;
        return count;
    }

    private static string PathOf(string id) => "api-keys/" + Uri.EscapeDataString(id);

    private QlikCloudApiKey Read(JsonElement json)
    {
        var key = QlikCloudApiKey.Read(json, _session.ApiKeyId);
        if (key.UserId == _session.User.Id)
            key.Owner = _session.User.Name;
        return key;
    }

    private static byte[] WriteNew(string description, TimeSpan? lifetime)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteString("description", description);
            if (lifetime is { } time)
                json.WriteString("expiry", IsoDuration.Format(time));
            json.WriteEndObject();
        }

        return stream.ToArray();
    }
}
