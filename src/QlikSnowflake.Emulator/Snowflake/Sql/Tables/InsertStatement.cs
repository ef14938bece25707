using QlikSnowflake.Emulator.Snowflake.Sql.Duck;
using QlikSnowflake.Emulator.Snowflake.Sql.Queries;

namespace QlikSnowflake.Emulator.Snowflake.Sql.Tables;

/// <summary>INSERT. From https://docs.snowflake.com/en/sql-reference/sql/insert.</summary>
internal sealed class InsertStatement(SnowflakeAccount account)
{
    /// <summary>After INSERT.</summary>
    public StatementPlan Plan(SqlCursor cursor, Session session)
    {
        if (cursor.Current.Is("ALL") || cursor.Current.Is("FIRST"))
            throw SqlError.Unknown("INSERT into several tables");
        var overwrite = cursor.TryTake("OVERWRITE");
        cursor.Expect("INTO");
        var name = TableStore.Resolve(cursor.QualifiedName(), session);
        var table = account.Tables.Require(name, "INSERT", session);
        var compilation = new Compilation(cursor, account, session);
        var targets = Targets(cursor, table.Columns);
        var rows = cursor.TryTake("VALUES") ? Values(compilation, table, targets) : Query(compilation, table, targets);

        return new(() =>
        {
            if (overwrite)
                account.Tables.Database.Execute($"DELETE FROM {table.Sql}", session.Transaction);
            var count = account.Tables.Database.Execute($"INSERT INTO {table.Sql} {rows}", session.Transaction);
            return StatementResult.Dml(new(Inserted: count));
        })
        {
            NeedsWarehouse = true,
        };
    }

    public static List<int> Targets(SqlCursor cursor, IReadOnlyList<TableColumn> columns)
    {
        var all = Enumerable.Range(0, columns.Count).ToList();
        if (!cursor.Current.Is("(") || cursor.AtQuery)
            return all;
        cursor.Expect("(");
        var targets = new List<int>();
        do
        {
            var token = cursor.Current;
            var name = cursor.Identifier();
            var index = all.FindIndex(i => columns[i].Name == name);
            if (index < 0)
                throw SqlError.CompilationAt(token, "000904", "42000", $"invalid identifier '{name}'");
            if (targets.Contains(index))
                throw SqlError.Compilation("002025", "42S21", $"duplicate column name '{name}'");
            targets.Add(index);
        } while (cursor.TryTake(","));
        cursor.Expect(")");
        return targets;
    }

    /// <summary>What a column that is given no value gets.</summary>
    public static Typed DefaultOf(TableColumn column, Compilation compilation)
    {
        if (column.Sequence is not null)
            return new(
                $"CAST(nextval('{column.Sequence}') AS {StoredValue.DuckType(column.Type)})",
                column.Type with
                {
                    Name = "",
                }
            );
        if (column.Default is not { } text)
            return Compilation.Null();
        var cursor = new SqlCursor(text, SqlTokenizer.Split(text));
        var inner = new Compilation(cursor, compilation.Account, compilation.Session, compilation);
        return new ExpressionCompiler(inner, new Scope(null)).Read();
    }

    private static string Values(Compilation compilation, Table table, List<int> targets)
    {
        var values = new ValuesCompiler(compilation, new Scope(null));
        var rows = values.Rows();
        foreach (var row in rows)
            if (row.Count != targets.Count)
                throw Mismatch(targets.Count, row.Count);
        values.Unify(rows);
        var defaults = table.Columns.ConvertAll(c => DefaultOf(c, compilation));
        var texts = rows.Select(row =>
            "(" + string.Join(", ", table.Columns.Select((c, i) => Text(Source(row, i), c, compilation))) + ")"
        );
        var list = string.Join(", ", table.Columns.Select((c, i) => $"{StoredValue.FromText($"v.x{i}", c.Type)}"));
        var names = string.Join(", ", table.Columns.Select((_, i) => $"x{i}"));
        return $"SELECT {list} FROM (VALUES {string.Join(", ", texts)}) v({names})";

        Typed Source(List<Typed?> row, int column) =>
            targets.IndexOf(column) is >= 0 and var index ? row[index] ?? defaults[column] : defaults[column];
    }

    /// <summary>The value as text, so that a column of values is of one type for DuckDB without loss.</summary>
    private static string Text(Typed value, TableColumn column, Compilation compilation)
    {
        var assigned = TypeRules.Assign(value, column.Type, compilation.Session.TimeZone);
        return assigned.Constant is { } constant
            ? constant.Payload is null
                ? "CAST(NULL AS VARCHAR)"
                : StoredValue.Quoted(StoredValue.Write(constant))
            : StoredValue.ToText(assigned.Sql, assigned.Type);
    }

    private static string Query(Compilation compilation, Table table, List<int> targets)
    {
        var query = new QueryCompiler(compilation, null).Read();
        if (query.Columns.Count != targets.Count)
            throw Mismatch(targets.Count, query.Columns.Count);
        var list = table.Columns.Select((c, i) => Assigned(targets.IndexOf(i), c));
        return $"SELECT {string.Join(", ", list)} FROM ({query.Sql}) q";

        string Assigned(int index, TableColumn column)
        {
            var value =
                index < 0 ? DefaultOf(column, compilation)
                : query.Columns[index].Type == SelectCompiler.Untyped ? Compilation.Null()
                : new Typed("q." + query.Columns[index].Sql, query.Columns[index].Type);
            return TypeRules.Assign(value, column.Type, compilation.Session.TimeZone).Sql;
        }
    }

    private static SqlError Mismatch(int expected, int got) =>
        SqlError.Compilation(
            "002020",
            "21S01",
            $"Insert value list does not match column list expecting {expected} but got {got}"
        );
}
