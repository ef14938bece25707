using QlikSnowflake.Emulator.Snowflake.Results;
using QlikSnowflake.Emulator.Snowflake.Sql.Functions;

namespace QlikSnowflake.Emulator.Snowflake.Sql.Queries;

/// <summary>Translates calls: what is written between the parentheses and after them. What a call means stands in the functions.</summary>
internal sealed class CallCompiler(Compilation compilation, Scope scope, ExpressionCompiler expressions)
{
    private SqlCursor Cursor => compilation.Cursor;

    public Typed Read()
    {
        var name = Cursor.Take();
        var upper = name.Text.ToUpperInvariant();
        Cursor.Expect("(");
        if (Special(upper) is { } special)
            return special;
        var call = new FunctionCall(name, upper, compilation, expressions);
        if (Cursor.TryTake("DISTINCT"))
            call.Distinct = true;
        else
            Cursor.TryTake("ALL");
        Arguments(call);
        Modifiers(call);
        Cursor.Expect(")");
        After(call);
        return AggregateFunctions.TryCompile(call)
            ?? WindowFunctions.TryCompile(call)
            ?? ScalarFunctions.TryCompile(call)
            ?? Context(call)
            ?? throw Unknown(call);
    }

    private static SqlError Unknown(FunctionCall call) =>
        SnowflakeFunctionNames.Contains(call.Upper)
            ? SqlError.Unknown($"the function {call.Upper}")
            : SqlError.Compilation("002139", "42601", $"Unknown function {call.Upper}.");

    private Typed? Special(string name)
    {
        switch (name)
        {
            case "CAST" or "TRY_CAST":
                return Cast(name);
            case "EXISTS":
                var query = new QueryCompiler(compilation, scope).Read();
                Cursor.Expect(")");
                return new($"EXISTS ({query.Sql})", TypeRules.Boolean);
            case "EXTRACT":
                var unit = Cursor.Current.Kind == SqlTokenKind.String ? Cursor.String() : Cursor.Identifier();
                Cursor.Expect("FROM");
                var value = expressions.Read();
                Cursor.Expect(")");
                return ScalarFunctions.DatePart(compilation, unit, value);
            case "POSITION" when IsPositionIn():
                var part = expressions.TextOf(new NarrowReader(compilation, scope).Read());
                Cursor.Expect("IN");
                var text = expressions.TextOf(expressions.Read());
                Cursor.Expect(")");
                return new($"CAST(strpos({text}, {part}) AS DECIMAL(18,0))", TypeRules.Integer(18));
            default:
                return null;
        }
    }

    private bool IsPositionIn()
    {
        for (int depth = 0, ahead = 0; ; ahead++)
        {
            var token = Cursor.Peek(ahead);
            if (token.Kind == SqlTokenKind.End || depth == 0 && (token.Is(",") || token.Is(")")))
                return false;
            if (depth == 0 && token.Is("IN"))
                return true;
            depth +=
                token.Is("(") ? 1
                : token.Is(")") ? -1
                : 0;
        }
    }

    private Typed Cast(string name)
    {
        var value = expressions.Read();
        Cursor.Expect("AS");
        var type = SqlTypeReader.Read(Cursor);
        Cursor.Expect(")");
        return name == "CAST"
            ? TypeRules.Cast(value, type, compilation.Session.TimeZone)
            : compilation.Managed(
                "TRY_CAST",
                type,
                value.IsNull ? TypeRules.Cast(value, type, compilation.Session.TimeZone) : value
            );
    }

    private void Arguments(FunctionCall call)
    {
        if (Cursor.Current.Is(")") || Cursor.Current.Is("ORDER"))
            return;
        do
        {
            if (Cursor.Current.Is("*"))
            {
                Cursor.Take();
                call.Star = true;
            }
            else if (
                ScalarFunctions.TakesDateUnit(call.Upper, call.Arguments.Count)
                && Cursor.Current.Kind == SqlTokenKind.Word
                && (Cursor.Next.Is(",") || Cursor.Next.Is(")"))
                && DateUnits.Find(Cursor.Current.Text) is not null
            )
                call.Arguments.Add(Compilation.Constant(SqlValue.Text(Cursor.Take().Text)));
            else if (Cursor.AtIdentifier && Cursor.Next.Is("=>"))
                throw SqlError.Unknown($"named arguments of {call.Upper}");
            else
                call.Arguments.Add(expressions.Read());
        } while (Cursor.TryTake(","));
    }

