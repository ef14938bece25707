using System.Globalization;
using QlikSnowflake.Emulator.Snowflake.Results;

namespace QlikSnowflake.Emulator.Snowflake.Sql.Queries;

/// <summary>Translates one SELECT. Its FROM is read before its select list, which comes first in the text.</summary>
internal sealed class SelectCompiler(Compilation compilation, Scope? outer)
{
    /// <summary>The type of a column of NULLs.</summary>
    public static readonly SnowflakeColumn Untyped = SnowflakeColumn.Text("") with { Precision = -1 };

    private static readonly string[] SetOperators = ["UNION", "INTERSECT", "EXCEPT", "MINUS"];

    private readonly Scope _scope = new(outer);
    private readonly List<(Typed Value, string Name)> _items = [];

    private SqlCursor Cursor => compilation.Cursor;

    /// <summary>Whether the SELECT is a branch of a set operation, whose ORDER BY is not its own.</summary>
    public bool IsOperand { get; init; }

    public CompiledQuery Read()
    {
        Cursor.Expect("SELECT");
        var distinct = Cursor.TryTake("DISTINCT");
        if (!distinct)
            Cursor.TryTake("ALL");
        var top = Cursor.TryTake("TOP") ? $" LIMIT {Cursor.Integer()}" : "";
        var list = Cursor.Mark;
        var from = SkipToFrom() ? " FROM " + new FromCompiler(compilation, _scope).Read() : null;
        var afterFrom = Cursor.Mark;
        Cursor.Mark = list;
        Items();
        if (from is not null)
        {
            if (!Cursor.Current.Is("FROM"))
                throw SqlError.Syntax(Cursor.Current);
            Cursor.Mark = afterFrom;
        }

        var expressions = new ExpressionCompiler(compilation, _scope);
        var where = Cursor.TryTake("WHERE") ? " WHERE " + expressions.Condition() : "";
        foreach (var clause in new[] { "START", "CONNECT" })
            if (Cursor.Current.Is(clause))
                throw SqlError.Unknown("CONNECT BY");
        var group = Cursor.TryTake("GROUP", "BY") ? " GROUP BY " + Group(expressions) : "";
        var having = Cursor.TryTake("HAVING") ? " HAVING " + expressions.Condition() : "";
        var qualify = Cursor.TryTake("QUALIFY") ? " QUALIFY " + expressions.Condition() : "";
        var order = !IsOperand && Cursor.TryTake("ORDER", "BY") ? " ORDER BY " + Order(expressions, distinct) : "";

        var columns = _items
            .Select(
                (item, i) =>
                    new QueryColumn(
                        item.Name,
                        item.Value.IsNull && item.Value.Type.Type == "text" ? Untyped : item.Value.Type,
                        Output(i)
                    )
            )
            .ToList();
        var selected = string.Join(", ", _items.Select((item, i) => $"{item.Value.Sql} AS {Output(i)}"));
        return new($"SELECT {(distinct ? "DISTINCT " : "")}{selected}{from}{where}{group}{having}{qualify}{order}{top}", columns);
    }

    private static string Output(int index) => "o" + (index + 1).ToString(CultureInfo.InvariantCulture);

    /// <returns>False when there is no FROM.</returns>
    private bool SkipToFrom()
    {
        var depth = 0;
        while (Cursor.Current is { Kind: not SqlTokenKind.End } token && !token.Is(";"))
        {
            if (depth == 0 && token.Is("FROM") && !IsDistinctFrom())
            {
                Cursor.Take();
                return true;
            }

            if (depth == 0 && (token.Is(")") || SetOperators.Any(token.Is)))
                break;
            depth +=
                token.Is("(") ? 1
                : token.Is(")") ? -1
                : 0;
            Cursor.Take();
        }

        return false;
    }

    private bool IsDistinctFrom() => Cursor.Peek(-1).Is("DISTINCT") && (Cursor.Peek(-2).Is("IS") || Cursor.Peek(-2).Is("NOT"));

    private void Items()
    {
        var expressions = new ExpressionCompiler(compilation, _scope);
        do
        {
            if (Cursor.Current.Is("FROM"))
                throw SqlError.Syntax(Cursor.Current);
            if (Star())
                continue;
            var mark = Cursor.Mark;
            var value = expressions.Read();
            // A column without an alias is named by its text in upper case.
            var name = Alias() is { } alias ? alias : value.Name ?? Cursor.SourceFrom(mark).ToUpperInvariant();
            _items.Add((value, name));
            _scope.Aliases.TryAdd(name, value);
        } while (Cursor.TryTake(","));
    }

    private string? Alias()
    {
        if (Cursor.TryTake("AS"))
            return Cursor.Identifier();
        return Cursor.AtIdentifier && !(Cursor.Current.Kind == SqlTokenKind.Word && Reserved.EndsItem(Cursor.Current.Text))
            ? Cursor.Identifier()
            : null;
    }

