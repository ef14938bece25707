namespace QlikSnowflake.Emulator.Snowflake.Sql.Queries;

/// <summary>The words that end an expression or a table, so that they are no alias.</summary>
internal static class Reserved
{
    private static readonly HashSet<string> Item = new(StringComparer.OrdinalIgnoreCase)
    {
        "FROM",
        "WHERE",
        "GROUP",
        "HAVING",
        "QUALIFY",
        "ORDER",
        "LIMIT",
        "OFFSET",
        "FETCH",
        "UNION",
        "INTERSECT",
        "EXCEPT",
        "MINUS",
        "AS",
        "AND",
        "OR",
        "NOT",
        "IN",
        "IS",
        "LIKE",
        "ILIKE",
        "RLIKE",
        "REGEXP",
        "BETWEEN",
        "WHEN",
        "THEN",
        "ELSE",
        "END",
        "ON",
        "USING",
        "JOIN",
        "INNER",
        "LEFT",
        "RIGHT",
        "FULL",
        "CROSS",
        "NATURAL",
        "LATERAL",
        "OVER",
        "SET",
        "VALUES",
        "SELECT",
        "WITH",
        "CONNECT",
        "START",
        "ASOF",
    };

    private static readonly HashSet<string> Table = new(Item, StringComparer.OrdinalIgnoreCase)
    {
        "PIVOT",
        "UNPIVOT",
        "SAMPLE",
        "TABLESAMPLE",
        "MATCH_RECOGNIZE",
        "AT",
        "BEFORE",
        "CHANGES",
        "MATCH_CONDITION",
    };

    public static bool EndsItem(string word) => Item.Contains(word);

    public static bool EndsTable(string word) => Table.Contains(word);

    public static bool IsUnknownTableClause(string word) => Table.Contains(word) && !Item.Contains(word);
}
