namespace QlikSnowflake.Emulator.Snowflake.Results;

/// <summary>
/// The output formats of one statement. Only formats in the request's <c>parameters</c> count; without one, values keep the raw form.
/// From https://docs.snowflake.com/en/developer-guide/sql-api/handling-responses.
/// </summary>
internal sealed class OutputFormats
{
    public static readonly OutputFormats Raw = new();

    public OutputFormat? Date { get; init; }

    public OutputFormat? Time { get; init; }

    public OutputFormat? TimestampNtz { get; init; }

    public OutputFormat? TimestampLtz { get; init; }

    public OutputFormat? TimestampTz { get; init; }

    public bool Base64 { get; init; }

    public TimeZoneInfo TimeZone { get; init; } = TimeZoneInfo.Utc;

    public int OffsetAt(Moment moment) => (int)TimeZone.GetUtcOffset(moment.CivilAt(0)).TotalMinutes;
}
