using System.Management.Automation;
using QlikSnowflake.Commands.Completion;
using QlikSnowflake.Errors;
using QlikSnowflake.Snowflake.Statements;

namespace QlikSnowflake.Commands.Snowflake;

/// <summary>Waits until statements have ended, and gets how. Stopping the wait does not stop a statement.</summary>
[Cmdlet(VerbsLifecycle.Wait, "SnowflakeStatement")]
[OutputType(typeof(SnowflakeStatement))]
public sealed class WaitSnowflakeStatementCommand : SnowflakeCmdlet
{
    /// <summary>Statements: handles (query ids), or objects with the property StatementHandle or QueryId.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Alias("QueryId", "InputObject")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(FreeTextCompleter))]
    public object[] StatementHandle { get; set; } = [];

    private protected override bool TakesObjects => true;

    /// <summary>How long to wait for each statement: seconds, 5m, 2h.</summary>
    [Parameter]
    [DurationArgument(IsInSeconds = true)]
    public TimeSpan? Timeout { get; set; }

    private protected override object Target => StatementHandle;

    private protected override void Process()
    {
        foreach (var input in StatementHandle)
            ReportFailure(() => InSessionOf(input, () => Wait(StatementTargets.Read(input))), input);
    }

    private void Wait(string handle)
    {
        using var progress = new StatementProgress(this, "Waiting for a Snowflake statement");
        var statement = WaitFor(
            context => Current.Statements.WaitAsync(handle, Timeout, context, progress.Running),
            progress.Wait
        );
        if (statement.Status != StatementStatus.Running)
        {
            WriteObject(statement);
            return;
        }

        throw new InputException(
            ErrorIds.StatementStillRunning,
            $"Statement {handle} still runs after {Timeout?.TotalSeconds:0.###} seconds.",
            "Wait longer, or end it with Stop-SnowflakeStatement.",
            FailureKind.Timeout
        );
    }
}