    /// <summary>* and table.*, with EXCLUDE, RENAME and REPLACE.</summary>
    private bool Star()
    {
        var mark = Cursor.Mark;
        var qualifier = new List<string>();
        while (Cursor.AtIdentifier && Cursor.Next.Is("."))
        {
            qualifier.Add(Cursor.Identifier());
            Cursor.Take();
        }

        var at = Cursor.Current;
        if (!Cursor.TryTake("*"))
        {
            Cursor.Mark = mark;
            return false;
        }

        var relations = _scope.Relations.Where(r => r.IsCalled(qualifier)).ToList();
        if (relations.Count == 0)
            throw qualifier.Count == 0
                ? SqlError.Compilation("002028", "42601", "SELECT with no columns")
                : SqlError.CompilationAt(at, "000904", "42000", $"invalid identifier '{string.Join('.', qualifier)}'");
        var columns = relations
            .SelectMany(r =>
                r.Columns.Where(c => qualifier.Count > 0 || !r.Hidden.Contains(c.Name)).Select(c => (Value: r.Column(c), c.Name))
            )
            .ToList();
        Modify(columns);
        _items.AddRange(columns);
        return true;
    }

    private void Modify(List<(Typed Value, string Name)> columns)
    {
        if (Cursor.TryTake("ILIKE"))
            throw SqlError.Unknown("SELECT * ILIKE");
        if (Cursor.TryTake("EXCLUDE"))
            foreach (var name in NameList())
                Remove(columns, name);
        if (Cursor.TryTake("REPLACE"))
            Each(() =>
            {
                var value = new ExpressionCompiler(compilation, _scope).Read();
                Cursor.Expect("AS");
                var name = Cursor.Identifier();
                columns[IndexOf(columns, name)] = (value, name);
            });
        if (Cursor.TryTake("RENAME"))
            Each(() =>
            {
                var index = IndexOf(columns, Cursor.Identifier());
                Cursor.Expect("AS");
                columns[index] = (columns[index].Value, Cursor.Identifier());
            });
    }

    private List<string> NameList()
    {
        var names = new List<string>();
        Each(() => names.Add(Cursor.Identifier()));
        return names;
    }

    private void Each(Action read)
    {
        var several = Cursor.TryTake("(");
        do read();
        while (several && Cursor.TryTake(","));
        if (several)
            Cursor.Expect(")");
    }

    private static void Remove(List<(Typed Value, string Name)> columns, string name) => columns.RemoveAt(IndexOf(columns, name));

    private static int IndexOf(List<(Typed Value, string Name)> columns, string name) =>
        columns.FindIndex(c => c.Name == name) is >= 0 and var index
            ? index
            : throw SqlError.Compilation("000904", "42000", $"invalid identifier '{name}'");

    private string Group(ExpressionCompiler expressions)
    {
        if (Cursor.TryTake("ALL"))
            return "ALL";
        var items = new List<string>();
        do items.Add(GroupItem(expressions));
        while (Cursor.TryTake(","));
        return string.Join(", ", items);
    }

    private string GroupItem(ExpressionCompiler expressions)
    {
        foreach (var word in new[] { "ROLLUP", "CUBE" })
            if (Cursor.TryTake(word, "("))
                return $"{word} ({Elements(expressions)})";
        if (Cursor.TryTake("GROUPING", "SETS"))
        {
            Cursor.Expect("(");
            var sets = new List<string>();
            do sets.Add(Cursor.TryTake("(") ? $"({(Cursor.TryTake(")") ? "" : Elements(expressions))})" : Element(expressions));
            while (Cursor.TryTake(","));
            Cursor.Expect(")");
            return $"GROUPING SETS ({string.Join(", ", sets)})";
        }

        return Element(expressions);
    }

    private string Elements(ExpressionCompiler expressions)
    {
        var elements = new List<string>();
        do elements.Add(Element(expressions));
        while (Cursor.TryTake(","));
        Cursor.Expect(")");
        return string.Join(", ", elements);
    }

    private string Element(ExpressionCompiler expressions)
    {
        if (Cursor.Current.Kind != SqlTokenKind.Number)
            return expressions.Read().Sql;
        var at = Cursor.Current;
        var position = Cursor.Integer();
        return position >= 1 && position <= _items.Count
            ? _items[(int)position - 1].Value.Sql
            : throw SqlError.CompilationAt(at, "000910", "42601", $"invalid GROUP BY position {position}");
    }

    private string Order(ExpressionCompiler expressions, bool ofOutput)
    {
        _scope.AliasesFirst = true;
        var columns = _items.Select((item, i) => ofOutput ? new Typed(Output(i), item.Value.Type) : item.Value).ToList();
        // After DISTINCT, DuckDB orders by what is selected only.
        if (ofOutput)
            foreach (var (item, column) in _items.Zip(columns))
                _scope.Aliases[item.Name] = column with { Name = item.Name };
        var order = new OrderCompiler(compilation, expressions).Read([.. columns]);
        return order;
    }
}
