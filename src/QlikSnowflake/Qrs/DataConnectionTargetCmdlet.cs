using System.Management.Automation;
using QlikSnowflake.Qrs.Connections;

namespace QlikSnowflake.Commands.Qrs;

/// <summary>Base of cmdlets that work on existing data connections: piped in, by id, or by name.</summary>
public abstract class DataConnectionTargetCmdlet : QrsCmdlet
{
    private protected const string ObjectSet = "InputObject";
    private protected const string IdSet = "Id";
    private protected const string NameSet = "Name";

    /// <summary>A data connection that was read.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ObjectSet, ValueFromPipeline = true)]
    [ValidateNotNull]
    public DataConnection InputObject { get; set; } = null!;

    /// <summary>Ids.</summary>
    [Parameter(Mandatory = true, ParameterSetName = IdSet, ValueFromPipelineByPropertyName = true)]
    public Guid[] Id { get; set; } = [];

    /// <summary>Names; wildcards are allowed.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = NameSet, ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Name { get; set; } = [];

    private protected override object? Target =>
        ParameterSetName switch
        {
            ObjectSet => InputObject,
            IdSet => Id,
            _ => Name,
        };

    /// <summary>Whether the work needs the secret of the connection.</summary>
    private protected virtual bool NeedsSecret => false;

    private protected sealed override void Process()
    {
        Prepare();
        if (ParameterSetName == ObjectSet && !NeedsSecret)
        {
            Work(InputObject);
            return;
        }

        foreach (
            var id in ParameterSetName == ObjectSet ? [InputObject.Id]
            : ParameterSetName == IdSet ? Id
            : []
        )
            Guard(() => Work(Await(context => Current.DataConnections.GetAsync(id, NeedsSecret, context))), id);
        foreach (var name in ParameterSetName == NameSet ? Name : [])
            Guard(() => WorkOnName(name), name);
    }

    /// <summary>What is the same for every target of one input; refuses bad input before any request.</summary>
    private protected virtual void Prepare() { }

    /// <summary>The work on one connection.</summary>
    private protected abstract void Work(DataConnection connection);

    /// <summary>What to do where a name without wildcards matches nothing.</summary>
    private protected virtual void Missing(string name) => throw DataConnectionNames.NotFound(name);

    private void WorkOnName(string name)
    {
        var pattern = WildcardPattern.Get(name, WildcardOptions.IgnoreCase);
        var isWildcard = WildcardPattern.ContainsWildcardCharacters(name);
        var found = Await(context =>
                Current.DataConnections.FindAsync(new DataConnectionQuery { Name = name }, NeedsSecret, context)
            )
            .Where(c => pattern.IsMatch(c.Name))
            .ToList();
        if (found.Count == 0 && !isWildcard)
            Missing(name);
        if (found.Count > 1 && !isWildcard)
            throw DataConnectionNames.Ambiguous(name, found);
        foreach (var connection in found)
            Guard(() => Work(connection), connection);
    }
}
