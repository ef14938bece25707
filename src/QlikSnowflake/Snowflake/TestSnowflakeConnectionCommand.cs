using System.Management.Automation;
using QlikSnowflake.Commands.Sessions;
using QlikSnowflake.Errors;
using QlikSnowflake.Snowflake;
using QlikSnowflake.Snowflake.Diagnosis;

namespace QlikSnowflake.Commands.Snowflake;

/// <summary>Checks everything that a login to Snowflake needs, and says what is wrong.</summary>
[Cmdlet(VerbsDiagnostic.Test, "SnowflakeConnection", DefaultParameterSetName = KeyFileSet)]
[OutputType(typeof(ConnectionCheck))]
public sealed class TestSnowflakeConnectionCommand : SnowflakeLoginCmdlet
{
    /// <summary>Prepares the command.</summary>
    public TestSnowflakeConnectionCommand() => TimeoutSec = 30;

    /// <summary>Ask Snowflake for the reason of a refused login and for the user's keys, through an administrator's session.</summary>
    [Parameter]
    public SwitchParameter Detailed { get; set; }

    /// <summary>The administrator's session for -Detailed; without it the default one.</summary>
    [Parameter]
    [ValidateNotNull]
    [SnowflakeSessionArgument]
    [ArgumentCompleter(typeof(SessionNameCompleter<SnowflakeSession>))]
    public SnowflakeSession? Session { get; set; }

    private protected override void Process()
    {
        var trust = ReadTrust();
        var settings = ReadSettings();
        var diagnosis = new SnowflakeDiagnosis(
            ReadOptions(settings, trust),
            ReadSource(settings).ToCredential,
            FindAdministrator()
        );
        foreach (var check in WaitFor(diagnosis.RunAsync))
            WriteObject(check);
    }

    private SnowflakeSession? FindAdministrator()
    {
        if (!Detailed)
            return null;
        return Session
            ?? RunspaceSessions.Current.Of<SnowflakeSession>().Default
            ?? throw new InputException(
                ErrorIds.NoSession,
                "-Detailed needs a session of an administrator, and none is open.",
                "Run Connect-Snowflake first, or leave -Detailed out.",
                FailureKind.Session
            );
    }
}
