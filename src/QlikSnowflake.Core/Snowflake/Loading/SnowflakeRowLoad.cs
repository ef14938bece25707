namespace QlikSnowflake.Snowflake.Loading;

/// <summary>What adding rows to a table did.</summary>
/// <param name="Table">The table.</param>
/// <param name="RowsInserted">How many rows are in.</param>
/// <param name="Batches">In how many statements.</param>
/// <param name="Elapsed">How long it took.</param>
public sealed record SnowflakeRowLoad(string Table, long RowsInserted, int Batches, TimeSpan Elapsed);
