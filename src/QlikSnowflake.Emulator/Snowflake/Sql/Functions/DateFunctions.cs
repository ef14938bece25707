using System.Globalization;
using QlikSnowflake.Emulator.Snowflake.Results;

namespace QlikSnowflake.Emulator.Snowflake.Sql.Functions;

/// <summary>
/// Dates and times, with Snowflake's defaults: weeks are ISO weeks, Sunday is day 0, and a difference counts the boundaries crossed.
/// From https://docs.snowflake.com/en/sql-reference/functions-date-time.
/// </summary>
internal static class DateFunctions
{
    private const long Day = 86_400;

    public static readonly Dictionary<string, ManagedFunction> Table = new(StringComparer.Ordinal)
    {
        ["DATE_PART"] = static (a, _, zone) => Part(a.Text(0), a[1], zone).ToString(CultureInfo.InvariantCulture),
        ["DATEADD"] = static (a, type, zone) => Add(a.Text(0), a.Long(1), Coerced(a[2], type, zone), zone),
        ["ADD_MONTHS"] = static (a, type, zone) => AddMonths(a, type, zone),
        ["DATEDIFF"] = static (a, _, zone) =>
            TextFunctions.Number(Difference(a.Text(0), Wall(a[1], zone).Moment, Wall(a[2], zone).Moment)),
        ["DATE_TRUNC"] = static (a, type, zone) => Rebuilt(Truncated(a.Text(0), Wall(a[1], zone).Moment), a[1], type, zone),
        ["DAYNAME"] = static (a, _, zone) => Civil(a[0], zone).ToString("ddd", CultureInfo.InvariantCulture),
        ["MONTHNAME"] = static (a, _, zone) => Civil(a[0], zone).ToString("MMM", CultureInfo.InvariantCulture),
        ["LAST_DAY"] = static (a, _, zone) => LastDay(Civil(a[0], zone), DateUnits.Find(a.Text(1))),
        ["NEXT_DAY"] = static (a, _, zone) => NamedDay(Civil(a[0], zone), a.Text(1), 1),
        ["PREVIOUS_DAY"] = static (a, _, zone) => NamedDay(Civil(a[0], zone), a.Text(1), -1),
        ["MONTHS_BETWEEN"] = static (a, _, zone) => MonthsBetween(Civil(a[0], zone), Civil(a[1], zone)),
        ["DATE_FROM_PARTS"] = static (a, _, _) =>
            Days(new DateTime(a.Int(0), 1, 1).AddMonths(a.Int(1) - 1).AddDays(a.Long(2) - 1)),
        ["TIME_FROM_PARTS"] = static (a, _, _) =>
            (a.Long(0) * 3_600 + a.Long(1) * 60 + a.Long(2)) * 1_000_000_000 + (a.Length > 3 ? a.Long(3) : 0),
        ["TIMESTAMP_NTZ_FROM_PARTS"] = static (a, _, _) =>
            new Moment(
                Seconds(
                    new DateTime(a.Int(0), 1, 1)
                        .AddMonths(a.Int(1) - 1)
                        .AddDays(a.Long(2) - 1)
                        .AddHours(a.Long(3))
                        .AddMinutes(a.Long(4))
                        .AddSeconds(a.Long(5))
                ),
                a.Length > 6 ? (int)a.Long(6) : 0
            ),
        ["CONVERT_TIMEZONE"] = static (a, _, _) => Converted(a),
        ["CONVERT_TIMEZONE_2"] = static (a, _, _) =>
            (Moment)a[1].Payload! is var moment && Zone(a.Text(0)) is var zone
                ? moment with
                {
                    OffsetMinutes = (int)zone.GetUtcOffset(moment.CivilAt(0)).TotalMinutes,
                }
                : null,
    };

