using System.Management.Automation;
using QlikSnowflake.Errors;
using QlikSnowflake.Snowflake;

namespace QlikSnowflake.Commands.Snowflake;

/// <summary>Runs a statement and emits its rows as typed objects, as they arrive.</summary>
[Cmdlet(VerbsLifecycle.Invoke, "SnowflakeSql", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low)]
[OutputType(typeof(object))]
public sealed class InvokeSnowflakeSqlCommand : SnowflakeCmdlet
{
    /// <summary>The SQL text: one statement.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    public string Statement { get; set; } = string.Empty;

    /// <summary>How long Snowflake lets the statement run, in seconds; 0 is Snowflake's longest.</summary>
    [Parameter]
    [ValidateRange(0, 604800)]
    public int? Timeout { get; set; }

    private protected override object Target => Statement.Length <= 80 ? Statement : Statement.Substring(0, 80) + "…";

    private protected override void Process()
    {
        if (string.IsNullOrWhiteSpace(Statement))
            throw new InputException("StatementEmpty", "The statement is blank.", "Give the SQL text of one statement.");
        if (!ShouldProcess($"{Current.User} on {Current.Account}", $"Run: {Target}"))
            return;

        var request = new StatementRequest(Statement) { Timeout = Timeout is { } seconds ? TimeSpan.FromSeconds(seconds) : null };
        using var progress = new StatementProgress(this, Target.ToString()!);
        using var result = Await(context => Current.Statements.RunAsync(request, context));
        var written = 0L;
        while (Await(result.ReadAsync) is { } rows)
        {
            foreach (var row in rows)
                WriteObject(row);
            written += rows.Length;
            progress.Report(written, result.RowCount);
        }

        if (result.LostNanoseconds)
            WriteWarning("Some times hold nanoseconds; .NET counts in steps of 100, so their last two digits are cut. TO_CHAR in the statement keeps them as text.");
    }
}
