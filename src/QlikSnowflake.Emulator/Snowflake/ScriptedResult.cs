using QlikSnowflake.Emulator.Snowflake.Results;
using QlikSnowflake.Emulator.Snowflake.Sql;

namespace QlikSnowflake.Emulator.Snowflake;

/// <summary>An answer given to a statement instead of executing it.</summary>
public sealed class ScriptedResult
{
    private readonly Func<StatementResult> _result;
    private readonly ScriptOptions _options;

    private ScriptedResult(ScriptOptions? options, Func<StatementResult> result)
    {
        _options = options ?? new ScriptOptions();
        _result = result;
    }

    internal int? Times => _options.Times;

    /// <summary>A result of rows.</summary>
    /// <param name="columns">The columns.</param>
    /// <param name="rows">The rows: the text of each cell as the reply has it, null for NULL.</param>
    /// <param name="options">Time, polls, partitions; null for an immediate answer, always.</param>
    public static ScriptedResult Rows(
        IReadOnlyList<SnowflakeColumn> columns,
        IReadOnlyList<IReadOnlyList<string?>> rows,
        ScriptOptions? options = null
    ) => Rows(columns, rows.Count, i => rows[(int)i], options);

    /// <summary>A result of rows made when they are asked for.</summary>
    /// <param name="columns">The columns.</param>
    /// <param name="count">The number of rows.</param>
    /// <param name="row">Makes the row of an index; asked again for every reply that has the row.</param>
    /// <param name="options">Time, polls, partitions; null for an immediate answer, always.</param>
    public static ScriptedResult Rows(
        IReadOnlyList<SnowflakeColumn> columns,
        long count,
        Func<long, IReadOnlyList<string?>> row,
        ScriptOptions? options = null
    ) => new(options, () => new StatementResult(new TextRows(columns, count, row) { PartitionRows = options?.PartitionRows }));

    /// <summary>A failure.</summary>
    /// <param name="code">Snowflake's code, six digits.</param>
    /// <param name="sqlState">The SQLSTATE.</param>
    /// <param name="message">The message.</param>
    /// <param name="status">The HTTP status.</param>
    /// <param name="options">Time and polls; null for an immediate answer, always.</param>
    public static ScriptedResult Error(
        string code,
        string sqlState,
        string message,
        int status = 422,
        ScriptOptions? options = null
    ) => new(options, () => throw new SqlError(code, sqlState, message, status));

    /// <summary>The counts of a DML statement.</summary>
    /// <param name="inserted">Rows inserted, or null.</param>
    /// <param name="updated">Rows updated, or null.</param>
    /// <param name="deleted">Rows deleted, or null.</param>
    /// <param name="options">Time and polls; null for an immediate answer, always.</param>
    public static ScriptedResult Dml(
        long? inserted = null,
        long? updated = null,
        long? deleted = null,
        ScriptOptions? options = null
    ) => new(options, () => StatementResult.Dml(new(inserted, updated, deleted)));

    internal StatementPlan Plan() => new(_result) { Duration = _options.Duration, Polls = _options.Polls };
}
