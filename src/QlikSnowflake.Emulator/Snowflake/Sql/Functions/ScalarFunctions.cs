using QlikSnowflake.Emulator.Snowflake.Results;
using QlikSnowflake.Emulator.Snowflake.Sql.Queries;

namespace QlikSnowflake.Emulator.Snowflake.Sql.Functions;

/// <summary>
/// The functions of single rows: Snowflake's name, and what it is in DuckDB or a call of what the emulator computes itself
/// (<see cref="ManagedFunctions"/>). From https://docs.snowflake.com/en/sql-reference/functions-all.
/// </summary>
internal static partial class ScalarFunctions
{
    private static readonly Dictionary<string, Func<FunctionCall, Typed>> Table = new(StringComparer.Ordinal);

    static ScalarFunctions()
    {
        Conditions();
        Texts();
        Numbers();
        Conversions();
        Dates();
        SemiStructured();
    }

    public static IEnumerable<string> Names => Table.Keys;

    public static Typed? TryCompile(FunctionCall call)
    {
        if (!Table.TryGetValue(call.Upper, out var compile))
            return null;
        if (call.Over is not null || call.Distinct || call.Star)
            throw SqlError.Unknown($"{call.Upper} with OVER, DISTINCT or *");
        return compile(call);
    }

    /// <summary>ARRAY_CONSTRUCT and OBJECT_CONSTRUCT: every argument is a VARIANT.</summary>
    public static Typed Construct(Compilation compilation, string name, SnowflakeColumn type, IReadOnlyList<Typed> items)
    {
        var variants = items.Select(
            (item, i) =>
                name.StartsWith("OBJECT", StringComparison.Ordinal) && i % 2 == 0
                    ? TypeRules.Cast(item, TypeRules.Text, compilation.Session.TimeZone)
                    : TypeRules.Cast(item, TypeRules.Variant, compilation.Session.TimeZone)
        );
        return compilation.Managed(name, type, [.. variants]);
    }

    private static void Add(string names, int least, int most, Func<FunctionCall, Typed> compile)
    {
        foreach (var name in names.Split(' '))
            Table[name] = call =>
            {
                call.Expect(least, most);
                return compile(call);
            };
    }

    /// <summary>A function of DuckDB on texts: {0}, {1} and so on are the arguments.</summary>
    private static void Text(string name, int arguments, string sql, SnowflakeColumn? type = null) =>
        Add(
            name,
            arguments,
            arguments,
            c => new(Filled(sql, [.. c.Arguments.Select((_, i) => c.Text(i))]), type ?? TypeRules.Text)
        );

    /// <summary>What the emulator computes of texts.</summary>
    private static void Managed(string name, int least, int most, SnowflakeColumn type, params SnowflakeColumn[] arguments) =>
        Add(
            name,
            least,
            most,
            c =>
                c.Compilation.Managed(
                    c.Upper,
                    type,
                    [.. c.Arguments.Select((_, i) => c.Cast(i, arguments[Math.Min(i, arguments.Length - 1)]))]
                )
        );

    private static string Filled(string sql, string[] arguments)
    {
        for (var i = 0; i < arguments.Length; i++)
            sql = sql.Replace(
                "{" + i.ToString(System.Globalization.CultureInfo.InvariantCulture) + "}",
                arguments[i],
                StringComparison.Ordinal
            );
        return sql;
    }

    private static Typed Boolean(string sql) => new(sql, TypeRules.Boolean);

    private static Typed Integer(string sql, int precision = 18) =>
        new($"CAST({sql} AS DECIMAL({precision},0))", TypeRules.Integer(precision));

    private static void Conditions()
    {
        Add("IFF", 3, 3, c => Choose(c, $"CASE WHEN {c.Condition(0)} THEN {{1}} ELSE {{2}} END", 1));
        Add("COALESCE", 2, 100, c => Choose(c, "coalesce(*)", 0));
        Add("NVL IFNULL", 2, 2, c => Choose(c, "coalesce({0}, {1})", 0));
        Add("NVL2", 3, 3, c => Choose(c, $"CASE WHEN {c[0].Sql} IS NOT NULL THEN {{1}} ELSE {{2}} END", 1));
        Add("NULLIF", 2, 2, c => new($"CASE WHEN {c.Compare("=", c[0], c[1])} THEN NULL ELSE {c[0].Sql} END", c[0].Type));
        Add("NULLIFZERO", 1, 1, c => c.Number(0) is var n ? new($"nullif({n.Sql}, 0)", n.Type) : n);
        Add("ZEROIFNULL", 1, 1, c => c.Number(0) is var n ? new($"coalesce({n.Sql}, 0)", n.Type) : n);
        Add("EQUAL_NULL", 2, 2, c => Boolean(c.Compare("IS NOT DISTINCT FROM", c[0], c[1])));
        Add("GREATEST", 1, 100, c => Extreme(c, "greatest"));
        Add("LEAST", 1, 100, c => Extreme(c, "least"));
        Add("GREATEST_IGNORE_NULLS", 1, 100, c => Choose(c, "greatest(*)", 0));
        Add("LEAST_IGNORE_NULLS", 1, 100, c => Choose(c, "least(*)", 0));
        Add("DECODE", 3, 200, Decode);
        Add("BOOLAND", 2, 2, c => Boolean($"({c.Condition(0)} AND {c.Condition(1)})"));
        Add("BOOLOR", 2, 2, c => Boolean($"({c.Condition(0)} OR {c.Condition(1)})"));
        Add("BOOLNOT", 1, 1, c => Boolean($"(NOT {c.Condition(0)})"));
        Add("BOOLXOR", 2, 2, c => Boolean($"({c.Condition(0)} <> {c.Condition(1)})"));
        Add("IS_NULL_VALUE", 1, 1, c => Boolean($"({c.To(0, TypeRules.Variant)} = 'null')"));
    }

