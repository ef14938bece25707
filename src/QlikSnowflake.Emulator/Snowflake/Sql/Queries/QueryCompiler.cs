using System.Globalization;
using QlikSnowflake.Emulator.Snowflake.Results;
using QlikSnowflake.Emulator.Snowflake.Sql.Duck;

namespace QlikSnowflake.Emulator.Snowflake.Sql.Queries;

/// <summary>Translates a query: WITH, set operations, ORDER BY and LIMIT around <see cref="SelectCompiler"/>'s SELECT.</summary>
/// <param name="compilation">The statement.</param>
/// <param name="outer">The names of the query around it, or null.</param>
internal sealed class QueryCompiler(Compilation compilation, Scope? outer)
{
    private SqlCursor Cursor => compilation.Cursor;

    public CompiledQuery Read()
    {
        if (++compilation.Depth > 100)
            throw SqlError.Syntax(Cursor.Current);
        var saved = compilation.CommonTables;
        var with = Cursor.TryTake("WITH") ? With() : "";
        var query = Body(with.Length > 0);
        compilation.CommonTables = saved;
        compilation.Depth--;
        return query with { Sql = with + query.Sql };
    }

    private CompiledQuery Body(bool hasWith)
    {
        var mark = Cursor.Mark;
        var single = Cursor.Current.Is("SELECT") && !HasSetOperator();
        if (single)
        {
            var select = new SelectCompiler(compilation, outer).Read();
            return select with { Sql = select.Sql + Limit() };
        }

        Cursor.Mark = mark;
        var query = Union();
        if (Cursor.TryTake("ORDER", "BY"))
            query = query with { Sql = $"SELECT * FROM ({query.Sql}) q ORDER BY {Order(query.Columns)}" };
        var limit = Limit();
        return limit.Length == 0 ? query : query with { Sql = $"SELECT * FROM ({query.Sql}) q{limit}" };
    }

    private bool HasSetOperator()
    {
        for (int depth = 0, ahead = 0; ; ahead++)
        {
            var token = Cursor.Peek(ahead);
            if (token.Kind == SqlTokenKind.End || token.Is(";"))
                return false;
            if (token.Is("("))
                depth++;
            else if (token.Is(")") && --depth < 0)
                return false;
            else if (depth == 0 && (token.Is("UNION") || token.Is("INTERSECT") || token.Is("EXCEPT") || token.Is("MINUS")))
                return !Cursor.Peek(ahead - 1).Is(".");
        }
    }

    private CompiledQuery Union()
    {
        var query = Intersection();
        while (true)
        {
            string operation;
            if (Cursor.TryTake("UNION"))
                operation = Cursor.TryTake("ALL") ? "UNION ALL" : "UNION";
            else if (Cursor.TryTake("EXCEPT") || Cursor.TryTake("MINUS"))
                operation = "EXCEPT";
            else
                return query;
            Cursor.TryTake("DISTINCT");
            if (Cursor.Current.Is("BY"))
                throw SqlError.Unknown("UNION BY NAME");
            query = Combine(query, operation, Intersection());
        }
    }

    private CompiledQuery Intersection()
    {
        var query = Operand();
        while (Cursor.TryTake("INTERSECT"))
            query = Combine(query, "INTERSECT", Operand());
        return query;
    }

    private CompiledQuery Operand()
    {
        if (!Cursor.TryTake("("))
            return new SelectCompiler(compilation, outer) { IsOperand = true }.Read();
        var query = Read();
        Cursor.Expect(")");
        return query;
    }

    private CompiledQuery Combine(CompiledQuery left, string operation, CompiledQuery right)
    {
        if (left.Columns.Count != right.Columns.Count)
            throw SqlError.Compilation(
                "001789",
                "42601",
                $"invalid number of result columns for set operator input branches, expected {left.Columns.Count}, got "
                    + $"{right.Columns.Count} in branch 2"
            );
        var columns = left
            .Columns.Select(
                (c, i) =>
                    c with
                    {
                        Type = Wide(TypeRules.Common(Of(c), Of(right.Columns[i]))),
                        Sql = "o" + (i + 1).ToString(CultureInfo.InvariantCulture),
                    }
            )
            .ToList();
        return new($"{As(left, columns)} {operation} {As(right, columns)}", columns);
    }

    /// <summary>A column of NULLs has no type of its own.</summary>
    private static Typed Of(QueryColumn column) =>
        column.Type == SelectCompiler.Untyped ? Compilation.Null() : new Typed("", column.Type);

    /// <summary>Numbers with room, so that both branches, and those of a recursion, are of one type for DuckDB.</summary>
    private static SnowflakeColumn Wide(SnowflakeColumn type) =>
        type.Type == "fixed" ? SnowflakeColumn.Fixed("", 38, type.Scale ?? 0) : type;

