using System.Management.Automation;
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

    /// <summary>Names of tags of which it has one; wildcards are allowed.</summary>
    [Parameter(ParameterSetName = QuerySet)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Tag { get; set; } = [];

    /// <summary>A filter in the repository's own language.</summary>
    [Parameter(ParameterSetName = QuerySet)]
    [ValidateNotNullOrEmpty]
    public string? Filter { get; set; }

    /// <summary>Keep passwords, as SecureString.</summary>
    [Parameter]
    public SwitchParameter IncludeSecret { get; set; }

    private protected override void Process()
    {
        foreach (var id in ParameterSetName == IdSet ? Id : [])
            Guard(() => WriteObject(Await(context => Current.DataConnections.GetAsync(id, IncludeSecret, context))), id);
        foreach (var name in ParameterSetName == IdSet ? [] : Name ?? [null!])
            Guard(() => Find(name), name);
    }

    private void Find(string? name)
    {
        var query = new DataConnectionQuery
        {
            Name = name,
            Type = Type,
            Tags = Tag,
            Owner = Owner is null ? null : QrsUserName.Parse(Owner),
            Filter = Filter,
        };
        var names = name is null ? [] : Patterns(name);
        var types = Type is null ? [] : Patterns(Type);
        var tags = Patterns(Tag);
        var any = false;
        using var reader = Current.DataConnections.Open(query, IncludeSecret);
        while (Await(reader.ReadAsync) is { Count: > 0 } found)
        {
            foreach (var connection in found)
            {
                if (
                    Matches(names, connection.Name)
                    && Matches(types, connection.Type)
                    && (tags.Length == 0 || connection.Tags.Any(tag => Matches(tags, tag)))
                )
                {
                    any = true;
                    WriteObject(connection);
                }
            }
        }

        if (!any && name is not null && !WildcardPattern.ContainsWildcardCharacters(name))
            throw DataConnectionNames.NotFound(name);
    }

    private static WildcardPattern[] Patterns(params string[] texts) =>
        [.. texts.Select(t => WildcardPattern.Get(t, WildcardOptions.IgnoreCase))];

    private static bool Matches(WildcardPattern[] patterns, string text) =>
        patterns.Length == 0 || Array.Exists(patterns, p => p.IsMatch(text));
}
