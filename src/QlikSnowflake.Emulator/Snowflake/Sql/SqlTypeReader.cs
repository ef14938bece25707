using QlikSnowflake.Emulator.Snowflake.Results;

namespace QlikSnowflake.Emulator.Snowflake.Sql;

/// <summary>
/// Reads a data type in a cast or a column definition. From
/// https://docs.snowflake.com/en/sql-reference/intro-summary-data-types.
/// </summary>
internal static class SqlTypeReader
{
    public static SnowflakeColumn Read(SqlCursor cursor)
    {
        var token = cursor.Current;
        var name = cursor.Identifier();
        if (name == "DOUBLE")
            cursor.TryTake("PRECISION");
        var sizes = Sizes(cursor);
        var first = sizes.Count > 0 ? sizes[0] : (int?)null;
        switch (name)
        {
            case "NUMBER" or "DECIMAL" or "NUMERIC":
                var scale = sizes.Count > 1 ? sizes[1] : 0;
                if (first is 0 or > 38 || scale > (first ?? 38) || sizes.Count > 2)
                    throw SqlError.Syntax(token);
                return SnowflakeColumn.Fixed("", first ?? 38, scale);
            case "INT" or "INTEGER" or "BIGINT" or "SMALLINT" or "TINYINT" or "BYTEINT":
                return SnowflakeColumn.Fixed("");
            case "FLOAT" or "FLOAT4" or "FLOAT8" or "DOUBLE" or "REAL":
                return SnowflakeColumn.Of("", "real");
            case "DECFLOAT":
                return SnowflakeColumn.Of("", "decfloat");
            case "VARCHAR" or "STRING" or "TEXT":
                return SnowflakeColumn.Text("", first ?? 16_777_216);
            case "CHAR" or "CHARACTER":
                return SnowflakeColumn.Text("", first ?? 1);
            case "BOOLEAN" or "DATE" or "VARIANT" or "OBJECT" or "ARRAY":
                return SnowflakeColumn.Of("", name.ToLowerInvariant());
            case "BINARY" or "VARBINARY":
                return SnowflakeColumn.Of("", "binary");
            case "TIME":
                return SnowflakeColumn.Of("", "time");
            case "TIMESTAMP_NTZ" or "TIMESTAMP" or "DATETIME":
                return SnowflakeColumn.Of("", "timestamp_ntz");
            case "TIMESTAMP_LTZ" or "TIMESTAMP_TZ":
                return SnowflakeColumn.Of("", name.ToLowerInvariant());
            default:
                throw SqlError.Compilation("002040", "42601", $"Unsupported data type '{name}'.");
        }
    }

    private static List<int> Sizes(SqlCursor cursor)
    {
        var sizes = new List<int>();
        if (!cursor.TryTake("("))
            return sizes;
        do sizes.Add((int)Math.Min(cursor.Integer(), int.MaxValue));
        while (cursor.TryTake(","));
        cursor.Expect(")");
        return sizes;
    }
}
