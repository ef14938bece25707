using System.Management.Automation;
using QlikSnowflake.Snowflake.Statements;

namespace QlikSnowflake.Commands.Snowflake;

/// <summary>Gets where a statement stands, by its handle alone.</summary>
[Cmdlet(VerbsCommon.Get, "SnowflakeStatement")]
[OutputType(typeof(SnowflakeStatement))]
public sealed class GetSnowflakeStatementCommand : SnowflakeCmdlet
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
            Guard(() => WriteObject(Await(context => Current.Statements.GetAsync(handle, context))), handle);
    }
}
