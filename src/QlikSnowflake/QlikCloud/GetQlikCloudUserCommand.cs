using System.Management.Automation;
using QlikSnowflake.QlikCloud;

namespace QlikSnowflake.Commands.QlikCloud;

/// <summary>Gets users of the tenant, or the one whom the session acts as.</summary>
[Cmdlet(VerbsCommon.Get, "QlikCloudUser", DefaultParameterSetName = NameSet)]
[OutputType(typeof(QlikCloudUser))]
public sealed class GetQlikCloudUserCommand : QlikCloudCmdlet
{
    private const string NameSet = "Name";
    private const string MeSet = "Me";
    private const string IdSet = "Id";
    private const string EmailSet = "Email";
    private const string FilterSet = "Filter";

    /// <summary>Names; wildcards are allowed.</summary>
    [Parameter(Position = 0, ParameterSetName = NameSet, ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[]? Name { get; set; }

    /// <summary>The user of the session itself.</summary>
    [Parameter(Mandatory = true, ParameterSetName = MeSet)]
    public SwitchParameter Me { get; set; }

    /// <summary>Ids.</summary>
    [Parameter(Mandatory = true, ParameterSetName = IdSet, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [Alias("UserId")]
    public string[] Id { get; set; } = [];

    /// <summary>Mail addresses; several users may have the same, and wildcards are allowed.</summary>
    [Parameter(Mandatory = true, ParameterSetName = EmailSet)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Email { get; set; } = [];

    /// <summary>A filter in SCIM, the service's own language.</summary>
    [Parameter(Mandatory = true, ParameterSetName = FilterSet)]
    [ValidateNotNullOrEmpty]
    public string Filter { get; set; } = string.Empty;

    private protected override object? Target =>
        ParameterSetName switch
        {
            IdSet => Id,
            EmailSet => Email,
            FilterSet => Filter,
            _ => Name,
        };

    private protected override void Process()
    {
        switch (ParameterSetName)
        {
            case MeSet:
                WriteObject(Await(Current.GetMeAsync));
                break;
            case IdSet:
                foreach (var id in Id)
                    Guard(() => WriteObject(Await(context => Current.Directory.GetUserAsync(id, context))), id);
                break;
            case EmailSet:
                foreach (var email in Email)
                    Guard(
                        () => Write(ScimNames.Filter("email", email), new NameFilter([email]), u => u.Email ?? string.Empty),
                        email
                    );
                break;
            case FilterSet:
                Write(Filter, new NameFilter(null), u => u.Name);
                break;
            default:
                foreach (var name in Name ?? [null!])
                    Guard(
                        () => Write(ScimNames.Filter("name", name), new NameFilter(name is null ? null : [name]), u => u.Name),
                        name
                    );
                break;
        }
    }

    private void Write(string? filter, NameFilter names, Func<QlikCloudUser, string> nameOf)
    {
        var pages = Current.Directory.FindUsers(filter);
        while (Await(pages.NextAsync) is { } page)
        {
            foreach (var user in page.Where(u => names.Takes(nameOf(u))))
                WriteObject(user);
        }

        foreach (
            var missing in names.Missing(
                "QlikCloudObjectNotFound",
                "user",
                "Get-QlikCloudUser lists them; wildcards are allowed."
            )
        )
            WriteError(missing);
    }
}
