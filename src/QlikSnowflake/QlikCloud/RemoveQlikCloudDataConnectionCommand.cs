using System.Management.Automation;
using QlikSnowflake.QlikCloud.Connections;

namespace QlikSnowflake.Commands.QlikCloud;

/// <summary>Deletes data connections of a Qlik Cloud tenant.</summary>
[Cmdlet(VerbsCommon.Remove, "QlikCloudDataConnection", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(QlikCloudDataConnection))]
public sealed class RemoveQlikCloudDataConnectionCommand : QlikCloudCmdlet
{
    /// <summary>Connections: ids, names with or without wildcards, or objects of Get-QlikCloudDataConnection.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [DataConnectionArgument]
    [Alias("InputObject", "Name")]
    public string[] Id { get; set; } = [];

    /// <summary>Emit the deleted connection.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override object Target => Id;

    private protected override void Process()
    {
        foreach (var text in Id)
        {
            Guard(
                () =>
                {
                    foreach (
                        var connection in Await(context => CloudDataConnections.FindAsync(Current.DataConnections, text, context))
                    )
                        Guard(() => Remove(connection), connection);
                },
                text
            );
        }
    }

    private void Remove(QlikCloudDataConnection connection)
    {
        if (!ShouldProcess(Current.Tenant, $"Delete data connection '{connection.Name}' ({connection.Id})"))
            return;

        Await(context => Current.DataConnections.DeleteAsync(connection.Id, context));
        if (PassThru)
            WriteObject(connection);
    }
}
