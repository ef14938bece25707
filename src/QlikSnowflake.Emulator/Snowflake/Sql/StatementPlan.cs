using QlikSnowflake.Emulator.Snowflake.Results;

namespace QlikSnowflake.Emulator.Snowflake.Sql;

/// <summary>A compiled statement: how long it takes, and what it does at the end of that time.</summary>
internal sealed record StatementPlan(Func<StatementResult> Work)
{
    public TimeSpan Duration { get; init; }

    /// <summary>How many polls have to be answered with 202 before the statement finishes.</summary>
    public int Polls { get; init; }

    public bool NeedsWarehouse { get; init; }
}

/// <summary>What a statement that succeeded returns.</summary>
internal sealed record StatementResult(RowSource Rows)
{
    public DmlCounts? Stats { get; init; }

    public static StatementResult Status(string text = "Statement executed successfully.") =>
        new(
            new ValueRows(
                [SnowflakeColumn.Text("status")],
                [
                    [SqlValue.Text(text)],
                ]
            )
        );

    /// <summary>The one row of counts that a DML statement returns, beside its stats.</summary>
    public static StatementResult Dml(DmlCounts counts)
    {
        (string[] names, long?[] values) = counts switch
        {
            { Updated: not null, Inserted: not null } => (
                new[] { "number of rows inserted", "number of rows updated" },
                new[] { counts.Inserted, counts.Updated }
            ),
            { Updated: not null } => (
                new[] { "number of rows updated", "number of multi-joined rows updated" },
                new[] { counts.Updated, 0 }
            ),
            { Deleted: not null } => (new[] { "number of rows deleted" }, new[] { counts.Deleted }),
            _ => (new[] { "number of rows inserted" }, new[] { counts.Inserted }),
        };
        var columns = names.Select(n => SnowflakeColumn.Fixed(n, 19) with { Nullable = false }).ToList();
        return new(
            new ValueRows(
                columns,
                [
                    [.. values.Select(v => SqlValue.Integer(v ?? 0))],
                ]
            )
        )
        {
            Stats = counts,
        };
    }
}

/// <summary>The counts in <c>stats</c>; null where the statement is not of that kind.</summary>
internal sealed record DmlCounts(long? Inserted = null, long? Updated = null, long? Deleted = null);
