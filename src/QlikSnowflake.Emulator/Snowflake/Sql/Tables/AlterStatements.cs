using QlikSnowflake.Emulator.Snowflake.Sql.Duck;
using QlikSnowflake.Emulator.Snowflake.Sql.Queries;

namespace QlikSnowflake.Emulator.Snowflake.Sql.Tables;

/// <summary>ALTER and DROP of databases, schemas, tables and views, and GRANT and REVOKE on tables and views.</summary>
internal sealed class AlterStatements(SnowflakeAccount account)
{
    private TableStore Tables => account.Tables;

    /// <summary>After DROP.</summary>
    public StatementPlan Drop(SqlCursor cursor, Session session)
    {
        var kind =
            cursor.Current.Kind == SqlTokenKind.Word
                ? cursor.Take().Text.ToUpperInvariant()
                : throw SqlError.Syntax(cursor.Current);
        if (kind is not ("TABLE" or "VIEW" or "SCHEMA" or "DATABASE"))
            throw SqlError.Unknown("DROP " + kind);
        var ifExists = cursor.TryTake("IF", "EXISTS");
        var plan = kind switch
        {
            "TABLE" or "VIEW" => DropRelation(cursor, session, kind, ifExists),
            "SCHEMA" => DropSchema(cursor, session, ifExists),
            _ => DropDatabase(cursor, session, ifExists),
        };
        if (!cursor.TryTake("CASCADE"))
            cursor.TryTake("RESTRICT");
        return plan;
    }

    private StatementPlan DropRelation(SqlCursor cursor, Session session, string kind, bool ifExists)
    {
        var parts = cursor.QualifiedName();
        var name = TableStore.Resolve(parts, session);
        if (kind == "TABLE" && Tables.Find(name) is not null)
            Tables.Require(name, "OWNERSHIP", session);
        return new(() =>
        {
            session.End(Tables, commit: true);
            return (kind == "TABLE" ? Tables.Drop(name) : Tables.RemoveView(name))
                ? StatementResult.Status($"{parts[^1]} successfully dropped.")
                : Missing(ifExists, kind == "TABLE" ? "Table" : "View", name, parts[^1]);
        });
    }

    private static StatementResult Missing(bool ifExists, string kind, string name, string shortName) =>
        ifExists
            ? StatementResult.Status($"Drop statement executed successfully ({shortName} already dropped).")
            : throw SqlError.NotFound(kind, name);

    private StatementPlan DropSchema(SqlCursor cursor, Session session, bool ifExists)
    {
        var (database, name) = CreateStatements.SchemaName(cursor, session);
        return new(() =>
        {
            if (!account.Settings.Databases.TryGetValue(database, out var schemas) || !schemas.Remove(name))
                return Missing(ifExists, "Schema", $"{database}.{name}", name);
            Tables.DropWhere(n => n.StartsWith($"{database}.{name}.", StringComparison.Ordinal));
            return StatementResult.Status($"{name} successfully dropped.");
        });
    }

    private StatementPlan DropDatabase(SqlCursor cursor, Session session, bool ifExists)
    {
        var name = cursor.Identifier();
        if (
            !account.Settings.AdminRoles.Contains(session.Role)
            && session.Role != "SYSADMIN"
            && account.Settings.Databases.ContainsKey(name)
        )
            throw SqlError.Privileges("database", name);
        return new(() =>
        {
            if (!account.Settings.Databases.Remove(name))
                return Missing(ifExists, "Database", name, name);
            Tables.DropWhere(n => n.StartsWith(name + ".", StringComparison.Ordinal));
            return StatementResult.Status($"{name} successfully dropped.");
        });
    }

    /// <summary>After ALTER TABLE.</summary>
    public StatementPlan Alter(SqlCursor cursor, Session session)
    {
        cursor.TryTake("IF", "EXISTS");
        var name = TableStore.Resolve(cursor.QualifiedName(), session);
        var table = Tables.Require(name, "OWNERSHIP", session);
        if (cursor.TryTake("RENAME", "TO"))
        {
            var newName = TableStore.Resolve(cursor.QualifiedName(), session);
            return Done(session, () => Tables.Rename(name, newName));
        }

        if (cursor.TryTake("RENAME", "COLUMN"))
        {
            var index = Index(cursor, table);
            cursor.Expect("TO");
            var newName = cursor.Identifier();
            return Done(
                session,
                () => Replace(table, index, c => c with { Name = newName, Type = c.Type with { Name = newName } })
            );
        }

        if (cursor.TryTake("ADD"))
        {
            cursor.TryTake("COLUMN");
            var ifNotExists = cursor.TryTake("IF", "NOT", "EXISTS");
            return Add(table, Several(cursor, new ColumnReader(cursor, account, session)), ifNotExists, session);
        }

        if (cursor.TryTake("DROP"))
        {
            cursor.TryTake("COLUMN");
            cursor.TryTake("IF", "EXISTS");
            return DropColumns(cursor, table, session);
        }

        if (cursor.TryTake("ALTER") || cursor.TryTake("MODIFY"))
            return AlterColumn(cursor, table, session);
        throw SqlError.Unknown("ALTER TABLE ... " + cursor.Current.Text.ToUpperInvariant());
    }

    private static List<TableColumn> Several(SqlCursor cursor, ColumnReader reader)
    {
        var columns = new List<TableColumn>();
        do columns.Add(reader.One());
        while (cursor.TryTake(","));
        return columns;
    }

