using QlikSnowflake.Errors;
using QlikSnowflake.Http;

namespace QlikSnowflake.QlikCloud;

/// <summary>
/// Lets users, groups or everyone use API keys, or no longer. Tenants differ: those that still have the switch for API keys have
/// the built-in role Developer; the others have the scope <c>api-keys</c>, given by a custom role or by UserDefault, the role
/// that everyone has (qlik.dev, "Generate your first API key", "Custom roles"). Which it is, is found out, not asked for.
/// </summary>
public sealed class ApiKeyGrants
{
    /// <summary>The scope that allows API keys.</summary>
    public const string Scope = "api-keys";

    /// <summary>The custom role's name where none is given.</summary>
    public const string DefaultRoleName = "API Key Manager";

    private const string LegacyRole = "Developer";
    private const string RoleOfEveryone = "UserDefault";

    private readonly QlikCloudSession _session;
    private readonly string _roleName;

    /// <summary>Works through an administrator's session.</summary>
    /// <param name="session">The session.</param>
    /// <param name="roleName">The custom role to use on tenants without the role Developer.</param>
    public ApiKeyGrants(QlikCloudSession session, string roleName = DefaultRoleName)
    {
        _session = session;
        _roleName = roleName;
    }

    /// <summary>Plans to give or take the permission; changes nothing.</summary>
    /// <param name="grant">Whether to give it.</param>
    /// <param name="user">The user, or null.</param>
    /// <param name="group">The group, or null; with neither, everyone is meant.</param>
    /// <param name="context">The operation.</param>
    /// <returns>The changes in order; none where it is so already.</returns>
    /// <exception cref="InputException">The tenant has no way to do this.</exception>
    public async Task<IReadOnlyList<PlannedChange>> PlanAsync(
        bool grant,
        QlikCloudUser? user,
        QlikCloudGroup? group,
        CallContext context
    )
    {
        var policy = await _session.ApiKeyPolicy.TryGetAsync(context).ConfigureAwait(false);
        var developer =
            policy?.IsLegacy == false ? null : await _session.Directory.FindRoleAsync(LegacyRole, context).ConfigureAwait(false);
        var everyone = user is null && group is null;
        if (developer is not null)
        {
            if (grant && policy?.IsEnabled == false)
                context.Log.Warning(
                    "API keys are switched off in this tenant; Set-QlikCloudApiKeyPolicy -Enabled $true switches them on."
                );
            if (everyone)
            {
                throw new InputException(
                    ErrorIds.PermissionForEveryoneAbsent,
                    $"This tenant gives API keys by the role {LegacyRole}, which cannot be given to everyone at once.",
                    "Give it to a group: -Group."
                );
            }

            return ListOf(Assign(grant, user, group, developer.Name, developer.Id));
        }

        if (policy?.IsLegacy == true)
            throw new InputException(
                ErrorIds.DeveloperRoleAbsent,
                $"This tenant has the switch for API keys and no role {LegacyRole}.",
                "Assign roles in the administration under Users.",
                FailureKind.NotFound
            );
        return everyone
            ? await ForEveryoneAsync(grant, context).ConfigureAwait(false)
            : await ByRoleAsync(grant, user, group, context).ConfigureAwait(false);
    }

    private async Task<IReadOnlyList<PlannedChange>> ForEveryoneAsync(bool grant, CallContext context)
    {
        var role =
            await _session.Directory.FindRoleAsync(RoleOfEveryone, context).ConfigureAwait(false)
            ?? throw new InputException(
                ErrorIds.UserDefaultRoleAbsent,
                $"This tenant has no role {RoleOfEveryone}.",
                "Give the permission to a user or a group.",
                FailureKind.NotFound
            );
        return ListOf(role.Scopes.Contains(Scope) == grant ? null : ChangeScope(role, grant));
    }

    private async Task<IReadOnlyList<PlannedChange>> ByRoleAsync(
        bool grant,
        QlikCloudUser? user,
        QlikCloudGroup? group,
        CallContext context
    )
    {
        var changes = new List<PlannedChange>();
        var role = await _session.Directory.FindRoleAsync(_roleName, context).ConfigureAwait(false);
        if (role is null)
        {
            if (!grant)
                return changes;
            changes.Add(CreateRole());
        }
        else if (grant && !role.Scopes.Contains(Scope))
        {
            if (role.Type != "custom")
                throw new InputException(
                    ErrorIds.RoleNotCustom,
                    $"The role {role.Name} is built in and cannot be given the permission.",
                    "Name another role with -RoleName; it is made where it does not exist."
                );
            changes.Add(ChangeScope(role, grant: true));
        }

        if (Assign(grant, user, group, role?.Name ?? _roleName, role?.Id) is { } assignment)
            changes.Add(assignment);
        return changes;
    }

    private PlannedChange CreateRole()
    {
        var body = System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(
            new
            {
                name = _roleName,
                description = "May make and use API keys.",
                assignedScopes = new[] { Scope },
            }
        );
        return new PlannedChange(_session, HttpMethod.Post, "roles", body, $"make the role {_roleName}, which allows API keys");
    }

    private PlannedChange ChangeScope(QlikCloudRole role, bool grant) =>
        new(
            _session,
            HttpMethods.Patch,
            "roles/" + Uri.EscapeDataString(role.Id),
            [
                grant
                    ? new PatchOperation("add", "/assignedScopes/-", Scope)
                    : new PatchOperation("remove-value", "/assignedScopes", Scope),
            ],
            words: grant ? $"let the role {role.Name} allow API keys" : $"let the role {role.Name} no longer allow API keys"
        );

    // Roles can be named by id or by name; a role that is made on the way has no id yet.
    private PlannedChange? Assign(bool grant, QlikCloudUser? user, QlikCloudGroup? group, string roleName, string? roleId)
    {
        var assigned = user?.AssignedRoles ?? group!.AssignedRoles;
        bool IsRole(AssignedRole r) =>
            roleId is not null && r.Id.Length > 0
                ? r.Id == roleId
                : string.Equals(r.Name, roleName, StringComparison.OrdinalIgnoreCase);
        if (assigned.Any(IsRole) == grant)
            return null;

        var path = user is not null ? "users/" + Uri.EscapeDataString(user.Id) : "groups/" + Uri.EscapeDataString(group!.Id);
        var reference = Reference(roleId, roleName);

        var words = grant ? $"give the role {roleName}" : $"take away the role {roleName}";

        // The older form replaces the whole list, so that a change made by someone else meanwhile would be lost: it is the second
        // choice for users, and the only one that is documented for groups.
        object[] whole =
        [
            .. assigned.Where(r => !IsRole(r)).Select(r => Reference(r.Id, r.Name)),
            .. grant ? [reference] : Array.Empty<object>(),
        ];
        var replacement = new PlannedChange(
            _session,
            HttpMethods.Patch,
            path,
            [new PatchOperation("replace", "/assignedRoles", whole)],
            words: words
        );
        return user is null
            ? replacement
            : new PlannedChange(
                _session,
                HttpMethods.Patch,
                path,
                [
                    grant
                        ? new PatchOperation("add", "/assignedRoles/-", reference)
                        : new PatchOperation("remove-value", "/assignedRoles", reference),
                ],
                (_, context) => replacement.MakeAsync(context),
                words
            );
    }

    private static Dictionary<string, string> Reference(string? id, string name) =>
        string.IsNullOrEmpty(id)
            ? new Dictionary<string, string> { ["name"] = name }
            : new Dictionary<string, string> { ["id"] = id! };

    private static IReadOnlyList<PlannedChange> ListOf(PlannedChange? change) => change is null ? [] : [change];
}
