using System.Management.Automation;
using QlikSnowflake.Commands.Sessions;
using QlikSnowflake.Snowflake;

namespace QlikSnowflake.Commands.Snowflake;

/// <summary>Closes a session with Snowflake accounts.</summary>
[Cmdlet(VerbsCommunications.Disconnect, "Snowflake")]
public sealed class DisconnectSnowflakeCommand : DisconnectCmdlet<SnowflakeSession>
{
    /// <summary>The session to close, by object or name; without it the default one.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [ValidateNotNull]
    [SnowflakeSessionArgument]
    [ArgumentCompleter(typeof(SessionNameCompleter<SnowflakeSession>))]
    public SnowflakeSession? Session { get; set; }

    private protected override SnowflakeSession? GivenSession => Session;
}
