using System.Collections.Specialized;
using System.Management.Automation;
using QlikSnowflake.Snowflake.Results;

namespace QlikSnowflake.Commands.Snowflake;

/// <summary>Base of the cmdlets that emit the result of a statement.</summary>
public abstract class StatementResultCmdlet : SnowflakeCmdlet
{
    /// <summary>What each row becomes.</summary>
    [Parameter]
    public RowFormat As { get; set; }

    /// <summary>Make objects of VARIANT, OBJECT, ARRAY and other semi-structured values.</summary>
    [Parameter]
    public SwitchParameter ParseJson { get; set; }

    private protected Func<string, object?>? JsonParser => ParseJson ? JsonValue.Parse : null;

    /// <summary>Emits a result: its rows, or one object for each statement where one text held several.</summary>
    private protected void WriteResult(ResultReader result, StatementProgress progress)
    {
        if (result.StatementHandles.Count == 0)
        {
            // A batch at once: the engine then enters the next command once a batch, not once a row.
            WriteRows(result, progress, rows => WriteObject(rows, enumerateCollection: true));
            return;
        }

        for (var i = 0; i < result.StatementHandles.Count; i++)
        {
            using var part = WaitFor(
                context => Current.Statements.OpenAsync(result.StatementHandles[i], JsonParser, context, progress.Running),
                progress.Wait
            );
            var rows = new List<object>();
            WriteRows(part, progress, rows.AddRange);
            WriteObject(
                new SnowflakeStatementResult(
                    i + 1,
                    part.Handle,
                    part.RowCount,
                    part.RowsChanged,
                    As == RowFormat.DataTable ? rows[0] : rows.ToArray()
                )
            );
        }
    }

    private void WriteRows(ResultReader result, StatementProgress progress, Action<object[]> write)
    {
        var table = As == RowFormat.DataTable ? new ResultTable(result) : null;
        var done = 0L;
        while (WaitFor(result.ReadAsync, progress.Wait) is { } rows)
        {
            if (table is not null)
                table.Add(rows);
            else
                write(Format(result, rows));
            done += rows.Length;
            progress.Report(done, result.RowCount);
        }

        if (table is not null)
            write([table.Table]);
        foreach (var warning in result.Warnings)
            WriteWarning(warning);
    }

    private object[] Format(ResultReader result, object[] rows) =>
        As switch
        {
            RowFormat.Array => Array.ConvertAll<object, object>(rows, result.ReadValues),
            RowFormat.Hashtable => Array.ConvertAll<object, object>(rows, row => ToDictionary(result, row)),
            _ => rows,
        };

    private static OrderedDictionary ToDictionary(ResultReader result, object row)
    {
        var values = result.ReadValues(row);
        var dictionary = new OrderedDictionary(values.Length, StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < values.Length; i++)
            dictionary.Add(result.PropertyNames[i], values[i]);
        return dictionary;
    }
}
