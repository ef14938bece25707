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
        var plan = Transaction(cursor, session) ?? Use(cursor, session) ?? Variables(cursor, session);
        if (plan is null || session.InMultipleStatements)
            return plan;
        throw SqlError.Unsupported(first.Text.ToUpperInvariant());
    }

    private StatementPlan? Transaction(SqlCursor cursor, Session session)
    {
        if (cursor.TryTake("BEGIN") || cursor.TryTake("START"))
        {
            if (!cursor.TryTake("TRANSACTION"))
                cursor.TryTake("WORK");
            return Do(() => session.Begin(account.Tables));
        }

        if (cursor.TryTake("COMMIT"))
            return Do(() => session.End(account.Tables, commit: true));
        return cursor.TryTake("ROLLBACK") ? Do(() => session.End(account.Tables, commit: false)) : null;
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

    private StatementPlan? Variables(SqlCursor cursor, Session session)
    {
        if (cursor.TryTake("ALTER", "SESSION"))
            return AlterSession(cursor, session);
        if (cursor.TryTake("UNSET"))
        {
            var unset = cursor.Identifier();
            return Do(() => session.Variables.Remove(unset));
        }

        if (!cursor.TryTake("SET"))
            return null;
        var name = cursor.Identifier();
        cursor.Expect("=");
        var value = new ExpressionReader(cursor, session, account.Functions).Read();
        return Do(() => session.Variables[name] = value);
    }

    /// <summary>Only TIMEZONE has an effect: the SQL API takes no notice of the output formats of a session.</summary>
    private StatementPlan AlterSession(SqlCursor cursor, Session session)
    {
        TimeZoneInfo? zone = null;
        if (cursor.TryTake("SET"))
        {
            while (cursor.AtIdentifier)
            {
                var name = cursor.Identifier();
                cursor.Expect("=");
                var value = cursor.Take();
                if (name == "TIMEZONE")
                    zone = Statements.SessionParameters.Zone(value.Text, account.Settings);
                cursor.TryTake(",");
            }
        }
        else
        {
            cursor.Expect("UNSET");
            do cursor.Identifier();
            while (cursor.TryTake(","));
        }

        return Do(() => session.TimeZone = zone ?? session.TimeZone);
    }

    private static StatementPlan Do(Action effect) =>
        new(() =>
        {
            effect();
            return StatementResult.Status();
        });
}
