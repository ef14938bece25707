using QlikSnowflake.Emulator.Snowflake.Results;
using QlikSnowflake.Emulator.Snowflake.Sql.Duck;
using QlikSnowflake.Emulator.Snowflake.Sql.Queries;

namespace QlikSnowflake.Emulator.Snowflake.Sql.Functions;

/// <summary>The functions over rows. From https://docs.snowflake.com/en/sql-reference/functions-aggregation.</summary>
internal static class AggregateFunctions
{
    private static readonly SnowflakeColumn Count18 = TypeRules.Integer(18);

    private static readonly Dictionary<string, Func<FunctionCall, Typed>> Table = new(StringComparer.Ordinal)
    {
        ["COUNT"] = Count,
        ["COUNT_IF"] = c => Integer(c, 1, $"count_if({c.Condition(0)})"),
        ["APPROX_COUNT_DISTINCT"] = CountDistinct,
        ["HLL"] = CountDistinct,
        ["SUM"] = Sum,
        ["AVG"] = Average,
        ["MIN"] = c => Same(c, "min"),
        ["MAX"] = c => Same(c, "max"),
        ["ANY_VALUE"] = c => Same(c, "any_value"),
        ["MODE"] = c => Same(c, "mode"),
        ["MEDIAN"] = Median,
        ["PERCENTILE_CONT"] = c => Percentile(c, "quantile_cont"),
        ["PERCENTILE_DISC"] = c => Percentile(c, "quantile_disc"),
        ["STDDEV"] = c => Double(c, "stddev_samp"),
        ["STDDEV_SAMP"] = c => Double(c, "stddev_samp"),
        ["STDDEV_POP"] = c => Double(c, "stddev_pop"),
        ["VARIANCE"] = c => Double(c, "var_samp"),
        ["VAR_SAMP"] = c => Double(c, "var_samp"),
        ["VARIANCE_SAMP"] = c => Double(c, "var_samp"),
        ["VAR_POP"] = c => Double(c, "var_pop"),
        ["VARIANCE_POP"] = c => Double(c, "var_pop"),
        ["SKEW"] = c => Double(c, "skewness"),
        ["KURTOSIS"] = c => Double(c, "kurtosis"),
        ["CORR"] = c => Double(c, "corr", 2),
        ["COVAR_POP"] = c => Double(c, "covar_pop", 2),
        ["COVAR_SAMP"] = c => Double(c, "covar_samp", 2),
        ["REGR_SLOPE"] = c => Double(c, "regr_slope", 2),
        ["REGR_INTERCEPT"] = c => Double(c, "regr_intercept", 2),
        ["REGR_R2"] = c => Double(c, "regr_r2", 2),
        ["BOOLAND_AGG"] = c => Boolean(c, "bool_and"),
        ["BOOLOR_AGG"] = c => Boolean(c, "bool_or"),
        ["BITAND_AGG"] = c => Bits(c, "bit_and"),
        ["BITOR_AGG"] = c => Bits(c, "bit_or"),
        ["BITXOR_AGG"] = c => Bits(c, "bit_xor"),
        ["MIN_BY"] = c => By(c, "arg_min"),
        ["MAX_BY"] = c => By(c, "arg_max"),
        ["LISTAGG"] = ListAgg,
        ["ARRAY_AGG"] = ArrayAgg,
        ["ARRAY_UNIQUE_AGG"] = c =>
        {
            c.Distinct = true;
            return ArrayAgg(c);
        },
        ["OBJECT_AGG"] = ObjectAgg,
        ["GROUPING"] = c => new($"CAST(grouping({Arguments(c)}) AS DECIMAL(18,0))", Count18),
        ["GROUPING_ID"] = c => new($"CAST(grouping({Arguments(c)}) AS DECIMAL(18,0))", Count18),
    };

    public static IEnumerable<string> Names => Table.Keys;

    public static Typed? TryCompile(FunctionCall call) => Table.TryGetValue(call.Upper, out var compile) ? compile(call) : null;

    private static string OverClause(FunctionCall call) => call.Over is null ? "" : $" OVER ({call.Over})";

    private static string Distinct(FunctionCall call) => call.Distinct ? "DISTINCT " : "";

    private static string Arguments(FunctionCall call) => string.Join(", ", call.Arguments.Select(a => a.Sql));

    private static Typed Integer(FunctionCall call, int arguments, string sql)
    {
        call.Expect(arguments, arguments);
        return new($"CAST({sql}{OverClause(call)} AS DECIMAL(18,0))", Count18);
    }

    private static Typed Count(FunctionCall call)
    {
        if (call.Star)
            return new($"CAST(count(*){OverClause(call)} AS DECIMAL(18,0))", Count18);
        call.Expect(1, 100);
        if (call.Count == 1)
            return new(
                $"CAST(count({Distinct(call)}{StoredValue.Comparable(call[0].Sql, call[0].Type)}){OverClause(call)} AS DECIMAL(18,0))",
                Count18
            );
        // A row with a NULL in it is not counted.
        var all = string.Join(" AND ", call.Arguments.Select(a => $"{a.Sql} IS NOT NULL"));
        return new(
            $"CAST(count({Distinct(call)}CASE WHEN {all} THEN ({Arguments(call)}) END){OverClause(call)} AS DECIMAL(18,0))",
            Count18
        );
    }

