using System.Management.Automation;
using QlikSnowflake.Commands.Completion;
using QlikSnowflake.QlikCloud.Connections;

namespace QlikSnowflake.Commands.QlikCloud;

/// <summary>Deletes data connections of a Qlik Cloud tenant.</summary>
[Cmdlet(VerbsCommon.Remove, "QlikCloudDataConnection", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(QlikCloudDataConnection))]
public sealed class RemoveQlikCloudDataConnectionCommand : QlikCloudCmdlet
{
    /// <summary>Connections: ids, names with or without wildcards, or objects with the properties Id or Name.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [Alias("InputObject", "Name")]
    [ArgumentCompleter(typeof(QlikCloudConnectionCompleter))]
    public object[] Id { get; set; } = [];

    private protected override bool TakesObjects => true;

    /// <summary>Remove without asking.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Emit the deleted connection.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override object Target => Id;

    private protected override void Process()
    {
        foreach (var input in Id)
            ReportFailure(() => InSessionOf(input, () => Find(new PipedObject(input))), input);
    }

    private void Find(PipedObject input)
    {
        foreach (var connection in WaitFor(context => CloudDataConnections.FindAsync(Current.DataConnections, input, context)))
            ReportFailure(() => Remove(connection), connection);
    }

    private void Remove(QlikCloudDataConnection connection)
    {
        if (!ShouldProcess(Current.Tenant, $"Delete data connection '{connection.Name}' ({connection.Id})", Force))
            return;

        WaitFor(context => Current.DataConnections.DeleteAsync(connection.Id, context));
        if (PassThru)
            WriteObject(connection);
    }
}
