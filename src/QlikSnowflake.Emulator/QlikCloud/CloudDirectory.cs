using System.Security.Cryptography;

namespace QlikSnowflake.Emulator.QlikCloud;

/// <summary>
/// The tenant's users and roles, and what follows from them: who administers, who may have API keys. Not safe for
/// several threads: the service holds its lock around every use.
/// </summary>
internal sealed class CloudDirectory
{
    public const string ApiKeysScope = "api-keys";

    private readonly TenantGeneration _generation;
    private readonly ApiKeyPolicy _policy;
    private readonly TimeProvider _clock;

    public CloudDirectory(TenantGeneration generation, ApiKeyPolicy policy, TimeProvider clock)
    {
        _generation = generation;
        _policy = policy;
        _clock = clock;
        AddRole(CloudRole.TenantAdmin, isAdmin: true);
        AddRole("AuditAdmin", isAdmin: true);
        AddRole("SharedSpaceCreator");
        AddRole("ManagedSpaceCreator");
        AddRole(CloudRole.UserDefault);
        if (generation == TenantGeneration.Legacy)
            AddRole(CloudRole.Developer);
    }

    public string TenantId { get; } =
        Convert.ToBase64String(RandomNumberGenerator.GetBytes(24)).Replace('+', '-').Replace('/', '_');

    public List<CloudUser> Users { get; } = [];

    public List<CloudRole> Roles { get; } = [];

    public List<CloudGroup> Groups { get; } = [];

    public static string NewId() => RandomNumberGenerator.GetHexString(24, lowercase: true);

    public CloudUser? User(string id) => Users.Find(user => user.Id == id);

    public CloudGroup? Group(string id) => Groups.Find(group => group.Id == id);

    public CloudRole? Role(string id) => Roles.Find(role => role.Id == id);

    public CloudRole? RoleNamed(string name) =>
        Roles.Find(role => string.Equals(role.Name, name, StringComparison.OrdinalIgnoreCase));

    public CloudUser AddUser(string name, string email, params IEnumerable<string> roles) =>
        AddUser(name, email, $@"emulated\{email}", roles);

    public CloudUser AddUser(string name, string email, string subject, IEnumerable<string> roles)
    {
        var now = _clock.GetUtcNow();
        var user = new CloudUser
        {
            Id = NewId(),
            Subject = subject,
            Name = name,
            Email = email,
            Created = now,
            LastUpdated = now,
        };
        user.RoleIds.AddRange(
            roles.Select(role => (RoleNamed(role) ?? throw new ArgumentException($"No role {role}.", nameof(roles))).Id)
        );
        Users.Add(user);
        return user;
    }

    public CloudRole AddRole(string name, bool isAdmin = false, bool isCustom = false)
    {
        var now = _clock.GetUtcNow();
        var role = new CloudRole
        {
            Id = NewId(),
            Name = name,
            IsAdmin = isAdmin,
            IsCustom = isCustom,
            Created = now,
            LastUpdated = now,
        };
        Roles.Add(role);
        return role;
    }

    public CloudGroup AddGroup(string name, IEnumerable<string> roles)
    {
        var group = new CloudGroup(NewId(), name, _clock.GetUtcNow());
        group.RoleIds.AddRange(
            roles.Select(role => (RoleNamed(role) ?? throw new ArgumentException($"No role {role}.", nameof(roles))).Id)
        );
        Groups.Add(group);
        return group;
    }

    public bool IsAdministrator(CloudUser user) => HasRole(user, CloudRole.TenantAdmin);

    /// <summary>Whether a user has a role by himself or by a group.</summary>
    public bool HasRole(CloudUser user, string name) => RolesOf(user).Any(role => role.Name == name);

    /// <summary>Whether a user may have and make API keys.</summary>
    public bool MayHaveKeys(CloudUser user) =>
        _generation == TenantGeneration.Legacy
            ? _policy.Enabled && RolesOf(user).Any(role => role.Name == CloudRole.Developer)
            : ScopesOf(user).Contains(ApiKeysScope);

    /// <summary>The scopes that a user has, by himself or by a role.</summary>
    public IEnumerable<string> ScopesOf(CloudUser user) =>
        user.Scopes.Concat(RolesOf(user).SelectMany(role => role.Scopes)).Distinct();

    private IEnumerable<CloudRole> RolesOf(CloudUser user) =>
        Roles.Where(role =>
            role.Name == CloudRole.UserDefault
            || user.RoleIds.Contains(role.Id)
            || user.GroupIds.Select(Group).Any(group => group?.RoleIds.Contains(role.Id) == true)
        );
}
