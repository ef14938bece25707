using QlikSnowflake.Emulator.Snowflake.Results;

namespace QlikSnowflake.Emulator.Snowflake.Sql;

/// <summary>A table: its columns, and its rows in the order in which they were inserted.</summary>
internal sealed class Table(IReadOnlyList<SnowflakeColumn> columns)
{
    public IReadOnlyList<SnowflakeColumn> Columns { get; } = columns;

    // Replaced, never shortened in place: results that were handed out keep the list that they began with.
    public List<SqlValue[]> Rows { get; set; } = [];
}

/// <summary>The tables, by DATABASE.SCHEMA.NAME. Used under the account's gate.</summary>
internal sealed class TableStore
{
    private readonly Dictionary<string, Table> _tables = new(StringComparer.Ordinal);
    private Dictionary<Table, int>? _countsAtBegin;

    /// <summary>The full name, with what is missing taken from the session.</summary>
    public static string Resolve(List<string> name, Session session)
    {
        var database = name.Count == 3 ? name[0] : session.Database;
        var schema = name.Count >= 2 ? name[^2] : session.Schema;
        if (database is null || schema is null)
        {
            var missing = database is null ? "database" : "schema";
            throw new SqlError(
                database is null ? "090105" : "090106",
                "22000",
                $"Cannot perform operation. This session does not have a current {missing}. Call 'USE "
                    + $"{missing.ToUpperInvariant()}', or use a qualified name."
            );
        }

        return $"{database}.{schema}.{name[^1]}";
    }

    public Table? Find(string fullName) => _tables.GetValueOrDefault(fullName);

    public void Create(string fullName, Table table) => _tables[fullName] = table;

    public bool Drop(string fullName) => _tables.Remove(fullName);

    /// <param name="fullName">A table that exists.</param>
    /// <param name="names">The columns wanted, or null for all.</param>
    /// <param name="limit">The most rows wanted, or null for all.</param>
    public RowSource Read(string fullName, List<(SqlToken Token, string Alias)>? names, long? limit)
    {
        var table = Find(fullName) ?? throw SqlError.NotFound("Table", fullName);
        var rows = table.Rows;
        var count = (int)Math.Min(rows.Count, limit ?? rows.Count);
        if (names is null)
            return new ValueRows(table.Columns, rows, count);

        var indexes = names.Select(n => table.Columns.TakeWhile(c => c.Name != n.Token.Text).Count()).ToList();
        var columns = indexes.Zip(names, (i, n) => table.Columns[i] with { Name = n.Alias }).ToList();
        return new ValueRows(columns, [.. rows.Take(count).Select(r => indexes.Select(i => r[i]).ToArray())], count);
    }

    public void Begin() => _countsAtBegin = _tables.Values.ToDictionary(t => t, t => t.Rows.Count);

    public void Commit() => _countsAtBegin = null;

    public void Rollback()
    {
        foreach (var (table, count) in _countsAtBegin ?? [])
            table.Rows = [.. table.Rows.Take(count)];
        _countsAtBegin = null;
    }
}
