using System.Management.Automation;
using QlikSnowflake.Commands.Sessions;
using QlikSnowflake.Qrs;

namespace QlikSnowflake.Commands.Qrs;

/// <summary>Base of cmdlets that work on an open session with Qlik Sense repositories.</summary>
public abstract class QrsCmdlet : SessionCmdlet<QrsSession>
{
    /// <summary>The session to use, by object or name; without it the default one.</summary>
    [Parameter]
    [ValidateNotNull]
    [QrsSessionArgument]
    [ArgumentCompleter(typeof(SessionNameCompleter<QrsSession>))]
    public QrsSession? Session { get; set; }

    private protected sealed override QrsSession? GivenSession => Session;
}
