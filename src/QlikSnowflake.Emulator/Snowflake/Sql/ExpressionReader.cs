using QlikSnowflake.Emulator.Snowflake.Results;

namespace QlikSnowflake.Emulator.Snowflake.Sql;

/// <summary>Reads constant expressions: literals, bindings, casts, and the functions in <see cref="SqlFunctions"/>.</summary>
internal sealed class ExpressionReader(SqlCursor cursor, Session session, SqlFunctions functions)
{
    private const int MaximumDepth = 100;

    private int _bindings;
    private int _depth;

    /// <summary>How long the expressions read so far take to compute.</summary>
    public TimeSpan Duration { get; private set; }

    public SqlValue Read()
    {
        if (++_depth > MaximumDepth)
            throw SqlError.Syntax(cursor.Current);
        var value = Primary();
        while (cursor.TryTake("::"))
            value = Cast(value);
        _depth--;
        return value;
    }

    private SqlValue Primary()
    {
        var token = cursor.Current;
        switch (token.Kind)
        {
            case SqlTokenKind.String:
                return SqlValue.Text(cursor.Take().Text);
            case SqlTokenKind.Number:
                return Number("");
            case SqlTokenKind.Binding:
                cursor.Take();
                return session.Bindings.Resolve(token, token.Text.Length > 0 ? 0 : ++_bindings);
            case SqlTokenKind.Symbol when cursor.TryTake("-") || cursor.TryTake("+"):
                return cursor.Current.Kind == SqlTokenKind.Number
                    ? Number(token.Text == "-" ? "-" : "")
                    : throw SqlError.Syntax(cursor.Current);
            case SqlTokenKind.Symbol when cursor.TryTake("("):
                var inner = Read();
                cursor.Expect(")");
                return inner;
            case SqlTokenKind.Word or SqlTokenKind.QuotedIdentifier:
                return Word(token);
            default:
                throw SqlError.Syntax(token);
        }
    }

    private SqlValue Number(string sign)
    {
        var text = cursor.Take().Text;
        if (!SqlNumber.IsPlain(text))
            return new SqlValue(SnowflakeColumn.Of("", "real"), SqlNumber.Real(sign + text));
        var point = text.IndexOf('.', StringComparison.Ordinal);
        if (point == 0)
            text = "0" + text;
        point = text.IndexOf('.', StringComparison.Ordinal);
        return SqlValue.Number(sign + text.TrimEnd('.'), point < 0 ? 0 : text.Length - point - 1);
    }

    private SqlValue Word(SqlToken token)
    {
        if (token.Kind == SqlTokenKind.Word && !cursor.Next.Is("("))
        {
            if (cursor.TryTake("TRUE"))
                return SqlValue.Boolean(true);
            if (cursor.TryTake("FALSE"))
                return SqlValue.Boolean(false);
            if (cursor.TryTake("NULL"))
                return SqlValue.Text(null);
            if (functions.WithoutParentheses(token.Text, session) is { } value)
            {
                cursor.Take();
                return value;
            }
        }

        if (token.Kind == SqlTokenKind.QuotedIdentifier || !cursor.Next.Is("("))
            throw InvalidIdentifier(token);
        return cursor.TryTake("CAST", "(") ? CastCall() : Call(token);
    }

    private SqlValue CastCall()
    {
        var value = Read();
        cursor.Expect("AS");
        var cast = Cast(value);
        cursor.Expect(")");
        return cast;
    }

    private SqlValue Call(SqlToken name)
    {
        cursor.Take();
        cursor.Expect("(");
        var arguments = new List<SqlValue>();
        while (!cursor.TryTake(")"))
        {
            if (arguments.Count > 0)
                cursor.Expect(",");
            arguments.Add(Read());
        }

        var (value, duration) = functions.Call(name, arguments, session);
        Duration += duration;
        return value;
    }

    private SqlValue Cast(SqlValue value)
    {
        var type = SqlTypeReader.Read(cursor);
        return Coercion.Cast(value, type, session.TimeZone);
    }

    private static SqlError InvalidIdentifier(SqlToken token) =>
        SqlError.CompilationAt(
            token,
            "000904",
            "42000",
            $"invalid identifier '{(token.Kind == SqlTokenKind.Word ? token.Text.ToUpperInvariant() : token.Source)}'"
        );
}
