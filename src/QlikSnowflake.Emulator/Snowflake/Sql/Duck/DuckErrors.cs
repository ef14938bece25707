using System.Text.RegularExpressions;

namespace QlikSnowflake.Emulator.Snowflake.Sql.Duck;

/// <summary>What DuckDB refuses, in Snowflake's words where Snowflake refuses it too; else as what the emulator does not know.</summary>
internal static partial class DuckErrors
{
    public static SqlError Translate(string message)
    {
        var line = message.Split('\n')[0].Trim();
        if (line.Contains("NOT NULL constraint failed", StringComparison.Ordinal))
            return new SqlError("100072", "22000", "NULL result in a non-nullable column");
        if (OutOfRange().Match(line) is { Success: true } range)
            return new SqlError("100039", "22003", $"Numeric value '{range.Groups["value"].Value}' is out of range");
        if (line.Contains("verflow", StringComparison.Ordinal) || line.StartsWith("Out of Range Error", StringComparison.Ordinal))
            return new SqlError("100046", "22003", "Number out of representable range");
        if (line.Contains("must appear in the GROUP BY clause", StringComparison.Ordinal))
            return SqlError.Compilation("000979", "42601", "a selected column is not a valid group by expression");
        if (line.Contains("More than one row returned by a subquery", StringComparison.Ordinal))
            return new SqlError("090150", "22000", "Single-row subquery returns more than one row.");
        if (line.Contains("cannot contain aggregates", StringComparison.Ordinal))
            return SqlError.Compilation("002035", "42601", "an aggregate function is not allowed here");
        if (
            line.Contains("window functions are not allowed", StringComparison.Ordinal)
            || line.Contains("cannot contain window", StringComparison.Ordinal)
        )
            return SqlError.Compilation("002036", "42601", "a window function is not allowed here");
        return SqlError.Unknown("how to do this (" + line + ")");
    }

    [GeneratedRegex(@"[Cc]ould not cast value (?<value>\S+) to DECIMAL|Casting value ""(?<value>[^""]*)"" to type DECIMAL")]
    private static partial Regex OutOfRange();
}
