using System.Management.Automation;
using QlikSnowflake.Commands.Sessions;
using QlikSnowflake.Qrs;

namespace QlikSnowflake.Commands.Qrs;

/// <summary>Lists the open sessions with Qlik Sense repositories, the default first.</summary>
[Cmdlet(VerbsCommon.Get, "QrsSession")]
[OutputType(typeof(QrsSession))]
public sealed class GetQrsSessionCommand : GetSessionCmdlet<QrsSession>
{
    /// <summary>Names of sessions; wildcards are allowed.</summary>
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(SessionNameCompleter<QrsSession>))]
    public string[]? Name { get; set; }

    private protected override string[]? Names => Name;
}
