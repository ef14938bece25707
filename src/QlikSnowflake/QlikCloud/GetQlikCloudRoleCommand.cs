using System.Management.Automation;
using QlikSnowflake.Commands.Completion;
using QlikSnowflake.Errors;
using QlikSnowflake.QlikCloud;

namespace QlikSnowflake.Commands.QlikCloud;

/// <summary>Gets roles of the tenant, with the scopes they give.</summary>
[Cmdlet(VerbsCommon.Get, "QlikCloudRole", DefaultParameterSetName = NameSet)]
[OutputType(typeof(QlikCloudRole))]
public sealed class GetQlikCloudRoleCommand : QlikCloudCmdlet
{
    private const string NameSet = "Name";
    private const string IdSet = "Id";

    /// <summary>Names; wildcards are allowed.</summary>
    [Parameter(Position = 0, ParameterSetName = NameSet, ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(QlikCloudRoleCompleter))]
    public string[]? Name { get; set; }

    /// <summary>Ids.</summary>
    [Parameter(Mandatory = true, ParameterSetName = IdSet, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(FreeTextCompleter))]
    public string[] Id { get; set; } = [];

    private protected override object? Target => ParameterSetName == IdSet ? Id : Name;

    private protected override void Process()
    {
        if (ParameterSetName == IdSet)
        {
            foreach (var id in Id)
                ReportFailure(() => WriteObject(WaitFor(context => Current.Directory.GetRoleAsync(id, context))), id);
            return;
        }

        foreach (var name in Name ?? [null!])
            ReportFailure(() => Find(name), name);
    }

    private void Find(string? name)
    {
        var names = new Names<QlikCloudRole>(name, role => role.Name);
        var pages = Current.Directory.FindRoles(ScimNames.Filter("name", name));
        while (WaitFor(pages.NextAsync) is { } page)
        {
            foreach (var role in page.Where(names.Takes))
                WriteObject(role);
        }

        foreach (var role in names.Rest())
            WriteObject(role);
        foreach (var missing in names.Missing())
            throw NameText.NotFound(
                missing,
                ErrorIds.QlikCloudObjectNotFound,
                $"No role {Quoted.Text(missing)} was found.",
                "Get-QlikCloudRole lists them; wildcards are allowed."
            );
    }
}
