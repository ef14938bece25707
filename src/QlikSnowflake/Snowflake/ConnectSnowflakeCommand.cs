using System.Management.Automation;
using QlikSnowflake.Commands.Completion;
using QlikSnowflake.Commands.Sessions;
using QlikSnowflake.Snowflake;

namespace QlikSnowflake.Commands.Snowflake;

/// <summary>Opens a session with a Snowflake account: by key pair, token, named connection or the environment.</summary>
[Cmdlet(VerbsCommunications.Connect, "Snowflake", DefaultParameterSetName = KeyFileSet)]
[OutputType(typeof(SnowflakeSession))]
public sealed class ConnectSnowflakeCommand : SnowflakeLoginCmdlet
{
    /// <summary>The database.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(SnowflakeDatabaseCompleter))]
    public string? Database { get; set; }

    /// <summary>The schema.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(SnowflakeSchemaCompleter))]
    public string? Schema { get; set; }

    /// <summary>A name for the session; without one it has the connection's or the account's.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(FreeTextCompleter))]
    public string? Name { get; set; }

    /// <summary>Emit the session.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override bool FailureEndsCommand => true;

    private readonly SessionOpening<SnowflakeSession> _opening = new();

    private protected override void Process() => _opening.Open(Open);

    private protected override void End()
    {
        var session = _opening.Complete();
        if (PassThru)
            WriteObject(session);
    }

    private SnowflakeSession Open()
    {
        var trust = ReadTrust();
        var settings = ReadSettings();
        var options = ReadOptions(settings, trust) with
        {
            Database = Database ?? settings?.Database,
            Schema = Schema ?? settings?.Schema,
        };
        if (options.Account.Warning is not null)
            WriteWarning(options.Account.Warning);

        var credential = ReadSource(settings).ToCredential();
        var name = Name ?? (ParameterSetName == NamedSet ? ConnectionName : options.Account.Identifier);
        return WaitFor(context => SnowflakeSession.OpenAsync(name, options, credential, context));
    }
}
