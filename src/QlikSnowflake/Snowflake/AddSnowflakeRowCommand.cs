using System.Management.Automation;
using QlikSnowflake.Commands.Completion;
using QlikSnowflake.Errors;
using QlikSnowflake.Snowflake.Loading;
using QlikSnowflake.Snowflake.Statements;

namespace QlikSnowflake.Commands.Snowflake;

/// <summary>Adds objects from the pipeline to a table, by bound INSERT statements of many rows.</summary>
[Cmdlet(VerbsCommon.Add, "SnowflakeRow", SupportsShouldProcess = true)]
[OutputType(typeof(SnowflakeRowLoad))]
public sealed class AddSnowflakeRowCommand : SnowflakeCmdlet
{
    private StatementProgress? _progress;
    private RowLoader? _loader;
    private bool? _agreed;

    /// <summary>The table.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(SnowflakeTableCompleter))]
    public string Table { get; set; } = string.Empty;

    /// <summary>Objects or hashtables whose property names are column names.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true)]
    public PSObject InputObject { get; set; } = null!;

    /// <summary>The properties to insert; without it all of the first object.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(FreeTextCompleter))]
    public string[]? Column { get; set; }

    /// <summary>Insert NULL for an empty text, as COPY INTO does with EMPTY_FIELD_AS_NULL.</summary>
    [Parameter]
    public SwitchParameter EmptyAsNull { get; set; }

    /// <summary>The most rows of one statement.</summary>
    [Parameter]
    [ValidateRange(1, RowLoader.MostValues)]
    public int BatchSize { get; set; } = RowLoader.MostValues;

    /// <summary>How long each statement may run: seconds, 5m, 2h.</summary>
    [Parameter]
    [DurationArgument(IsInSeconds = true)]
    public TimeSpan? Timeout { get; set; }

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

    /// <summary>A tag by which the query history finds the statements.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(FreeTextCompleter))]
    public string? QueryTag { get; set; }

    private protected override object Target => Table;

    // After a batch that failed, which rows are in can only be said if none follows.
    private protected override bool FailureEndsCommand => true;

    private protected override void Process()
    {
        _agreed ??= ShouldProcess(Table, "Add rows");
        if (_agreed == false)
            return;

        _progress ??= new StatementProgress(this, "Adding rows to " + Table);
        try
        {
            Add(_progress);
        }
        catch (QlikSnowflakeException)
        {
            _progress.Dispose();
            throw;
        }
    }

    private protected override void End()
    {
        using var progress = _progress;
        if (_loader is not null)
            WriteObject(WaitFor(_loader.CompleteAsync, progress!.Wait));
    }

    private void Add(StatementProgress progress)
    {
        var loader = _loader ??= WaitFor(
            context => RowLoader.OpenAsync(Current.Statements, Table, Template(), BatchSize, EmptyAsNull, context),
            progress.Wait
        );
        foreach (var row in InputRows.Of(InputObject))
        {
            var values = Column is null ? row : [.. row.Where(p => Column.Contains(p.Key, StringComparer.OrdinalIgnoreCase))];
            WaitFor(context => loader.AddAsync(values, context), progress.Wait);
        }

        progress.Report(loader.RowsInserted, 0, "inserted");
    }

    private StatementRequest Template() =>
        new("SELECT")
        {
            Timeout = Timeout,
            Role = Role,
            Warehouse = Warehouse,
            Database = Database,
            Schema = Schema,
            QueryTag = QueryTag,
        };
}
