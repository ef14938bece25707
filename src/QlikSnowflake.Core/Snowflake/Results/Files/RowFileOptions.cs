namespace QlikSnowflake.Snowflake.Results.Files;

/// <summary>How a file of rows is written.</summary>
public sealed record RowFileOptions
{
    /// <summary>JSON lines in place of CSV (RFC 4180).</summary>
    public bool JsonLines { get; init; }

    /// <summary>Compress by gzip.</summary>
    public bool Gzip { get; init; }

    /// <summary>What parts the cells of a CSV row.</summary>
    public char Delimiter { get; init; } = ',';

    /// <summary>Whether a CSV file begins with the columns' names.</summary>
    public bool Header { get; init; } = true;

    /// <summary>What stands for NULL in CSV.</summary>
    public string NullText { get; init; } = "";

    /// <summary>
    /// Dates and times by ISO 8601 with their fractions, in place of what Export-Csv gives in the invariant culture. JSON lines are
    /// ISO always.
    /// </summary>
    public bool IsoTimes { get; init; }

    /// <summary>Whether the file begins with UTF-8's byte order mark, by which Excel and Windows PowerShell know it.</summary>
    public bool ByteOrderMark { get; init; }
}
