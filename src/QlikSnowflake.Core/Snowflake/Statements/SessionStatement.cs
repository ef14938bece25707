using System.Text.RegularExpressions;

namespace QlikSnowflake.Snowflake.Statements;

/// <summary>
/// Statements that change a session. Each request of the SQL API is a session of its own, which takes them only among several in one
/// text (Snowflake, "SQL API", limitations).
/// </summary>
internal static class SessionStatement
{
    private const string InOneText =
        "Each request is a session of its own: put it before the statements that need it in one text, and "
        + "say with -StatementCount 0 that the text holds several.";

    private static readonly Regex Form = new(
        @"^\s*(?:(?:--[^\n]*\n|/\*.*?\*/)\s*)*(?:(?<use>USE)\s+(?<what>\w+)|(?<alter>ALTER\s+SESSION)\s+SET\s+(?<what>\w+)"
            + @"|(?<other>ALTER\s+SESSION|SET|UNSET|BEGIN|START\s+TRANSACTION|COMMIT|ROLLBACK))\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.Singleline
    );

    /// <summary>What to do in place of a statement that changes a session; null for all others.</summary>
    /// <param name="statement">The text that was sent.</param>
    public static string? Advice(string statement)
    {
        if (Form.Match(statement) is not { Success: true } match)
            return null;
        var parameter = (match.Groups["use"].Success, match.Groups["what"].Value.ToUpperInvariant()) switch
        {
            (true, "ROLE") => "-Role",
            (true, "WAREHOUSE") => "-Warehouse",
            (true, "SCHEMA") => "-Schema",
            (true, "SECONDARY") => null,
            (true, _) => "-Database",
            (false, "TIMEZONE") => "-TimeZone",
            (false, "QUERY_TAG") => "-QueryTag",
            (false, "STATEMENT_TIMEOUT_IN_SECONDS") => "-Timeout",
            _ => null,
        };
        return parameter is null
            ? InOneText
            : $"Give {parameter} with the statement{(match.Groups["use"].Success ? ", or once with Connect-Snowflake" : string.Empty)}. "
                + InOneText;
    }
}