    private static Typed CountDistinct(FunctionCall call)
    {
        call.Distinct = true;
        return Count(call);
    }

    private static Typed Sum(FunctionCall call)
    {
        call.Expect(1, 1);
        var value = call.Number(0);
        return value.Type.Type == "fixed"
            ? new(
                $"CAST(sum({Distinct(call)}{value.Sql}){OverClause(call)} AS DECIMAL(38,{value.Type.Scale ?? 0}))",
                SnowflakeColumn.Fixed("", 38, value.Type.Scale ?? 0)
            )
            : new($"sum({Distinct(call)}{value.Sql}){OverClause(call)}", TypeRules.Real);
    }

    private static Typed Average(FunctionCall call)
    {
        call.Expect(1, 1);
        var value = call.Number(0);
        if (value.Type.Type != "fixed")
            return new($"avg({Distinct(call)}{value.Sql}){OverClause(call)}", TypeRules.Real);
        var count = new Typed($"CAST(nullif(count({Distinct(call)}{value.Sql}){OverClause(call)}, 0) AS DECIMAL(18,0))", Count18);
        return call.Divide(Sum(call), count);
    }

    private static Typed Same(FunctionCall call, string function)
    {
        call.Expect(1, 1);
        return new($"{function}({call[0].Sql}){OverClause(call)}", call[0].Type);
    }

    private static Typed Median(FunctionCall call)
    {
        call.Expect(1, 1);
        var value = call.Number(0);
        return Interpolated(value, $"quantile_cont({value.Sql}, 0.5){OverClause(call)}");
    }

    private static Typed Interpolated(Typed value, string sql)
    {
        if (value.Type.Type != "fixed")
            return new(sql, TypeRules.Real);
        var scale = Math.Min(37, (value.Type.Scale ?? 0) + 3);
        return new(
            $"CAST({sql.Replace(value.Sql, $"CAST({value.Sql} AS DECIMAL(38,{scale}))", StringComparison.Ordinal)} AS DECIMAL(38,{scale}))",
            SnowflakeColumn.Fixed("", 38, scale)
        );
    }

    private static Typed Percentile(FunctionCall call, string function)
    {
        call.Expect(1, 1);
        if (call.Order is null || call.OrderBy.Count != 1)
            throw SqlError.Compilation("000904", "42601", $"{call.Upper} needs WITHIN GROUP (ORDER BY ...)");
        var value = TypeRules.Number(call.OrderBy[0], call.Zone);
        var fraction = call.Order.Contains(" DESC", StringComparison.Ordinal) ? $"1 - {call[0].Sql}" : call[0].Sql;
        var sql = $"{function}({value.Sql}, CAST({fraction} AS DOUBLE)){OverClause(call)}";
        return function == "quantile_disc" ? new(sql, value.Type) : Interpolated(value, sql);
    }

    private static Typed Double(FunctionCall call, string function, int arguments = 1)
    {
        call.Expect(arguments, arguments);
        var values = call.Arguments.Select(a => $"CAST({TypeRules.Number(a, call.Zone).Sql} AS DOUBLE)");
        return new($"{function}({Distinct(call)}{string.Join(", ", values)}){OverClause(call)}", TypeRules.Real);
    }

    private static Typed Boolean(FunctionCall call, string function)
    {
        call.Expect(1, 1);
        return new($"{function}({call.Condition(0)}){OverClause(call)}", TypeRules.Boolean);
    }

    private static Typed Bits(FunctionCall call, string function)
    {
        call.Expect(1, 1);
        return new(
            $"CAST({function}(CAST({call.Number(0).Sql} AS HUGEINT)){OverClause(call)} AS DECIMAL(38,0))",
            TypeRules.Integer()
        );
    }

    private static Typed By(FunctionCall call, string function)
    {
        call.Expect(2, 2);
        return new(
            $"{function}({call[0].Sql}, {StoredValue.Comparable(call[1].Sql, call[1].Type)}){OverClause(call)}",
            call[0].Type
        );
    }

    private static string Ordered(FunctionCall call) => call.Order is null ? "" : $" ORDER BY {call.Order}";

    private static Typed ListAgg(FunctionCall call)
    {
        call.Expect(1, 2);
        var separator = call.Count == 2 ? call.Text(1) : "''";
        return new(
            $"coalesce(string_agg({Distinct(call)}{call.Text(0)}, {separator}{Ordered(call)}){OverClause(call)}, '')",
            TypeRules.Text
        );
    }

    private static Typed ArrayAgg(FunctionCall call)
    {
        call.Expect(1, 1);
        var item = call.To(0, TypeRules.Variant);
        return new(
            $"('[' || coalesce(string_agg({Distinct(call)}{item}, ','{Ordered(call)}){OverClause(call)}, '') || ']')",
            TypeRules.Array
        );
    }

    private static Typed ObjectAgg(FunctionCall call)
    {
        call.Expect(2, 2);
        var key = $"CAST(to_json({call.Text(0)}) AS VARCHAR)";
        var item = call.To(1, TypeRules.Variant);
        return new(
            $"('{{' || coalesce(string_agg({key} || ':' || {item}, ','){OverClause(call)}, '') || '}}')",
            TypeRules.Object
        );
    }
}