    private static Typed Choose(FunctionCall call, string sql, int from)
    {
        var type = call.Common(from);
        var arguments = call.Arguments.Select((a, i) => i < from ? a.Sql : call.To(i, type)).ToArray();
        return new($"({Filled(sql.Replace("*", string.Join(", ", arguments), StringComparison.Ordinal), arguments)})", type);
    }

    /// <summary>NULL among the arguments makes the result NULL, which DuckDB passes over.</summary>
    private static Typed Extreme(FunctionCall call, string function)
    {
        var type = call.Common();
        var arguments = call.Arguments.Select((_, i) => call.To(i, type)).ToList();
        var anyNull = string.Join(" OR ", arguments.Select(a => $"{a} IS NULL"));
        return new($"(CASE WHEN {anyNull} THEN NULL ELSE {function}({string.Join(", ", arguments)}) END)", type);
    }

    private static Typed Decode(FunctionCall call)
    {
        var results = new List<Typed>();
        var conditions = new List<string>();
        var at = 1;
        for (; at + 1 < call.Count; at += 2)
        {
            conditions.Add(call.Compare("IS NOT DISTINCT FROM", call[0], call[at]));
            results.Add(call[at + 1]);
        }

        results.Add(at < call.Count ? call[at] : Compilation.Null());
        var type = results
            .Aggregate((a, b) => new Typed("", TypeRules.Common(a, b)) { Constant = a.IsNull && b.IsNull ? a.Constant : null })
            .Type;
        var branches = conditions.Select((c, i) => $"WHEN {c} THEN {TypeRules.Cast(results[i], type, call.Zone).Sql} ");
        return new($"(CASE {string.Concat(branches)}ELSE {TypeRules.Cast(results[^1], type, call.Zone).Sql} END)", type);
    }

