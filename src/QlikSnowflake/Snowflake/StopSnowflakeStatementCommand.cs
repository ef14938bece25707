using System.Management.Automation;
using QlikSnowflake.Snowflake.Statements;

namespace QlikSnowflake.Commands.Snowflake;

/// <summary>Cancels running statements by their handles.</summary>
[Cmdlet(VerbsLifecycle.Stop, "SnowflakeStatement", SupportsShouldProcess = true)]
[OutputType(typeof(SnowflakeStatement))]
public sealed class StopSnowflakeStatementCommand : SnowflakeCmdlet
{
    /// <summary>The statement's handle (query id).</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("QueryId")]
    [ValidateNotNullOrEmpty]
    public string[] StatementHandle { get; set; } = [];

    /// <summary>Emit where each statement stands afterwards.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override object Target => StatementHandle;

    private protected override void Process()
    {
        foreach (var handle in StatementHandle)
            Guard(() => Stop(handle), handle);
    }

    private void Stop(string handle)
    {
        if (!ShouldProcess(handle, "Cancel statement"))
            return;

        Await(async context =>
        {
            await Current.Statements.CancelAsync(handle, context).ConfigureAwait(false);
            return true;
        });
        if (PassThru)
            WriteObject(Await(context => Current.Statements.GetAsync(handle, context)));
    }
}
