using System.Management.Automation;
using QlikSnowflake.Commands.Sessions;
using QlikSnowflake.QlikCloud;

namespace QlikSnowflake.Commands.QlikCloud;

/// <summary>Closes a session with Qlik Cloud tenants.</summary>
[Cmdlet(VerbsCommunications.Disconnect, "QlikCloud")]
public sealed class DisconnectQlikCloudCommand : DisconnectCmdlet<QlikCloudSession>
{
    /// <summary>The session to close, by object or name; without it the default one.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [ValidateNotNull]
    [QlikCloudSessionArgument]
    [ArgumentCompleter(typeof(SessionNameCompleter<QlikCloudSession>))]
    public QlikCloudSession? Session { get; set; }

    private protected override QlikCloudSession? GivenSession => Session;
}
