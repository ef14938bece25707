using System.Collections.Specialized;
using System.Data;
using System.Management.Automation;
using QlikSnowflake.Commands.Completion;
using QlikSnowflake.Snowflake.Results;

namespace QlikSnowflake.Commands.Snowflake;

/// <summary>Emits the rows of a statement by its handle alone, waiting for its end if need be.</summary>
[Cmdlet(VerbsCommunications.Receive, "SnowflakeStatement")]
[OutputType(typeof(object), typeof(DataTable), typeof(OrderedDictionary), typeof(object[]), typeof(SnowflakeStatementResult))]
public sealed class ReceiveSnowflakeStatementCommand : StatementResultCmdlet
{
    /// <summary>Statements: handles (query ids), or objects with the property StatementHandle or QueryId.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Alias("QueryId", "InputObject")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(FreeTextCompleter))]
    public object[] StatementHandle { get; set; } = [];

    private protected override bool TakesObjects => true;

    private protected override object Target => StatementHandle;

    private protected override void Process()
    {
        foreach (var input in StatementHandle)
            ReportFailure(() => InSessionOf(input, () => Receive(StatementTargets.Read(input))), input);
    }

    private void Receive(string handle)
    {
        using var progress = new StatementProgress(this, "Snowflake statement " + handle);
        using var result = WaitFor(
            context => Current.Statements.OpenAsync(handle, JsonParser, context, progress.Running),
            progress.Wait
        );
        WriteResult(result, progress);
    }
}
