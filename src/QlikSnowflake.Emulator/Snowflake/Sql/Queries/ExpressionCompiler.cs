using QlikSnowflake.Emulator.Snowflake.Results;
using QlikSnowflake.Emulator.Snowflake.Sql.Duck;

namespace QlikSnowflake.Emulator.Snowflake.Sql.Queries;

/// <summary>
/// Translates expressions: the operators, by their precedence. What stands between them is <see cref="PrimaryCompiler"/>'s.
/// </summary>
internal sealed class ExpressionCompiler
{
    private const int MaximumDepth = 100;

    private readonly Compilation _compilation;
    private readonly Scope _scope;
    private readonly PrimaryCompiler _primaries;

    public ExpressionCompiler(Compilation compilation, Scope scope)
    {
        _compilation = compilation;
        _scope = scope;
        _primaries = new PrimaryCompiler(compilation, scope, this);
    }

    private SqlCursor Cursor => _compilation.Cursor;

    private TimeZoneInfo Zone => _compilation.Session.TimeZone;

    public Typed Read()
    {
        if (++_compilation.Depth > MaximumDepth)
            throw SqlError.Syntax(Cursor.Current);
        var value = And();
        while (Cursor.TryTake("OR"))
            value = Truth($"({Sql(value)} OR {Sql(And())})");
        _compilation.Depth--;
        return value;
    }

    public List<Typed> List()
    {
        var values = new List<Typed> { Read() };
        while (Cursor.TryTake(","))
            values.Add(Read());
        return values;
    }

    /// <summary>A condition: BOOLEAN, or what becomes one.</summary>
    public string Condition() => Sql(Read());

    public Typed To(Typed value, SnowflakeColumn type) => TypeRules.Cast(value, type, Zone);

    public string TextOf(Typed value) => To(value, TypeRules.Text).Sql;

    public string Compare(string operation, Typed left, Typed right)
    {
        var type = TypeRules.Common(left, right);
        return $"({Key(left, type)} {operation} {Key(right, type)})";
    }

    private string Key(Typed value, SnowflakeColumn type) => StoredValue.Comparable(To(value, type).Sql, type);

    private static Typed Truth(string sql) => new(sql, TypeRules.Boolean);

    private string Sql(Typed value) => To(value, TypeRules.Boolean).Sql;

    private Typed And()
    {
        var value = Not();
        while (Cursor.TryTake("AND"))
            value = Truth($"({Sql(value)} AND {Sql(Not())})");
        return value;
    }

    private Typed Not()
    {
        if (!Cursor.TryTake("NOT"))
            return Comparison();
        if (++_compilation.Depth > MaximumDepth)
            throw SqlError.Syntax(Cursor.Current);
        var value = Truth($"(NOT {Sql(Not())})");
        _compilation.Depth--;
        return value;
    }

    private Typed Comparison()
    {
        var value = Additive();
        while (true)
        {
            var next =
                Operator() is { } operation ? Compared(operation, value)
                : Cursor.TryTake("IS") ? Is(value)
                : Negatable(value);
            if (next is null)
                return value;
            value = next;
        }
    }

    private string? Operator()
    {
        if (Cursor.TryTakeAdjacent("<", "=") || Cursor.TryTakeAdjacent("=", "<"))
            return "<=";
        if (Cursor.TryTakeAdjacent(">", "="))
            return ">=";
        if (Cursor.TryTakeAdjacent("<", ">") || Cursor.TryTakeAdjacent("!", "="))
            return "<>";
        return Cursor.TryTake("=") ? "="
            : Cursor.TryTake("<") ? "<"
            : Cursor.TryTake(">") ? ">"
            : null;
    }

