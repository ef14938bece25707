namespace QlikSnowflake.Emulator.Snowflake.Sql.Functions;

/// <summary>
/// The parts of dates and times, with their other spellings.
/// From https://docs.snowflake.com/en/sql-reference/functions-date-time#supported-date-and-time-parts.
/// </summary>
internal static class DateUnits
{
    private static readonly Dictionary<string, string> Names = new(StringComparer.OrdinalIgnoreCase);

    static DateUnits()
    {
        Add("year", "y", "yy", "yyy", "yyyy", "yr", "years", "yrs");
        Add("month", "mm", "mon", "mons", "months");
        Add("day", "d", "dd", "days", "dayofmonth");
        Add("dayofweek", "weekday", "dow", "dw");
        Add("dayofweekiso", "weekday_iso", "dow_iso", "dw_iso", "dayofweek_iso");
        Add("dayofyear", "yearday", "doy", "dy");
        Add("week", "w", "wk", "weekofyear", "woy", "wy");
        Add("weekiso", "week_iso", "weekofyeariso", "weekofyear_iso");
        Add("quarter", "q", "qtr", "qtrs", "quarters");
        Add("yearofweek");
        Add("yearofweekiso");
        Add("hour", "h", "hh", "hr", "hours", "hrs");
        Add("minute", "m", "mi", "min", "minutes", "mins");
        Add("second", "s", "sec", "seconds", "secs");
        Add("millisecond", "ms", "msec", "milliseconds");
        Add("microsecond", "us", "usec", "microseconds");
        Add("nanosecond", "ns", "nsec", "nanosec", "nsecond", "nanoseconds", "nanosecs", "nseconds");
        Add("epoch_second", "epoch", "epoch_seconds");
        Add("epoch_millisecond", "epoch_milliseconds");
        Add("epoch_microsecond", "epoch_microseconds");
        Add("epoch_nanosecond", "epoch_nanoseconds");
        Add("timezone_hour", "tzh");
        Add("timezone_minute", "tzm");
    }

    /// <returns>The part's own name; null when there is no such part.</returns>
    public static string? Find(string text) => Names.GetValueOrDefault(text);

    private static void Add(string name, params string[] others)
    {
        Names[name] = name;
        foreach (var other in others)
            Names[other] = name;
    }
}
