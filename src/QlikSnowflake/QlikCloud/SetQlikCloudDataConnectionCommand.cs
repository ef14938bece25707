using System.Management.Automation;
using QlikSnowflake.Commands.Completion;
using QlikSnowflake.Errors;
using QlikSnowflake.QlikCloud;
using QlikSnowflake.QlikCloud.Connections;

namespace QlikSnowflake.Commands.QlikCloud;

/// <summary>Changes a data connection: its name, its properties, or how it logs in to Snowflake.</summary>
[Cmdlet(VerbsCommon.Set, "QlikCloudDataConnection", SupportsShouldProcess = true, DefaultParameterSetName = PropertySet)]
[OutputType(typeof(QlikCloudDataConnection))]
public sealed class SetQlikCloudDataConnectionCommand : CloudConnectionCmdlet
{
    private const string PropertySet = "Property";

    private readonly List<(QlikCloudDataConnection Connection, QlikCloudSession Session)> _renames = [];

    /// <summary>Connections: ids, names with or without wildcards, or objects with the properties Id or Name.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [Alias("InputObject", "Name")]
    [ArgumentCompleter(typeof(QlikCloudConnectionCompleter))]
    public object[] Id { get; set; } = [];

    private protected override bool TakesObjects => true;

    /// <summary>Another name.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(FreeTextCompleter))]
    public string? NewName { get; set; }

    /// <summary>The Snowflake user's login name.</summary>
    [Parameter(Mandatory = true, ParameterSetName = KeyPairSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(KnownUserCompleter))]
    public string User { get; set; } = string.Empty;

    /// <summary>The new private key's file.</summary>
    [Parameter(Mandatory = true, ParameterSetName = KeyPairSet)]
    [ValidateNotNullOrEmpty]
    public string PrivateKeyPath { get; set; } = string.Empty;

    /// <summary>The Snowflake user and the new password.</summary>
    [Parameter(Mandatory = true, ParameterSetName = PasswordSet)]
    [ValidateNotNull]
    [Credential]
    public PSCredential Credential { get; set; } = null!;

    /// <summary>Emit the changed connection.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override object Target => Id;

    private protected override void Process()
    {
        if (ParameterSetName == PropertySet && NewName is null && ConnectionProperty is null)
            throw new InputException(
                ErrorIds.DataConnectionUnchanged,
                "Nothing is given that is to be changed.",
                "Give -NewName, -ConnectionProperty, or a login."
            );

        WithLogin(wanted =>
        {
            foreach (var input in Id)
                ReportFailure(() => InSessionOf(input, () => Find(new PipedObject(input), wanted)), input);
        });
    }

    private void WithLogin(Action<CloudDataConnectionChange> work)
    {
        using var login = ParameterSetName switch
        {
            KeyPairSet => SnowflakeLogin.KeyPair(User, ResolvePath(PrivateKeyPath), Passphrase),
            PasswordSet => SnowflakeLogin.ByPassword(Credential.UserName, Credential.Password),
            _ => null,
        };
        var wanted = new CloudDataConnectionChange
        {
            Name = NewName,
            Properties = Properties(),
            Login = login,
            PassphraseProperty = PassphraseProperty,
        };
        wanted.Check();
        work(wanted);
    }

    // How many are to get a new name is known at the end of the input only.
    private protected override void End()
    {
        if (_renames.Count > 1)
            throw RenameOfSeveral.Error(NewName!, _renames.Select(r => r.Connection.Name));
        foreach (var (connection, session) in _renames)
            ReportFailure(() => InSession(session, () => WithLogin(wanted => Change(connection, wanted))), connection);
    }

    private void Find(PipedObject input, CloudDataConnectionChange wanted)
    {
        foreach (var connection in WaitFor(context => CloudDataConnections.FindAsync(Current.DataConnections, input, context)))
        {
            if (NewName is null)
                ReportFailure(() => Change(connection, wanted), connection);
            else
                _renames.Add((connection, Current));
        }
    }

    private void Change(QlikCloudDataConnection connection, CloudDataConnectionChange wanted)
    {
        WarnOfUnknownKeys(connection.DataSource);
        if (WaitFor(context => Current.DataConnections.PlanAsync(connection, wanted, context)) is not { } change)
            WriteVerbose($"The connection '{connection.Name}' is so already.");
        else if (!ShouldProcess($"{connection.Name} ({connection.Id}) on {Current.Tenant}", change.Text))
            return;
        else
            WaitFor(change.MakeAsync);

        if (PassThru)
            WriteObject(WaitFor(context => Current.DataConnections.GetAsync(connection.Id, context)));
    }
}
