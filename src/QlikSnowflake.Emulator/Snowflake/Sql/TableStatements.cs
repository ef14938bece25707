using QlikSnowflake.Emulator.Snowflake.Results;

namespace QlikSnowflake.Emulator.Snowflake.Sql;

/// <summary>CREATE TABLE, DROP TABLE, TRUNCATE, INSERT ... VALUES, INSERT ... SELECT of one row, and DELETE of all rows.</summary>
internal sealed class TableStatements(SnowflakeAccount account)
{
    private readonly SelectStatements _selects = new(account);

    private TableStore Tables => account.Tables;

    public StatementPlan Create(SqlCursor cursor, Session session)
    {
        var replace = cursor.TryTake("OR", "REPLACE");
        if (cursor.Current.Is("TEMPORARY") || cursor.Current.Is("TEMP"))
        {
            if (!session.InMultipleStatements)
                throw SqlError.Unsupported("CREATE TEMPORARY TABLE");
            cursor.Take();
        }

        cursor.TryTake("TRANSIENT");
        cursor.Expect("TABLE");
        var keep = cursor.TryTake("IF", "NOT", "EXISTS");
        var nameToken = cursor.QualifiedName();
        var name = TableStore.Resolve(nameToken, session);
        cursor.Expect("(");
        var columns = new List<SnowflakeColumn>();
        do columns.Add(ColumnDefinition(cursor));
        while (cursor.TryTake(","));
        cursor.Expect(")");

        return new(() =>
        {
            if (Tables.Find(name) is not null && !replace)
            {
                return keep
                    ? StatementResult.Status($"{nameToken[^1]} already exists, statement succeeded.")
                    : throw SqlError.Compilation("002002", "42710", $"Object '{name}' already exists.");
            }

            Tables.Create(name, new Table(columns));
            return StatementResult.Status($"Table {nameToken[^1]} successfully created.");
        });
    }

    public StatementPlan Drop(SqlCursor cursor, Session session)
    {
        var ifExists = cursor.TryTake("IF", "EXISTS");
        var parts = cursor.QualifiedName();
        var name = TableStore.Resolve(parts, session);
        return new(() =>
            Tables.Drop(name) ? StatementResult.Status($"{parts[^1]} successfully dropped.")
            : ifExists ? StatementResult.Status("Drop statement executed successfully (" + parts[^1] + " already dropped).")
            : throw SqlError.NotFound("Table", name)
        );
    }

    public StatementPlan Truncate(SqlCursor cursor, Session session)
    {
        cursor.TryTake("TABLE");
        var name = Existing(cursor, session);
        return new(() =>
        {
            Get(name).Rows = [];
            return StatementResult.Status();
        });
    }

    public StatementPlan Delete(SqlCursor cursor, Session session)
    {
        var name = Existing(cursor, session);
        return new(() =>
        {
            var table = Get(name);
            var count = table.Rows.Count;
            table.Rows = [];
            return StatementResult.Dml(new(Deleted: count));
        })
        {
            NeedsWarehouse = true,
        };
    }

    public StatementPlan Insert(SqlCursor cursor, Session session)
    {
        var name = Existing(cursor, session);
        var columns = Get(name).Columns;
        var targets = Targets(cursor, columns);
        var (rows, duration) =
            !cursor.TryTake("SELECT") ? (Values(cursor, session), default)
            : ProjectedValues(cursor, session) is { } projected ? (projected, default)
            : Selected(cursor, session);
        var coerced = new List<SqlValue[]>(rows.Count);
        foreach (var row in rows)
        {
            if (row.Count != targets.Count)
                throw SqlError.Compilation(
                    "002020",
                    "21S01",
                    $"Insert value list does not match column list expecting {targets.Count} but got {row.Count}"
                );
            coerced.Add(Coerce(row, targets, columns, session));
        }

        return new(() =>
        {
            Get(name).Rows.AddRange(coerced);
            return StatementResult.Dml(new(Inserted: coerced.Count));
        })
        {
            NeedsWarehouse = true,
            Duration = duration,
        };
    }

    private static SqlValue[] Coerce(
        List<SqlValue> row,
        List<int> targets,
        IReadOnlyList<SnowflakeColumn> columns,
        Session session
    )
    {
        var stored = new SqlValue[columns.Count];
        for (var column = 0; column < columns.Count; column++)
        {
            var source = targets.IndexOf(column);
            stored[column] = Coercion.Insert(
                source < 0 ? new SqlValue(columns[column], null) : row[source],
                columns[column],
                session.TimeZone
            );
        }

        return stored;
    }

