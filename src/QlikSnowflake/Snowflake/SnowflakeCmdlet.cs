using System.Management.Automation;
using QlikSnowflake.Commands.Sessions;
using QlikSnowflake.Snowflake;

namespace QlikSnowflake.Commands.Snowflake;

/// <summary>Base of cmdlets that work on an open session with Snowflake accounts.</summary>
public abstract class SnowflakeCmdlet : SessionCmdlet<SnowflakeSession>
{
    /// <summary>The session to use, by object or name; without it the default one.</summary>
    [Parameter]
    [ValidateNotNull]
    [SnowflakeSessionArgument]
    [ArgumentCompleter(typeof(SessionNameCompleter<SnowflakeSession>))]
    public SnowflakeSession? Session { get; set; }

    private protected sealed override SnowflakeSession? GivenSession => Session;
}
