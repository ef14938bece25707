using System.Management.Automation;
using QlikSnowflake.Commands.Completion;
using QlikSnowflake.Errors;
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
    private const string ObjectSet = "InputObject";

    /// <summary>Users that were read before, or other objects with the properties Id, Email or Name.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = ObjectSet, ValueFromPipeline = true)]
    [ValidateNotNull]
    public object[] InputObject { get; set; } = [];

    /// <summary>Names; wildcards are allowed. A mail address is looked for as one where nobody has it as a name.</summary>
    [Parameter(Position = 0, ParameterSetName = NameSet, ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(QlikCloudUserNameCompleter))]
    public string[]? Name { get; set; }

    /// <summary>The user of the session itself.</summary>
    [Parameter(Mandatory = true, ParameterSetName = MeSet)]
    public SwitchParameter Me { get; set; }

    /// <summary>Ids.</summary>
    [Parameter(Mandatory = true, ParameterSetName = IdSet, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [Alias("UserId")]
    [ArgumentCompleter(typeof(FreeTextCompleter))]
    public string[] Id { get; set; } = [];

    /// <summary>Mail addresses; several users may have the same, and wildcards are allowed.</summary>
    [Parameter(Mandatory = true, ParameterSetName = EmailSet)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(QlikCloudUserCompleter))]
    public string[] Email { get; set; } = [];

    /// <summary>A filter in SCIM, the service's own language.</summary>
    [Parameter(Mandatory = true, ParameterSetName = FilterSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(FreeTextCompleter))]
    public string Filter { get; set; } = string.Empty;

    private protected override object? Target =>
        ParameterSetName switch
        {
            IdSet => Id,
            ObjectSet => InputObject,
            EmailSet => Email,
            FilterSet => Filter,
            _ => Name,
        };

    private protected override bool TakesObjects => true;

    private protected override void Process()
    {
        switch (ParameterSetName)
        {
            case ObjectSet:
                foreach (var input in InputObject)
                    ReportFailure(() => InSessionOf(input, () => WriteFound(new PipedObject(input))), input);
                break;
            case MeSet:
                WriteObject(WaitFor(Current.GetMeAsync));
                break;
            case IdSet:
                foreach (var id in Id)
                    ReportFailure(() => WriteObject(WaitFor(context => Current.Directory.GetUserAsync(id, context))), id);
                break;
            case EmailSet:
                foreach (var email in Email)
                    ReportFailure(() => Find("email", email, user => user.Email ?? string.Empty), email);
                break;
            case FilterSet:
                var filtered = Current.Directory.FindUsers(Filter);
                while (WaitFor(filtered.NextAsync) is { } page)
                    Write(page);
                break;
            default:
                foreach (var name in Name ?? [null!])
                    ReportFailure(() => Find("name", name, user => user.Name), name);
                break;
        }
    }

    private void Find(string attribute, string? text, Func<QlikCloudUser, string> nameOf)
    {
        var found = 0;
        var names = new Names<QlikCloudUser>(text, nameOf);
        var pages = Current.Directory.FindUsers(ScimNames.Filter(attribute, text));
        while (WaitFor(pages.NextAsync) is { } page)
            found += Write(page.Where(names.Takes));
        found += Write(names.Rest());
        if (found == 0 && attribute == "name" && text?.IndexOf('@') > 0)
            Find("email", text, user => user.Email ?? string.Empty);
        else
            foreach (var missing in names.Missing())
                throw NameText.NotFound(
                    missing,
                    ErrorIds.QlikCloudObjectNotFound,
                    $"No user {Quoted.Text(missing)} was found.",
                    "Get-QlikCloudUser lists them; wildcards are allowed."
                );
    }

    private int Write(IEnumerable<QlikCloudUser> users)
    {
        var count = 0;
        foreach (var user in users)
        {
            WriteObject(user);
            count++;
        }

        return count;
    }

    private void WriteFound(PipedObject input)
    {
        if (input.Text is { } text)
            Find("name", text, user => user.Name);
        else if (input.Value is not QlikCloudUser && (input.Property("UserId") ?? input.Property("Id")) is null)
            WriteObject(WaitFor(context => Current.Directory.ResolveUserAsync(UserTargets.Read(input), context)));
        else
            WriteObject(WaitFor(context => Current.Directory.GetUserAsync(UserTargets.Read(input), context)));
    }
}
