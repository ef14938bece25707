using QlikSnowflake.Emulator.Snowflake.Results;

namespace QlikSnowflake.Emulator.Snowflake.Sql;

/// <summary>The formats in which dates and times become VARCHAR when no format is asked for: Snowflake's defaults.</summary>
internal static class TextFormats
{
    public static readonly OutputFormat Date = OutputFormat.TryParse("YYYY-MM-DD")!;
    public static readonly OutputFormat Time = OutputFormat.TryParse("HH24:MI:SS")!;
    public static readonly OutputFormat Timestamp = OutputFormat.TryParse("YYYY-MM-DD HH24:MI:SS.FF3")!;
    public static readonly OutputFormat TimestampWithOffset = OutputFormat.TryParse("YYYY-MM-DD HH24:MI:SS.FF3 TZHTZM")!;
}
