namespace QlikSnowflake.Snowflake.Results;

/// <summary>The result of one of several statements in one text.</summary>
/// <param name="Number">Which of them, from 1.</param>
/// <param name="StatementHandle">Its handle.</param>
/// <param name="RowCount">How many rows its result has.</param>
/// <param name="RowsChanged">How many rows it inserted, updated and deleted, where Snowflake says so.</param>
/// <param name="Rows">The rows: an array, or a DataTable where that was asked for.</param>
public sealed record SnowflakeStatementResult(int Number, string StatementHandle, long RowCount, long? RowsChanged, object Rows)
{
    /// <inheritdoc/>
    public override string ToString() => StatementHandle;
}
