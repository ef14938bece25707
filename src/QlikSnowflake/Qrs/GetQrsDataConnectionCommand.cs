using System.Management.Automation;
using QlikSnowflake.Commands.Completion;
using QlikSnowflake.Qrs;
using QlikSnowflake.Qrs.Connections;

namespace QlikSnowflake.Commands.Qrs;

/// <summary>Gets data connections of a Qlik Sense site.</summary>
[Cmdlet(VerbsCommon.Get, "QrsDataConnection", DefaultParameterSetName = QuerySet)]
[OutputType(typeof(DataConnection))]
public sealed class GetQrsDataConnectionCommand : QrsCmdlet
{
    private const string QuerySet = "Query";
    private const string IdSet = "Id";
    private const string ObjectSet = "InputObject";

    /// <summary>Data connections that were read before, or other objects with the properties Id or Name.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = ObjectSet, ValueFromPipeline = true)]
    [ValidateNotNull]
    public object[] InputObject { get; set; } = [];

    /// <summary>Names; wildcards are allowed.</summary>
    [Parameter(Position = 0, ParameterSetName = QuerySet, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(QrsConnectionCompleter))]
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
    [ArgumentCompleter(typeof(QrsUserCompleter))]
    public string? Owner { get; set; }

    /// <summary>Names of tags of which it has one; wildcards are allowed.</summary>
    [Parameter(ParameterSetName = QuerySet)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(QrsTagCompleter))]
    public string[] Tag { get; set; } = [];

    /// <summary>A filter in the repository's own language.</summary>
    [Parameter(ParameterSetName = QuerySet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(FreeTextCompleter))]
    public string? Filter { get; set; }

    /// <summary>Keep passwords, as SecureString.</summary>
    [Parameter]
    public SwitchParameter IncludeSecret { get; set; }

    private protected override bool TakesObjects => true;

    private protected override void Process()
    {
        foreach (var input in ParameterSetName == ObjectSet ? InputObject : [])
            ReportFailure(() => InSessionOf(input, () => Find(new PipedObject(input))), input);
        foreach (var id in ParameterSetName == IdSet ? Id : [])
            ReportFailure(() => Find(id), id);
        foreach (var name in ParameterSetName == QuerySet ? Name ?? [null!] : [])
            ReportFailure(() => Find(name, name is null ? null : NameText.Pattern(name)), name);
    }

    private void Find(PipedObject input)
    {
        if (DataConnectionNames.Read(input) is var (id, name) && id is { } known)
            Find(known);
        else if (input.Text is { } text)
            Find(text, NameText.Pattern(text));
        else
            Find(name, NameText.Literal(name!));
    }

    private void Find(Guid id) => Emit(WaitFor(context => Current.DataConnections.GetAsync(id, IncludeSecret, context)));

    // A property only where it was asked for: every property stands in exports.
    private void Emit(DataConnection connection)
    {
        var emitted = PSObject.AsPSObject(connection);
        if (IncludeSecret)
            emitted.Properties.Add(new PSNoteProperty("Password", DataConnectionState.Of(connection).Password));
        WriteObject(emitted);
    }

    private void Find(string? name, NamePattern? pattern)
    {
        var query = new DataConnectionQuery
        {
            Name = name,
            Type = Type,
            Tags = Tag,
            Owner = Owner is null ? null : QrsUserName.Parse(Owner),
            Filter = Filter,
        };
        var type = Type is null ? null : NameText.Filter(Type);
        var names = new Names<DataConnection>(pattern is null ? null : [pattern], connection => [connection.Name]);
        var tags = new Names<DataConnection>(Tag.Length == 0 ? null : Tag, connection => connection.Tags);
        using var reader = Current.DataConnections.Open(query, IncludeSecret);
        while (WaitFor(reader.ReadAsync) is { Count: > 0 } found)
        {
            foreach (var connection in found)
            {
                if (type?.Matches(connection.Type) != false && tags.Takes(connection) && names.Takes(connection))
                    Emit(connection);
            }
        }

        foreach (var connection in names.Choose(tags.Rest()))
            Emit(connection);
        foreach (var missing in names.Missing())
        {
            if (!Guid.TryParse(missing, out var id))
                throw DataConnectionNames.NotFound(missing);
            Find(id);
        }
    }
}
