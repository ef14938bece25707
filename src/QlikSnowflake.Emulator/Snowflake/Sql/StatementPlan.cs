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
        var named = new List<(string Name, long Value)>();
        if (counts.Inserted is { } inserted)
            named.Add(("number of rows inserted", inserted));
        if (counts.Updated is { } updated)
            named.Add(("number of rows updated", updated));
        if (counts.Deleted is { } deleted)
            named.Add(("number of rows deleted", deleted));
        // An UPDATE tells how many rows were joined with several; a MERGE refuses those.
        if (counts is { Updated: not null, Inserted: null, Deleted: null, IsMerge: false })
            named.Add(("number of multi-joined rows updated", 0));
        var columns = named.Select(n => SnowflakeColumn.Fixed(n.Name, 19) with { Nullable = false }).ToList();
        return new(
            new ValueRows(
                columns,
                [
                    [.. named.Select(n => SqlValue.Integer(n.Value))],
                ]
            )
        )
        {
            Stats = counts,
        };
    }
}

/// <summary>The counts in <c>stats</c>; null where the statement is not of that kind.</summary>
internal sealed record DmlCounts(long? Inserted = null, long? Updated = null, long? Deleted = null, bool IsMerge = false);
