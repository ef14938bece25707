using QlikSnowflake.Emulator.Snowflake.Results;

namespace QlikSnowflake.Emulator.Snowflake.Sql;

/// <summary>
/// SELECT of constant expressions, and SELECT *, of columns or COUNT(*) FROM a table or FROM TABLE(EMULATOR_ROWS(...)), with LIMIT.
/// </summary>
internal sealed class SelectStatements(SnowflakeAccount account)
{
    private readonly SqlFunctions _functions = new(account);

    public StatementPlan Select(SqlCursor cursor, Session session)
    {
        var from = FindFrom(cursor);
        return from is null ? Constants(cursor, session) : FromSource(cursor, session);
    }

    /// <summary>One row of constant expressions, for INSERT ... SELECT as well.</summary>
    public (List<SqlValue> Values, List<SnowflakeColumn> Columns, TimeSpan Duration) Row(SqlCursor cursor, Session session)
    {
        var reader = new ExpressionReader(cursor, session, _functions);
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

        return (values, columns, reader.Duration);
    }

    public ExpressionReader ValuesReader(SqlCursor cursor, Session session) =>
        new(cursor, session, _functions) { InValues = true };

    public SqlValue Call(SqlToken function, List<SqlValue> arguments, Session session) =>
        _functions.Call(function, arguments, session).Value;

    private static SqlToken? FindFrom(SqlCursor cursor)
    {
        var mark = cursor.Mark;
        var depth = 0;
        SqlToken? from = null;
        while (cursor.Current.Kind != SqlTokenKind.End && from is null)
        {
            var token = cursor.Take();
            if (token.Is("("))
                depth++;
            else if (token.Is(")"))
                depth--;
            else if (depth == 0 && token.Is("FROM"))
                from = token;
        }

        cursor.Mark = mark;
        return from;
    }

    private static string? Alias(SqlCursor cursor)
    {
        if (cursor.TryTake("AS"))
            return cursor.Identifier();
        return cursor.AtIdentifier && !cursor.Current.Is("FROM") && !cursor.Current.Is("LIMIT") ? cursor.Identifier() : null;
    }

    private StatementPlan Constants(SqlCursor cursor, Session session)
    {
        var (values, columns, duration) = Row(cursor, session);
        var limit = Limit(cursor);
        SqlValue[][] rows =
            limit == 0
                ? []
                :
                [
                    [.. values],
                ];
        return new(() => new(new ValueRows(columns, rows))) { Duration = duration };
    }

    private StatementPlan FromSource(SqlCursor cursor, Session session)
    {
        var star = cursor.TryTake("*");
        var count = !star && cursor.TryTake("COUNT", "(", "*", ")");
        var countName = count ? Alias(cursor) ?? "COUNT(*)" : "";
        var names = star || count ? [] : ColumnNames(cursor);
        cursor.Expect("FROM");

        var generated = cursor.TryTake("TABLE", "(", "EMULATOR_ROWS", "(")
            ? new GeneratorCall(cursor, session, _functions)
            : null;
        var table = generated is null ? TableStore.Resolve(cursor.QualifiedName(), session) : null;
        var limit = Limit(cursor);
        if (table is not null && account.Tables.Find(table) is null)
            throw SqlError.NotFound("Table", table);
        if (names.Count > 0)
            Check(names, generated?.Columns ?? account.Tables.Find(table!)!.Columns);

        return new(() => new(Rows()))
        {
            NeedsWarehouse = true,
            Duration = generated?.Duration ?? default,
            Polls = generated?.Polls ?? 0,
        };

        RowSource Rows()
        {
            var rows = generated?.Rows(Names(), limit) ?? account.Tables.Read(table!, Names(), limit);
            return count
                ? new ValueRows(
                    [SnowflakeColumn.Fixed(countName, 18) with { Nullable = false }],
                    [
                        [SqlValue.Integer(rows.Count)],
                    ]
                )
                : rows;
        }

        List<(SqlToken Token, string Alias)>? Names() => names.Count == 0 ? null : names;
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

    private static void Check(List<(SqlToken Token, string Alias)> names, IReadOnlyList<SnowflakeColumn> columns)
    {
        foreach (var (token, _) in names)
            if (!columns.Any(c => c.Name == token.Text))
                throw SqlError.CompilationAt(token, "000904", "42000", $"invalid identifier '{token.Text}'");
    }

    private static long? Limit(SqlCursor cursor) => cursor.TryTake("LIMIT") ? cursor.Integer() : null;
}
