using QlikSnowflake.Emulator.Snowflake.Results;
using QlikSnowflake.Emulator.Snowflake.Sql.Duck;
using QlikSnowflake.Emulator.Snowflake.Sql.Queries;

namespace QlikSnowflake.Emulator.Snowflake.Sql.Tables;

/// <summary>CREATE of databases, schemas, tables and views.</summary>
internal sealed class CreateStatements(SnowflakeAccount account)
{
    private TableStore Tables => account.Tables;

    /// <summary>After CREATE.</summary>
    public StatementPlan Create(SqlCursor cursor, Session session)
    {
        var replace = cursor.TryTake("OR", "REPLACE");
        var temporary = cursor.TryTake("TEMPORARY") || cursor.TryTake("TEMP");
        if (temporary && !session.InMultipleStatements)
            throw SqlError.Unsupported("CREATE TEMPORARY TABLE");
        cursor.TryTake("TRANSIENT");
        if (cursor.TryTake("TABLE"))
            return CreateTable(cursor, session, replace);
        if (cursor.TryTake("VIEW") || cursor.TryTake("SECURE", "VIEW"))
            return CreateView(cursor, session, replace);
        if (cursor.TryTake("DATABASE"))
            return CreateDatabase(cursor, session, replace);
        if (cursor.TryTake("SCHEMA"))
            return CreateSchema(cursor, session, replace);
        throw cursor.Current.Kind == SqlTokenKind.Word
            ? SqlError.Unknown("CREATE " + cursor.Current.Text.ToUpperInvariant())
            : SqlError.Syntax(cursor.Current);
    }

    private StatementPlan CreateTable(SqlCursor cursor, Session session, bool replace)
    {
        var keep = cursor.TryTake("IF", "NOT", "EXISTS");
        var parts = cursor.QualifiedName();
        var name = TableStore.Resolve(parts, session);
        RequireSchema(name);
        TableStore.RequireCreate(name, session);
        var columns = new List<TableColumn>();
        if (cursor.Current.Is("("))
            columns = new ColumnReader(cursor, account, session).Read();
        CompiledQuery? query = null;
        if (cursor.TryTake("LIKE"))
            columns = [.. Existing(cursor, session).Columns];
        else if (cursor.TryTake("CLONE"))
            (columns, query) = Clone(Existing(cursor, session));
        else
            query = TableOptions(cursor, session);
        columns = query is null ? columns : Columns(columns, query);
        if (columns.Count == 0)
            throw SqlError.Syntax(cursor.Current);

        return new(() =>
        {
            if (Tables.Find(name) is not null || Tables.FindView(name) is not null)
            {
                if (keep)
                    return StatementResult.Status($"{parts[^1]} already exists, statement succeeded.");
                if (!replace)
                    throw SqlError.Compilation("002002", "42710", $"Object '{name}' already exists.");
            }

            session.End(Tables, commit: true);
            var table = Make(session, columns);
            if (query is not null)
                Tables.Database.Execute($"INSERT INTO {table.Sql} {query.Sql}");
            Tables.RemoveView(name);
            Tables.Drop(name);
            Tables.Add(name, table);
            return StatementResult.Status($"Table {parts[^1]} successfully created.");
        })
        {
            NeedsWarehouse = query is not null,
        };
    }

    private Table Make(Session session, List<TableColumn> columns)
    {
        var table = new Table(Tables.NextName("t"), session.Role)
        {
            CreatedOn = account.Clock.GetUtcNow(),
            LastColumn = columns.Count,
        };
        for (var i = 0; i < columns.Count; i++)
        {
            var column = columns[i] with { Sql = $"c{i + 1}" };
            if (column.SequenceOptions is { } options)
            {
                column = column with { Sequence = Tables.NextName("s") };
                Tables.Database.Execute($"CREATE SEQUENCE {column.Sequence} {options}");
            }

            table.Columns.Add(column);
        }

        var definitions = table.Columns.Select(c =>
            $"{c.Sql} {StoredValue.DuckType(c.Type)}{(c.Type.Nullable ? "" : " NOT NULL")}"
        );
        Tables.Database.Execute($"CREATE TABLE {table.Sql} ({string.Join(", ", definitions)})");
        return table;
    }

    /// <summary>The options after the columns, and AS with a query.</summary>
    private CompiledQuery? TableOptions(SqlCursor cursor, Session session)
    {
        while (cursor.Current.Kind == SqlTokenKind.Word && !cursor.Current.Is("AS"))
        {
            if (cursor.TryTake("COMMENT", "="))
                cursor.String();
            else if (cursor.TryTake("CLUSTER", "BY"))
            {
                cursor.Expect("(");
                cursor.SkipToClosing();
            }
            else if (cursor.TryTake("DATA_RETENTION_TIME_IN_DAYS", "="))
                cursor.Integer();
            else if (cursor.TryTake("COPY", "GRANTS")) { }
            else
                throw SqlError.Unknown("CREATE TABLE ... " + cursor.Current.Text.ToUpperInvariant());
        }

        if (!cursor.TryTake("AS"))
            return null;
        var compilation = new Compilation(cursor, account, session);
        var query = new QueryCompiler(compilation, null).Read();
        var items = query.Columns.Select(c =>
            $"CAST({new Typed("q." + c.Sql, c.Type).Sql} AS {StoredValue.DuckType(Stored(c.Type))}) AS {c.Sql}"
        );
        return query with { Sql = $"SELECT {string.Join(", ", items)} FROM ({query.Sql}) q" };
    }

    private static SnowflakeColumn Stored(SnowflakeColumn type) =>
        type == SelectCompiler.Untyped ? SnowflakeColumn.Text("") : type;