    private static void Texts()
    {
        Text("UPPER", 1, "upper({0})");
        Text("LOWER", 1, "lower({0})");
        Text("REVERSE", 1, "reverse({0})");
        Text("REPEAT", 2, "repeat({0}, CAST({1} AS BIGINT))");
        Text("TRANSLATE", 3, "translate({0}, {1}, {2})");
        Text("MD5", 1, "md5({0})");
        Text("MD5_HEX", 1, "md5({0})");
        Text("STARTSWITH", 2, "starts_with({0}, {1})", TypeRules.Boolean);
        Text("ENDSWITH", 2, "ends_with({0}, {1})", TypeRules.Boolean);
        Text("CONTAINS", 2, "contains({0}, {1})", TypeRules.Boolean);
        Text("ASCII", 1, "CAST(ascii({0}) AS DECIMAL(10,0))", TypeRules.Integer(10));
        Text("EDITDISTANCE", 2, "CAST(levenshtein({0}, {1}) AS DECIMAL(18,0))", TypeRules.Integer(18));
        Text(
            "JAROWINKLER_SIMILARITY",
            2,
            "CAST(floor(jaro_winkler_similarity(upper({0}), upper({1})) * 100) AS DECIMAL(3,0))",
            TypeRules.Integer(3)
        );
        Add("LENGTH LEN", 1, 1, c => Integer(c[0].Type.Type == "binary" ? $"octet_length({c[0].Sql})" : $"length({c.Text(0)})"));
        Add(
            "OCTET_LENGTH",
            1,
            1,
            c => Integer(c[0].Type.Type == "binary" ? $"octet_length({c[0].Sql})" : $"strlen({c.Text(0)})")
        );
        Add("BIT_LENGTH", 1, 1, c => Integer($"(8 * strlen({c.Text(0)}))"));
        Add("CHR CHAR", 1, 1, c => new($"chr(CAST({c.Number(0).Sql} AS INTEGER))", TypeRules.Text));
        Add("CONCAT", 1, 200, c => new($"({string.Join(" || ", c.Arguments.Select((_, i) => c.Text(i)))})", TypeRules.Text));
        Add(
            "CONCAT_WS",
            2,
            200,
            c =>
                new(
                    $"({string.Join($" || {c.Text(0)} || ", c.Arguments.Skip(1).Select((_, i) => c.Text(i + 1)))})",
                    TypeRules.Text
                )
        );
        Add("REPLACE", 2, 3, c => new($"replace({c.Text(0)}, {c.Text(1)}, {(c.Count == 3 ? c.Text(2) : "''")})", TypeRules.Text));
        Add(
            "POSITION CHARINDEX",
            2,
            3,
            c =>
                c.Count == 2
                    ? Integer($"strpos({c.Text(1)}, {c.Text(0)})")
                    : c.Compilation.Managed(
                        "POSITION",
                        TypeRules.Integer(18),
                        c.Cast(0, TypeRules.Text),
                        c.Cast(1, TypeRules.Text),
                        c.Cast(2, TypeRules.Integer())
                    )
        );
        Managed("SUBSTR", 2, 3, TypeRules.Text, TypeRules.Text, TypeRules.Integer());
        Managed("SUBSTRING", 2, 3, TypeRules.Text, TypeRules.Text, TypeRules.Integer());
        Managed("LEFT", 2, 2, TypeRules.Text, TypeRules.Text, TypeRules.Integer());
        Managed("RIGHT", 2, 2, TypeRules.Text, TypeRules.Text, TypeRules.Integer());
        Managed("LPAD", 2, 3, TypeRules.Text, TypeRules.Text, TypeRules.Integer(), TypeRules.Text);
        Managed("RPAD", 2, 3, TypeRules.Text, TypeRules.Text, TypeRules.Integer(), TypeRules.Text);
        Managed("TRIM", 1, 2, TypeRules.Text, TypeRules.Text);
        Managed("LTRIM", 1, 2, TypeRules.Text, TypeRules.Text);
        Managed("RTRIM", 1, 2, TypeRules.Text, TypeRules.Text);
        Managed("INSERT", 4, 4, TypeRules.Text, TypeRules.Text, TypeRules.Integer(), TypeRules.Integer(), TypeRules.Text);
        Managed("INITCAP", 1, 2, TypeRules.Text, TypeRules.Text);
        Managed("SPLIT_PART", 3, 3, TypeRules.Text, TypeRules.Text, TypeRules.Text, TypeRules.Integer());
        Managed("STRTOK", 1, 3, TypeRules.Text, TypeRules.Text, TypeRules.Text, TypeRules.Integer());
        Managed("SPLIT", 2, 2, TypeRules.Array, TypeRules.Text);
        Managed("SPACE", 1, 1, TypeRules.Text, TypeRules.Integer());
        Managed("SHA1", 1, 1, TypeRules.Text, TypeRules.Text);
        Managed("SHA1_HEX", 1, 1, TypeRules.Text, TypeRules.Text);
        Managed("SHA2", 1, 2, TypeRules.Text, TypeRules.Text, TypeRules.Integer());
        Managed("SHA2_HEX", 1, 2, TypeRules.Text, TypeRules.Text, TypeRules.Integer());
        Managed("HEX_ENCODE", 1, 1, TypeRules.Text, TypeRules.Text);
        Managed("HEX_DECODE_STRING", 1, 1, TypeRules.Text, TypeRules.Text);
        Managed("BASE64_ENCODE", 1, 1, TypeRules.Text, TypeRules.Text);
        Managed("BASE64_DECODE_STRING", 1, 1, TypeRules.Text, TypeRules.Text);
        Managed("REGEXP_LIKE", 2, 3, TypeRules.Boolean, TypeRules.Text);
        Managed("RLIKE", 2, 3, TypeRules.Boolean, TypeRules.Text);
        Managed(
            "REGEXP_REPLACE",
            2,
            6,
            TypeRules.Text,
            TypeRules.Text,
            TypeRules.Text,
            TypeRules.Text,
            TypeRules.Integer(),
            TypeRules.Integer(),
            TypeRules.Text
        );
        Managed(
            "REGEXP_SUBSTR",
            2,
            6,
            TypeRules.Text,
            TypeRules.Text,
            TypeRules.Text,
            TypeRules.Integer(),
            TypeRules.Integer(),
            TypeRules.Text,
            TypeRules.Integer()
        );
        Managed("REGEXP_COUNT", 2, 4, TypeRules.Integer(18), TypeRules.Text, TypeRules.Text, TypeRules.Integer(), TypeRules.Text);
        Managed(
            "REGEXP_INSTR",
            2,
            4,
            TypeRules.Integer(18),
            TypeRules.Text,
            TypeRules.Text,
            TypeRules.Integer(),
            TypeRules.Integer()
        );
        Add("UUID_STRING", 0, 0, _ => new("CAST(uuid() AS VARCHAR)", SnowflakeColumn.Text("", 36)));
    }
}