    private Typed Compared(string operation, Typed left)
    {
        foreach (var quantifier in new[] { "ANY", "SOME", "ALL" })
        {
            if (!Cursor.TryTake(quantifier, "("))
                continue;
            var query = new QueryCompiler(_compilation, _scope).Read();
            Cursor.Expect(")");
            var type = TypeRules.Common(left, new Typed("", query.Columns[0].Type));
            return Truth($"({Key(left, type)} {operation} {(quantifier == "ALL" ? "ALL" : "ANY")} {Keys(query, type)})");
        }

        return Truth(Compare(operation, left, Additive()));
    }

    private Typed Is(Typed value)
    {
        var not = Cursor.TryTake("NOT") ? "NOT " : "";
        if (Cursor.TryTake("NULL"))
            return Truth($"({value.Sql} IS {not}NULL)");
        if (Cursor.TryTake("DISTINCT", "FROM"))
            return Truth(Compare($"IS {not}DISTINCT FROM", value, Additive()));
        if (Cursor.TryTake("TRUE"))
            return Truth($"({Sql(value)} IS {not}TRUE)");
        Cursor.Expect("FALSE");
        return Truth($"({Sql(value)} IS {not}FALSE)");
    }

    private Typed? Negatable(Typed value)
    {
        var mark = Cursor.Mark;
        var not = Cursor.TryTake("NOT");
        var result =
            Cursor.TryTake("IN") ? ReadIn(value)
            : Cursor.TryTake("BETWEEN") ? Between(value)
            : Cursor.TryTake("LIKE") ? Like("LIKE", value)
            : Cursor.TryTake("ILIKE") ? Like("ILIKE", value)
            : Cursor.TryTake("RLIKE") || Cursor.TryTake("REGEXP") ? Regular(value)
            : null;
        if (result is null)
            Cursor.Mark = mark;
        return result is not null && not ? Truth($"(NOT {result.Sql})") : result;
    }

    private Typed Between(Typed value)
    {
        var low = Additive();
        Cursor.Expect("AND");
        var high = Additive();
        return Truth($"({Compare(">=", value, low)} AND {Compare("<=", value, high)})");
    }

    private Typed ReadIn(Typed value)
    {
        Cursor.Expect("(");
        if (Cursor.AtQuery)
        {
            var query = new QueryCompiler(_compilation, _scope).Read();
            Cursor.Expect(")");
            var common = TypeRules.Common(value, new Typed("", query.Columns[0].Type));
            return Truth($"({Key(value, common)} IN {Keys(query, common)})");
        }

        var items = List();
        Cursor.Expect(")");
        var type = items.Aggregate(value, (all, item) => all with { Type = TypeRules.Common(all, item), Constant = null }).Type;
        return Truth($"({Key(value, type)} IN ({string.Join(", ", items.Select(i => Key(i, type)))}))");
    }

    private string Keys(CompiledQuery query, SnowflakeColumn type)
    {
        if (query.Columns.Count != 1)
            throw SqlError.Compilation("001067", "42601", "a subquery here has one column");
        var column = query.Columns[0];
        return $"(SELECT {Key(new Typed("q." + column.Sql, column.Type), type)} FROM ({query.Sql}) q)";
    }

    private Typed Like(string operation, Typed value)
    {
        if (Cursor.Current.Is("ANY") || Cursor.Current.Is("ALL"))
        {
            var every = Cursor.Take().Is("ALL");
            Cursor.Expect("(");
            var patterns = List();
            Cursor.Expect(")");
            var tests = patterns.Select(p => $"{TextOf(value)} {operation} {TextOf(p)}");
            return Truth($"({string.Join(every ? " AND " : " OR ", tests)})");
        }

        var pattern = Additive();
        var escape = Cursor.TryTake("ESCAPE") ? $" ESCAPE {TextOf(Additive())}" : "";
        return Truth($"({TextOf(value)} {operation} {TextOf(pattern)}{escape})");
    }

    private Typed Regular(Typed value) =>
        _compilation.Managed("REGEXP_LIKE", TypeRules.Boolean, To(value, TypeRules.Text), To(Additive(), TypeRules.Text));

