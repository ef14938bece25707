using QlikSnowflake.Emulator.Snowflake.Sql.Duck;
using QlikSnowflake.Emulator.Snowflake.Sql.Queries;

namespace QlikSnowflake.Emulator.Snowflake.Sql.Tables;

/// <summary>UPDATE, DELETE, TRUNCATE and MERGE. From https://docs.snowflake.com/en/sql-reference/sql/merge and its siblings.</summary>
internal sealed class ChangeStatements(SnowflakeAccount account)
{
    private DuckDatabase Database => account.Tables.Database;

    /// <summary>After UPDATE.</summary>
    public StatementPlan Update(SqlCursor cursor, Session session)
    {
        var compilation = new Compilation(cursor, account, session);
        var (table, scope, target) = Target(compilation, "UPDATE");
        cursor.Expect("SET");
        var sets = cursor.Mark;
        while (
            cursor.Current.Kind != SqlTokenKind.End
            && !cursor.Current.Is("FROM")
            && !cursor.Current.Is("WHERE")
            && !cursor.Current.Is(";")
        )
            if (cursor.Take().Is("("))
                cursor.SkipToClosing();
        var from = cursor.TryTake("FROM") ? " FROM " + new FromCompiler(compilation, scope).Read() : "";
        var afterFrom = cursor.Mark;
        cursor.Mark = sets;
        var assignments = Assignments(compilation, scope, table, target);
        cursor.Mark = afterFrom;
        var where = Where(compilation, scope);
        var sql = $"UPDATE {table.Sql} AS {target.Alias} SET {assignments}{from}{where}";
        return Change(session, () => new(Updated: Database.Execute(sql, session.Transaction)));
    }

    /// <summary>After DELETE FROM.</summary>
    public StatementPlan Delete(SqlCursor cursor, Session session)
    {
        var compilation = new Compilation(cursor, account, session);
        var (table, scope, target) = Target(compilation, "DELETE");
        var using_ = cursor.TryTake("USING") ? " USING " + new FromCompiler(compilation, scope).Read() : "";
        var sql = $"DELETE FROM {table.Sql} AS {target.Alias}{using_}{Where(compilation, scope)}";
        return Change(session, () => new(Deleted: Database.Execute(sql, session.Transaction)));
    }

    /// <summary>After TRUNCATE.</summary>
    public StatementPlan Truncate(SqlCursor cursor, Session session)
    {
        cursor.TryTake("TABLE");
        var ifExists = cursor.TryTake("IF", "EXISTS");
        var name = TableStore.Resolve(cursor.QualifiedName(), session);
        if (ifExists && account.Tables.Find(name) is null)
            return new(() => StatementResult.Status());
        var table = account.Tables.Require(name, "TRUNCATE", session);
        return new(() =>
        {
            Database.Execute($"DELETE FROM {table.Sql}", session.Transaction);
            return StatementResult.Status();
        });
    }

    /// <summary>After MERGE INTO.</summary>
    public StatementPlan Merge(SqlCursor cursor, Session session)
    {
        var compilation = new Compilation(cursor, account, session);
        var (table, scope, target) = Target(compilation, "UPDATE");
        cursor.Expect("USING");
        var source = new FromCompiler(compilation, scope).Single();
        cursor.Expect("ON");
        var condition = new ExpressionCompiler(compilation, scope).Condition();
        var clauses = new MergeClauses(compilation, scope, table, target);
        clauses.Read();
        var sql = $"MERGE INTO {table.Sql} AS {target.Alias} USING {source} ON {condition} {clauses.Sql} RETURNING merge_action";
        var repeated =
            $"SELECT CAST(count(*) AS VARCHAR) FROM (SELECT {target.Alias}.rowid FROM {table.Sql} AS {target.Alias} JOIN {source} ON "
            + $"{condition} GROUP BY 1 HAVING count(*) > 1)";
        return Change(session, () => Merge(sql, clauses, clauses.Changes ? repeated : null, session));
    }

    private DmlCounts Merge(string sql, MergeClauses clauses, string? repeated, Session session)
    {
        if (repeated is not null && Database.Query(repeated, [TypeRules.Text], session.Transaction)[0][0].Payload is not "0")
            throw new SqlError("100090", "42P18", "Duplicate row detected during DML action");
        var actions = Database.Query(sql, [TypeRules.Text], session.Transaction).ToLookup(r => (string)r[0].Payload!);
        return new(
            clauses.Inserts ? actions["INSERT"].Count() : null,
            clauses.Updates ? actions["UPDATE"].Count() : null,
            clauses.Deletes ? actions["DELETE"].Count() : null,
            IsMerge: true
        );
    }

    private static StatementPlan Change(Session session, Func<DmlCounts> work) =>
        new(() => StatementResult.Dml(work())) { NeedsWarehouse = true };

