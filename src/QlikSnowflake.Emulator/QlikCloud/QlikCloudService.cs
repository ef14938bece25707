
namespace QlikSnowflake.Emulator.QlikCloud;

/// <summary>A Qlik Cloud tenant: API keys and their policy, users, roles, the tenant itself. (Qlik Cloud REST reference, version 1 paths.)</summary>
public sealed class QlikCloudService : IEmulatedService, IDisposable
{
    private readonly Lock _lock = new();
    private readonly EmulatorClock _clock;
    private readonly ApiKeyPolicy _policy = new();
    private readonly CloudDirectory _directory;
    private readonly ApiKeyStore _keys;
    private readonly DateTimeOffset _created;

    internal QlikCloudService(QlikCloudSettings settings, EmulatorClock clock)
    {
        Settings = settings;
        _clock = clock;
        _created = clock.GetUtcNow();
        _directory = new CloudDirectory(settings.Generation, _policy, clock);
        _keys = new ApiKeyStore(_directory, _policy, settings, clock);

        var legacy = settings.Generation == TenantGeneration.Legacy;
        _policy.Enabled = legacy;
        var administrator = _directory.AddUser("Tenant Admin", "admin@example.com", legacy ? [CloudRole.TenantAdmin, CloudRole.Developer] : [CloudRole.TenantAdmin]);
        if (!legacy)
            administrator.Scopes.Add(CloudDirectory.ApiKeysScope);
        AdministratorId = administrator.Id;
        UserId = _directory.AddUser("Dana Developer", "dana@example.com").Id;
        ApiKey = IssueApiKey(AdministratorId, "first key", TimeSpan.FromDays(1)).Token;
        ExpiredApiKey = IssueApiKey(AdministratorId, "expired key", TimeSpan.FromSeconds(-1)).Token;
    }

    /// <inheritdoc />
    public string Name => "qlikCloud";

    /// <summary>How it behaves; changes take effect at once.</summary>
    public QlikCloudSettings Settings { get; }

    /// <summary>The tenant's id.</summary>
    public string TenantId => _directory.TenantId;

    /// <summary>The id of the tenant administrator, who may have API keys.</summary>
    public string AdministratorId { get; }

    /// <summary>The id of a user without any role, who may not have API keys.</summary>
    public string UserId { get; }

    /// <summary>An active key of the administrator.</summary>
    public string ApiKey { get; }

    /// <summary>A key of the administrator that has expired.</summary>
    public string ExpiredApiKey { get; }

    /// <summary>The keys in the order they were made, without those deleted.</summary>
    public IReadOnlyList<ApiKeyState> ApiKeys
    {
        get
        {
            lock (_lock)
                return [.. _keys.Keys.Select(key => new ApiKeyState(key.Id, key.Sub, key.Description, key.StatusAt(_clock.GetUtcNow()), key.Expiry))];
        }
    }

    /// <summary>Adds a user.</summary>
    /// <param name="name">The display name.</param>
    /// <param name="email">The e-mail address.</param>
    /// <param name="roles">Names of roles to assign.</param>
    /// <returns>The user's id.</returns>
    public string AddUser(string name, string email, params IEnumerable<string> roles)
    {
        lock (_lock)
            return _directory.AddUser(name, email, roles).Id;
    }

    /// <summary>Lets a user have API keys, or no longer.</summary>
    /// <param name="userId">The user.</param>
    /// <param name="allowed">Whether he may.</param>
    public void AllowApiKeys(string userId, bool allowed = true)
    {
        lock (_lock)
        {
            var user = _directory.User(userId) ?? throw new ArgumentException("No such user.", nameof(userId));
            var developer = _directory.RoleNamed(CloudRole.Developer)?.Id;
            var (list, entry) = developer is null ? (user.Scopes, CloudDirectory.ApiKeysScope) : (user.RoleIds, developer);
            list.Remove(entry);
            if (allowed)
                list.Add(entry);
        }
    }

    /// <summary>Makes a key, whatever the policy says.</summary>
    /// <param name="userId">Whose.</param>
    /// <param name="description">Its description.</param>
    /// <param name="lifetime">How long it's valid; a negative time makes one that has expired.</param>
    public (string Id, string Token) IssueApiKey(string userId, string description, TimeSpan lifetime)
    {
        lock (_lock)
        {
            var user = _directory.User(userId) ?? throw new ArgumentException("No such user.", nameof(userId));
            var (key, token) = _keys.Issue(user, user.Id, "user", description, lifetime);
            return (key.Id, token);
        }
    }

    /// <inheritdoc />
    public void Map(WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        var router = new CloudRouter(app, _lock, Authenticate);
        new ApiKeyRoutes(_keys, _directory, _policy, Settings, _clock).Map(router);
        new ApiKeyPolicyRoutes(_directory, _policy, Settings).Map(router);
        new UserRoutes(_directory, Settings, _clock).Map(router);
        new RoleRoutes(_directory, _clock).Map(router);
        new TenantRoutes(_directory, Settings, _created).Map(router);
        router.Otherwise();
    }

    /// <inheritdoc />
    public void Dispose() => _keys.Dispose();

    private CloudUser Authenticate(HttpContext context)
    {
        var header = context.Request.Headers.Authorization.ToString();
        return header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase)
            ? _keys.Authenticate(header["Bearer ".Length..].Trim())
            : throw CloudRefusal.Unauthorized();
    }
}
