using System.Globalization;

namespace QlikSnowflake.Emulator.Snowflake.Sql.Queries;

/// <summary>Translates what stands after FROM: tables, views, subqueries, VALUES, table functions, and joins of these.</summary>
internal sealed class FromCompiler(Compilation compilation, Scope scope)
{
    private SqlCursor Cursor => compilation.Cursor;

    public string Read()
    {
        var sql = Joined();
        while (Cursor.TryTake(","))
            sql += ", " + Joined();
        return sql;
    }

    /// <summary>One table with its alias, for UPDATE, DELETE and MERGE.</summary>
    public string Single() => Source();

    private string Joined()
    {
        var sql = Source();
        while (true)
        {
            if (Cursor.Current.Is("ASOF"))
                throw SqlError.Unknown("ASOF JOIN");
            var natural = Cursor.TryTake("NATURAL");
            var kind = Kind();
            if (kind is null)
                return sql;
            var left = scope.Relations.ToList();
            var right = Source();
            var condition =
                natural ? Using([.. Shared(left)], left, kind)
                : Cursor.TryTake("USING") ? Using(Names(), left, kind)
                : Cursor.TryTake("ON") ? " ON " + new ExpressionCompiler(compilation, scope).Condition()
                : kind is "CROSS JOIN" ? ""
                : " ON TRUE";
            sql = $"{sql} {kind} {right}{condition}";
        }
    }

    private string? Kind()
    {
        if (Cursor.TryTake("JOIN") || Cursor.TryTake("INNER", "JOIN"))
            return "JOIN";
        if (Cursor.TryTake("CROSS", "JOIN"))
            return "CROSS JOIN";
        foreach (var side in new[] { "LEFT", "RIGHT", "FULL" })
            if (Cursor.TryTake(side, "OUTER", "JOIN") || Cursor.TryTake(side, "JOIN"))
                return side + " JOIN";
        return null;
    }

    private IEnumerable<string> Shared(List<Relation> left) =>
        scope.Relations[^1].Columns.Select(c => c.Name).Where(n => left.Any(r => r.Columns.Any(c => c.Name == n)));

    private List<string> Names()
    {
        Cursor.Expect("(");
        var names = new List<string>();
        do names.Add(Cursor.Identifier());
        while (Cursor.TryTake(","));
        Cursor.Expect(")");
        return names;
    }

    /// <summary>A column of USING is shown once: the left one, or of a RIGHT JOIN the right one.</summary>
    private string Using(List<string> names, List<Relation> left, string kind)
    {
        var right = scope.Relations[^1];
        var expressions = new ExpressionCompiler(compilation, scope);
        var tests = new List<string>();
        foreach (var name in names)
        {
            var from = left.FirstOrDefault(r => r.Columns.Any(c => c.Name == name) && !r.Hidden.Contains(name));
            var mine = right.Columns.FirstOrDefault(c => c.Name == name);
            if (from is null || mine is null)
                throw SqlError.Compilation("000904", "42000", $"invalid identifier '{name}'");
            tests.Add(expressions.Compare("=", from.Column(from.Columns.First(c => c.Name == name)), right.Column(mine)));
            if (kind == "FULL JOIN")
                throw SqlError.Unknown("FULL JOIN with USING");
            (kind == "RIGHT JOIN" ? from : right).Hidden.Add(name);
        }

        return " ON " + (tests.Count == 0 ? "TRUE" : string.Join(" AND ", tests));
    }

    private string Source()
    {
        var lateral = Cursor.TryTake("LATERAL");
        if (Cursor.TryTake("("))
            return InParentheses(lateral);
        if (Cursor.TryTake("VALUES"))
            return Values();
        if (Cursor.TryTake("TABLE", "("))
        {
            var sql = Function();
            Cursor.Expect(")");
            return Aliased(sql.Sql, sql.Columns, ["TABLE"]);
        }

        if (lateral || Cursor.Current.Is("FLATTEN") && Cursor.Next.Is("("))
        {
            var sql = Function();
            return Aliased(sql.Sql, sql.Columns, ["FLATTEN"]);
        }

        return Named();
    }

