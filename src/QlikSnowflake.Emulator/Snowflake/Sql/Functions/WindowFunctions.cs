using QlikSnowflake.Emulator.Snowflake.Results;
using QlikSnowflake.Emulator.Snowflake.Sql.Queries;

namespace QlikSnowflake.Emulator.Snowflake.Sql.Functions;

/// <summary>The functions that stand before OVER only. From https://docs.snowflake.com/en/sql-reference/functions-window.</summary>
internal static class WindowFunctions
{
    private const string WholePartition = " ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING";

    private static readonly Dictionary<string, Func<FunctionCall, Typed>> Table = new(StringComparer.Ordinal)
    {
        ["ROW_NUMBER"] = c => Rank(c, "row_number()"),
        ["RANK"] = c => Rank(c, "rank()"),
        ["DENSE_RANK"] = c => Rank(c, "dense_rank()"),
        ["NTILE"] = c => Rank(c, $"ntile(CAST({c[0].Sql} AS BIGINT))", 1),
        ["PERCENT_RANK"] = c => new($"percent_rank() OVER ({c.Over})", TypeRules.Real),
        ["CUME_DIST"] = c => new($"cume_dist() OVER ({c.Over})", TypeRules.Real),
        ["LAG"] = c => Shift(c, "lag"),
        ["LEAD"] = c => Shift(c, "lead"),
        ["FIRST_VALUE"] = c => Value(c, "first_value"),
        ["LAST_VALUE"] = c => Value(c, "last_value"),
        ["NTH_VALUE"] = c => Value(c, "nth_value"),
        ["RATIO_TO_REPORT"] = Ratio,
    };

    public static IEnumerable<string> Names => Table.Keys;

    public static Typed? TryCompile(FunctionCall call)
    {
        if (!Table.TryGetValue(call.Upper, out var compile))
            return null;
        return call.Over is not null
            ? compile(call)
            : throw SqlError.Compilation("002303", "42601", $"Missing or invalid OVER clause for window function {call.Upper}");
    }

    private static Typed Rank(FunctionCall call, string sql, int arguments = 0)
    {
        call.Expect(arguments, arguments);
        return new($"CAST({sql} OVER ({call.Over}) AS DECIMAL(18,0))", TypeRules.Integer(18));
    }

    private static string Nulls(FunctionCall call) => call.IgnoreNulls ? " IGNORE NULLS" : "";

    private static Typed Shift(FunctionCall call, string function)
    {
        call.Expect(1, 3);
        var value = call[0];
        var type = value.Type;
        var offset = call.Count > 1 ? $", CAST({call[1].Sql} AS BIGINT)" : "";
        var missing = "";
        if (call.Count > 2)
        {
            type = TypeRules.Common(value, call[2]);
            value = call.Cast(0, type);
            missing = ", " + call.To(2, type);
        }

        return new($"{function}({value.Sql}{offset}{missing}{Nulls(call)}) OVER ({call.Over})", type);
    }

    /// <summary>Without a frame these look at the whole partition.</summary>
    private static Typed Value(FunctionCall call, string function)
    {
        call.Expect(1, 2);
        var nth = call.Count == 2 ? $", CAST({call[1].Sql} AS BIGINT)" : "";
        return new(
            $"{function}({call[0].Sql}{nth}{Nulls(call)}) OVER ({call.Over}{(call.HasFrame ? "" : WholePartition)})",
            call[0].Type
        );
    }

    private static Typed Ratio(FunctionCall call)
    {
        call.Expect(1, 1);
        var value = call.Number(0);
        var sum = value.Type.Type == "fixed" ? SnowflakeColumn.Fixed("", 38, value.Type.Scale ?? 0) : TypeRules.Real;
        var total = $"sum({value.Sql}) OVER ({call.Over})";
        return call.Divide(value, new Typed(sum.Type == "fixed" ? $"CAST({total} AS DECIMAL(38,{sum.Scale}))" : total, sum));
    }
}
