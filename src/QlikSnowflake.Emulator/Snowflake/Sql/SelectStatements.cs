using QlikSnowflake.Emulator.Snowflake.Results;
using QlikSnowflake.Emulator.Snowflake.Sql.Duck;
using QlikSnowflake.Emulator.Snowflake.Sql.Queries;

namespace QlikSnowflake.Emulator.Snowflake.Sql;

/// <summary>
/// Queries. Constants (<c>SELECT CURRENT_USER()</c>) and generated results (<c>SELECT * FROM TABLE(EMULATOR_ROWS(...))</c>) are
/// answered as they are; everything else is translated and run by DuckDB.
/// </summary>
internal sealed class SelectStatements(SnowflakeAccount account)
{
    public StatementPlan Select(SqlCursor cursor, Session session)
    {
        var mark = cursor.Mark;
        if (TryPlan(() => Generated(cursor, session)) is { } generated)
            return generated;
        cursor.Mark = mark;
        if (TryPlan(() => Constants(cursor, session)) is { } constants)
            return constants;
        cursor.Mark = mark;
        return Query(cursor, session);

        // What these readers do not take, the compiler reads, and refuses in its words.
        StatementPlan? TryPlan(Func<StatementPlan?> plan)
        {
            try
            {
                return plan() is { } found && (cursor.Current.Kind == SqlTokenKind.End || cursor.Current.Is(";")) ? found : null;
            }
            catch (SqlError e) when (e.Code is "001003" or "000904" or "002139" or "000938" or "002040")
            {
                return null;
            }
        }
    }

    private StatementPlan Query(SqlCursor cursor, Session session)
    {
        var compilation = new Compilation(cursor, account, session);
        var query = new QueryCompiler(compilation, null).Read();
        var columns = query
            .Columns.Select(c => (c.Type == SelectCompiler.Untyped ? SnowflakeColumn.Text("") : c.Type) with { Name = c.Name })
            .ToList();
        var list = string.Join(
            ", ",
            query.Columns.Select((c, i) => $"{StoredValue.ToText("q." + c.Sql, columns[i])} AS {c.Sql}")
        );
        var sql = $"SELECT {list} FROM ({query.Sql}) q";
        return new(() =>
        {
            var rows = account.Tables.Database.Query(sql, columns, session.Transaction);
            return new(new ValueRows(columns, rows, rows.Count));
        })
        {
            NeedsWarehouse = compilation.ReadsTables,
        };
    }

    private StatementPlan? Constants(SqlCursor cursor, Session session)
    {
        if (!cursor.TryTake("SELECT"))
            return null;
        var reader = new ExpressionReader(cursor, session, account.Functions);
        var values = new List<SqlValue>();
        var columns = new List<SnowflakeColumn>();
        do
        {
            var mark = cursor.Mark;
            var value = reader.Read();
            // A column without an alias is named by its text in upper case.
            var name = cursor.SourceFrom(mark).ToUpperInvariant();
            values.Add(value);
            columns.Add(
                value.Type with
                {
                    Name = Alias(cursor) ?? name,
                    Nullable = value.Payload is null || value.Type.Type == "text",
                }
            );
        } while (cursor.TryTake(","));
        SqlValue[][] rows =
            Limit(cursor) == 0
                ? []
                :
                [
                    [.. values],
                ];
        return new(() => new(new ValueRows(columns, rows))) { Duration = reader.Duration };
    }

    private static string? Alias(SqlCursor cursor)
    {
        if (cursor.TryTake("AS"))
            return cursor.Identifier();
        return cursor.AtIdentifier && !Reserved.EndsItem(cursor.Current.Text) ? cursor.Identifier() : null;
    }

    private StatementPlan? Generated(SqlCursor cursor, Session session)
    {
        if (!cursor.TryTake("SELECT"))
            return null;
        var star = cursor.TryTake("*");
        var count = !star && cursor.TryTake("COUNT", "(", "*", ")");
        var countName = count ? Alias(cursor) ?? "COUNT(*)" : "";
        var names = star || count || !cursor.AtIdentifier ? [] : ColumnNames(cursor);
        if (!cursor.TryTake("FROM") || !cursor.TryTake("TABLE", "(", "EMULATOR_ROWS", "("))
            return null;

        var call = new GeneratorCall(cursor, session, account.Functions);
        cursor.Expect(")");
        var limit = Limit(cursor);
        if (names.Exists(n => !call.Columns.Any(c => c.Name == n.Token.Text)))
            return null;
        return new(() => new(Rows()))
        {
            NeedsWarehouse = true,
            Duration = call.Duration,
            Polls = call.Polls,
        };

        RowSource Rows()
        {
            var rows = call.Rows(names.Count == 0 ? null : names, limit);
            return count
                ? new ValueRows(
                    [SnowflakeColumn.Fixed(countName, 18) with { Nullable = false }],
                    [
                        [SqlValue.Integer(rows.Count)],
                    ]
                )
                : rows;
        }
    }

    private static List<(SqlToken Token, string Alias)> ColumnNames(SqlCursor cursor)
    {
        var names = new List<(SqlToken, string)>();
        do
        {
            var token = cursor.Current;
            var name = cursor.Identifier();
            names.Add((token with { Text = name }, Alias(cursor) ?? name));
        } while (cursor.TryTake(","));

        return names;
    }

    private static long? Limit(SqlCursor cursor) => cursor.TryTake("LIMIT") ? cursor.Integer() : null;
}
