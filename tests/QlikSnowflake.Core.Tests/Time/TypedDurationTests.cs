using QlikSnowflake.Errors;
using QlikSnowflake.Time;

namespace QlikSnowflake.Tests.Time;

/// <summary>What people type for a duration, counted from the last day of January.</summary>
public sealed class TypedDurationTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("90s", "00:01:30")]
    [InlineData("5m", "00:05:00")]
    [InlineData(" 12h ", "12:00:00")]
    [InlineData("7d", "7.00:00:00")]
    [InlineData("2W", "14.00:00:00")]
    [InlineData("1.5h", "01:30:00")]
    [InlineData("1h30m", "01:30:00")]
    [InlineData("1d 12h", "1.12:00:00")]
    [InlineData("30 days", "30.00:00:00")]
    [InlineData("1 day, 2 hours", "1.02:00:00")]
    [InlineData("1 month", "28.00:00:00")]
    [InlineData("2mo", "59.00:00:00")]
    [InlineData("1y", "365.00:00:00")]
    [InlineData("3 Years", "1096.00:00:00")]
    [InlineData("P1Y", "365.00:00:00")]
    [InlineData("P1M", "28.00:00:00")]
    [InlineData("P1Y2M3DT4H5M6S", "427.04:05:06")]
    [InlineData("P2W", "14.00:00:00")]
    [InlineData("p1dt12h", "1.12:00:00")]
    [InlineData("PT0S", "00:00:00")]
    [InlineData("30.00:00:00", "30.00:00:00")]
    [InlineData("23:59", "23:59:00")]
    [InlineData("23:59:59.5", "23:59:59.5000000")]
    [InlineData("2026-02-01T12:00Z", "1.00:00:00")]
    [InlineData("2026-02-01 14:00:00+02:00", "1.00:00:00")]
    public void Is_read(string text, string duration) =>
        Assert.Equal(TimeSpan.ParseExact(duration, "c", null), TypedDuration.Parse(text, Now));

    [Fact]
    public void A_date_is_the_beginning_of_that_day_here()
    {
        var here = new DateTimeOffset(new DateTime(2026, 1, 31, 12, 0, 0, DateTimeKind.Local));

        Assert.Equal(
            new DateTimeOffset(new DateTime(2026, 12, 31, 0, 0, 0, DateTimeKind.Local)) - here,
            TypedDuration.Parse("2026-12-31", here)
        );
    }

    [Theory]
    [InlineData("24:00:00", "24h")]
    [InlineData("48:00", "48h")]
    [InlineData("1.24:00:00", "24h")]
    [InlineData("7", "no unit")]
    [InlineData("-7", "no unit")]
    [InlineData("1e3", "no unit")]
    [InlineData("7x", "'x'")]
    [InlineData("1.5 months", "part of a month")]
    [InlineData("2026-01-30", "is over")]
    [InlineData("99999999d", "longer than")]
    [InlineData("9999999999 months", "longer than")]
    [InlineData("P9999Y", "longer than")]
    [InlineData("", "no duration")]
    [InlineData("P", "no duration")]
    [InlineData("PT", "no duration")]
    [InlineData("d", "no duration")]
    [InlineData("-7d", "no duration")]
    [InlineData("-1.00:00:00", "no duration")]
    [InlineData("7d!", "no duration")]
    [InlineData("1/2/2030", "no duration")]
    [InlineData("2026-13-01", "no duration")]
    [InlineData("\u0667d", "no duration")]
    [InlineData("P1D\nP1D", "no duration")]
    public void Is_refused_with_the_reason(string text, string reason)
    {
        var refusal = Assert.Throws<InputException>(() => TypedDuration.Parse(text, Now));

        Assert.Equal(ErrorIds.DurationInvalid, refusal.ErrorId);
        Assert.Contains(reason, refusal.Message, StringComparison.Ordinal);
        Assert.Contains("2030-12-31", refusal.RecommendedAction, StringComparison.Ordinal);
    }
}
