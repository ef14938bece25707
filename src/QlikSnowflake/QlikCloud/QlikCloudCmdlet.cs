using System.Management.Automation;
using QlikSnowflake.Commands.Sessions;
using QlikSnowflake.QlikCloud;

namespace QlikSnowflake.Commands.QlikCloud;

/// <summary>Base of cmdlets that work on an open session with Qlik Cloud tenants.</summary>
public abstract class QlikCloudCmdlet : SessionCmdlet<QlikCloudSession>
{
    /// <summary>The session to use, by object or name; without it the default one.</summary>
    [Parameter]
    [ValidateNotNull]
    [QlikCloudSessionArgument]
    [ArgumentCompleter(typeof(SessionNameCompleter<QlikCloudSession>))]
    public QlikCloudSession? Session { get; set; }

    private protected sealed override QlikCloudSession? GivenSession => Session;
}
