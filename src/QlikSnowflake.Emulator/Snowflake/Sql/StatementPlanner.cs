namespace QlikSnowflake.Emulator.Snowflake.Sql;

/// <summary>Compiles one statement, by its first words.</summary>
internal sealed class StatementPlanner(SnowflakeAccount account)
{
    private readonly UserStatements _users = new(account);
    private readonly SelectStatements _selects = new(account);
    private readonly TableStatements _tables = new(account);
    private readonly SessionStatements _sessions = new(account);

    /// <exception cref="SqlError">The statement does not compile.</exception>
    public StatementPlan Plan(string text, Session session)
    {
        var cursor = new SqlCursor(text, SqlTokenizer.Split(text));
        var plan = Choose(cursor, session);
        while (cursor.TryTake(";")) { }

        cursor.ExpectEnd();
        return plan.NeedsWarehouse && session.Warehouse is null ? throw SqlError.NoWarehouse() : plan;
    }

    private StatementPlan Choose(SqlCursor cursor, Session session)
    {
        var first = cursor.Current;
        if (cursor.TryTake("SELECT"))
            return _selects.Select(cursor, session);
        if (cursor.TryTake("ALTER", "USER"))
            return _users.Alter(cursor, session);
        if (cursor.TryTake("DESC", "USER") || cursor.TryTake("DESCRIBE", "USER"))
            return _users.Describe(cursor, session);
        if (cursor.TryTake("SHOW", "USER", "KEY", "PAIRS"))
            return _users.ShowKeyPairs(cursor, session);
        if (cursor.TryTake("INSERT", "INTO"))
            return _tables.Insert(cursor, session);
        if (cursor.TryTake("DELETE", "FROM"))
            return _tables.Delete(cursor, session);
        if (cursor.TryTake("CREATE"))
            return _tables.Create(cursor, session);
        if (cursor.TryTake("DROP", "TABLE"))
            return _tables.Drop(cursor, session);
        if (cursor.TryTake("TRUNCATE"))
            return _tables.Truncate(cursor, session);
        if (first.Is("PUT") || first.Is("GET"))
            throw SqlError.Unsupported(first.Text.ToUpperInvariant());
        return _sessions.TryPlan(cursor, session) ?? throw SqlError.Syntax(first);
    }
}
