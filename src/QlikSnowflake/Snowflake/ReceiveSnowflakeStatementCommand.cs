using System.Collections.Specialized;
using System.Data;
using System.Management.Automation;
using QlikSnowflake.Snowflake.Results;

namespace QlikSnowflake.Commands.Snowflake;

/// <summary>Emits the rows of a statement by its handle alone, waiting for its end if need be.</summary>
[Cmdlet(VerbsCommunications.Receive, "SnowflakeStatement")]
[OutputType(typeof(object), typeof(DataTable), typeof(OrderedDictionary), typeof(object[]), typeof(SnowflakeStatementResult))]
public sealed class ReceiveSnowflakeStatementCommand : StatementResultCmdlet
{
    /// <summary>The statement's handle (query id).</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("QueryId")]
    [ValidateNotNullOrEmpty]
    public string[] StatementHandle { get; set; } = [];

    private protected override object Target => StatementHandle;

    private protected override void Process()
    {
        foreach (var handle in StatementHandle)
            Guard(() => Receive(handle), handle);
    }

    private void Receive(string handle)
    {
        using var progress = new StatementProgress(this, "Snowflake statement " + handle);
        using var result = Await(
            context => Current.Statements.OpenAsync(handle, JsonParser, context, progress.Running),
            progress.Wait
        );
        WriteResult(result, progress);
    }
}
