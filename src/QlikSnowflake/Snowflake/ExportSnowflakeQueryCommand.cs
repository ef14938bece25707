using System.Collections;
using System.Management.Automation;
using QlikSnowflake.Commands.Completion;
using QlikSnowflake.Errors;
using QlikSnowflake.Files;
using QlikSnowflake.Snowflake.Results.Files;
using QlikSnowflake.Snowflake.Statements;

namespace QlikSnowflake.Commands.Snowflake;

/// <summary>Runs a query and writes its rows to a file as they arrive, without objects in between.</summary>
[Cmdlet(VerbsData.Export, "SnowflakeQuery", SupportsShouldProcess = true)]
[OutputType(typeof(FileInfo))]
public sealed class ExportSnowflakeQueryCommand : SnowflakeCmdlet
{
    /// <summary>The query.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Alias("Query", "Sql")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(FreeTextCompleter))]
    public string Statement { get; set; } = string.Empty;

    /// <summary>The file; its name says the format: .csv, .tsv, .jsonl, or one of these and .gz.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [Alias("OutFile", "FilePath")]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = string.Empty;

    /// <summary>Values for the placeholders: an array for ?, a hashtable for :name.</summary>
    [Parameter(Position = 2)]
    [AllowNull]
    [AllowEmptyCollection]
    [AllowEmptyString]
    public object? Parameter { get; set; }

    /// <summary>Replace a file that is there.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>What parts the cells of a CSV row; without it a comma, or in .tsv a tabulator.</summary>
    [Parameter]
    public char Delimiter { get; set; }

    /// <summary>Write dates and times by ISO 8601.</summary>
    [Parameter]
    public SwitchParameter Iso { get; set; }

    /// <summary>What stands for NULL in CSV.</summary>
    [Parameter]
    [ValidateNotNull]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(FreeTextCompleter))]
    public string NullText { get; set; } = string.Empty;

    /// <summary>Leave the columns' names out of CSV.</summary>
    [Parameter]
    public SwitchParameter NoHeader { get; set; }

    /// <summary>UTF-8 with or without the byte order mark.</summary>
    [Parameter]
    [ValidateSet("utf8BOM", "utf8NoBOM")]
    public string? Encoding { get; set; }

    /// <summary>How long the query may run: seconds, 5m, 2h; 0 is Snowflake's longest.</summary>
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

    /// <summary>A tag by which the query history finds the query.</summary>
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

    /// <summary>Emit the file.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override object Target => Path;

    private protected override void Process()
    {
        var statements = Current.Statements;
        var path = ResolvePath(Path);
        var options = Options(path);
        var request = new StatementRequest(Statement)
        {
            Parameters = MyInvocation.BoundParameters.ContainsKey(nameof(Parameter)) ? PlainValue.ToParameters(Parameter) : null,
            Timeout = Timeout,
            Role = Role,
            Warehouse = Warehouse,
            Database = Database,
            Schema = Schema,
            QueryTag = QueryTag,
            TimeZone = TimeZone,
            SessionParameters = PlainValue.ToNamedValues(SessionParameter),
        };
        request.Bind();
        if (!ShouldProcess(path, $"Write the result of: {request.Summary}"))
            return;

        using var file = OutputFile.Begin(path, Force, ownerOnly: false);
        using var progress = new StatementProgress(this, "Snowflake: " + request.Summary);
        using var result = WaitFor(context => statements.RunAsync(request, context, progress.Running), progress.Wait);
        var done = 0L;
        WaitFor(
            context => RowFile.WriteAsync(result, path, file, options, rows => Interlocked.Exchange(ref done, rows), context),
            () => progress.Report(Interlocked.Read(ref done), result.RowCount)
        );
        file.Complete();
        foreach (var warning in result.Warnings)
            WriteWarning(warning);
        if (PassThru)
            WriteObject(new FileInfo(path));
    }

    private RowFileOptions Options(string path)
    {
        var options = RowFile.OptionsFor(path);
        var bound = MyInvocation.BoundParameters;
        foreach (var name in new[] { nameof(Delimiter), nameof(NullText), nameof(NoHeader), nameof(Iso) })
            if (options.JsonLines && bound.ContainsKey(name))
                throw new InputException(
                    ErrorIds.ParameterNotForFormat,
                    $"-{name} means nothing in JSON lines.",
                    "Leave it out, or write CSV."
                );
        if (Delimiter is '"' or '\r' or '\n')
            throw new InputException(
                ErrorIds.DelimiterNotUsable,
                "The delimiter cannot be told from the rest.",
                "Give another one."
            );
        return options with
        {
            Delimiter = bound.ContainsKey(nameof(Delimiter)) ? Delimiter : options.Delimiter,
            IsoTimes = Iso,
            NullText = NullText,
            Header = !NoHeader,
            ByteOrderMark = Encoding is null ? options.ByteOrderMark : Encoding == "utf8BOM",
        };
    }
}
