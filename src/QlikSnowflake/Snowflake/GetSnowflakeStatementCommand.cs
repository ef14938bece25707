using System.Management.Automation;
using QlikSnowflake.Commands.Completion;
using QlikSnowflake.Snowflake.Statements;

namespace QlikSnowflake.Commands.Snowflake;

/// <summary>Gets where a statement stands, by its handle alone.</summary>
[Cmdlet(VerbsCommon.Get, "SnowflakeStatement")]
[OutputType(typeof(SnowflakeStatement))]
public sealed class GetSnowflakeStatementCommand : SnowflakeCmdlet
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
            ReportFailure(() => InSessionOf(input, () => Get(StatementTargets.Read(input))), input);
    }

    private void Get(string handle) => WriteObject(WaitFor(context => Current.Statements.GetAsync(handle, context)));
}
