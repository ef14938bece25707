using System.Text;

namespace QlikSnowflake.Snowflake.Statements;

/// <summary>
/// The line of a statement at which it failed, with the word underlined. What stands in quotes is a value, and not shown.
/// </summary>
internal static class SqlExcerpt
{
    private const int Longest = 72;

    /// <param name="statement">The text that was sent.</param>
    /// <param name="position">The place.</param>
    /// <returns>Two lines; null where the text has no such place.</returns>
    public static string? Of(string statement, SqlPosition position)
    {
        var lines = WithoutValues(statement).Split('\n');
        if (position.Line < 1 || position.Line > lines.Length)
            return null;
        var line = lines[position.Line - 1].TrimEnd('\r').Replace('\t', ' ');
        if (position.Column >= line.Length)
            return null;

        var end = position.Column + 1;
        while (end < line.Length && IsWord(line[position.Column]) && IsWord(line[end]))
            end++;
        var start = Math.Max(0, Math.Min(position.Column - (Longest / 2), line.Length - Longest));
        var shown = line.Substring(start, Math.Min(Longest, line.Length - start));
        var length = Math.Max(1, Math.Min(end, start + shown.Length) - position.Column);
        return shown + "\n" + new string(' ', position.Column - start) + new string('~', length);
    }

    private static bool IsWord(char c) => char.IsLetterOrDigit(c) || c is '_' or '$' or '.' or '"';

    private static string WithoutValues(string statement)
    {
        var text = new StringBuilder(statement);
        var isQuoted = false;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\'')
                isQuoted = !isQuoted;
            else if (isQuoted && text[i] is not ('\r' or '\n'))
                text[i] = '\u00b7';
        }

        return text.ToString();
    }
}