    private string As(CompiledQuery query, List<QueryColumn> columns)
    {
        var items = columns.Select(
            (c, i) =>
            {
                var value = Of(query.Columns[i]) is { IsNull: true } none
                    ? none
                    : new Typed("q." + query.Columns[i].Sql, query.Columns[i].Type);
                var cast = TypeRules.Cast(value, c.Type, compilation.Session.TimeZone).Sql;
                return $"CAST({cast} AS {StoredValue.DuckType(c.Type)}) AS {c.Sql}";
            }
        );
        return $"SELECT {string.Join(", ", items)} FROM ({query.Sql}) q";
    }

    private string Order(IReadOnlyList<QueryColumn> columns)
    {
        var scope = new Scope(outer);
        scope.Relations.Add(new Relation("q", [], columns));
        return new OrderCompiler(compilation, new ExpressionCompiler(compilation, scope)).Read([
            .. columns.Select(c => new Typed("q." + c.Sql, c.Type)),
        ]);
    }

    /// <summary>LIMIT, OFFSET and FETCH, which come in any order.</summary>
    private string Limit()
    {
        var limit = "";
        var offset = "";
        while (true)
        {
            if (Cursor.TryTake("LIMIT"))
                limit = Count();
            else if (Cursor.TryTake("OFFSET"))
            {
                offset = Count();
                if (!Cursor.TryTake("ROWS"))
                    Cursor.TryTake("ROW");
            }
            else if (Cursor.TryTake("FETCH"))
            {
                if (!Cursor.TryTake("FIRST"))
                    Cursor.TryTake("NEXT");
                limit = Count();
                if (!Cursor.TryTake("ROWS"))
                    Cursor.TryTake("ROW");
                Cursor.TryTake("ONLY");
            }
            else
                return (limit.Length > 0 ? " LIMIT " + limit : "") + (offset.Length > 0 ? " OFFSET " + offset : "");
        }
    }

    private string Count()
    {
        if (Cursor.TryTake("NULL"))
            return "";
        var token = Cursor.Current;
        if (token.Kind is not (SqlTokenKind.Number or SqlTokenKind.Binding))
            throw SqlError.Syntax(token);
        var value =
            token.Kind == SqlTokenKind.Binding
                ? compilation.Binding(Cursor.Take()).Constant!.Value.Payload as string
                : Cursor.Take().Text;
        return long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            ? count.ToString(CultureInfo.InvariantCulture)
            : throw SqlError.Syntax(token);
    }

    private string With()
    {
        var recursive = Cursor.TryTake("RECURSIVE");
        var parts = new List<string>();
        do
        {
            var name = Cursor.Identifier();
            var names = Cursor.TryTake("(") ? Names() : null;
            Cursor.Expect("AS", "(");
            var alias = compilation.NextAlias("w");
            if (MentionsItself(name))
            {
                recursive = true;
                AddAnchor(name, names, alias);
            }

            var query = Read();
            Cursor.Expect(")");
            parts.Add($"{alias} AS ({query.Sql})");
            Add(name, names, alias, query.Columns);
        } while (Cursor.TryTake(","));

        return (recursive ? "WITH RECURSIVE " : "WITH ") + string.Join(", ", parts) + " ";
    }

    private List<string> Names()
    {
        var names = new List<string>();
        do names.Add(Cursor.Identifier());
        while (Cursor.TryTake(","));
        Cursor.Expect(")");
        return names;
    }

    private void Add(string name, List<string>? names, string alias, IReadOnlyList<QueryColumn> columns)
    {
        if (names is not null && names.Count != columns.Count)
            throw SqlError.Compilation("002020", "21S01", $"column list of '{name}' does not match its query");
        compilation.CommonTables = compilation.CommonTables.SetItem(
            name,
            new CompiledQuery(alias, [.. columns.Select((c, i) => c with { Name = names?[i] ?? c.Name })])
        );
    }

    private bool MentionsItself(string name)
    {
        for (int depth = 1, ahead = 0; depth > 0; ahead++)
        {
            var token = Cursor.Peek(ahead);
            if (token.Kind == SqlTokenKind.End)
                return false;
            depth +=
                token.Is("(") ? 1
                : token.Is(")") ? -1
                : 0;
            if (
                (token.Is("FROM") || token.Is("JOIN") || token.Is(","))
                && Cursor.Peek(ahead + 1) is { Kind: SqlTokenKind.Word or SqlTokenKind.QuotedIdentifier } next
            )
                if ((next.Kind == SqlTokenKind.Word ? next.Text.ToUpperInvariant() : next.Text) == name)
                    return true;
        }

        return false;
    }

    /// <summary>The first branch of a recursive query says what its columns are; it is read again with the rest.</summary>
    private void AddAnchor(string name, List<string>? names, string alias)
    {
        var mark = Cursor.Mark;
        var anchor = Operand();
        Cursor.Mark = mark;
        Add(
            name,
            names,
            alias,
            [
                .. anchor.Columns.Select(
                    (c, i) => c with { Type = Wide(c.Type), Sql = "o" + (i + 1).ToString(CultureInfo.InvariantCulture) }
                ),
            ]
        );
    }
}
