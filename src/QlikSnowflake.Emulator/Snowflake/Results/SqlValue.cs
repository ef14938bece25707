namespace QlikSnowflake.Emulator.Snowflake.Results;

/// <summary>
/// A value with its type. The payload is a bool (boolean), int of days (date), long of nanoseconds (time), <see cref="Moment"/>
/// (timestamps), byte[] (binary), or the text itself (everything else); null is SQL NULL.
/// </summary>
internal readonly record struct SqlValue(SnowflakeColumn Type, object? Payload)
{
    public static SqlValue Text(string? value) =>
        new(value is null ? SnowflakeColumn.Text("") : SnowflakeColumn.Text("", Math.Max(1, value.Length)), value);

    public static SqlValue Integer(long value) => Number(value.ToString(System.Globalization.CultureInfo.InvariantCulture), 0);

    public static SqlValue Number(string digits, int scale) =>
        new(SnowflakeColumn.Fixed("", Math.Clamp(digits.Count(char.IsAsciiDigit), 1, 38), scale), digits);

    public static SqlValue Boolean(bool value) => new(SnowflakeColumn.Of("", "boolean"), value);

    public static SqlValue Date(int days) => new(SnowflakeColumn.Of("", "date"), days);

    public static SqlValue Time(long nanoseconds) => new(SnowflakeColumn.Of("", "time"), nanoseconds);

    public static SqlValue Timestamp(string type, Moment moment) => new(SnowflakeColumn.Of("", type), moment);

    public static SqlValue Ltz(DateTimeOffset? time) =>
        new(SnowflakeColumn.Of("", "timestamp_ltz"), time is { } t ? Moment.From(t) : null);
}
