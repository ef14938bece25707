using System.Globalization;
using QlikSnowflake.Emulator.Snowflake.Results;
using QlikSnowflake.Emulator.Snowflake.Sql.Functions;

namespace QlikSnowflake.Emulator.Snowflake.Sql.Queries;

/// <summary>
/// Translates what stands between operators: literals, bindings, columns, calls, CASE, subqueries, and what may follow them: casts
/// (<c>::</c>) and paths into semi-structured values (<c>:name</c>, <c>.name</c>, <c>[0]</c>).
/// </summary>
internal sealed class PrimaryCompiler(Compilation compilation, Scope scope, ExpressionCompiler expressions)
{
    private SqlCursor Cursor => compilation.Cursor;

    private TimeZoneInfo Zone => compilation.Session.TimeZone;

    public Typed Read()
    {
        var value = Primary();
        while (true)
        {
            if (Cursor.TryTake("::"))
                value = Cast(value);
            else if (AtPath(value))
                value = Path(value);
            else if (Cursor.Current.Is("COLLATE") || Cursor.Current.Is("AT"))
                throw SqlError.Unknown(Cursor.Current.Text.ToUpperInvariant());
            else
                return value;
        }
    }

    /// <summary>date + INTERVAL '1 day, 2 hours'.</summary>
    public Typed AddInterval(Typed value, bool negative)
    {
        Cursor.Expect("INTERVAL");
        var text = Cursor.String();
        var parts = text.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length == 1 && Cursor.Current.Kind == SqlTokenKind.Word)
            parts = [parts[0], Cursor.Take().Text];
        for (var i = 0; i < parts.Length; i += 2)
        {
            var unit = i + 1 < parts.Length ? DateUnits.Find(parts[i + 1]) : "second";
            if (
                !long.TryParse(parts[i], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var amount)
                || unit is null
            )
                throw SqlError.Unknown($"the interval '{text}'");
            value = ScalarFunctions.DateAdd(
                compilation,
                unit,
                Compilation.Constant(SqlValue.Integer(negative ? -amount : amount)),
                value
            );
        }

