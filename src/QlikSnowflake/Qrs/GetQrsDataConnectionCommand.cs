using System.Management.Automation;
using QlikSnowflake.Errors;
using QlikSnowflake.Qrs;

namespace QlikSnowflake.Commands.Qrs;

/// <summary>Gets data connections of a Qlik Sense site.</summary>
[Cmdlet(VerbsCommon.Get, "QrsDataConnection", DefaultParameterSetName = QuerySet)]
[OutputType(typeof(DataConnection))]
public sealed class GetQrsDataConnectionCommand : QrsCmdlet
{
    private const string QuerySet = "Query";
    private const string IdSet = "Id";

    /// <summary>Names; wildcards are allowed.</summary>
    [Parameter(Position = 0, ParameterSetName = QuerySet, ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[]? Name { get; set; }

    /// <summary>Ids.</summary>
    [Parameter(Mandatory = true, ParameterSetName = IdSet, ValueFromPipelineByPropertyName = true)]
    public Guid[] Id { get; set; } = [];

    /// <summary>The type, such as folder or QvOdbcConnectorPackage.exe; wildcards are allowed.</summary>
    [Parameter(ParameterSetName = QuerySet)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(DataConnectionTypeCompleter))]
    public string? Type { get; set; }

    /// <summary>The owner, DIRECTORY\id.</summary>
    [Parameter(ParameterSetName = QuerySet)]
    [ValidateNotNullOrEmpty]
    public string? Owner { get; set; }

    /// <summary>A filter in the repository's own language.</summary>
    [Parameter(ParameterSetName = QuerySet)]
    [ValidateNotNullOrEmpty]
    public string? Filter { get; set; }

    /// <summary>Keep passwords, as SecureString.</summary>
    [Parameter]
    public SwitchParameter IncludeSecret { get; set; }

    private protected override void Process()
    {
        if (ParameterSetName == IdSet)
        {
            foreach (var id in Id)
                Guard(() => WriteObject(Await(context => Current.DataConnections.GetAsync(id, IncludeSecret, context))), id);
            return;
        }

        foreach (var name in Name ?? [null!])
            Guard(() => Find(name), name);
    }

    private void Find(string? name)
    {
        var query = new DataConnectionQuery
        {
            Name = name,
            Type = Type,
            Owner = Owner is null ? null : QrsUserName.Parse(Owner),
            Filter = Filter,
        };
        var found = Await(context => Current.DataConnections.FindAsync(query, IncludeSecret, context));
        var namePattern = name is null ? null : WildcardPattern.Get(name, WildcardOptions.IgnoreCase);
        var typePattern = Type is null ? null : WildcardPattern.Get(Type, WildcardOptions.IgnoreCase);
        var any = false;
        foreach (var connection in found)
        {
            if (namePattern?.IsMatch(connection.Name) != false && typePattern?.IsMatch(connection.Type) != false)
            {
                any = true;
                WriteObject(connection);
            }
        }

        if (!any && name is not null && !WildcardPattern.ContainsWildcardCharacters(name))
        {
            throw new InputException(
                "DataConnectionNotFound", $"No data connection '{name}' was found.", "Get-QrsDataConnection lists them; names made in the hub end in ' (directory_user)'.", FailureKind.NotFound);
        }
    }
}
