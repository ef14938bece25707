using System.Security.Cryptography;
using System.Text.Json.Nodes;
using QlikSnowflake.Emulator.Hosting;
using QlikSnowflake.Emulator.QlikCloud.DataConnections;
using QlikSnowflake.Emulator.QlikCloud.OAuth;

namespace QlikSnowflake.Emulator.QlikCloud;

/// <summary>
/// A Qlik Cloud tenant: API keys and their policy, users, roles, data connections, the tenant itself. (Qlik Cloud REST
/// reference, version 1 paths.)
/// </summary>
public sealed class QlikCloudService : IEmulatedService, IDisposable
{
    private readonly Lock _lock = new();
    private readonly EmulatorClock _clock;
    private readonly ApiKeyPolicy _policy = new();
    private readonly CloudDirectory _directory;
    private readonly ApiKeyStore _keys;
    private readonly ConnectionStore _connections;
    private readonly AuditLog _audit;
    private readonly AccessTokens _accessTokens;
    private readonly List<OAuthClient> _clients = [];
    private readonly DateTimeOffset _created;
    private int _seeded;
    private int _seededUsers;

    internal QlikCloudService(QlikCloudSettings settings, EmulatorClock clock)
    {
        Settings = settings;
        _clock = clock;
        _created = clock.GetUtcNow();
        _directory = new CloudDirectory(settings.Generation, _policy, clock);
        _audit = new AuditLog(clock);
        _accessTokens = new AccessTokens(_directory.TenantId, clock);
        _keys = new ApiKeyStore(_directory, _policy, settings, _audit, clock);
        _connections = new ConnectionStore(_directory, settings, clock)
        {
            Saved = c => SecretChanged?.Invoke(new SecretChange(Name, c.Id, c.Secrets.ToJsonString())),
        };

        var legacy = settings.Generation == TenantGeneration.Legacy;
        _policy.Enabled = legacy;
        var administrator = _directory.AddUser(
            "Tenant Admin",
            "admin@example.com",
            legacy ? [CloudRole.TenantAdmin, CloudRole.Developer] : [CloudRole.TenantAdmin]
        );
        if (!legacy)
            administrator.Scopes.Add(CloudDirectory.ApiKeysScope);
        AdministratorId = administrator.Id;
        UserId = _directory.AddUser("Dana Developer", "dana@example.com").Id;
        (OAuthClientId, OAuthClientSecret) = AddOAuthClient(impersonates: true, CloudRole.TenantAdmin);
        SpaceId = AddSpace("Shared connections");
        ApiKey = IssueApiKey(AdministratorId, "first key", TimeSpan.FromDays(1)).Token;
        ExpiredApiKey = IssueApiKey(AdministratorId, "expired key", TimeSpan.FromSeconds(-1)).Token;
    }

    /// <inheritdoc />
    public string Name => "qlikCloud";

    /// <summary>How it behaves; changes take effect at once.</summary>
    public QlikCloudSettings Settings { get; }

    internal Action<SecretChange>? SecretChanged { get; set; }

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

    /// <summary>The id of an OAuth client whose bot administers the tenant, and which may impersonate users.</summary>
    public string OAuthClientId { get; }

    /// <summary>The secret of <see cref="OAuthClientId"/>.</summary>
    public string OAuthClientSecret { get; }

    /// <summary>The id of a shared space.</summary>
    public string SpaceId { get; }

    /// <summary>The data connections as stored, with what they sign in with (under <c>secrets</c>), in the order they were made.</summary>
    public IReadOnlyList<JsonObject> DataConnections
    {
        get
        {
            lock (_lock)
            {
                return
                [
                    .. _connections.All.Select(connection => new JsonObject
                    {
                        ["qID"] = connection.Id,
                        ["qName"] = connection.Name,
                        ["qConnectStatement"] = connection.Statement,
                        ["qCredentialsID"] = connection.CredentialsId,
                        ["space"] = connection.SpaceId,
                        ["user"] = connection.OwnerId,
                        ["secrets"] = connection.Secrets.DeepClone(),
                    }),
                ];
            }
        }
    }

