using System.Management.Automation;
using QlikSnowflake.Commands.Completion;
using QlikSnowflake.QlikCloud.Connections;

namespace QlikSnowflake.Commands.QlikCloud;

/// <summary>Gets data connections of a Qlik Cloud tenant.</summary>
[Cmdlet(VerbsCommon.Get, "QlikCloudDataConnection", DefaultParameterSetName = NameSet)]
[OutputType(typeof(QlikCloudDataConnection))]
public sealed class GetQlikCloudDataConnectionCommand : QlikCloudCmdlet
{
    private const string NameSet = "Name";
    private const string IdSet = "Id";
    private const string ObjectSet = "InputObject";

    /// <summary>Data connections that were read before, or other objects with the properties Id or Name.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = ObjectSet, ValueFromPipeline = true)]
    [ValidateNotNull]
    public object[] InputObject { get; set; } = [];

    /// <summary>Names; wildcards are allowed.</summary>
    [Parameter(Position = 0, ParameterSetName = NameSet, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(QlikCloudConnectionCompleter))]
    public string[]? Name { get; set; }

    /// <summary>Ids.</summary>
    [Parameter(Mandatory = true, ParameterSetName = IdSet, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(FreeTextCompleter))]
    public string[] Id { get; set; } = [];

    /// <summary>The space, by id or name.</summary>
    [Parameter(ParameterSetName = NameSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(QlikCloudSpaceCompleter))]
    public string? Space { get; set; }

    /// <summary>The data source, such as snowflake; wildcards are allowed.</summary>
    [Parameter(ParameterSetName = NameSet)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(FreeTextCompleter))]
    public string? DataSource { get; set; }

    /// <summary>Only connections to Snowflake that log in so.</summary>
    [Parameter(ParameterSetName = NameSet)]
    [ValidateSet("KeyPair", "Password", "OAuth", "Dsn", "Unknown")]
    public string? LoginKind { get; set; }

    private protected override object? Target =>
        ParameterSetName switch
        {
            IdSet => Id,
            ObjectSet => InputObject,
            _ => Name,
        };

    private protected override bool TakesObjects => true;

    private protected override void Process()
    {
        if (ParameterSetName == ObjectSet)
        {
            foreach (var input in InputObject)
                ReportFailure(() => InSessionOf(input, () => WriteFound(new PipedObject(input))), input);
            return;
        }

        if (ParameterSetName == IdSet)
        {
            foreach (var id in Id)
                ReportFailure(() => WriteObject(WaitFor(context => Current.DataConnections.GetAsync(id, context))), id);
            return;
        }

        var space = Space is null ? null : WaitFor(context => Current.DataConnections.ResolveSpaceAsync(Space, context));
        var source = DataSource is null ? null : NameText.Filter(DataSource);
        var names = new Names<QlikCloudDataConnection>(Name, connection => connection.Name);
        var pages = Current.DataConnections.Find(space);
        while (WaitFor(pages.NextAsync) is { } page)
        {
            foreach (var connection in page)
            {
                if (
                    source?.Matches(connection.DataSource) != false
                    && (LoginKind is null || connection.LoginKind == LoginKind)
                    && names.Takes(connection)
                )
                    WriteObject(connection);
            }
        }

        foreach (var connection in names.Rest())
            WriteObject(connection);
        foreach (var missing in names.Missing())
            WriteError(Failures.ToErrorRecord(CloudDataConnections.NotFound(missing), missing));
    }

    private void WriteFound(PipedObject input)
    {
        foreach (var connection in WaitFor(context => CloudDataConnections.FindAsync(Current.DataConnections, input, context)))
            WriteObject(connection);
    }
}
