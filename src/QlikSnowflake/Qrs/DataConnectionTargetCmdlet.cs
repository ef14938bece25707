using System.Management.Automation;
using QlikSnowflake.Commands.Completion;
using QlikSnowflake.Qrs.Connections;

namespace QlikSnowflake.Commands.Qrs;

/// <summary>Base of cmdlets that work on existing data connections: piped in, by id, or by name.</summary>
public abstract class DataConnectionTargetCmdlet : QrsCmdlet
{
    private protected const string ObjectSet = "InputObject";
    private protected const string IdSet = "Id";
    private protected const string NameSet = "Name";

    /// <summary>Data connections that were read, or other objects with the properties Id or Name.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = ObjectSet, ValueFromPipeline = true)]
    [ValidateNotNull]
    public object[] InputObject { get; set; } = [];

    /// <summary>Ids.</summary>
    [Parameter(Mandatory = true, ParameterSetName = IdSet, ValueFromPipelineByPropertyName = true)]
    public Guid[] Id { get; set; } = [];

    /// <summary>Names; wildcards are allowed.</summary>
    [Parameter(
        Mandatory = true,
        Position = 0,
        ParameterSetName = NameSet,
        ValueFromPipeline = true,
        ValueFromPipelineByPropertyName = true
    )]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(QrsConnectionCompleter))]
    public string[] Name { get; set; } = [];

    private protected override object? Target =>
        ParameterSetName switch
        {
            ObjectSet => InputObject,
            IdSet => Id,
            _ => Name,
        };

    private protected sealed override bool TakesObjects => true;

    /// <summary>Whether the work needs the secret of the connection.</summary>
    private protected virtual bool NeedsSecret => false;

    /// <summary>Whether something is changed, so that a wildcard has to match something, too.</summary>
    private protected virtual bool Changes => false;

    private protected sealed override void Process()
    {
        Prepare();
        foreach (var input in ParameterSetName == ObjectSet ? InputObject : [])
            ReportFailure(() => InSessionOf(input, () => WorkOnObject(new PipedObject(input))), input);
        foreach (var id in ParameterSetName == IdSet ? Id : [])
            ReportFailure(() => WorkOnId(id), id);
        foreach (var name in ParameterSetName == NameSet ? Name : [])
            ReportFailure(() => WorkOnName(name, NameText.Pattern(name)), name);
    }

    /// <summary>What is the same for every target of one input; refuses bad input before any request.</summary>
    private protected virtual void Prepare() { }

    /// <summary>The work on one connection.</summary>
    private protected abstract void Work(DataConnection connection);

    /// <summary>What to do where a name matches nothing.</summary>
    private protected virtual void Missing(string name) => throw DataConnectionNames.NotFound(name);

    private void WorkOnObject(PipedObject input)
    {
        if (input.Value is DataConnection connection && !NeedsSecret)
            Work(connection);
        else if (DataConnectionNames.Read(input) is var (id, name) && id is { } known)
            WorkOnId(known);
        else if (input.Text is { } text)
            WorkOnName(text, NameText.Pattern(text));
        else
            WorkOnName(name!, NameText.Literal(name!));
    }

    private void WorkOnId(Guid id) => Work(WaitFor(context => Current.DataConnections.GetAsync(id, NeedsSecret, context)));

    private void WorkOnName(string name, NamePattern pattern)
    {
        var names = new Names<DataConnection>([pattern], connection => [connection.Name]);
        var found = names.Choose(
            WaitFor(context => Current.DataConnections.FindAsync(new DataConnectionQuery { Name = name }, NeedsSecret, context))
        );
        if (found.Count == 0 && Guid.TryParse(name, out var id))
        {
            WorkOnId(id);
            return;
        }

        foreach (var missing in names.Missing(wildcards: Changes))
            Missing(missing);
        if (found.Count > 1 && found.All(connection => pattern.Is(connection.Name)))
            throw DataConnectionNames.Ambiguous(name, found);
        foreach (var connection in found)
            ReportFailure(() => Work(connection), connection);
    }
}
