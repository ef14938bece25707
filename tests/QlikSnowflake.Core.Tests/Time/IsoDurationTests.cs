using FsCheck;
using FsCheck.Fluent;
using QlikSnowflake.Errors;
using QlikSnowflake.Time;

namespace QlikSnowflake.Tests.Time;

public sealed class IsoDurationTests
{
    [Theory]
    [InlineData("P7D", 7 * 86400)]
    [InlineData("P365D", 365 * 86400)]
    [InlineData("P1W", 7 * 86400)]
    [InlineData("PT24H", 86400)]
    [InlineData("PT6H", 6 * 3600)]
    [InlineData("P1DT12H", 36 * 3600)]
    [InlineData("PT1M", 60)]
    [InlineData("PT90S", 90)]
    [InlineData("P1DT2H3M4S", 86400 + 7200 + 180 + 4)]
    [InlineData("PT0S", 0)]
    [InlineData("P0D", 0)]
    [InlineData("p30d", 30 * 86400)]
    [InlineData(" PT1h ", 3600)]
    public void Weeks_days_and_times_are_read(string text, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), IsoDuration.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData("P")]
    [InlineData("PT")]
    [InlineData("P1DT")]
    [InlineData("P1Y")]
    [InlineData("P1M")]
    [InlineData("P1Y2M")]
    [InlineData("P1W2D")]
    [InlineData("P1H")]
    [InlineData("PT1D")]
    [InlineData("PT1S1M")]
    [InlineData("PT1.5S")]
    [InlineData("-P1D")]
    [InlineData("P-1D")]
    [InlineData("30")]
    [InlineData("30.00:00:00")]
    [InlineData("P٣D")]
    [InlineData("P1D\nP1D")]
    [InlineData("P99999999D")]
    [InlineData("P9999999DT99999999H")]
    public void Anything_else_is_refused(string text) =>
        Assert.Equal("DurationInvalid", Assert.Throws<InputException>(() => IsoDuration.Parse(text)).ErrorId);

    [Theory]
    [InlineData(90 * 86400, "P90D")]
    [InlineData(6 * 3600, "PT6H")]
    [InlineData(36 * 3600, "P1DT12H")]
    [InlineData(61, "PT1M1S")]
    [InlineData(0, "PT0S")]
    public void Durations_are_written_without_weeks_months_and_years(int seconds, string text) =>
        Assert.Equal(text, IsoDuration.Format(TimeSpan.FromSeconds(seconds)));

    [Fact]
    public void Whole_seconds_come_back_as_they_went_in() =>
        Prop.ForAll(
                Gen.Choose(0, int.MaxValue).Select(s => TimeSpan.FromSeconds(s)).ToArbitrary(),
                duration => IsoDuration.Parse(IsoDuration.Format(duration)) == duration
            )
            .QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("P1Y", 365 * 24)]
    [InlineData("P1W", 7 * 24)]
    [InlineData("PT24H", 24)]
    public void What_the_service_sends_is_read(string text, double hours) =>
        Assert.Equal(TimeSpan.FromHours(hours), IsoDuration.ReadSent(text));

    [Fact]
    public void Parts_of_a_second_are_dropped() => Assert.Equal("PT1S", IsoDuration.Format(TimeSpan.FromMilliseconds(1999)));
}