    /// <summary>The value on its wall clock, and the offset of that clock from UTC in minutes.</summary>
    public static (Moment Moment, int Offset) Wall(SqlValue value, TimeZoneInfo zone)
    {
        switch (value.Payload)
        {
            case int days:
                return (new Moment(days * Day, 0), 0);
            case long nanoseconds:
                return (new Moment(nanoseconds / 1_000_000_000, (int)(nanoseconds % 1_000_000_000)), 0);
            case Moment moment:
                var offset = value.Type.Type switch
                {
                    "timestamp_tz" => moment.OffsetMinutes,
                    "timestamp_ltz" => (int)zone.GetUtcOffset(moment.CivilAt(0)).TotalMinutes,
                    _ => 0,
                };
                return (new Moment(moment.Seconds + offset * 60L, moment.Nanoseconds), offset);
            default:
                throw SqlError.Compilation(
                    "001007",
                    "22023",
                    $"invalid type [{Coercion.SqlName(value.Type)}] for a date or time"
                );
        }
    }

    private static DateTime Civil(SqlValue value, TimeZoneInfo zone) => Wall(value, zone).Moment.CivilAt(0);

    private static int Days(DateTime date) => (int)(date.Date - DateTime.UnixEpoch).TotalDays;

    private static long Seconds(DateTime time) => (time.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerSecond;

    private static long FloorDivide(long number, long divisor) =>
        number >= 0 ? number / divisor : -((-number + divisor - 1) / divisor);

    private static SqlValue Coerced(SqlValue value, SnowflakeColumn type, TimeZoneInfo zone) =>
        value.Type.Type == type.Type ? value : Coercion.Cast(value, type, zone);

    /// <summary>A moment on the wall clock as a value of the type; a TIMESTAMP_TZ keeps the offset of the value it was made from.</summary>
    private static object Rebuilt(Moment wall, SqlValue from, SnowflakeColumn type, TimeZoneInfo zone) =>
        type.Type switch
        {
            "date" => (int)FloorDivide(wall.Seconds, Day),
            "time" => (wall.Seconds % Day + Day) % Day * 1_000_000_000 + wall.Nanoseconds,
            "timestamp_tz" => ((Moment)from.Payload!).OffsetMinutes is var offset
                ? new Moment(wall.Seconds - offset * 60L, wall.Nanoseconds, offset)
                : wall,
            "timestamp_ltz" => new Moment(
                wall.Seconds
                    - (long)zone.GetUtcOffset(DateTime.SpecifyKind(wall.CivilAt(0), DateTimeKind.Unspecified)).TotalSeconds,
                wall.Nanoseconds
            ),
            _ => wall,
        };

    private static object Add(string unit, long amount, SqlValue value, TimeZoneInfo zone)
    {
        var months = unit switch
        {
            "year" => amount * 12,
            "quarter" => amount * 3,
            "month" => amount,
            _ => (long?)null,
        };
        var (wall, _) = Wall(value, zone);
        if (months is { } count)
            return Rebuilt(MonthsLater(wall, (int)Math.Clamp(count, -200_000, 200_000)), value, value.Type, zone);
        if (unit is "day" or "week" or "dayofweek" or "dayofyear")
            return Rebuilt(
                wall with
                {
                    Seconds = wall.Seconds + amount * (unit == "week" ? 7 : 1) * Day,
                },
                value,
                value.Type,
                zone
            );
        var nanoseconds =
            Duck.StoredValue.Nanoseconds(value.Payload is Moment instant ? instant : wall)
            + amount * new System.Numerics.BigInteger(Nanoseconds(unit));
        var moved = Duck.StoredValue.FromNanoseconds(nanoseconds, value.Payload is Moment own ? own.OffsetMinutes : 0);
        return value.Payload is Moment ? moved : Rebuilt(moved, value, value.Type, zone);
    }

    private static Moment MonthsLater(Moment wall, int months)
    {
        var civil = wall.CivilAt(0);
        try
        {
            return wall with { Seconds = Seconds(civil.AddMonths(months)) };
        }
        catch (ArgumentOutOfRangeException)
        {
            throw new SqlError("100046", "22003", "Timestamp out of range");
        }
    }

    /// <summary>The last day of a month stays the last day.</summary>
    private static object AddMonths(SqlValue[] a, SnowflakeColumn type, TimeZoneInfo zone)
    {
        var (wall, _) = Wall(a[0], zone);
        var civil = wall.CivilAt(0);
        var moved = MonthsLater(wall, a.Int(1));
        var target = moved.CivilAt(0);
        if (civil.Day == DateTime.DaysInMonth(civil.Year, civil.Month))
            moved = moved with { Seconds = moved.Seconds + (DateTime.DaysInMonth(target.Year, target.Month) - target.Day) * Day };
        return Rebuilt(moved, a[0], type, zone);
    }

    private static long Nanoseconds(string unit) =>
        unit switch
        {
            "hour" => 3_600_000_000_000,
            "minute" => 60_000_000_000,
            "second" => 1_000_000_000,
            "millisecond" => 1_000_000,
            "microsecond" => 1_000,
            "nanosecond" => 1,
            _ => throw BadUnit(unit),
        };

    private static SqlError BadUnit(string unit) =>
        SqlError.Compilation("001009", "22023", $"'{unit}' is not a valid date/time component here");

    private static long Difference(string unit, Moment from, Moment to)
    {
        var (a, b) = (from.CivilAt(0), to.CivilAt(0));
        switch (unit)
        {
            case "year":
                return b.Year - a.Year;
            case "quarter":
                return (b.Year - a.Year) * 4 + (b.Month - 1) / 3 - (a.Month - 1) / 3;
            case "month":
                return (b.Year - a.Year) * 12 + b.Month - a.Month;
            case "week" or "weekiso":
                // 1970-01-01 was a Thursday.
                return FloorDivide(FloorDivide(to.Seconds, Day) + 3, 7) - FloorDivide(FloorDivide(from.Seconds, Day) + 3, 7);
            case "day" or "dayofweek" or "dayofyear":
                return FloorDivide(to.Seconds, Day) - FloorDivide(from.Seconds, Day);
            case "hour" or "minute" or "second":
                var each = Nanoseconds(unit) / 1_000_000_000;
                return FloorDivide(to.Seconds, each) - FloorDivide(from.Seconds, each);
            default:
                var size = Nanoseconds(unit);
                return (to.Seconds - from.Seconds) * (1_000_000_000 / size) + to.Nanoseconds / size - from.Nanoseconds / size;
        }
    }

    private static Moment Truncated(string unit, Moment wall)
    {
        var civil = wall.CivilAt(0);
        return unit switch
        {
            "year" => At(new DateTime(civil.Year, 1, 1)),
            "quarter" => At(new DateTime(civil.Year, (civil.Month - 1) / 3 * 3 + 1, 1)),
            "month" => At(new DateTime(civil.Year, civil.Month, 1)),
            "week" or "weekiso" => new Moment((FloorDivide(FloorDivide(wall.Seconds, Day) + 3, 7) * 7 - 3) * Day, 0),
            "day" => new Moment(FloorDivide(wall.Seconds, Day) * Day, 0),
            "hour" => new Moment(FloorDivide(wall.Seconds, 3_600) * 3_600, 0),
            "minute" => new Moment(FloorDivide(wall.Seconds, 60) * 60, 0),
            "second" => wall with { Nanoseconds = 0 },
            "millisecond" => wall with { Nanoseconds = wall.Nanoseconds / 1_000_000 * 1_000_000 },
            "microsecond" => wall with { Nanoseconds = wall.Nanoseconds / 1_000 * 1_000 },
            "nanosecond" => wall,
            _ => throw BadUnit(unit),
        };

        static Moment At(DateTime time) => new(Seconds(time), 0);
    }

    private static System.Numerics.BigInteger Part(string unit, SqlValue value, TimeZoneInfo zone)
    {
        var (wall, offset) = Wall(value, zone);
        var civil = wall.CivilAt(0);
        var instant = Duck.StoredValue.Nanoseconds(wall) - offset * new System.Numerics.BigInteger(60_000_000_000);
        return unit switch
        {
            "year" => civil.Year,
            "quarter" => (civil.Month - 1) / 3 + 1,
            "month" => civil.Month,
            "day" => civil.Day,
            "dayofweek" => (int)civil.DayOfWeek,
            "dayofweekiso" => civil.DayOfWeek == DayOfWeek.Sunday ? 7 : (int)civil.DayOfWeek,
            "dayofyear" => civil.DayOfYear,
            "week" or "weekiso" => ISOWeek.GetWeekOfYear(civil),
            "yearofweek" or "yearofweekiso" => ISOWeek.GetYear(civil),
            "hour" => civil.Hour,
            "minute" => civil.Minute,
            "second" => civil.Second,
            "nanosecond" => wall.Nanoseconds,
            "microsecond" => wall.Nanoseconds / 1_000,
            "millisecond" => wall.Nanoseconds / 1_000_000,
            "epoch_second" => Floor(instant, 1_000_000_000),
            "epoch_millisecond" => Floor(instant, 1_000_000),
            "epoch_microsecond" => Floor(instant, 1_000),
            "epoch_nanosecond" => instant,
            "timezone_hour" => offset / 60,
            "timezone_minute" => offset % 60,
            _ => throw BadUnit(unit),
        };
    }

    private static System.Numerics.BigInteger Floor(System.Numerics.BigInteger number, long divisor)
    {
        var quotient = System.Numerics.BigInteger.DivRem(number, divisor, out var rest);
        return rest.Sign < 0 ? quotient - 1 : quotient;
    }

    private static int LastDay(DateTime date, string? unit) =>
        unit switch
        {
            "month" => Days(new DateTime(date.Year, date.Month, DateTime.DaysInMonth(date.Year, date.Month))),
            "year" => Days(new DateTime(date.Year, 12, 31)),
            "quarter" => Days(new DateTime(date.Year, (date.Month - 1) / 3 * 3 + 1, 1).AddMonths(3).AddDays(-1)),
            "week" => Days(date.AddDays((7 - (int)date.DayOfWeek) % 7)),
            _ => throw BadUnit(unit ?? ""),
        };

    private static int NamedDay(DateTime date, string name, int step)
    {
        var prefix = name.Trim().ToUpperInvariant();
        prefix = prefix.Length > 2 ? prefix[..2] : prefix;
        var wanted = Array.FindIndex(["SU", "MO", "TU", "WE", "TH", "FR", "SA"], d => d == prefix);
        if (wanted < 0)
            throw SqlError.Compilation("001009", "22023", $"'{name}' is not a day of the week");
        do date = date.AddDays(step);
        while ((int)date.DayOfWeek != wanted);
        return Days(date);
    }

    private static string MonthsBetween(DateTime later, DateTime earlier)
    {
        var months = (later.Year - earlier.Year) * 12 + later.Month - earlier.Month;
        var bothLast =
            later.Day == DateTime.DaysInMonth(later.Year, later.Month)
            && earlier.Day == DateTime.DaysInMonth(earlier.Year, earlier.Month);
        var days = bothLast ? 0 : later.Day - earlier.Day;
        return (months + Math.Round(days / 31m, 6, MidpointRounding.AwayFromZero)).ToString("F6", CultureInfo.InvariantCulture);
    }

    private static TimeZoneInfo Zone(string name) =>
        TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone)
            ? zone
            : throw SqlError.Compilation("001008", "22023", $"Unknown timezone: '{name}'");

    private static object Converted(SqlValue[] a)
    {
        var wall = (Moment)a[2].Payload!;
        var from = (long)
            Zone(a.Text(0)).GetUtcOffset(DateTime.SpecifyKind(wall.CivilAt(0), DateTimeKind.Unspecified)).TotalSeconds;
        var utc = wall with { Seconds = wall.Seconds - from };
        return utc with { Seconds = utc.Seconds + (long)Zone(a.Text(1)).GetUtcOffset(utc.CivilAt(0)).TotalSeconds };
    }
}
