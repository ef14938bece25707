using System.Globalization;
using QlikSnowflake.Emulator.Snowflake.Results;
using QlikSnowflake.Emulator.Snowflake.Sql;

namespace QlikSnowflake.Emulator.Snowflake.Statements;

/// <summary>
/// The <c>parameters</c> of a submission. Names are taken without case; names that the SQL API does not honour are ignored.
/// From https://docs.snowflake.com/en/developer-guide/sql-api/reference#body-of-the-post-request-to-api-v2-statements.
/// </summary>
internal sealed class SessionParameters
{
    public required OutputFormats Formats { get; init; }

    public string? QueryTag { get; init; }

    /// <summary>The most rows that a result has; null for all.</summary>
    public long? RowsPerResultSet { get; init; }

    /// <summary>The number of statements; null for any number.</summary>
    public int? StatementCount { get; init; } = 1;

    /// <exception cref="SqlError">A parameter has a value that is not known.</exception>
    public static SessionParameters Read(IReadOnlyDictionary<string, string> values, SnowflakeSettings settings)
    {
        var timestamp = Format(values, "timestamp_output_format");
        return new SessionParameters
        {
            QueryTag = values.GetValueOrDefault("query_tag"),
            RowsPerResultSet = Number(values, "rows_per_resultset") is > 0 and var rows ? rows : null,
            StatementCount =
                Number(values, "multi_statement_count") is not { } count ? 1
                : count == 0 ? null
                : (int)count,
            Formats = new OutputFormats
            {
                TimeZone = Zone(values.GetValueOrDefault("timezone"), settings),
                Date = Format(values, "date_output_format"),
                Time = Format(values, "time_output_format"),
                TimestampNtz = Format(values, "timestamp_ntz_output_format") ?? timestamp,
                TimestampLtz = Format(values, "timestamp_ltz_output_format") ?? timestamp,
                TimestampTz = Format(values, "timestamp_tz_output_format") ?? timestamp,
                Base64 = IsBase64(values.GetValueOrDefault("binary_output_format")),
            },
        };
    }

    private static long? Number(IReadOnlyDictionary<string, string> values, string name)
    {
        if (!values.TryGetValue(name, out var text))
            return null;
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= int.MaxValue
            ? number
            : throw SqlError.InvalidParameter(name, text);
    }

    private static OutputFormat? Format(IReadOnlyDictionary<string, string> values, string name)
    {
        if (values.GetValueOrDefault(name) is not { Length: > 0 } text)
            return null;
        // AUTO is the ISO form of each type.
        var format =
            !text.Equals("AUTO", StringComparison.OrdinalIgnoreCase) ? text
            : name.StartsWith("date", StringComparison.Ordinal) ? "YYYY-MM-DD"
            : name.StartsWith("time_", StringComparison.Ordinal) ? "HH24:MI:SS"
            : "YYYY-MM-DD HH24:MI:SS.FF3";
        return OutputFormat.TryParse(format) ?? throw SqlError.InvalidParameter(name, text);
    }

    private static bool IsBase64(string? format) =>
        format?.ToUpperInvariant() switch
        {
            null or "" or "HEX" => false,
            "BASE64" => true,
            _ => throw SqlError.InvalidParameter("binary_output_format", format),
        };

    /// <exception cref="SqlError">There is no such time zone.</exception>
    public static TimeZoneInfo Zone(string? name, SnowflakeSettings settings)
    {
        if (string.IsNullOrEmpty(name))
            return TimeZoneInfo.TryFindSystemTimeZoneById(settings.DefaultTimeZone, out var zone) ? zone : TimeZoneInfo.Utc;
        return Known(name) ?? Known(ZoneCase(name)) ?? throw SqlError.InvalidParameter("timezone", name);
    }

    private static TimeZoneInfo? Known(string name) => TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) ? zone : null;

    /// <summary>Snowflake takes america/los_angeles too; the system's names have a case.</summary>
    private static string ZoneCase(string name) =>
        TimeZoneInfo.GetSystemTimeZones().FirstOrDefault(z => z.Id.Equals(name, StringComparison.OrdinalIgnoreCase))?.Id ?? name;
}
