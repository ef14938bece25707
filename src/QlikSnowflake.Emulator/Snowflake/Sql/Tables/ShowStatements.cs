using QlikSnowflake.Emulator.Snowflake.Results;

namespace QlikSnowflake.Emulator.Snowflake.Sql.Tables;

/// <summary>
/// DESCRIBE TABLE and VIEW, and SHOW of databases, schemas, tables, views, columns, roles and warehouses: the columns that clients
/// read. From https://docs.snowflake.com/en/sql-reference/sql/show and desc-table.
/// </summary>
internal sealed class ShowStatements(SnowflakeAccount account)
{
    private TableStore Tables => account.Tables;

    /// <summary>After DESCRIBE TABLE or DESCRIBE VIEW.</summary>
    public StatementPlan Describe(SqlCursor cursor, Session session)
    {
        var name = TableStore.Resolve(cursor.QualifiedName(), session);
        var columns = Tables.FindView(name) is { } view
            ? Tables
                .Compile(view, new Queries.Compilation(cursor, account, session))
                .Columns.Select(c => new TableColumn(c.Name, c.Type, ""))
            : Tables.Require(name, "SELECT", session).Columns;
        var rows = columns.Select(c =>
            Row(
                c.Name,
                Coercion.SqlName(c.Type),
                "COLUMN",
                c.Type.Nullable ? "Y" : "N",
                c.Default,
                c.IsPrimaryKey ? "Y" : "N",
                "N",
                null,
                null,
                null,
                null
            )
        );
        return Result(
            [
                "name",
                "type",
                "kind",
                "null?",
                "default",
                "primary key",
                "unique key",
                "check",
                "expression",
                "comment",
                "policy name",
            ],
            [.. rows]
        );
    }

    /// <summary>After SHOW.</summary>
    /// <returns>Null when it is of no kind that is known here.</returns>
    public StatementPlan? Show(SqlCursor cursor, Session session)
    {
        cursor.TryTake("TERSE");
        var kind = cursor.Current.Kind == SqlTokenKind.Word ? cursor.Take().Text.ToUpperInvariant() : "";
        var like = cursor.TryTake("LIKE") ? cursor.String() : null;
        var within = ReadScope(cursor, session);
        var names = new ShownNames(
            like,
            cursor.TryTake("STARTS", "WITH") ? cursor.String() : null,
            cursor.TryTake("LIMIT") ? cursor.Integer() : null,
            cursor.TryTake("FROM") ? cursor.String() : null
        );
        var plan = kind switch
        {
            "DATABASES" => Named(
                ["created_on", "name", "is_default", "is_current", "origin", "owner"],
                account
                    .Settings.Databases.Keys.Order(StringComparer.Ordinal)
                    .Select(n => Row(null, n, "N", n == session.Database ? "Y" : "N", "", account.Settings.DefaultAdminRole)),
                1,
                names
            ),
            "SCHEMAS" => Named(
                ["created_on", "name", "is_default", "is_current", "database_name", "owner"],
                Schemas(within, session)
                    .Select(s =>
                        Row(
                            null,
                            s.Schema,
                            "N",
                            s == (session.Database, session.Schema) ? "Y" : "N",
                            s.Database,
                            account.Settings.DefaultAdminRole
                        )
                    ),
                1,
                names
            ),
            "TABLES" => Named(
                ["created_on", "name", "database_name", "schema_name", "kind", "owner"],
                Inside(Tables.Tables, within)
                    .Select(t => Row(Time(t.Value.CreatedOn), t.Name[2], t.Name[0], t.Name[1], "TABLE", t.Value.Owner)),
                1,
                names
            ),
            "VIEWS" => Named(
                ["created_on", "name", "database_name", "schema_name", "owner", "text"],
                Inside(Tables.Views, within)
                    .Select(v => Row(Time(v.Value.CreatedOn), v.Name[2], v.Name[0], v.Name[1], v.Value.Owner, v.Value.Text)),
                1,
                names
            ),
            "ROLES" => Named(
                ["created_on", "name", "is_default", "is_current"],
                account
                    .Settings.Roles.Concat(account.Settings.AdminRoles)
                    .Order(StringComparer.Ordinal)
                    .Select(r => Row(null, r, r == account.DefaultRole(session.User) ? "Y" : "N", r == session.Role ? "Y" : "N")),
                1,
                names
            ),
            "WAREHOUSES" => Named(
                ["name", "state", "type", "size"],
                account.Settings.Warehouses.Order(StringComparer.Ordinal).Select(w => Row(w, "STARTED", "STANDARD", "X-Small")),
                0,
                names
            ),
            _ => null,
        };
        while (plan is not null && cursor.Current.Kind == SqlTokenKind.Word)
            throw SqlError.Unknown($"SHOW {kind} ... {cursor.Current.Text.ToUpperInvariant()}");
        return plan;
    }

    private static string ReadScope(SqlCursor cursor, Session session)
    {
        if (!cursor.TryTake("IN"))
            return session.Database is null ? ""
                : session.Schema is null ? session.Database + "."
                : $"{session.Database}.{session.Schema}.";
        if (cursor.TryTake("ACCOUNT"))
            return "";
        if (cursor.TryTake("DATABASE"))
            return (cursor.AtIdentifier ? cursor.Identifier() : session.Database) + ".";
        var isSchema = cursor.TryTake("SCHEMA");
        var parts = cursor.QualifiedName();
        return isSchema && parts.Count == 1 ? $"{session.Database}.{parts[0]}." : string.Join('.', parts) + ".";
    }

    private IEnumerable<(string? Database, string? Schema)> Schemas(string within, Session session)
    {
        var database = within.Length == 0 ? null : within.Split('.')[0];
        return account
            .Settings.Databases.Where(d => database is null || d.Key == database)
            .OrderBy(d => d.Key, StringComparer.Ordinal)
            .SelectMany(d => d.Value.Order(StringComparer.Ordinal).Select(s => ((string?)d.Key, (string?)s)));
    }

    private static IEnumerable<(string[] Name, T Value)> Inside<T>(IEnumerable<KeyValuePair<string, T>> all, string within) =>
        all.Where(t => t.Key.StartsWith(within, StringComparison.Ordinal)).Select(t => (t.Key.Split('.', 3), t.Value));

    private static string Time(DateTimeOffset time) =>
        time.ToString("yyyy-MM-dd HH:mm:ss.fff zz00", System.Globalization.CultureInfo.InvariantCulture);

    private static StatementPlan Named(string[] columns, IEnumerable<SqlValue[]> rows, int name, ShownNames names) =>
        Result(columns, [.. names.Of(rows, row => (string)row[name].Payload!)]);

    private static StatementPlan Result(string[] columns, SqlValue[][] rows) =>
        new(() => new StatementResult(new ValueRows([.. columns.Select(c => SnowflakeColumn.Text(c))], rows)));

    private static SqlValue[] Row(params string?[] cells) => [.. cells.Select(SqlValue.Text)];
}
