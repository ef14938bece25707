using System.Management.Automation;
using QlikSnowflake.Commands.Completion;
using QlikSnowflake.QlikCloud;

namespace QlikSnowflake.Commands.QlikCloud;

/// <summary>What granting and revoking the permission to use API keys share.</summary>
public abstract class ApiKeyPermissionCmdlet : QlikCloudCmdlet
{
    private protected const string UserSet = "User";
    private protected const string GroupSet = "Group";
    private protected const string EveryoneSet = "Everyone";

    /// <summary>Users: ids, subjects, mail addresses, names, or objects with the properties Id, Email or Name.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = UserSet, ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    [Alias("InputObject")]
    [ArgumentCompleter(typeof(QlikCloudUserCompleter))]
    public object[] User { get; set; } = [];

    /// <summary>Groups: ids or names.</summary>
    [Parameter(Mandatory = true, ParameterSetName = GroupSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(QlikCloudGroupCompleter))]
    public string[] Group { get; set; } = [];

    /// <summary>Everyone in the tenant.</summary>
    [Parameter(Mandatory = true, ParameterSetName = EveryoneSet)]
    public SwitchParameter Everyone { get; set; }

    /// <summary>The custom role that carries the permission, on tenants without the role Developer.</summary>
    [Parameter(ParameterSetName = UserSet)]
    [Parameter(ParameterSetName = GroupSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(QlikCloudRoleCompleter))]
    public string RoleName { get; set; } = ApiKeyGrants.DefaultRoleName;

    /// <summary>Emit the user, the group, or the role of everyone.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override object? Target =>
        ParameterSetName switch
        {
            UserSet => User,
            GroupSet => Group,
            _ => null,
        };

    private protected sealed override bool TakesObjects => ParameterSetName == UserSet;

    private protected abstract bool Grants { get; }

    private protected sealed override void Process()
    {
        if (ParameterSetName == UserSet)
        {
            foreach (var input in User)
                ReportFailure(() => InSessionOf(input, () => Change(new PipedObject(input))), input);
        }
        else if (ParameterSetName == GroupSet)
        {
            foreach (var text in Group)
            {
                ReportFailure(
                    () =>
                    {
                        var group = WaitFor(context => Current.Directory.ResolveGroupAsync(text, context));
                        Change(
                            null,
                            group,
                            $"group {group.Name}",
                            context => Current.Directory.ResolveGroupAsync(group.Id, context)
                        );
                    },
                    text
                );
            }
        }
        else
        {
            Change(null, null, "everyone", context => Current.Directory.FindRoleAsync("UserDefault", context));
        }
    }

    private void Change(PipedObject input)
    {
        var user = WaitFor(context => Current.Directory.ResolveUserAsync(UserTargets.Read(input), context));
        Change(user, null, $"user {user.Name}", context => Current.Directory.GetUserAsync(user.Id, context));
    }

    private void Change<T>(QlikCloudUser? user, QlikCloudGroup? group, string whom, Func<Http.CallContext, Task<T>> read)
    {
        var changes = WaitFor(context => new ApiKeyGrants(Current, RoleName).PlanAsync(Grants, user, group, context));
        if (changes.Count == 0)
            WriteVerbose($"For {whom} it is so already.");

        if (!Approve(changes.Select(c => c.Text), $"{Current.Tenant}, {whom}"))
            return;

        foreach (var change in changes)
            WaitFor(change.MakeAsync);
        if (
            !Grants
            && user is not null
            && WaitFor(context => Current.Directory.GetUserAsync(user.Id, context)).Scopes.Contains(ApiKeyGrants.Scope)
        )
            WriteWarning($"{user.Name} can still use API keys: another role, a group, or the role of everyone allows it.");
        if (PassThru)
            WriteObject(WaitFor(read));
    }
}
