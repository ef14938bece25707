using QlikSnowflake.Emulator.Snowflake.Results;

namespace QlikSnowflake.Emulator.Snowflake.Statements;

/// <summary>Which statements are remembered: the newest, up to a number of them and of the rows that their results hold.</summary>
internal sealed class RetainedRuns(SnowflakeSettings settings)
{
    private readonly Lock _gate = new();
    private readonly Queue<StatementRun> _runs = new();

    /// <returns>The statements that are to be forgotten for it.</returns>
    public List<StatementRun> Add(StatementRun run)
    {
        lock (_gate)
        {
            _runs.Enqueue(run);
            var forgotten = new List<StatementRun>();
            var rows = _runs.Sum(RowsOf);
            while (_runs.Count > 1 && (_runs.Count > settings.RetainedStatements || rows > settings.RetainedRows))
            {
                // One that still runs is not forgotten, nor what came after it.
                if (_runs.Peek().Outcome is null)
                    break;
                var old = _runs.Dequeue();
                rows -= RowsOf(old);
                forgotten.Add(old);
            }

            return forgotten;
        }
    }

    /// <summary>Generated rows are made when they are asked for, and take no room.</summary>
    private static long RowsOf(StatementRun run) =>
        run.Outcome is StatementSuccess { Result.Rows: ValueRows rows } ? rows.Count : 0;
}