    private void Modifiers(FunctionCall call)
    {
        Nulls(call);
        if (Cursor.TryTake("ORDER", "BY"))
            Order(call);
    }

    private void Nulls(FunctionCall call)
    {
        if (Cursor.TryTake("IGNORE", "NULLS"))
            call.IgnoreNulls = true;
        else
            Cursor.TryTake("RESPECT", "NULLS");
    }

    private void After(FunctionCall call)
    {
        if (Cursor.TryTake("WITHIN", "GROUP"))
        {
            Cursor.Expect("(", "ORDER", "BY");
            Order(call);
            Cursor.Expect(")");
        }

        Nulls(call);
        if (Cursor.TryTake("OVER", "("))
            call.Over = Window(call);
    }

    private void Order(FunctionCall call)
    {
        var order = new OrderCompiler(compilation, expressions);
        call.Order = order.Read([]);
        call.OrderBy = order.Values;
    }

    private string Order() => new OrderCompiler(compilation, expressions).Read([]);

    private string Window(FunctionCall call)
    {
        var parts = new List<string>();
        if (Cursor.TryTake("PARTITION", "BY"))
            parts.Add("PARTITION BY " + string.Join(", ", expressions.List().Select(v => v.Sql)));
        if (Cursor.TryTake("ORDER", "BY"))
        {
            call.HasWindowOrder = true;
            parts.Add("ORDER BY " + Order());
        }

        if (Cursor.Current.Is("ROWS") || Cursor.Current.Is("RANGE") || Cursor.Current.Is("GROUPS"))
        {
            call.HasFrame = true;
            parts.Add(Frame());
        }

        Cursor.Expect(")");
        return string.Join(' ', parts);
    }

    private string Frame()
    {
        var kind = Cursor.Take().Text.ToUpperInvariant();
        if (!Cursor.TryTake("BETWEEN"))
            return $"{kind} {Bound(kind)}";
        var from = Bound(kind);
        Cursor.Expect("AND");
        return $"{kind} BETWEEN {from} AND {Bound(kind)}";
    }

    private string Bound(string kind)
    {
        if (Cursor.TryTake("CURRENT", "ROW"))
            return "CURRENT ROW";
        if (Cursor.Current.Is("INTERVAL") || kind != "ROWS" && !Cursor.Current.Is("UNBOUNDED"))
            throw SqlError.Unknown($"{kind} frames with an offset");
        var amount = Cursor.TryTake("UNBOUNDED")
            ? "UNBOUNDED"
            : Cursor.Integer().ToString(System.Globalization.CultureInfo.InvariantCulture);
        return amount + (Cursor.TryTake("PRECEDING") ? " PRECEDING" : Take("FOLLOWING"));
    }

    private string Take(string word)
    {
        Cursor.Expect(word);
        return " " + word;
    }

    /// <summary>CURRENT_ROLE() and the like: a value of the session.</summary>
    private Typed? Context(FunctionCall call)
    {
        if (call.Arguments.Exists(a => a.Constant is null) || call.Over is not null)
            return null;
        if (!SqlFunctions.IsContext(call.Upper))
            return null;
        var arguments = call.Arguments.ConvertAll(a => a.Constant!.Value);
        return Compilation.Constant(compilation.Account.Functions.Call(call.Name, arguments, compilation.Session).Value);
    }
}

/// <summary>Reads the operand before IN of POSITION(a IN b): anything without operators.</summary>
internal sealed class NarrowReader(Compilation compilation, Scope scope)
{
    public Typed Read() => new PrimaryCompiler(compilation, scope, new ExpressionCompiler(compilation, scope)).Read();
}
