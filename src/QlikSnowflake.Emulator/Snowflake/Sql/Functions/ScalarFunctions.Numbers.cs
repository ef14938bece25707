using QlikSnowflake.Emulator.Snowflake.Results;
using QlikSnowflake.Emulator.Snowflake.Sql.Duck;
using QlikSnowflake.Emulator.Snowflake.Sql.Queries;

namespace QlikSnowflake.Emulator.Snowflake.Sql.Functions;

/// <summary>Numbers and conversions.</summary>
internal static partial class ScalarFunctions
{
    private static void Numbers()
    {
        Add("ABS", 1, 1, c => c.Number(0) is var n ? new($"abs({n.Sql})", n.Type) : n);
        Add("SIGN", 1, 1, c => Integer($"sign({c.Number(0).Sql})", 1));
        Add("CEIL", 1, 2, c => Round(c, "CEIL"));
        Add("FLOOR", 1, 2, c => Round(c, "FLOOR"));
        Add("ROUND", 1, 2, c => Round(c, "ROUND"));
        Add("TRUNCATE TRUNC", 1, 2, c => DateOrNumber(c));
        Add("MOD", 2, 2, c => c.Remainder(c[0], c[1]));
        Add("DIV0", 2, 2, c => Divide(c, "0"));
        Add("DIV0NULL", 2, 2, c => Divide(c, "0", alsoNull: true));
        foreach (
            var name in new[]
            {
                "SQRT",
                "EXP",
                "LN",
                "SIN",
                "COS",
                "TAN",
                "ASIN",
                "ACOS",
                "ATAN",
                "CBRT",
                "SINH",
                "COSH",
                "TANH",
                "DEGREES",
                "RADIANS",
            }
        )
            Managed(name, 1, 1, TypeRules.Real, TypeRules.Real);
        Managed("POWER", 2, 2, TypeRules.Real, TypeRules.Real);
        Managed("POW", 2, 2, TypeRules.Real, TypeRules.Real);
        Managed("ATAN2", 2, 2, TypeRules.Real, TypeRules.Real);
        Managed("LOG", 2, 2, TypeRules.Real, TypeRules.Real);
        Add("SQUARE", 1, 1, c => new($"({c.To(0, TypeRules.Real)} * {c.To(0, TypeRules.Real)})", TypeRules.Real));
        Add("PI", 0, 0, _ => new("pi()", TypeRules.Real));
        Add("FACTORIAL", 1, 1, c => Integer($"factorial(CAST({c.Number(0).Sql} AS INTEGER))", 38));
        Add("BITAND", 2, 2, c => Bits(c, "&"));
        Add("BITOR", 2, 2, c => Bits(c, "|"));
        Add("BITXOR", 2, 2, c => Integer($"xor(CAST({c.Number(0).Sql} AS HUGEINT), CAST({c.Number(1).Sql} AS HUGEINT))", 38));
        Add(
            "WIDTH_BUCKET",
            4,
            4,
            c =>
                c.Compilation.Managed(
                    "WIDTH_BUCKET",
                    TypeRules.Integer(),
                    c.Cast(0, TypeRules.Real),
                    c.Cast(1, TypeRules.Real),
                    c.Cast(2, TypeRules.Real),
                    c.Cast(3, TypeRules.Integer())
                )
        );
        Add("SEQ1 SEQ2 SEQ4 SEQ8", 0, 1, c => Integer(c.Compilation.GeneratedRow ?? "(row_number() OVER () - 1)", 38));
        Add("RANDOM", 0, 1, _ => Integer("floor((random() - 0.5) * 1.8e19)", 38));
        Add(
            "UNIFORM",
            3,
            3,
            c =>
                Integer(
                    $"floor({c.To(0, TypeRules.Real)} + random() * ({c.To(1, TypeRules.Real)} - {c.To(0, TypeRules.Real)} + 1))",
                    38
                )
        );
    }

    private static Typed Bits(FunctionCall call, string operation) =>
        Integer($"(CAST({call.Number(0).Sql} AS HUGEINT) {operation} CAST({call.Number(1).Sql} AS HUGEINT))", 38);

    private static Typed DateOrNumber(FunctionCall call) =>
        call[0].Type.Type == "date" || TypeRules.IsTimestamp(call[0].Type)
            ? DateTrunc(call.Compilation, call.Count == 2 ? call[1] : Compilation.Constant(SqlValue.Text("day")), call[0])
            : Round(call, "TRUNC");

    private static Typed Round(FunctionCall call, string function)
    {
        var number = call.Number(0);
        if (number.Type.Type != "fixed")
            return call.Compilation.Managed(
                function,
                TypeRules.Real,
                number,
                call.Count == 2 ? call.Cast(1, TypeRules.Integer()) : Compilation.Constant(SqlValue.Integer(0))
            );
        var scale = number.Type.Scale ?? 0;
        var digits = call.Count == 2 ? call[1].Constant?.Payload as string : "0";
        var kept = int.TryParse(digits, out var known) ? Math.Clamp(known, 0, scale) : scale;
        var precision = Math.Min(38, (number.Type.Precision ?? 38) - scale + kept + 1);
        return call.Compilation.Managed(
            function,
            SnowflakeColumn.Fixed("", precision, kept),
            number,
            call.Count == 2 ? call.Cast(1, TypeRules.Integer()) : Compilation.Constant(SqlValue.Integer(0))
        );
    }