    /// <summary>The keys in the order they were made, without those deleted.</summary>
    public IReadOnlyList<ApiKeyState> ApiKeys
    {
        get
        {
            lock (_lock)
                return
                [
                    .. _keys.Keys.Select(key => new ApiKeyState(
                        key.Id,
                        key.Sub,
                        key.Description,
                        key.StatusAt(_clock.GetUtcNow()),
                        key.Expiry
                    )),
                ];
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

    /// <summary>Adds a group.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="roles">Names of roles that its users have by it.</param>
    /// <returns>The group's id.</returns>
    public string AddGroup(string name, params IEnumerable<string> roles)
    {
        lock (_lock)
            return _directory.AddGroup(name, roles).Id;
    }

    /// <summary>Adds a machine-to-machine OAuth client, with a bot user of its own.</summary>
    /// <param name="impersonates">Whether it may act in the name of users.</param>
    /// <param name="roles">Names of the bot's roles.</param>
    public (string Id, string Secret) AddOAuthClient(bool impersonates, params IEnumerable<string> roles)
    {
        lock (_lock)
        {
            var names = roles.ToList();
            if (names.Find(name => _directory.RoleNamed(name) is null) is { } unknown)
                throw new ArgumentException($"No role {unknown}.", nameof(roles));
            var client = new OAuthClient(
                RandomNumberGenerator.GetHexString(32, lowercase: true),
                RandomNumberGenerator.GetHexString(64, lowercase: true),
                names,
                impersonates
            );
            _clients.Add(client);
            return (client.Id, client.Secret);
        }
    }

    /// <summary>Adds a space, owned by the administrator.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="type"><c>shared</c>, <c>managed</c> or <c>data</c>.</param>
    /// <returns>The space's id.</returns>
    public string AddSpace(string name, string type = "shared")
    {
        lock (_lock)
        {
            var space = new CloudSpace(CloudDirectory.NewId(), name, type, AdministratorId, _clock.GetUtcNow());
            _connections.Spaces.Add(space);
            return space.Id;
        }
    }

    /// <summary>Adds a data connection.</summary>
    /// <param name="content">The body of a POST, in either form.</param>
    /// <param name="ownerId">Whose; absent: the administrator's.</param>
    /// <returns>The connection's id.</returns>
    public string AddDataConnection(JsonObject content, string? ownerId = null)
    {
        lock (_lock)
        {
            var owner =
                _directory.User(ownerId ?? AdministratorId) ?? throw new ArgumentException("No such user.", nameof(ownerId));
            try
            {
                return _connections.Save(new ConnectionReader(_connections).Read(content, owner)).Id;
            }
            catch (CloudRefusal refusal)
            {
                throw new ArgumentException(refusal.Message, nameof(content), refusal);
            }
        }
    }

    /// <summary>
    /// Adds many data connections to Snowflake at once, in the shared space, numbered on from those added before:
    /// <c>Snowflake 00001</c>.
    /// </summary>
    /// <param name="count">How many.</param>
    /// <param name="keyPair">Whether they sign in with a key pair, or with a password.</param>
    public void AddDataConnections(int count, bool keyPair = false)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        lock (_lock)
        {
            for (var last = _seeded + count; _seeded < last; )
            {
                _seeded++;
                AddDataConnection(SeededCloudConnections.Snowflake(_seeded, SpaceId, keyPair));
            }
        }
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
        var router = new CloudRouter(app, _lock, Authenticate, new RateLimiter(Settings, _clock));
        new ApiKeyRoutes(_keys, _directory, _policy, Settings, _clock).Map(router);
        new ApiKeyPolicyRoutes(_directory, _policy, Settings, _audit).Map(router);
        new OAuthRoutes(_directory, _clients, _accessTokens, _clock).Map(router);
        new GroupRoutes(_directory).Map(router);
        new AuditRoutes(_audit, _directory).Map(router);
        new UserRoutes(_directory, Settings, _clock).Map(router);
        new RoleRoutes(_directory, _clock).Map(router);
        new TenantRoutes(_directory, Settings, _created).Map(router);
        var sources = new SourceRoutes(_connections, _directory, _clock);
        foreach (var start in new[] { "/api/v1", "/api/connectivity" })
        {
            new ConnectionActions(_connections).Map(router, start);
            new ConnectionRoutes(_connections, new ConnectionReader(_connections), Settings).Map(router, start);
            new CredentialRoutes(_connections).Map(router, start);
            sources.MapSources(router, start);
        }

        sources.MapSpaces(router);
        router.Otherwise();
    }

    /// <inheritdoc />
    public void Dispose() => _keys.Dispose();

    internal JsonObject Seed(SeedRequest request)
    {
        var (connections, keyPair) = (request.Count("dataConnections"), request.Flag("keyPair", otherwise: false));
        var (users, group) = (request.Count("users"), request.Text("group"));
        request.RequireAllRead();
        AddDataConnections(connections, keyPair);
        AddUsers(users);
        if (group is not null)
            AddGroup(group);
        return new JsonObject { ["dataConnections"] = connections, ["users"] = users };
    }

    // Each with a key, numbered on from those added before.
    private void AddUsers(int count)
    {
        lock (_lock)
        {
            for (var last = _seededUsers + count; _seededUsers < last; )
            {
                var number = $"{++_seededUsers:00000}";
                IssueApiKey(
                    AddUser("User " + number, $"user{number}@example.com"),
                    "key of user " + number,
                    TimeSpan.FromDays(30)
                );
            }
        }
    }

    private CloudUser Authenticate(HttpContext context)
    {
        var header = context.Request.Headers.Authorization.ToString();
        if (!header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase))
            throw CloudRefusal.Unauthorized();
        var token = header["Bearer ".Length..].Trim();
        if (!_accessTokens.Knows(token))
            return _keys.Authenticate(token);
        return _accessTokens.UserOf(token) is { } id && _directory.User(id) is { Status: "active" } user
            ? user
            : throw CloudRefusal.Unauthorized();
    }
}
