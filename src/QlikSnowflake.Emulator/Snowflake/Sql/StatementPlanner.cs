using QlikSnowflake.Emulator.Snowflake.Sql.Tables;

namespace QlikSnowflake.Emulator.Snowflake.Sql;

/// <summary>Compiles one statement, by its first words.</summary>
internal sealed class StatementPlanner(SnowflakeAccount account)
{
    /// <summary>What Snowflake has statements for and the emulator does not.</summary>
    private static readonly HashSet<string> KnownElsewhere = new(StringComparer.OrdinalIgnoreCase)
    {
        "CALL",
        "COMMENT",
        "COPY",
        "DESC",
        "DESCRIBE",
        "EXECUTE",
        "EXPLAIN",
        "LIST",
        "LS",
        "REMOVE",
        "RM",
        "SHOW",
        "UNDROP",
        "ALTER",
        "DECLARE",
        "VALUES",
    };

    private readonly UserStatements _users = new(account);
    private readonly SelectStatements _selects = new(account);
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
        if (cursor.AtQuery)
            return _selects.Select(cursor, session);
        return Users(cursor, session)
            ?? Changes(cursor, session)
            ?? Definitions(cursor, session)
            ?? _sessions.TryPlan(cursor, session)
            ?? throw Refusal(first);
    }

    private static SqlError Refusal(SqlToken first) =>
        first.Is("PUT") || first.Is("GET") ? SqlError.Unsupported(first.Text.ToUpperInvariant())
        : first.Kind == SqlTokenKind.Word && KnownElsewhere.Contains(first.Text)
            ? SqlError.Unknown("this statement: " + first.Text.ToUpperInvariant())
        : SqlError.Syntax(first);

    private StatementPlan? Users(SqlCursor cursor, Session session)
    {
        if (cursor.TryTake("ALTER", "USER"))
            return _users.Alter(cursor, session);
        if (cursor.TryTake("DESC", "USER") || cursor.TryTake("DESCRIBE", "USER"))
            return _users.Describe(cursor, session);
        return cursor.TryTake("SHOW", "USER", "KEY", "PAIRS") ? _users.ShowKeyPairs(cursor, session) : null;
    }

    private StatementPlan? Changes(SqlCursor cursor, Session session)
    {
        if (cursor.TryTake("INSERT"))
            return new InsertStatement(account).Plan(cursor, session);
        var changes = new ChangeStatements(account);
        if (cursor.TryTake("UPDATE"))
            return changes.Update(cursor, session);
        if (cursor.TryTake("DELETE", "FROM"))
            return changes.Delete(cursor, session);
        if (cursor.TryTake("MERGE", "INTO"))
            return changes.Merge(cursor, session);
        return cursor.TryTake("TRUNCATE") ? changes.Truncate(cursor, session) : null;
    }

    private StatementPlan? Definitions(SqlCursor cursor, Session session)
    {
        if (cursor.TryTake("CREATE"))
            return new CreateStatements(account).Create(cursor, session);
        var alterations = new AlterStatements(account);
        if (cursor.TryTake("DROP"))
            return alterations.Drop(cursor, session);
        if (cursor.TryTake("ALTER", "TABLE"))
            return alterations.Alter(cursor, session);
        if (cursor.TryTake("GRANT"))
            return alterations.Grant(cursor, session, give: true);
        if (cursor.TryTake("REVOKE"))
            return alterations.Grant(cursor, session, give: false);
        var shows = new ShowStatements(account);
        foreach (var word in new[] { "DESC", "DESCRIBE" })
            if (cursor.TryTake(word, "TABLE") || cursor.TryTake(word, "VIEW"))
                return shows.Describe(cursor, session);
        var mark = cursor.Mark;
        if (cursor.TryTake("SHOW") && shows.Show(cursor, session) is { } show)
            return show;
        cursor.Mark = mark;
        return null;
    }
}