    private static Typed Divide(FunctionCall call, string zero, bool alsoNull = false)
    {
        var (a, b) = (call.Number(0), call.Number(1));
        // The divisor is never nought where it is divided by.
        var quotient = call.Divide(a, b with { Sql = $"nullif({b.Sql}, 0)", Constant = null });
        var divisor = alsoNull ? $"coalesce({b.Sql}, 0)" : b.Sql;
        return quotient with
        {
            Sql =
                $"(CASE WHEN {divisor} = 0 AND {a.Sql} IS NOT NULL THEN CAST({zero} AS {StoredValue.DuckType(quotient.Type)}) "
                + $"ELSE {quotient.Sql} END)",
        };
    }

    private static void Conversions()
    {
        Add("TO_VARCHAR TO_CHAR", 1, 2, c => Formatted(c, "TO_VARCHAR", TypeRules.Text));
        Add("TO_NUMBER TO_DECIMAL TO_NUMERIC", 1, 4, c => Number(c, "CAST"));
        Add("TRY_TO_NUMBER TRY_TO_DECIMAL TRY_TO_NUMERIC", 1, 4, c => Number(c, "TRY_CAST"));
        Add("TO_DOUBLE", 1, 1, c => c.Cast(0, TypeRules.Real));
        Add("TO_BOOLEAN", 1, 1, c => c.Cast(0, TypeRules.Boolean));
        Add("TRY_TO_DOUBLE", 1, 1, c => Try(c, TypeRules.Real));
        Add("TRY_TO_BOOLEAN", 1, 1, c => Try(c, TypeRules.Boolean));
        Add("TO_BINARY", 1, 2, c => Binary(c, "TO_BINARY"));
        Add("TRY_TO_BINARY", 1, 2, c => Binary(c, "TRY_TO_BINARY"));
        foreach (
            var (name, type) in new[]
            {
                ("DATE", "date"),
                ("TIME", "time"),
                ("TIMESTAMP_NTZ", "timestamp_ntz"),
                ("TIMESTAMP_LTZ", "timestamp_ltz"),
                ("TIMESTAMP_TZ", "timestamp_tz"),
                ("TIMESTAMP", "timestamp_ntz"),
            }
        )
        {
            var result = SnowflakeColumn.Of("", type);
            Add("TO_" + name, 1, 2, c => Moment(c, "TO_MOMENT", result));
            Add("TRY_TO_" + name, 1, 2, c => Moment(c, "TRY_TO_MOMENT", result));
            Table.TryAdd(name, Table["TO_" + name]);
        }
    }

    private static Typed Formatted(FunctionCall call, string function, SnowflakeColumn type) =>
        call.Count == 1 ? call.Cast(0, type) : call.Compilation.Managed(function, type, call[0], call.Cast(1, TypeRules.Text));

    private static Typed Try(FunctionCall call, SnowflakeColumn type) =>
        call.Compilation.Managed("TRY_CAST", type, call[0].IsNull ? call.Cast(0, TypeRules.Text) : call[0]);

    /// <summary>TO_NUMBER(text [, format] [, precision [, scale]]).</summary>
    private static Typed Number(FunctionCall call, string function)
    {
        if (call.Count > 1 && call[1].Text is { } format)
            throw SqlError.Unknown($"{call.Upper} with the format '{format}'");
        var precision = Constant(1, 38);
        var type = SnowflakeColumn.Fixed("", precision, Constant(2, 0));
        var value = call[0].IsNull ? call.Cast(0, TypeRules.Text) : call[0];
        return function == "CAST" ? TypeRules.Cast(value, type, call.Zone) : call.Compilation.Managed(function, type, value);

        int Constant(int index, int absent) =>
            call.Count <= index ? absent
            : call[index].Constant?.Payload is string text && int.TryParse(text, out var number) && number is >= 0 and <= 38
                ? number
            : throw SqlError.Unknown($"{call.Upper} with a precision that is no constant");
    }

    private static Typed Binary(FunctionCall call, string function) =>
        call.Compilation.Managed(
            function,
            SnowflakeColumn.Of("", "binary"),
            call.Cast(0, call[0].Type.Type == "binary" ? call[0].Type : TypeRules.Text),
            call.Count == 2 ? call.Cast(1, TypeRules.Text) : Compilation.Constant(SqlValue.Text("HEX"))
        );

    private static Typed Moment(FunctionCall call, string function, SnowflakeColumn type)
    {
        var value = call[0].IsNull ? call.Cast(0, TypeRules.Text) : call[0];
        if (call.Count == 1 && function == "TO_MOMENT" && value.Type.Type != "text" && value.Type.Type != "fixed")
            return TypeRules.Cast(value, type, call.Zone);
        return call.Compilation.Managed(
            function,
            type,
            value,
            call.Count == 2 ? call.Cast(1, TypeRules.Text) : Compilation.Constant(SqlValue.Text("AUTO"))
        );
    }
}