    private static List<TableColumn> Columns(List<TableColumn> given, CompiledQuery query)
    {
        if (given.Count > 0 && given.Count != query.Columns.Count)
            throw SqlError.Compilation("002020", "21S01", "the column list does not match the query");
        var columns = query
            .Columns.Select(
                (c, i) =>
                    given.Count > 0
                        ? given[i]
                        : new TableColumn(c.Name, Stored(c.Type) with { Name = c.Name, Nullable = true }, "")
            )
            .ToList();
        if (columns.Select(c => c.Name).Distinct(StringComparer.Ordinal).Count() < columns.Count)
            throw SqlError.Compilation("002025", "42S21", "duplicate column name");
        return columns;
    }

    private static (List<TableColumn>, CompiledQuery) Clone(Table table) =>
        (
            [.. table.Columns],
            new CompiledQuery(
                $"SELECT {string.Join(", ", table.Columns.Select(c => c.Sql))} FROM {table.Sql}",
                [.. table.Columns.Select(c => c.AsQueryColumn())]
            )
        );

    private Table Existing(SqlCursor cursor, Session session) =>
        Tables.Require(TableStore.Resolve(cursor.QualifiedName(), session), "SELECT", session);

    private StatementPlan CreateView(SqlCursor cursor, Session session, bool replace)
    {
        var keep = cursor.TryTake("IF", "NOT", "EXISTS");
        var parts = cursor.QualifiedName();
        var name = TableStore.Resolve(parts, session);
        RequireSchema(name);
        TableStore.RequireCreate(name, session);
        List<string>? names = null;
        if (cursor.TryTake("("))
        {
            names = [];
            do names.Add(cursor.Identifier());
            while (cursor.TryTake(","));
            cursor.Expect(")");
        }

        if (cursor.TryTake("COMMENT", "="))
            cursor.String();
        cursor.Expect("AS");
        var start = cursor.Mark;
        while (cursor.Current.Kind != SqlTokenKind.End && !cursor.Current.Is(";"))
            cursor.Take();
        if (cursor.Mark == start)
            throw SqlError.Syntax(cursor.Current);
        var full = name.Split('.', 3);
        var view = new View(cursor.SourceFrom(start), names, full[0], full[1], session.Role)
        {
            CreatedOn = account.Clock.GetUtcNow(),
        };
        Tables.Compile(view, new Compilation(cursor, account, session));

        return new(() =>
        {
            if (Tables.Find(name) is not null || Tables.FindView(name) is not null && !replace)
                return keep
                    ? StatementResult.Status($"{parts[^1]} already exists, statement succeeded.")
                    : throw SqlError.Compilation("002002", "42710", $"Object '{name}' already exists.");
            session.End(Tables, commit: true);
            Tables.Add(name, view);
            return StatementResult.Status($"View {parts[^1]} successfully created.");
        });
    }

    private StatementPlan CreateDatabase(SqlCursor cursor, Session session, bool replace)
    {
        var keep = cursor.TryTake("IF", "NOT", "EXISTS");
        var name = cursor.Identifier();
        if (!account.Settings.AdminRoles.Contains(session.Role) && session.Role != "SYSADMIN")
            throw SqlError.Privileges("account", account.Settings.AccountLocator);
        return new(() =>
        {
            if (account.Settings.Databases.ContainsKey(name) && !replace)
                return keep
                    ? StatementResult.Status($"{name} already exists, statement succeeded.")
                    : throw SqlError.Compilation("002002", "42710", $"Object '{name}' already exists.");
            Tables.DropWhere(n => n.StartsWith(name + ".", StringComparison.Ordinal));
            account.Settings.Databases[name] = new HashSet<string>(StringComparer.Ordinal) { "PUBLIC" };
            return StatementResult.Status($"Database {name} successfully created.");
        });
    }

    private StatementPlan CreateSchema(SqlCursor cursor, Session session, bool replace)
    {
        var keep = cursor.TryTake("IF", "NOT", "EXISTS");
        var (database, name) = SchemaName(cursor, session);
        if (session.Role == "PUBLIC")
            throw SqlError.Privileges("database", database);
        return new(() =>
        {
            var schemas = account.Settings.Databases.TryGetValue(database, out var found)
                ? found
                : throw SqlError.NotFound("Database", database);
            if (!schemas.Add(name) && !replace)
                return keep
                    ? StatementResult.Status($"{name} already exists, statement succeeded.")
                    : throw SqlError.Compilation("002002", "42710", $"Object '{database}.{name}' already exists.");
            Tables.DropWhere(n => n.StartsWith($"{database}.{name}.", StringComparison.Ordinal));
            return StatementResult.Status($"Schema {name} successfully created.");
        });
    }

    public static (string Database, string Schema) SchemaName(SqlCursor cursor, Session session)
    {
        var parts = cursor.QualifiedName();
        return parts.Count == 2
            ? (parts[0], parts[1])
            : (
                session.Database
                    ?? throw new SqlError(
                        "090105",
                        "22000",
                        "Cannot perform operation. This session does not have a current database. Call 'USE "
                            + "DATABASE', or use a qualified name."
                    ),
                parts[0]
            );
    }

    private void RequireSchema(string fullName)
    {
        var parts = fullName.Split('.', 3);
        if (!account.Settings.Databases.TryGetValue(parts[0], out var schemas))
            throw SqlError.NotFound("Database", parts[0]);
        if (!schemas.Contains(parts[1]))
            throw SqlError.NotFound("Schema", $"{parts[0]}.{parts[1]}");
    }
}
