using System.Management.Automation;
using QlikSnowflake.Qrs.Connections;

namespace QlikSnowflake.Commands.Qrs;

/// <summary>Removes data connections.</summary>
[Cmdlet(
    VerbsCommon.Remove,
    "QrsDataConnection",
    SupportsShouldProcess = true,
    ConfirmImpact = ConfirmImpact.High,
    DefaultParameterSetName = NameSet
)]
[OutputType(typeof(DataConnection))]
public sealed class RemoveQrsDataConnectionCommand : DataConnectionTargetCmdlet
{
    /// <summary>Remove without asking.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Emit the connection as it was.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override bool Changes => true;

    private protected override void Work(DataConnection connection)
    {
        if (!ShouldProcess($"{connection.Name} ({connection.Type}) on {Current.Server}", "Remove data connection", Force))
            return;

        WaitFor(context => Current.DataConnections.RemoveAsync(connection.Id, context));
        if (PassThru)
            WriteObject(connection);
    }
}
