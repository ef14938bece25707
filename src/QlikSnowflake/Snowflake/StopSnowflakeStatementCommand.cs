using System.Management.Automation;
using QlikSnowflake.Commands.Completion;
using QlikSnowflake.Snowflake.Statements;

namespace QlikSnowflake.Commands.Snowflake;

/// <summary>Cancels running statements by their handles.</summary>
[Cmdlet(VerbsLifecycle.Stop, "SnowflakeStatement", SupportsShouldProcess = true)]
[OutputType(typeof(SnowflakeStatement))]
public sealed class StopSnowflakeStatementCommand : SnowflakeCmdlet
{
    /// <summary>Statements: handles (query ids), or objects with the property StatementHandle or QueryId.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Alias("QueryId", "InputObject")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(FreeTextCompleter))]
    public object[] StatementHandle { get; set; } = [];

    private protected override bool TakesObjects => true;

    /// <summary>Emit where each statement stands afterwards.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override object Target => StatementHandle;

    private protected override void Process()
    {
        foreach (var input in StatementHandle)
            ReportFailure(() => InSessionOf(input, () => Stop(StatementTargets.Read(input))), input);
    }

    private void Stop(string handle)
    {
        if (!ShouldProcess(handle, "Cancel statement"))
            return;

        WaitFor(context => Current.Statements.CancelAsync(handle, context));
        if (PassThru)
            WriteObject(WaitFor(context => Current.Statements.GetAsync(handle, context)));
    }
}