    private Typed Additive()
    {
        var value = Multiplicative();
        while (true)
        {
            if (Cursor.TryTakeAdjacent("|", "|"))
                value = new($"({TextOf(value)} || {TextOf(Multiplicative())})", TypeRules.Text);
            else if (Cursor.TryTake("+"))
                value = Plus(value, negative: false);
            else if (Cursor.TryTake("-"))
                value = Plus(value, negative: true);
            else
                return value;
        }
    }

    private Typed Plus(Typed left, bool negative)
    {
        if (Cursor.Current.Is("INTERVAL"))
            return _primaries.AddInterval(left, negative);
        var right = Multiplicative();
        if (left.Type.Type == "date" && right.Type.Type == "date" && negative)
            return new($"CAST({left.Sql} - {right.Sql} AS DECIMAL(9,0))", TypeRules.Integer(9));
        if (left.Type.Type == "date" && !right.IsNull && TypeRules.IsNumber(right.Type))
            return new($"({left.Sql} {(negative ? '-' : '+')} CAST({right.Sql} AS INTEGER))", left.Type);
        if (right.Type.Type == "date" && TypeRules.IsNumber(left.Type) && !negative)
            return new($"({right.Sql} + CAST({left.Sql} AS INTEGER))", right.Type);
        var (a, b) = (TypeRules.Number(left, Zone), TypeRules.Number(right, Zone));
        return new($"({a.Sql} {(negative ? '-' : '+')} {b.Sql})", TypeRules.Sum(a.Type, b.Type));
    }

    private Typed Multiplicative()
    {
        var value = Unary();
        while (true)
        {
            if (Cursor.TryTake("*"))
                value = Times(TypeRules.Number(value, Zone), TypeRules.Number(Unary(), Zone));
            else if (Cursor.TryTake("/"))
                value = Divide(value, Unary());
            else if (Cursor.TryTake("%"))
                value = Remainder(value, Unary());
            else
                return value;
        }
    }

    private Typed Times(Typed a, Typed b)
    {
        var type = TypeRules.Product(a.Type, b.Type);
        var digits = (a.Type.Scale ?? 0) + (b.Type.Scale ?? 0);
        if (type.Type != "fixed" || digits == type.Scale)
            return new($"({a.Sql} * {b.Sql})", type);
        return digits <= 38
            ? new($"CAST(({a.Sql} * {b.Sql}) AS {StoredValue.DuckType(type)})", type)
            : _compilation.Managed("MULTIPLY", type, a, b);
    }

    public Typed Divide(Typed left, Typed right)
    {
        var (a, b) = (TypeRules.Number(left, Zone), TypeRules.Number(right, Zone));
        return _compilation.Managed("DIVIDE", TypeRules.Quotient(a.Type, b.Type), a, b);
    }

    public Typed Remainder(Typed left, Typed right)
    {
        var (a, b) = (TypeRules.Number(left, Zone), TypeRules.Number(right, Zone));
        var type =
            a.Type.Type == "fixed" && b.Type.Type == "fixed"
                ? TypeRules.Common(a with { Constant = null }, b with { Constant = null })
                : TypeRules.Real;
        return _compilation.Managed("MOD", type, a, b);
    }

    private Typed Unary()
    {
        if (Cursor.TryTake("+"))
            return Unary();
        if (!Cursor.TryTake("-"))
            return _primaries.Read();
        if (++_compilation.Depth > MaximumDepth)
            throw SqlError.Syntax(Cursor.Current);
        var value = TypeRules.Number(Unary(), Zone);
        _compilation.Depth--;
        if (value.Constant is { Payload: string digits } constant && !digits.StartsWith('-') && SqlNumber.IsNumber(digits))
            return Compilation.Constant(constant with { Payload = "-" + digits });
        return new($"(- {value.Sql})", value.Type);
    }
}
