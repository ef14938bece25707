namespace QlikSnowflake.Emulator.Snowflake.Results;

/// <summary>A point in time to the nanosecond.</summary>
/// <param name="Seconds">Whole seconds since 1970-01-01, rounded down: UTC for ltz and tz, the wall clock for ntz.</param>
/// <param name="Nanoseconds">0 to 999,999,999, to be added.</param>
/// <param name="OffsetMinutes">The offset from UTC (tz only).</param>
internal readonly record struct Moment(long Seconds, int Nanoseconds, int OffsetMinutes = 0)
{
    public static Moment From(DateTimeOffset time, int offsetMinutes = 0)
    {
        var ticks = time.UtcTicks - DateTime.UnixEpoch.Ticks;
        var seconds = Math.DivRem(ticks, TimeSpan.TicksPerSecond, out var rest);
        return rest < 0
            ? new(seconds - 1, (int)(rest + TimeSpan.TicksPerSecond) * 100, offsetMinutes)
            : new(seconds, (int)rest * 100, offsetMinutes);
    }

    /// <summary>9999-12-31T23:59:59.</summary>
    public const long LastSecond = 253_402_300_799;

    /// <summary>0001-01-01T00:00:00.</summary>
    public const long FirstSecond = -62_135_596_800;

    /// <summary>
    /// The calendar date and time of day, to the second, at an offset from the epoch's clock. An offset that leads out of the years
    /// 1 to 9999 leads to their end.
    /// </summary>
    public DateTime CivilAt(int offsetMinutes) =>
        DateTime.UnixEpoch.AddSeconds(Math.Clamp(Seconds + offsetMinutes * 60L, FirstSecond, LastSecond));
}
