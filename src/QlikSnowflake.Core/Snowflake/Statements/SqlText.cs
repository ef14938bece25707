using System.Text;

namespace QlikSnowflake.Snowflake.Statements;

/// <summary>
/// Reads SQL text just far enough to tell code from strings, quoted names and comments
/// (Snowflake, "String &amp; binary data types", "Identifier requirements", "Comment syntax").
/// </summary>
internal static class SqlText
{
    private const int SummaryLength = 80;

    /// <summary>Where a string, quoted name or comment that starts at an index ends; the index itself where none starts there.</summary>
    public static int SkipQuoted(string sql, int index)
    {
        var next = index + 1 < sql.Length ? sql[index + 1] : '\0';
        return (sql[index], next) switch
        {
            ('\'', _) => EndOfQuotes(sql, index, '\'', backslashes: true),
            ('"', _) => EndOfQuotes(sql, index, '"', backslashes: false),
            ('$', '$') => After(sql, "$$", index + 2),
            ('-', '-') or ('/', '/') => After(sql, "\n", index + 2),
            ('/', '*') => After(sql, "*/", index + 2),
            _ => index,
        };
    }

    /// <summary>
    /// The start of a statement on one line, for messages and progress: without comments, and with the content of strings
    /// left out, since it can be a password or a person's data.
    /// </summary>
    public static string Summarize(string sql)
    {
        var line = new StringBuilder(SummaryLength);
        for (var i = 0; i < sql.Length && line.Length < SummaryLength; )
        {
            var end = SkipQuoted(sql, i);
            if (end == i)
            {
                Append(line, sql[i]);
                i++;
                continue;
            }

            if (sql[i] == '"')
                line.Append(sql, i, end - i);
            else if (sql[i] is '\'' or '$')
                line.Append("'…'");
            else
                Append(line, ' ');
            i = end;
        }

        var text = line.ToString().Trim();
        return text.Length < SummaryLength ? text : text.Substring(0, SummaryLength) + "…";
    }

    private static void Append(StringBuilder line, char character)
    {
        if (!char.IsWhiteSpace(character) && !char.IsControl(character))
            line.Append(character);
        else if (line.Length > 0 && line[line.Length - 1] != ' ')
            line.Append(' ');
    }

    private static int EndOfQuotes(string sql, int start, char quote, bool backslashes)
    {
        for (var i = start + 1; i < sql.Length; i++)
        {
            if (backslashes && sql[i] == '\\')
            {
                i++;
            }
            else if (sql[i] == quote)
            {
                if (i + 1 == sql.Length || sql[i + 1] != quote)
                    return i + 1;
                i++;
            }
        }

        return sql.Length;
    }

    private static int After(string sql, string end, int from)
    {
        var found = from >= sql.Length ? -1 : sql.IndexOf(end, from, StringComparison.Ordinal);
        return found < 0 ? sql.Length : found + end.Length;
    }
}