    private static SnowflakeColumn ColumnDefinition(SqlCursor cursor)
    {
        var name = cursor.Identifier();
        var type = SqlTypeReader.Read(cursor) with { Name = name };
        if (cursor.TryTake("NOT", "NULL"))
            return type with { Nullable = false };
        cursor.TryTake("NULL");
        return type;
    }

    private static List<int> Targets(SqlCursor cursor, IReadOnlyList<SnowflakeColumn> columns)
    {
        if (!cursor.TryTake("("))
            return [.. Enumerable.Range(0, columns.Count)];
        var targets = new List<int>();
        do
        {
            var token = cursor.Current;
            var name = cursor.Identifier();
            var index = columns.TakeWhile(c => c.Name != name).Count();
            if (index == columns.Count)
                throw SqlError.CompilationAt(token, "000904", "42000", $"invalid identifier '{name}'");
            if (targets.Contains(index))
                throw SqlError.Compilation("002025", "42S21", $"duplicate column name '{name}'");
            targets.Add(index);
        } while (cursor.TryTake(","));
        cursor.Expect(")");
        return targets;
    }

    private (List<List<SqlValue>> Rows, TimeSpan Duration) Selected(SqlCursor cursor, Session session)
    {
        var (values, _, duration) = _selects.Row(cursor, session);
        return ([values], duration);
    }

    /// <summary>
    /// <c>SELECT column1, PARSE_JSON(column2) FROM VALUES (...), ...</c>: the way to insert several semi-structured
    /// values at once.
    /// </summary>
    /// <returns>Null, with nothing read, for any other SELECT.</returns>
    private List<List<SqlValue>>? ProjectedValues(SqlCursor cursor, Session session)
    {
        var mark = cursor.Mark;
        var items = new List<(SqlToken? Function, SqlToken Column)>();
        do
        {
            var function = cursor.Current.Is("PARSE_JSON") && cursor.Next.Is("(") ? cursor.Take() : null;
            if (function is not null)
                cursor.Take();
            items.Add((function, cursor.Take()));
            if (function is not null && !cursor.TryTake(")"))
                break;
        } while (cursor.TryTake(","));

        if (!cursor.TryTake("FROM") || !cursor.Current.Is("VALUES"))
        {
            cursor.Mark = mark;
            return null;
        }

        return
        [
            .. Values(cursor, session).Select(row => items.ConvertAll(item => Project(item.Function, item.Column, row, session))),
        ];
    }

    private SqlValue Project(SqlToken? function, SqlToken column, List<SqlValue> row, Session session)
    {
        var isColumn =
            column.Text.StartsWith("COLUMN", StringComparison.OrdinalIgnoreCase)
            && int.TryParse(
                column.Text.AsSpan("COLUMN".Length),
                System.Globalization.NumberStyles.None,
                System.Globalization.CultureInfo.InvariantCulture,
                out var number
            )
            && number >= 1
            && number <= row.Count;
        if (!isColumn)
            throw SqlError.CompilationAt(column, "000904", "42000", $"invalid identifier '{column.Text.ToUpperInvariant()}'");
        var value = row[int.Parse(column.Text.AsSpan("COLUMN".Length), System.Globalization.CultureInfo.InvariantCulture) - 1];
        return function is null ? value : _selects.Call(function, [value], session);
    }

    private List<List<SqlValue>> Values(SqlCursor cursor, Session session)
    {
        var values = cursor.Current;
        cursor.Expect("VALUES");
        var reader = _selects.ValuesReader(cursor, session);
        var rows = new List<List<SqlValue>>();
        var expressions = 0;
        do
        {
            cursor.Expect("(");
            var row = new List<SqlValue>();
            do row.Add(cursor.TryTake("DEFAULT") ? SqlValue.Text(null) : reader.Read());
            while (cursor.TryTake(","));
            cursor.Expect(")");
            rows.Add(row);
            expressions += row.Count;
        } while (cursor.TryTake(","));

        return expressions <= account.Settings.MaximumExpressions
            ? rows
            : throw SqlError.CompilationAt(
                values,
                "001795",
                "42601",
                "maximum number of expressions in a list exceeded, expected at most "
                    + $"{account.Settings.MaximumExpressions:N0}, got {expressions:N0}"
            );
    }

    private string Existing(SqlCursor cursor, Session session)
    {
        var name = TableStore.Resolve(cursor.QualifiedName(), session);
        return Tables.Find(name) is null ? throw SqlError.NotFound("Table", name) : name;
    }

    private Table Get(string name) => Tables.Find(name) ?? throw SqlError.NotFound("Table", name);
}
