using System.Management.Automation;
using QlikSnowflake.Commands.Sessions;
using QlikSnowflake.QlikCloud;

namespace QlikSnowflake.Commands.QlikCloud;

/// <summary>Lists the open sessions with Qlik Cloud tenants, the default first.</summary>
[Cmdlet(VerbsCommon.Get, "QlikCloudSession")]
[OutputType(typeof(QlikCloudSession))]
public sealed class GetQlikCloudSessionCommand : GetSessionCmdlet<QlikCloudSession>
{
    /// <summary>Names of sessions; wildcards are allowed.</summary>
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(SessionNameCompleter<QlikCloudSession>))]
    public string[]? Name { get; set; }

    private protected override string[]? Names => Name;
}