    private string InParentheses(bool lateral)
    {
        if (Cursor.TryTake("VALUES"))
        {
            var query = ValuesQuery();
            Cursor.Expect(")");
            return Aliased($"({query.Sql})", query.Columns, []);
        }

        if (Cursor.AtQuery)
        {
            var query = new QueryCompiler(compilation, lateral ? scope : scope.Outer).Read();
            Cursor.Expect(")");
            return Aliased($"{(lateral ? "LATERAL " : "")}({query.Sql})", query.Columns, []);
        }

        var sql = Joined();
        Cursor.Expect(")");
        return $"({sql})";
    }

    private string Values()
    {
        var query = ValuesQuery();
        return Aliased($"({query.Sql})", query.Columns, ["VALUES"]);
    }

    private CompiledQuery ValuesQuery() => new ValuesCompiler(compilation, scope).Query();

    private string Named()
    {
        var at = Cursor.Current;
        if (at.Is("@") || at.Is("IDENTIFIER") && Cursor.Next.Is("("))
            throw SqlError.Unknown(at.Is("@") ? "stages" : "IDENTIFIER()");
        var name = Cursor.QualifiedName();
        if (Cursor.Current.Is("("))
            throw SqlError.Unknown($"the table function {name[^1]}");
        if (name.Count == 1 && compilation.CommonTables.TryGetValue(name[0], out var common))
            return Aliased(common.Sql, common.Columns, name);
        compilation.ReadTable();
        var source = compilation.Account.Tables.Read(name, compilation);
        return Aliased(source.Sql, source.Columns, source.Names);
    }

    /// <summary>FLATTEN(...), GENERATOR(...), SPLIT_TO_TABLE(...) and EMULATOR_ROWS(...).</summary>
    private CompiledQuery Function()
    {
        var name = Cursor.Identifier();
        Cursor.Expect("(");
        return name switch
        {
            "FLATTEN" => new TableFunctions(compilation, scope).Flatten(),
            "GENERATOR" => new TableFunctions(compilation, scope).Generator(),
            "SPLIT_TO_TABLE" or "STRTOK_SPLIT_TO_TABLE" => new TableFunctions(compilation, scope).SplitToTable(name),
            "EMULATOR_ROWS" => new TableFunctions(compilation, scope).EmulatorRows(),
            _ => throw SqlError.Unknown($"the table function {name}"),
        };
    }

    private string Aliased(string sql, IReadOnlyList<QueryColumn> columns, IReadOnlyList<string> names)
    {
        if (Cursor.Current.Kind == SqlTokenKind.Word && Reserved.IsUnknownTableClause(Cursor.Current.Text))
            throw SqlError.Unknown(Cursor.Current.Text.ToUpperInvariant());
        var given = Cursor.TryTake("AS");
        if (
            given
            || Cursor.AtIdentifier && !(Cursor.Current.Kind == SqlTokenKind.Word && Reserved.EndsTable(Cursor.Current.Text))
        )
        {
            names = [Cursor.Identifier()];
            if (Cursor.Current.Is("("))
                columns = Renamed(columns, Names());
        }

        if (Cursor.Current.Kind == SqlTokenKind.Word && Reserved.IsUnknownTableClause(Cursor.Current.Text))
            throw SqlError.Unknown(Cursor.Current.Text.ToUpperInvariant());
        var alias = compilation.NextAlias("r");
        scope.Relations.Add(new Relation(alias, names, columns));
        return $"{sql} AS {alias}";
    }

    private static List<QueryColumn> Renamed(IReadOnlyList<QueryColumn> columns, List<string> names) =>
        names.Count == columns.Count
            ? [.. columns.Select((c, i) => c with { Name = names[i] })]
            : throw SqlError.Compilation(
                "002020",
                "21S01",
                string.Create(CultureInfo.InvariantCulture, $"{names.Count} names were given for {columns.Count} columns")
            );
}
