namespace QlikSnowflake.Emulator.Snowflake.Sql;

/// <summary>
/// BEGIN, COMMIT, ROLLBACK, USE, ALTER SESSION, SET and UNSET, which the SQL API takes only among several statements of one request.
/// From https://docs.snowflake.com/en/developer-guide/sql-api/intro#limitations-of-the-sql-api.
/// </summary>
internal sealed class SessionStatements(SnowflakeAccount account)
{
    /// <returns>Null when the statement is none of these.</returns>
    public StatementPlan? TryPlan(SqlCursor cursor, Session session)
    {
        var first = cursor.Current;
        var plan = Transaction(cursor) ?? Use(cursor, session) ?? Variables(cursor);
        if (plan is null || session.InMultipleStatements)
            return plan;
        throw SqlError.Unsupported(first.Text.ToUpperInvariant());
    }

    private StatementPlan? Transaction(SqlCursor cursor)
    {
        if (cursor.TryTake("BEGIN") || cursor.TryTake("START"))
        {
            if (!cursor.TryTake("TRANSACTION"))
                cursor.TryTake("WORK");
            return Do(account.Tables.Begin);
        }

        if (cursor.TryTake("COMMIT"))
            return Do(account.Tables.Commit);
        return cursor.TryTake("ROLLBACK") ? Do(account.Tables.Rollback) : null;
    }

    private StatementPlan? Use(SqlCursor cursor, Session session)
    {
        if (!cursor.TryTake("USE"))
            return null;
        if (cursor.TryTake("ROLE"))
        {
            var role = cursor.Identifier();
            if (!account.IsGranted(session.User, role))
                throw SqlError.NotFound("Role", role);
            return Do(() => session.Role = role);
        }

        if (cursor.TryTake("WAREHOUSE"))
        {
            var warehouse = cursor.Identifier();
            if (!account.Settings.Warehouses.Contains(warehouse))
                throw SqlError.NotFound("Warehouse", warehouse);
            return Do(() => session.Warehouse = warehouse);
        }

        var isSchema = cursor.TryTake("SCHEMA");
        if (!isSchema)
            cursor.TryTake("DATABASE");
        var name = cursor.QualifiedName();
        var database = isSchema && name.Count == 1 ? session.Database ?? "" : name[0];
        var schema = isSchema || name.Count == 2 ? name[^1] : "PUBLIC";
        if (!account.Settings.Databases.TryGetValue(database, out var schemas))
            throw SqlError.NotFound("Database", database);
        if (!schemas.Contains(schema))
            throw SqlError.NotFound("Schema", $"{database}.{schema}");
        return Do(() => (session.Database, session.Schema) = (database, schema));
    }

    private static StatementPlan? Variables(SqlCursor cursor)
    {
        if (!cursor.TryTake("ALTER", "SESSION") && !cursor.TryTake("SET") && !cursor.TryTake("UNSET"))
            return null;
        // Their values have no effect here, so they are taken as they come.
        while (cursor.Current.Kind != SqlTokenKind.End)
            cursor.Take();
        return Do(() => { });
    }

    private static StatementPlan Do(Action effect) =>
        new(() =>
        {
            effect();
            return StatementResult.Status();
        });
}
