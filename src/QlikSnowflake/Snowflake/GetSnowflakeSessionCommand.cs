using System.Management.Automation;
using QlikSnowflake.Commands.Sessions;
using QlikSnowflake.Snowflake;

namespace QlikSnowflake.Commands.Snowflake;

/// <summary>Lists the open sessions with Snowflake accounts, the default first.</summary>
[Cmdlet(VerbsCommon.Get, "SnowflakeSession")]
[OutputType(typeof(SnowflakeSession))]
public sealed class GetSnowflakeSessionCommand : GetSessionCmdlet<SnowflakeSession>
{
    /// <summary>Names of sessions; wildcards are allowed.</summary>
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(SessionNameCompleter<SnowflakeSession>))]
    public string[]? Name { get; set; }

    private protected override string[]? Names => Name;
}
