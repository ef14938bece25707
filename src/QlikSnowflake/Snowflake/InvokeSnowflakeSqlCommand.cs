using System.Collections;
using System.Collections.Specialized;
using System.Data;
using System.Management.Automation;
using System.Text;
using QlikSnowflake.Commands.Completion;
using QlikSnowflake.Files;
using QlikSnowflake.Snowflake.Results;
using QlikSnowflake.Snowflake.Statements;

namespace QlikSnowflake.Commands.Snowflake;

/// <summary>Runs a statement and emits its rows as typed objects, as they arrive.</summary>
[Cmdlet(
    VerbsLifecycle.Invoke,
    "SnowflakeSql",
    SupportsShouldProcess = true,
    ConfirmImpact = ConfirmImpact.Low,
    DefaultParameterSetName = StatementSet
)]
[OutputType(
    typeof(object),
    typeof(DataTable),
    typeof(OrderedDictionary),
    typeof(object[]),
    typeof(SnowflakeStatementResult),
    typeof(SnowflakeStatement)
)]
public sealed class InvokeSnowflakeSqlCommand : StatementResultCmdlet
{
    private const string StatementSet = "Statement";
    private const string PathSet = "Path";

    /// <summary>The SQL text: one statement, or as many as -StatementCount says.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = StatementSet)]
    [Alias("Query", "Sql")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(FreeTextCompleter))]
    public string Statement { get; set; } = string.Empty;

    /// <summary>A file with the SQL text.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = PathSet)]
    [Alias("PSPath", "LiteralPath", "File", "InputFile")]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = string.Empty;

    /// <summary>The encoding of a file that has no byte order mark; without it UTF-8.</summary>
    [Parameter(ParameterSetName = PathSet)]
    [TextEncodingArgument]
    [ArgumentCompleter(typeof(TextEncodingCompleter))]
    [ValidateNotNull]
    public Encoding? Encoding { get; set; }

    /// <summary>Values for the placeholders: an array for ?, a hashtable for :name.</summary>
    [Parameter(Position = 1)]
    [AllowNull]
    [AllowEmptyCollection]
    [AllowEmptyString]
    public object? Parameter { get; set; }

    /// <summary>How many statements the text holds; 0 for any number.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int? StatementCount { get; set; }

    /// <summary>How long the statement may run: seconds, 5m, 2h; 0 is Snowflake's longest.</summary>
    [Parameter]
    [DurationArgument(IsInSeconds = true)]
    public TimeSpan? Timeout { get; set; }

    /// <summary>Emit the statement's handle at once and let it run.</summary>
    [Parameter]
    public SwitchParameter NoWait { get; set; }

    /// <summary>The role to run in.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(SnowflakeRoleCompleter))]
    public string? Role { get; set; }

    /// <summary>The warehouse.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(SnowflakeWarehouseCompleter))]
    public string? Warehouse { get; set; }

    /// <summary>The database.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(SnowflakeDatabaseCompleter))]
    public string? Database { get; set; }

    /// <summary>The schema.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(SnowflakeSchemaCompleter))]
    public string? Schema { get; set; }

    /// <summary>A tag by which the query history finds the statement.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(FreeTextCompleter))]
    public string? QueryTag { get; set; }

    /// <summary>The session time zone, such as Europe/Zurich.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(FreeTextCompleter))]
    public string? TimeZone { get; set; }

    /// <summary>Further session parameters for this statement, such as @{ use_cached_result = $false }.</summary>
    [Parameter]
    [PropertyTableArgument]
    [ArgumentCompleter(typeof(FreeTextCompleter))]
    [ValidateNotNull]
    public IDictionary? SessionParameter { get; set; }

    private protected override object Target => ParameterSetName == PathSet ? Path : new StatementRequest(Statement).Summary;

    private protected override void Process()
    {
        var statement = new StatementRequest(
            ParameterSetName == PathSet ? InputFile.ReadText(ResolvePath(Path), InputFileKind.Sql, Encoding) : Statement
        )
        {
            Parameters = MyInvocation.BoundParameters.ContainsKey(nameof(Parameter)) ? PlainValue.ToParameters(Parameter) : null,
            StatementCount = StatementCount,
            Timeout = Timeout,
            Role = Role,
            Warehouse = Warehouse,
            Database = Database,
            Schema = Schema,
            QueryTag = QueryTag,
            TimeZone = TimeZone,
            SessionParameters = PlainValue.ToNamedValues(SessionParameter),
            ParseJson = JsonParser,
        }.Bind();
        if (!ShouldProcess($"{Current.User} on {Current.Account}", $"Run: {statement.Request.Summary}"))
            return;

        if (NoWait)
        {
            WriteObject(WaitFor(context => Current.Statements.StartAsync(statement, context)));
            return;
        }

        using var progress = new StatementProgress(this, "Snowflake: " + statement.Request.Summary);
        using var result = WaitFor(context => Current.Statements.RunAsync(statement, context, progress.Running), progress.Wait);
        WriteResult(result, progress);
    }
}