    private static string Where(Compilation compilation, Scope scope) =>
        compilation.Cursor.TryTake("WHERE") ? " WHERE " + new ExpressionCompiler(compilation, scope).Condition() : "";

    private (Table Table, Scope Scope, Relation Target) Target(Compilation compilation, string privilege)
    {
        var cursor = compilation.Cursor;
        var name = TableStore.Resolve(cursor.QualifiedName(), compilation.Session);
        var table = account.Tables.Require(name, privilege, compilation.Session);
        IReadOnlyList<string> names = name.Split('.', 3);
        cursor.TryTake("AS");
        if (cursor.AtIdentifier && !(cursor.Current.Kind == SqlTokenKind.Word && Reserved.EndsTable(cursor.Current.Text)))
            names = [cursor.Identifier()];
        var relation = new Relation(compilation.NextAlias("r"), names, [.. table.Columns.Select(c => c.AsQueryColumn())]);
        var scope = new Scope(null);
        scope.Relations.Add(relation);
        return (table, scope, relation);
    }

    public static string Assignments(Compilation compilation, Scope scope, Table table, Relation target)
    {
        var cursor = compilation.Cursor;
        var sets = new List<string>();
        do
        {
            var at = cursor.Current;
            var parts = cursor.QualifiedName();
            if (
                parts.Count > 1 && !target.IsCalled(parts[..^1])
                || table.Columns.Find(c => c.Name == parts[^1]) is not { } column
            )
                throw SqlError.CompilationAt(at, "000904", "42000", $"invalid identifier '{string.Join('.', parts)}'");
            cursor.Expect("=");
            var value = cursor.TryTake("DEFAULT")
                ? InsertStatement.DefaultOf(column, compilation)
                : new ExpressionCompiler(compilation, scope).Read();
            sets.Add($"{column.Sql} = {TypeRules.Assign(value, column.Type, compilation.Session.TimeZone).Sql}");
        } while (cursor.TryTake(","));

        return string.Join(", ", sets);
    }
}

/// <summary>The WHEN clauses of a MERGE.</summary>
internal sealed class MergeClauses(Compilation compilation, Scope scope, Table table, Relation target)
{
    private readonly List<string> _clauses = [];

    public string Sql => string.Join(' ', _clauses);

    public bool Inserts { get; private set; }

    public bool Updates { get; private set; }

    public bool Deletes { get; private set; }

    public bool Changes => Updates || Deletes;

    private SqlCursor Cursor => compilation.Cursor;

    public void Read()
    {
        while (Cursor.TryTake("WHEN"))
        {
            var matched = !Cursor.TryTake("NOT");
            Cursor.Expect("MATCHED");
            if (Cursor.TryTake("BY"))
                throw SqlError.Unknown("WHEN NOT MATCHED BY");
            var extra = Cursor.TryTake("AND") ? " AND " + new ExpressionCompiler(compilation, scope).Condition() : "";
            Cursor.Expect("THEN");
            _clauses.Add($"WHEN {(matched ? "" : "NOT ")}MATCHED{extra} THEN {(matched ? Change() : Insert())}");
        }

        if (_clauses.Count == 0)
            throw SqlError.Syntax(Cursor.Current);
    }

    private string Change()
    {
        if (Cursor.TryTake("DELETE"))
        {
            Deletes = true;
            return "DELETE";
        }

        Cursor.Expect("UPDATE");
        if (Cursor.Current.Is("ALL"))
            throw SqlError.Unknown("UPDATE ALL BY NAME");
        Cursor.Expect("SET");
        Updates = true;
        return "UPDATE SET " + ChangeStatements.Assignments(compilation, scope, table, target);
    }

    private string Insert()
    {
        Cursor.Expect("INSERT");
        if (Cursor.Current.Is("ALL"))
            throw SqlError.Unknown("INSERT ALL BY NAME");
        Inserts = true;
        var targets = InsertStatement.Targets(Cursor, table.Columns);
        Cursor.Expect("VALUES", "(");
        var values = new ExpressionCompiler(compilation, scope).List();
        Cursor.Expect(")");
        if (values.Count != targets.Count)
            throw SqlError.Compilation(
                "002020",
                "21S01",
                $"Insert value list does not match column list expecting {targets.Count} but got {values.Count}"
            );
        var all = table.Columns.Select(
            (c, i) =>
                TypeRules
                    .Assign(
                        targets.IndexOf(i) is >= 0 and var index ? values[index] : InsertStatement.DefaultOf(c, compilation),
                        c.Type,
                        compilation.Session.TimeZone
                    )
                    .Sql
        );
        return $"INSERT ({string.Join(", ", table.Columns.Select(c => c.Sql))}) VALUES ({string.Join(", ", all)})";
    }
}
