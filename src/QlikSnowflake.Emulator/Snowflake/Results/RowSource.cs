namespace QlikSnowflake.Emulator.Snowflake.Results;

/// <summary>The rows of a result, written by index as often as asked, so that no result has to be held.</summary>
internal abstract class RowSource(IReadOnlyList<SnowflakeColumn> columns, long count)
{
    public IReadOnlyList<SnowflakeColumn> Columns { get; } = columns;

    public long Count { get; } = count;

    /// <summary>Rows per partition when this result has its own partitioning; else null.</summary>
    public int? PartitionRows { get; init; }

    /// <summary>Writes the cells of one row, without the array around them.</summary>
    public abstract void Write(long index, RowWriter writer);
}

/// <summary>Rows held in memory with their types.</summary>
internal sealed class ValueRows(IReadOnlyList<SnowflakeColumn> columns, IReadOnlyList<SqlValue[]> rows, int count)
    : RowSource(columns, count)
{
    public ValueRows(IReadOnlyList<SnowflakeColumn> columns, params SqlValue[][] rows)
        : this(columns, rows, rows.Length) { }

    public override void Write(long index, RowWriter writer)
    {
        foreach (var value in rows[(int)index])
            writer.Value(value);
    }
}

/// <summary>Rows whose cells are given as the text of the reply.</summary>
internal sealed class TextRows(IReadOnlyList<SnowflakeColumn> columns, long count, Func<long, IReadOnlyList<string?>> row)
    : RowSource(columns, count)
{
    public override void Write(long index, RowWriter writer)
    {
        foreach (var cell in row(index))
            writer.Text(cell);
    }
}

/// <summary>Rows of which each column is written by its own method, from the row's index alone.</summary>
internal sealed class GeneratedRows(IReadOnlyList<GeneratedColumn> columns, long count)
    : RowSource([.. columns.Select(c => c.Column)], count)
{
    public override void Write(long index, RowWriter writer)
    {
        foreach (var column in columns)
            column.Write(index, writer);
    }
}

/// <summary>A column of generated rows.</summary>
internal sealed record GeneratedColumn(SnowflakeColumn Column, Action<long, RowWriter> Write);

/// <summary>The first rows of a result.</summary>
internal sealed class FirstRows : RowSource
{
    private readonly RowSource _rows;

    public FirstRows(RowSource rows, long count)
        : base(rows.Columns, count)
    {
        _rows = rows;
        PartitionRows = rows.PartitionRows;
    }

    public override void Write(long index, RowWriter writer) => _rows.Write(index, writer);
}
