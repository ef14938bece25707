using QlikSnowflake.Emulator.Snowflake.Results;
using QlikSnowflake.Emulator.Snowflake.Sql;

namespace QlikSnowflake.Emulator.Snowflake;

/// <summary>An answer given to a statement instead of executing it.</summary>
public sealed class ScriptedResult
{
    private readonly Func<ScriptedResult, StatementResult> _result;

    private ScriptedResult(Func<ScriptedResult, StatementResult> result) => _result = result;

    /// <summary>How long the statement runs.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>How many polls are answered with 202 before the statement has finished.</summary>
    public int Polls { get; init; }

    /// <summary>Rows per partition, the first included; null for the settings' sizes.</summary>
    public int? PartitionRows { get; init; }

    /// <summary>How many times the answer is given before the statement is executed as usual; null for always.</summary>
    public int? Times { get; init; }

    /// <summary>A result of rows.</summary>
    /// <param name="columns">The columns.</param>
    /// <param name="rows">The rows: the text of each cell as the reply has it, null for NULL.</param>
    public static ScriptedResult Rows(IReadOnlyList<SnowflakeColumn> columns, IReadOnlyList<IReadOnlyList<string?>> rows) =>
        Rows(columns, rows.Count, i => rows[(int)i]);

    /// <summary>A result of rows made when they are asked for.</summary>
    /// <param name="columns">The columns.</param>
    /// <param name="count">The number of rows.</param>
    /// <param name="row">Makes the row of an index; asked again for every reply that has the row.</param>
    public static ScriptedResult Rows(IReadOnlyList<SnowflakeColumn> columns, long count, Func<long, IReadOnlyList<string?>> row) =>
        new(script => new StatementResult(new TextRows(columns, count, row) { PartitionRows = script.PartitionRows }));

    /// <summary>A failure.</summary>
    /// <param name="code">Snowflake's code, six digits.</param>
    /// <param name="sqlState">The SQLSTATE.</param>
    /// <param name="message">The message.</param>
    /// <param name="status">The HTTP status.</param>
    public static ScriptedResult Error(string code, string sqlState, string message, int status = 422) =>
        new(_ => throw new SqlError(code, sqlState, message, status));

    /// <summary>The counts of a DML statement.</summary>
    /// <param name="inserted">Rows inserted, or null.</param>
    /// <param name="updated">Rows updated, or null.</param>
    /// <param name="deleted">Rows deleted, or null.</param>
    public static ScriptedResult Dml(long? inserted = null, long? updated = null, long? deleted = null) =>
        new(_ => StatementResult.Dml(new(inserted, updated, deleted)));

    internal StatementPlan Plan() => new(() => _result(this)) { Duration = Duration, Polls = Polls };
}
