using System.Globalization;
using System.Text.RegularExpressions;
using QlikSnowflake.Errors;

namespace QlikSnowflake.Time;

/// <summary>
/// Durations as people type them: <c>2h</c>, <c>30 days</c>, <c>1d 12h</c>, <c>P1M</c>, <c>1.00:00:00</c>, or the moment at which one
/// ends, <c>2026-12-31</c>. Months and years are those of the calendar from now on.
/// </summary>
public static class TypedDuration
{
    private const RegexOptions Options = RegexOptions.CultureInvariant | RegexOptions.IgnoreCase;

    private static readonly Regex Iso = new(
        @"^P(?=[0-9T])(?:(?<y>[0-9]{1,4})Y)?(?:(?<mo>[0-9]{1,5})M)?(?:(?<w>[0-9]{1,6})W)?(?:(?<d>[0-9]{1,7})D)?"
            + @"(?:T(?=[0-9])(?:(?<h>[0-9]{1,8})H)?(?:(?<m>[0-9]{1,9})M)?(?:(?<s>[0-9]{1,10})S)?)?\z",
        Options
    );

    private static readonly Regex Words = new(@"^(?:(?<n>[0-9]{1,10}(?:\.[0-9]{1,6})?)\s*(?<u>[a-z]+)[\s,]*)+\z", Options);

    private static readonly Regex Clock = new(
        @"^(?:(?<d>[0-9]{1,8})\.)?(?<h>[0-9]{1,8}):(?<m>[0-5][0-9])(?::(?<s>[0-5][0-9])(?:\.[0-9]{1,7})?)?\z",
        Options
    );

    private static readonly Regex Date = new(@"^[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[T ][0-9]{2}:[0-9]{2}|\z)", Options);

    /// <summary>Reads a duration.</summary>
    /// <param name="text">The text.</param>
    /// <param name="now">From when on it counts.</param>
    /// <exception cref="InputException">It is none, could be read in two ways, or ends before now.</exception>
    public static TimeSpan Parse(string text, DateTimeOffset now)
    {
        var typed = text.Trim();
        try
        {
            if (Iso.Match(typed) is { Success: true } iso)
                return OfIso(iso, now);
            if (Words.Match(typed) is { Success: true } words)
                return OfWords(words, text, now);
            if (Clock.Match(typed) is { Success: true } clock)
                return OfClock(clock, typed);
            if (
                Date.IsMatch(typed)
                && DateTimeOffset.TryParse(typed, CultureInfo.InvariantCulture, DateTimeStyles.AssumeLocal, out var end)
            )
                return Until(end, now);
        }
        catch (Exception e) when (e is OverflowException or ArgumentOutOfRangeException)
        {
            throw Invalid(text, "is longer than a duration can be", e);
        }

        throw decimal.TryParse(typed, NumberStyles.Float, CultureInfo.InvariantCulture, out _)
            ? Invalid(text, "has no unit")
            : Invalid(text, "is no duration");
    }

    /// <summary>The time from now to a moment.</summary>
    /// <param name="end">The moment.</param>
    /// <param name="now">From when on it counts.</param>
    /// <exception cref="InputException">The moment is over.</exception>
    public static TimeSpan Until(DateTimeOffset end, DateTimeOffset now) =>
        end >= now ? end - now : throw Invalid(end.ToString("yyyy-MM-dd HH:mm:ss zzz", CultureInfo.InvariantCulture), "is over");

    private static TimeSpan OfIso(Match match, DateTimeOffset now)
    {
        return now.AddYears((int)Value("y")).AddMonths((int)Value("mo"))
            - now
            + TimeSpan.FromDays((Value("w") * 7) + Value("d"))
            + TimeSpan.FromHours(Value("h"))
            + TimeSpan.FromMinutes(Value("m"))
            + TimeSpan.FromSeconds(Value("s"));

        long Value(string group) =>
            match.Groups[group].Success ? long.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture) : 0;
    }

    private static TimeSpan OfWords(Match match, string text, DateTimeOffset now)
    {
        var counts = match.Groups["n"].Captures;
        var units = match.Groups["u"].Captures;
        var end = now;
        for (var i = 0; i < counts.Count; i++)
        {
            var count = decimal.Parse(counts[i].Value, CultureInfo.InvariantCulture);
            var unit = units[i].Value.ToLowerInvariant();
            end = unit switch
            {
                "mo" or "month" or "months" => end.AddMonths(Whole(count, text)),
                "y" or "yr" or "year" or "years" => end.AddYears(Whole(count, text)),
                _ => end.AddTicks(checked((long)(count * TicksOf(unit, text)))),
            };
        }

        return end - now;
    }

    private static long TicksOf(string unit, string text) =>
        unit switch
        {
            "s" or "sec" or "secs" or "second" or "seconds" => TimeSpan.TicksPerSecond,
            "m" or "min" or "mins" or "minute" or "minutes" => TimeSpan.TicksPerMinute,
            "h" or "hr" or "hrs" or "hour" or "hours" => TimeSpan.TicksPerHour,
            "d" or "day" or "days" => TimeSpan.TicksPerDay,
            "w" or "week" or "weeks" => 7 * TimeSpan.TicksPerDay,
            _ => throw Invalid(text, $"has a unit that is none, '{unit}'"),
        };

    private static int Whole(decimal count, string text) =>
        count == decimal.Truncate(count) ? checked((int)count) : throw Invalid(text, "has a part of a month or year");

    // .NET itself takes the hours of 24:00:00 for days.
    private static TimeSpan OfClock(Match match, string typed)
    {
        var hours = match.Groups["h"].Value;
        return decimal.Parse(hours, CultureInfo.InvariantCulture) <= 23
            ? TimeSpan.Parse(typed, CultureInfo.InvariantCulture)
            : throw Invalid(typed, $"could be read in two ways: for {hours} hours give {hours}h, for {hours} days give {hours}d");
    }

    private static InputException Invalid(string text, string why, Exception? inner = null) =>
        new(
            ErrorIds.DurationInvalid,
            $"'{Quoted.Cut(text)}' {why}.",
            "Give a number with its unit, such as 90s, 12h, 30d, 2w or '3 months', ISO 8601 such as P30D or P1M, a TimeSpan such as "
                + "30.00:00:00, or the date on which it ends, such as 2030-12-31.",
            inner: inner
        );
}
