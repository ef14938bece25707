using System.Text.RegularExpressions;
using QlikSnowflake.Errors;

namespace QlikSnowflake.Snowflake.Loading;

/// <summary>A table's name in SQL, checked so that it stays a name (Snowflake, "Identifier requirements").</summary>
internal static class TableName
{
    private static readonly Regex Form = new(
        @"^(?:[A-Za-z_][A-Za-z0-9_$]*|""(?:[^""\p{C}]|"""")+"")(?:\.(?:[A-Za-z_][A-Za-z0-9_$]*|""(?:[^""\p{C}]|"""")+"")){0,2}$",
        RegexOptions.CultureInvariant,
        TimeSpan.FromSeconds(1)
    );

    /// <exception cref="InputException">It is no table's name.</exception>
    public static string Check(string table) =>
        table.Length <= 1000 && Form.IsMatch(table)
            ? table
            : throw new InputException(
                ErrorIds.TableNameInvalid,
                $"'{table}' is no name of a table.",
                "Give TABLE, SCHEMA.TABLE or DATABASE.SCHEMA.TABLE; a part with other characters than letters, digits, _ "
                    + "and $, or whose case matters, in double quotes."
            );

    /// <summary>A column's name in quotes, so that its case and characters are kept.</summary>
    public static string Quote(string column) => "\"" + column.Replace("\"", "\"\"") + "\"";
}
