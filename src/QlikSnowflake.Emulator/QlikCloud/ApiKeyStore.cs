namespace QlikSnowflake.Emulator.QlikCloud;

/// <summary>
/// The tenant's API keys, and the rules on making and ending them. Not safe for several threads: the service holds its
/// lock around every use.
/// </summary>
internal sealed class ApiKeyStore(
    CloudDirectory directory,
    ApiKeyPolicy policy,
    QlikCloudSettings settings,
    AuditLog audit,
    TimeProvider clock
) : IDisposable
{
    private readonly List<ApiKey> _keys = [];
    private readonly ApiKeyTokens _tokens = new();

    /// <summary>All keys but deleted ones, in the order they were made.</summary>
    public IEnumerable<ApiKey> Keys => _keys.Where(key => !key.Deleted);

    public ApiKey? Find(string id) => Keys.FirstOrDefault(key => string.Equals(key.Id, id, StringComparison.OrdinalIgnoreCase));

    /// <summary>Makes a key without asking whether it is allowed.</summary>
    public (ApiKey Key, string Token) Issue(CloudUser creator, string sub, string subType, string description, TimeSpan lifetime)
    {
        var now = clock.GetUtcNow();
        var key = new ApiKey
        {
            Id = Guid.NewGuid().ToString("D"),
            Description = description,
            Sub = sub,
            SubType = subType,
            CreatedByUser = creator.Id,
            Created = now,
            LastUpdated = now,
            Expiry = now + lifetime,
        };
        _keys.Add(key);
        Record(AuditLog.KeyCreated, key, creator.Id, "active");
        return (key, _tokens.Issue(key, directory.TenantId, settings.TokensSayExpiry));
    }

    /// <summary>Refuses a user who has as many active keys as the tenant allows.</summary>
    public void RequireRoom(string sub)
    {
        var now = clock.GetUtcNow();
        if (Keys.Count(key => key.Sub == sub && key.StatusAt(now) == "active") >= policy.MaxKeysPerUser)
            throw new CloudRefusal(
                settings.TooManyKeysStatus,
                "APIKEYS-7",
                "Maximum number of API keys reached",
                $"A user may have {policy.MaxKeysPerUser} active API keys."
            );
    }

    /// <summary>The owner deletes his key; an administrator revokes another's, which stays in the list.</summary>
    public void End(ApiKey key, CloudUser by)
    {
        var now = clock.GetUtcNow();
        key.Ended ??= now;
        key.LastUpdated = now;
        key.Deleted = key.Sub == by.Id;
        Record(AuditLog.KeyDeleted, key, by.Id, key.Deleted ? "deleted" : "revoked");
    }

    /// <summary>The user in whose name a bearer token speaks.</summary>
    /// <exception cref="CloudRefusal">401.</exception>
    public CloudUser Authenticate(string token)
    {
        var id = _tokens.Verify(token) ?? throw CloudRefusal.Unauthorized();
        var key = _keys.Find(key => key.Id == id) ?? throw CloudRefusal.Unauthorized();
        var now = clock.GetUtcNow();
        if (key.Expiry <= now || now >= key.Ended?.AddSeconds(settings.RevocationLagSeconds))
            throw CloudRefusal.KeyEnded();
        if (
            now < key.Created.AddSeconds(settings.ActivationLagSeconds)
            || directory.User(key.Sub) is not { Status: "active" } user
            || (settings.KeyNeedsPermission && !directory.MayHaveKeys(user))
        )
        {
            throw CloudRefusal.Unauthorized();
        }

        Record(AuditLog.KeyValidated, key, user.Id, "active");
        return user;
    }

    /// <summary>Changes a key's description.</summary>
    public void Describe(ApiKey key, string description, CloudUser by)
    {
        key.Description = description;
        key.LastUpdated = clock.GetUtcNow();
        Record(AuditLog.KeyUpdated, key, by.Id, key.StatusAt(key.LastUpdated));
    }

    private void Record(string type, ApiKey key, string userId, string status) =>
        audit.Add(
            type,
            userId,
            new System.Text.Json.Nodes.JsonObject
            {
                ["id"] = key.Id,
                ["sub"] = key.Sub,
                ["subType"] = key.SubType,
                ["description"] = key.Description,
                ["status"] = status,
            }
        );

    public void Dispose() => _tokens.Dispose();
}
