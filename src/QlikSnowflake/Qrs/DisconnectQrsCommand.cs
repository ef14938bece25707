using System.Management.Automation;
using QlikSnowflake.Commands.Sessions;
using QlikSnowflake.Qrs;

namespace QlikSnowflake.Commands.Qrs;

/// <summary>Closes a session with Qlik Sense repositories.</summary>
[Cmdlet(VerbsCommunications.Disconnect, "Qrs")]
public sealed class DisconnectQrsCommand : DisconnectCmdlet<QrsSession>
{
    /// <summary>The session to close, by object or name; without it the default one.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [ValidateNotNull]
    [QrsSessionArgument]
    [ArgumentCompleter(typeof(SessionNameCompleter<QrsSession>))]
    public QrsSession? Session { get; set; }

    private protected override QrsSession? GivenSession => Session;
}
