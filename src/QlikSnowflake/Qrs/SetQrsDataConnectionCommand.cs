using System.Management.Automation;
using System.Security;
using QlikSnowflake.Commands.Completion;
using QlikSnowflake.Errors;
using QlikSnowflake.Qrs;
using QlikSnowflake.Qrs.Connections;

namespace QlikSnowflake.Commands.Qrs;

/// <summary>Changes data connections: only what is given, and nothing of what others change at the same time.</summary>
[Cmdlet(VerbsCommon.Set, "QrsDataConnection", SupportsShouldProcess = true, DefaultParameterSetName = NameSet)]
[OutputType(typeof(DataConnection))]
public sealed class SetQrsDataConnectionCommand : DataConnectionFieldsCmdlet
{
    private readonly List<(DataConnection Connection, QrsSession Session)> _renames = [];
    private readonly Dictionary<QrsSession, QrsReferences> _references = [];
    private DataConnectionChange? _change;

    /// <summary>A new name.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(FreeTextCompleter))]
    public string? NewName { get; set; }

    /// <summary>Take user name and password away.</summary>
    [Parameter]
    public SwitchParameter ClearCredential { get; set; }

    /// <summary>Names of tags to add.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(QrsTagCompleter))]
    public string[] AddTag { get; set; } = [];

    /// <summary>Names of tags to take away.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(QrsTagCompleter))]
    public string[] RemoveTag { get; set; } = [];

    /// <summary>Make tags that are missing.</summary>
    [Parameter]
    public SwitchParameter CreateTag { get; set; }

    /// <summary>Emit the connection as it is then.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override bool Changes => true;

    private protected override void Prepare() => _change ??= Read();

    private protected override void Work(DataConnection connection)
    {
        if (NewName is null)
            Change(connection);
        else
            _renames.Add((connection, Current));
    }

    // How many are to get the name is known at the end of the input only.
    private protected override void End()
    {
        if (_renames.Count > 1)
            throw RenameOfSeveral.Error(NewName!, _renames.Select(r => r.Connection.Name));
        foreach (var (connection, session) in _renames)
            ReportFailure(() => InSession(session, () => Change(connection)), connection);
    }

    private void Change(DataConnection connection)
    {
        if (!_references.TryGetValue(Current, out var references))
            _references[Current] = references = new QrsReferences(Current.Lookup);
        var change = WaitFor(context => ResolveAsync(_change!, references, context));
        WarnOfUnknownKeys(change.ConnectionString ?? connection.ConnectionString, change.ConnectionProperties.Select(p => p.Key));
        var added = (Tag ?? []).Concat(AddTag).ToList();
        var action = "Set " + Description(change) + references.DescribeMissing(added);
        if (!ShouldProcess($"{connection.Name} ({connection.Type}) on {Current.Server}", action))
            return;

        var changed = WaitFor(async context =>
        {
            var complete = change with
            {
                TagIds = Tag is null ? null : await references.TagIdsAsync(Tag, context).ConfigureAwait(false),
                AddedTagIds = await references.TagIdsAsync(AddTag, context).ConfigureAwait(false),
                RemovedTagIds = await references.TagIdsAsync(RemoveTag, context).ConfigureAwait(false),
            };
            return await Current.DataConnections.UpdateAsync(connection.Id, complete, context).ConfigureAwait(false);
        });
        if (PassThru)
            WriteObject(changed);
    }

    private protected override void KeyWasDecrypted(string path) => WriteWarning(KeyPairWarnings.Decrypted(path));

    private DataConnectionChange Read()
    {
        var wanted = Wanted;
        if (ClearCredential && (wanted.Password is not null || wanted.UserName is not null))
            throw Conflicting("-ClearCredential takes away what another parameter gives");
        if (Tag is not null && AddTag.Length + RemoveTag.Length > 0)
            throw Conflicting("-Tag names all tags; -AddTag and -RemoveTag change some");

        var change = new DataConnectionChange(wanted) { Name = NewName, ConnectionProperties = wanted.ConnectionProperties };
        if (ClearCredential)
            change = change with { UserName = string.Empty, Password = new SecureString() };
        if (PrivateKeyPath is not null)
            change = SnowflakeDataConnection.ToKeyPair(change, wanted.Password!);
        change.Check();
        if (Description(change).Length == 0)
            throw new Errors.InputException(
                ErrorIds.NothingToChange,
                "Nothing to change is given.",
                Credential == PSCredential.Empty
                    ? "An empty credential changes nothing: -ClearCredential takes user name and password away."
                    : "Give what to change, such as -Warehouse, -Owner or -AddTag."
            );
        return change;
    }

    private async Task<DataConnectionChange> ResolveAsync(
        DataConnectionChange change,
        QrsReferences references,
        Http.CallContext context
    )
    {
        var names = Wanted with { Tags = [.. Tag ?? [], .. AddTag] };
        var (owner, properties) = await references.ResolveAsync(names, CreateTag, context).ConfigureAwait(false);
        await references.CheckTagsAsync(RemoveTag, create: false, context).ConfigureAwait(false);
        return change with { OwnerId = owner, CustomProperties = properties };
    }

    // Names of fields only: values can be secret.
    private string Description(DataConnectionChange change) =>
        string.Join(
            ", ",
            new[]
            {
                (change.Name is not null, "name"),
                (change.ConnectionString is not null, "connection string"),
                (change.ConnectionProperties.Count > 0, string.Join(", ", change.ConnectionProperties.Select(p => p.Key))),
                (change.Type is not null, "type"),
                (change.UserName is not null, "user name"),
                (change.Password is not null, "password"),
                (change.LogOn is not null, "log-on"),
                (change.Architecture is not null, "architecture"),
                (Owner is not null, "owner"),
                (Tag is not null || AddTag.Length + RemoveTag.Length > 0, "tags"),
                (CustomProperty is not null, "custom properties"),
            }
                .Where(field => field.Item1)
                .Select(field => field.Item2)
        );
}