        return value;
    }

    private Typed Cast(Typed value)
    {
        var type = SqlTypeReader.Read(Cursor);
        return TypeRules.Cast(value, type, Zone);
    }

    private bool AtPath(Typed value) =>
        TypeRules.IsSemiStructured(value.Type)
        && (
            Cursor.Current.Is("[") || Cursor.Current.Is(":") || Cursor.Current is { Kind: SqlTokenKind.Binding, Text.Length: > 0 }
        );

    private Typed Path(Typed value)
    {
        while (true)
        {
            if (Cursor.TryTake("["))
            {
                var index = expressions.Read();
                Cursor.Expect("]");
                value = compilation.Managed(
                    "GET",
                    TypeRules.Variant,
                    value,
                    expressions.To(index, index.Type.Type == "text" ? TypeRules.Text : TypeRules.Integer())
                );
            }
            else if (Cursor.Current is { Kind: SqlTokenKind.Binding, Text.Length: > 0 })
                value = Field(value, Cursor.Take().Text);
            else if (Cursor.Current.Is(":") || Cursor.Current.Is("."))
            {
                Cursor.Take();
                var name = Cursor.AtIdentifier ? Cursor.Take().Text : throw SqlError.Syntax(Cursor.Current);
                value = Field(value, name);
            }
            else
                return value;
        }
    }

    private Typed Field(Typed value, string name) =>
        compilation.Managed("GET", TypeRules.Variant, value, Compilation.Constant(SqlValue.Text(name)));

    private Typed Primary()
    {
        var token = Cursor.Current;
        switch (token.Kind)
        {
            case SqlTokenKind.String:
                return Compilation.Constant(SqlValue.Text(Cursor.Take().Text));
            case SqlTokenKind.Number:
                return Number(Cursor.Take());
            case SqlTokenKind.Binding:
                Cursor.Take();
                return compilation.Binding(token);
            case SqlTokenKind.Symbol when token.Is("("):
                return Parenthesis();
            case SqlTokenKind.Symbol when Cursor.TryTake("["):
                return ArrayLiteral();
            case SqlTokenKind.Symbol when Cursor.TryTake("{"):
                return ObjectLiteral();
            case SqlTokenKind.Symbol when Cursor.TryTake("$"):
                return Dollar(token);
            case SqlTokenKind.Word or SqlTokenKind.QuotedIdentifier:
                return Word(token);
            default:
                throw SqlError.Syntax(token);
        }
    }

    private static Typed Number(SqlToken token)
    {
        if (!SqlNumber.IsPlain(token.Text))
            return Compilation.Constant(new SqlValue(TypeRules.Real, SqlNumber.Real(token.Text)));
        var text = token.Text.StartsWith('.') ? "0" + token.Text : token.Text;
        var point = text.IndexOf('.', StringComparison.Ordinal);
        return Compilation.Constant(SqlValue.Number(text.TrimEnd('.'), point < 0 ? 0 : text.Length - point - 1));
    }

    private Typed Parenthesis()
    {
        Cursor.Expect("(");
        if (Cursor.AtQuery && !Cursor.Current.Is("("))
            return Scalar();
        var value = expressions.Read();
        if (Cursor.Current.Is(","))
            throw SqlError.Unknown("rows in parentheses");
        Cursor.Expect(")");
        return value with { Sql = $"({value.Sql})" };
    }

    private Typed Scalar()
    {
        var query = new QueryCompiler(compilation, scope).Read();
        Cursor.Expect(")");
        if (query.Columns.Count != 1)
            throw SqlError.Compilation("001067", "42601", "a scalar subquery has one column");
        return new($"({query.Sql})", query.Columns[0].Type);
    }

    private Typed ArrayLiteral()
    {
        var items = Cursor.Current.Is("]") ? [] : expressions.List();
        Cursor.Expect("]");
        return ScalarFunctions.Construct(compilation, "ARRAY_CONSTRUCT", TypeRules.Array, items);
    }

    private Typed ObjectLiteral()
    {
        var items = new List<Typed>();
        while (!Cursor.TryTake("}"))
        {
            if (items.Count > 0)
                Cursor.Expect(",");
            items.Add(Compilation.Constant(SqlValue.Text(Cursor.String())));
            // 'key':name is read as the binding :name.
            if (Cursor.Current is { Kind: SqlTokenKind.Binding, Text.Length: > 0 } joined)
            {
                if (!long.TryParse(joined.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
                    throw SqlError.Unknown($"'{joined.Source}' in an object constant: put a space after the colon");
                Cursor.Take();
                items.Add(Compilation.Constant(SqlValue.Integer(number)));
                continue;
            }

            Cursor.Expect(":");
            items.Add(expressions.Read());
        }

        return ScalarFunctions.Construct(compilation, "OBJECT_CONSTRUCT", TypeRules.Object, items);
    }

    private Typed Dollar(SqlToken at)
    {
        if (Cursor.Current.Kind == SqlTokenKind.Number)
        {
            var column = Cursor.Integer();
            var columns = scope.Relations.SelectMany(r => r.Columns.Select(r.Column)).ToList();
            return column >= 1 && column <= columns.Count ? columns[(int)column - 1] : throw InvalidIdentifier(at, $"${column}");
        }

        var name = Cursor.Identifier();
        return compilation.Session.Variables.TryGetValue(name, out var value)
            ? Compilation.Constant(value)
            : throw SqlError.CompilationAt(at, "002211", "02000", $"Session variable '${name}' does not exist");
    }

    private Typed Word(SqlToken token)
    {
        if (token.Kind == SqlTokenKind.Word)
        {
            if (!Cursor.Next.Is("(") && !Cursor.Next.Is("."))
            {
                if (Keyword(token) is { } value)
                    return value;
            }
            else if (Cursor.Next.Is("("))
                return new CallCompiler(compilation, scope, expressions).Read();
        }

        return Column(token);
    }

    private Typed? Keyword(SqlToken token)
    {
        switch (token.Text.ToUpperInvariant())
        {
            case "TRUE":
                Cursor.Take();
                return Compilation.Constant(SqlValue.Boolean(true));
            case "FALSE":
                Cursor.Take();
                return Compilation.Constant(SqlValue.Boolean(false));
            case "NULL":
                Cursor.Take();
                return Compilation.Null();
            case "CASE":
                Cursor.Take();
                return Case();
            case "DATE" or "TIME" or "TIMESTAMP" when Cursor.Next.Kind == SqlTokenKind.String:
                return Cast(type: SqlTypeReader.Read(Cursor));
            case "INTERVAL":
                throw SqlError.Unknown("an INTERVAL that is added to nothing");
            default:
                if (compilation.Account.Functions.WithoutParentheses(token.Text, compilation.Session) is not { } context)
                    return null;
                Cursor.Take();
                return Compilation.Constant(context);
        }
    }

    private Typed Cast(SnowflakeColumn type) => TypeRules.Cast(Compilation.Constant(SqlValue.Text(Cursor.String())), type, Zone);

    private Typed Case()
    {
        var subject = Cursor.Current.Is("WHEN") ? null : expressions.Read();
        var conditions = new List<string>();
        var values = new List<Typed>();
        while (Cursor.TryTake("WHEN"))
        {
            var test = expressions.Read();
            conditions.Add(
                subject is null ? expressions.To(test, TypeRules.Boolean).Sql : expressions.Compare("=", subject, test)
            );
            Cursor.Expect("THEN");
            values.Add(expressions.Read());
        }

        if (conditions.Count == 0)
            throw SqlError.Syntax(Cursor.Current);
        values.Add(Cursor.TryTake("ELSE") ? expressions.Read() : Compilation.Null());
        Cursor.Expect("END");
        var type = values
            .Aggregate((a, b) => new Typed("", TypeRules.Common(a, b)) { Constant = a.IsNull && b.IsNull ? a.Constant : null })
            .Type;
        var branches = conditions.Select((c, i) => $"WHEN {c} THEN {expressions.To(values[i], type).Sql} ");
        return new($"(CASE {string.Concat(branches)}ELSE {expressions.To(values[^1], type).Sql} END)", type);
    }

    private Typed Column(SqlToken token)
    {
        var parts = new List<string> { Cursor.Identifier() };
        while (
            Cursor.Current.Is(".") && Cursor.Next.Kind is SqlTokenKind.Word or SqlTokenKind.QuotedIdentifier && parts.Count < 4
        )
        {
            Cursor.Take();
            // schema.function(...)
            if (Cursor.Next.Is("("))
                throw SqlError.Unknown($"the function {parts[^1]}.{Cursor.Current.Text}");
            parts.Add(Cursor.Identifier());
        }

        return scope.Find(parts[..^1], parts[^1], token) ?? throw InvalidIdentifier(token, string.Join('.', parts));
    }

    private static SqlError InvalidIdentifier(SqlToken token, string name) =>
        SqlError.CompilationAt(
            token,
            "000904",
            "42000",
            $"invalid identifier '{(token.Kind == SqlTokenKind.QuotedIdentifier ? token.Source : name)}'"
        );
}
