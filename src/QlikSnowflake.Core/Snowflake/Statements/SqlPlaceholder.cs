namespace QlikSnowflake.Snowflake.Statements;

/// <summary>A place in a statement that a binding fills: <c>?</c>, <c>:1</c> or <c>:name</c>.</summary>
/// <param name="Index">Where it starts.</param>
/// <param name="Length">Its length with the question mark or colon.</param>
/// <param name="Name">What follows the colon; empty for a question mark.</param>
internal sealed record SqlPlaceholder(int Index, int Length, string Name)
{
    /// <summary>The placeholders of a statement in order. <c>column:path</c> and <c>value::type</c> are none.</summary>
    public static IReadOnlyList<SqlPlaceholder> Find(string sql)
    {
        var found = new List<SqlPlaceholder>();
        for (var i = 0; i < sql.Length; )
        {
            var end = SqlText.SkipQuoted(sql, i);
            if (end > i)
            {
                i = end;
                continue;
            }

            var placeholder =
                sql[i] == '?' ? new SqlPlaceholder(i, 1, string.Empty)
                : sql[i] == ':' ? Named(sql, i)
                : null;
            if (placeholder is not null)
                found.Add(placeholder);
            i += placeholder?.Length ?? (sql[i] == ':' && i + 1 < sql.Length && sql[i + 1] == ':' ? 2 : 1);
        }

        return found;
    }

    private static SqlPlaceholder? Named(string sql, int colon)
    {
        // Right after a name or a closing bracket a colon leads into a VARIANT.
        if (colon > 0 && (IsNamePart(sql[colon - 1]) || sql[colon - 1] is '"' or ')' or ']' or ':'))
            return null;

        var end = colon + 1;
        while (end < sql.Length && IsNamePart(sql[end]))
            end++;
        return end == colon + 1 ? null : new SqlPlaceholder(colon, end - colon, sql.Substring(colon + 1, end - colon - 1));
    }

    private static bool IsNamePart(char character) => character is '_' or '$' || char.IsLetterOrDigit(character);
}