    private StatementPlan Add(Table table, List<TableColumn> columns, bool ifNotExists, Session session) =>
        Done(
            session,
            () =>
            {
                foreach (var column in columns)
                {
                    if (table.Columns.Exists(c => c.Name == column.Name))
                    {
                        if (ifNotExists)
                            continue;
                        throw SqlError.Compilation("001430", "42601", $"column '{column.Name}' already exists");
                    }

                    var added = column with { Sql = $"c{++table.LastColumn}" };
                    Tables.Database.Execute($"ALTER TABLE {table.Sql} ADD COLUMN {added.Sql} {StoredValue.DuckType(added.Type)}");
                    if (added.Default is not null)
                    {
                        var value = InsertStatement.DefaultOf(
                            added,
                            new Compilation(new SqlCursor("", SqlTokenizer.Split("")), account, session)
                        );
                        Tables.Database.Execute(
                            $"UPDATE {table.Sql} SET {added.Sql} = {TypeRules.Assign(value, added.Type, session.TimeZone).Sql}"
                        );
                    }

                    table.Columns.Add(added);
                }
            }
        );

    private StatementPlan DropColumns(SqlCursor cursor, Table table, Session session)
    {
        var indexes = new List<int>();
        do indexes.Add(Index(cursor, table));
        while (cursor.TryTake(","));
        return Done(
            session,
            () =>
            {
                foreach (var index in indexes.OrderDescending())
                {
                    Tables.Database.Execute($"ALTER TABLE {table.Sql} DROP COLUMN {table.Columns[index].Sql}");
                    table.Columns.RemoveAt(index);
                }
            }
        );
    }

    private StatementPlan AlterColumn(SqlCursor cursor, Table table, Session session)
    {
        cursor.TryTake("COLUMN");
        var index = Index(cursor, table);
        if (cursor.TryTake("DROP", "NOT", "NULL"))
            return Done(session, () => Nullable(table, index, nullable: true));
        if (cursor.TryTake("SET", "NOT", "NULL"))
            return Done(session, () => Nullable(table, index, nullable: false));
        if (cursor.TryTake("DROP", "DEFAULT"))
            return Done(session, () => Replace(table, index, c => c with { Default = null }));
        if (cursor.TryTake("SET"))
            cursor.Expect("DATA");
        if (!cursor.TryTake("TYPE"))
            throw SqlError.Unknown("ALTER COLUMN ... " + cursor.Current.Text.ToUpperInvariant());
        var type = SqlTypeReader.Read(cursor);
        var old = table.Columns[index].Type;
        if (type.Type != old.Type || type.Scale != old.Scale)
            throw SqlError.Compilation(
                "002108",
                "22000",
                $"cannot change column {old.Name} from type {Coercion.SqlName(old)} to {Coercion.SqlName(type)}"
            );
        return Done(
            session,
            () =>
            {
                Tables.Database.Execute(
                    $"ALTER TABLE {table.Sql} ALTER COLUMN {table.Columns[index].Sql} TYPE {StoredValue.DuckType(type)}"
                );
                Replace(table, index, c => c with { Type = type with { Name = c.Name, Nullable = c.Type.Nullable } });
            }
        );
    }

    private void Nullable(Table table, int index, bool nullable)
    {
        Tables.Database.Execute(
            $"ALTER TABLE {table.Sql} ALTER COLUMN {table.Columns[index].Sql} {(nullable ? "DROP" : "SET")} NOT NULL"
        );
        Replace(table, index, c => c with { Type = c.Type with { Nullable = nullable } });
    }

    private static int Index(SqlCursor cursor, Table table)
    {
        var at = cursor.Current;
        var name = cursor.Identifier();
        var index = table.Columns.FindIndex(c => c.Name == name);
        return index >= 0 ? index : throw SqlError.CompilationAt(at, "000904", "42000", $"invalid identifier '{name}'");
    }

    private static void Replace(Table table, int index, Func<TableColumn, TableColumn> change) =>
        table.Columns[index] = change(table.Columns[index]);

    private StatementPlan Done(Session session, Action change) =>
        new(() =>
        {
            session.End(Tables, commit: true);
            change();
            return StatementResult.Status();
        });

    /// <summary>GRANT or REVOKE privileges ON TABLE or VIEW ... TO or FROM ROLE ...</summary>
    public StatementPlan Grant(SqlCursor cursor, Session session, bool give)
    {
        var privileges = new List<string>();
        do privileges.Add(cursor.Take().Text.ToUpperInvariant());
        while (cursor.TryTake(","));
        cursor.TryTake("PRIVILEGES");
        cursor.Expect("ON");
        if (!cursor.TryTake("TABLE") && !cursor.TryTake("VIEW"))
            throw SqlError.Unknown($"GRANT ON {cursor.Current.Text.ToUpperInvariant()}");
        var name = TableStore.Resolve(cursor.QualifiedName(), session);
        cursor.Expect(give ? "TO" : "FROM");
        cursor.TryTake("ROLE");
        var role = cursor.Identifier();
        if (!account.Settings.Roles.Contains(role) && !account.Settings.AdminRoles.Contains(role))
            throw SqlError.NotFound("Role", role);
        var grants = Tables.FindView(name)?.Grants ?? Tables.Require(name, "OWNERSHIP", session).Grants;
        return new(() =>
        {
            foreach (var privilege in privileges)
                _ = give ? grants.Add($"{role}.{privilege}") : grants.Remove($"{role}.{privilege}");
            return StatementResult.Status();
        });
    }
}
