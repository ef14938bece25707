using System.Text.Json.Nodes;

namespace QlikSnowflake.Emulator.QlikCloud;

/// <summary>The calls on API keys. (API keys, Qlik Cloud REST reference.)</summary>
internal sealed class ApiKeyRoutes(
    ApiKeyStore store,
    CloudDirectory directory,
    ApiKeyPolicy policy,
    QlikCloudSettings settings,
    TimeProvider clock
)
{
    private const string Invalid = CloudRefusal.InvalidKey;
    private static readonly string[] Statuses = ["active", "expired", "revoked"];

    public void Map(CloudRouter router)
    {
        router.Get("/api/v1/api-keys", List);
        router.Post("/api/v1/api-keys", Create);
        router.Get("/api/v1/api-keys/{id}", call => CloudAnswer.Ok(Write(Visible(call))));
        router.Patch("/api/v1/api-keys/{id}", Describe);
        router.Delete("/api/v1/api-keys/{id}", Delete);
    }

    private static IEnumerable<ApiKey> Sort(IEnumerable<ApiKey> keys, string order, DateTimeOffset now)
    {
        var name = order.TrimStart('+', '-', ' ');
        Func<ApiKey, IComparable> keyOf = name switch
        {
            "createdByUser" => key => key.CreatedByUser,
            "sub" => key => key.Sub,
            "status" => key => key.StatusAt(now),
            "description" => key => key.Description,
            "created" => key => key.Created,
            _ => throw CloudRefusal.BadParameter("sort", $"Keys can't be sorted by {name}.", Invalid),
        };
        return order.StartsWith('-') ? keys.Reverse().OrderByDescending(keyOf) : keys.OrderBy(keyOf);
    }

    private CloudAnswer List(CloudCall call)
    {
        var now = clock.GetUtcNow();
        var keys = store.Keys;
        if (!directory.IsAdministrator(call.User))
            keys = keys.Where(key => key.Sub == call.User.Id);
        if (call.Parameter("createdByUser") is { } creator)
            keys = keys.Where(key => key.CreatedByUser == creator);
        if (call.Parameter("sub") is { } sub)
            keys = keys.Where(key => key.Sub == sub);
        if (call.Parameter("status") is { } status)
        {
            if (!Statuses.Contains(status))
                throw CloudRefusal.BadParameter("status", "status must be active, expired or revoked.", Invalid);
            keys = keys.Where(key => key.StatusAt(now) == status);
        }

        var sorted = Sort(keys, call.Parameter("sort") ?? "-created", now).ToList();
        return CloudAnswer.Ok(CloudPage.Of(call, sorted, key => key.Id, Write, "startingAfter", "endingBefore"));
    }

    private CloudAnswer Create(CloudCall call)
    {
        if (!directory.MayHaveKeys(call.User))
            throw CloudRefusal.Forbidden(CloudRefusal.KeyNotAllowed);
        if (call.Body is not JsonObject body)
            throw CloudRefusal.BadBody(Invalid, "/", "An object is expected.");
        var description = Text(body, "description");
        if (string.IsNullOrWhiteSpace(description))
            throw CloudRefusal.BadBody(Invalid, "/description", "A description is required.");

        var sub = Text(body, "sub") ?? call.User.Id;
        var subType = Text(body, "subType") ?? "user";
        CheckSubject(call.User, sub, subType);
        var lifetime = Lifetime(Text(body, "expiry"), subType == "user" ? policy.MaxExpiry : policy.ScimExpiry);
        if (subType == "user")
            store.RequireRoom(sub);

        var (key, token) = store.Issue(call.User, sub, subType, description, lifetime);
        var answer = Write(key);
        answer["token"] = token;
        return CloudAnswer.Created(answer);
    }

    private void CheckSubject(CloudUser caller, string sub, string subType)
    {
        if (subType is not ("user" or "externalClient"))
            throw CloudRefusal.BadBody(Invalid, "/subType", "subType must be user or externalClient.");
        if (subType == "externalClient")
        {
            if (!sub.StartsWith(@"SCIM\", StringComparison.Ordinal))
                throw CloudRefusal.BadBody(Invalid, "/sub", @"sub must be SCIM\ and the id of an identity provider.");
            if (!directory.IsAdministrator(caller))
                throw CloudRefusal.Forbidden(CloudRefusal.KeyNotAllowed);
        }
        else if (sub != caller.Id)
        {
            if (!settings.MintForOthers || !directory.IsAdministrator(caller))
                throw CloudRefusal.Forbidden(CloudRefusal.KeyNotAllowed);
            if (directory.User(sub) is null)
                throw CloudRefusal.BadBody(Invalid, "/sub", "No such user.");
        }
    }

    private static TimeSpan Lifetime(string? asked, string maximum)
    {
        var most = IsoDuration.Read(maximum)!.Value;
        if (asked is null)
            return most;
        if (IsoDuration.Read(asked) is not { } lifetime)
            throw CloudRefusal.BadBody(Invalid, "/expiry", "expiry must be an ISO 8601 duration longer than nothing.");
        return lifetime <= most
            ? lifetime
            : throw CloudRefusal.BadBody(Invalid, "/expiry", $"expiry can't be longer than {maximum}.");
    }

    private CloudAnswer Describe(CloudCall call)
    {
        var key = Visible(call);
        foreach (var step in JsonPatch.Read(call.Body, Invalid))
        {
            if (step is not { Op: "replace", Path: "/description" })
                throw step.Bad(Invalid, "only replace /description is possible.");
            if (string.IsNullOrWhiteSpace(step.Text(Invalid)))
                throw step.Bad(Invalid, "a description is required.");
            store.Describe(key, step.Text(Invalid), call.User);
        }

        return CloudAnswer.NoContent;
    }

    private CloudAnswer Delete(CloudCall call)
    {
        store.End(Visible(call), call.User);
        return CloudAnswer.NoContent;
    }

    private ApiKey Visible(CloudCall call)
    {
        var key = store.Find(call.Id) ?? throw new CloudRefusal(404, "APIKEYS-4", "API key not found");
        return key.Sub == call.User.Id || directory.IsAdministrator(call.User)
            ? key
            : throw CloudRefusal.Forbidden(CloudRefusal.KeyNotAllowed);
    }

    private static string? Text(JsonObject body, string name)
    {
        if (body[name] is not { } node)
            return null;
        return node is JsonValue value && value.TryGetValue<string>(out var text)
            ? text
            : throw CloudRefusal.BadBody(Invalid, "/" + name, "A string is expected.");
    }

    private JsonObject Write(ApiKey key) => key.ToJson(directory.TenantId, clock.GetUtcNow());
}
