using System.Management.Automation;
using QlikSnowflake.QlikCloud.Connections;

namespace QlikSnowflake.Commands.QlikCloud;

/// <summary>Deletes data connections of a Qlik Cloud tenant.</summary>
[Cmdlet(VerbsCommon.Remove, "QlikCloudDataConnection", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(QlikCloudDataConnection))]
public sealed class RemoveQlikCloudDataConnectionCommand : QlikCloudCmdlet
{
    /// <summary>A connection, as Get-QlikCloudDataConnection emits it, or its id.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    [DataConnectionArgument]
    [Alias("InputObject")]
    public string Id { get; set; } = string.Empty;

    /// <summary>Emit the deleted connection.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override object Target => Id;

    private protected override void Process()
    {
        var connection = Await(context => Current.DataConnections.GetAsync(Id, context));
        if (!ShouldProcess(Current.Tenant, $"Delete data connection '{connection.Name}' ({connection.Id})"))
            return;

        Await(context => Current.DataConnections.DeleteAsync(connection.Id, context));
        if (PassThru)
            WriteObject(connection);
    }
}
