using System.Globalization;
using QlikSnowflake.Snowflake.Results;
using static QlikSnowflake.Tests.Snowflake.Results.ResultBody;

namespace QlikSnowflake.Tests.Snowflake.Results;

/// <summary>DATE, TIME and TIMESTAMP cells. Expected instants are written as ISO 8601, by `date -u -d @seconds`.</summary>
public sealed class TimeCellTests
{
    [Theory]
    [InlineData("17982", "2019-03-27")]
    [InlineData("0", "1970-01-01")]
    [InlineData("-1", "1969-12-31")]
    [InlineData("-719162", "0001-01-01")]
    [InlineData("2932896", "9999-12-31")]
    public void Dates_count_days_since_1970(string cell, string date)
    {
        var value = Assert.IsType<DateTime>(Cell("date", Quoted(cell)));

        Assert.Equal(date, value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        Assert.Equal((TimeSpan.Zero, DateTimeKind.Unspecified), (value.TimeOfDay, value.Kind));
    }

    [Theory]
    [InlineData("82919.000000000", "23:01:59")]
    [InlineData("0.000000000", "00:00:00")]
    [InlineData("86399.999999900", "23:59:59.9999999")]
    [InlineData("1.5", "00:00:01.5000000")]
    [InlineData("7", "00:00:07")]
    public void Times_count_seconds_since_midnight(string cell, string time) =>
        Assert.Equal(TimeSpan.Parse(time, CultureInfo.InvariantCulture), Cell("time", Quoted(cell)));

    [Theory]
    [InlineData("1616173619.000000000", "2021-03-19T17:06:59.0000000")]
    [InlineData("1616173619.123456700", "2021-03-19T17:06:59.1234567")]
    [InlineData("1616173619.1", "2021-03-19T17:06:59.1000000")]
    [InlineData("1616173619", "2021-03-19T17:06:59.0000000")]
    [InlineData("0.000000000", "1970-01-01T00:00:00.0000000")]
    [InlineData("-0.500000000", "1969-12-31T23:59:59.5000000")]
    [InlineData("-0.000000001", "1969-12-31T23:59:59.9999999")]
    [InlineData("-1.000000099", "1969-12-31T23:59:58.9999999")]
    [InlineData("-1.000000100", "1969-12-31T23:59:58.9999999")]
    [InlineData("1616173619.123456799", "2021-03-19T17:06:59.1234567")]
    [InlineData("-1.5", "1969-12-31T23:59:58.5000000")]
    [InlineData("-62135596800.000000000", "0001-01-01T00:00:00.0000000")]
    [InlineData("253402300799.999999900", "9999-12-31T23:59:59.9999999")]
    [InlineData("253402300799", "9999-12-31T23:59:59.0000000")]
    [InlineData("1611871777123456700", "2021-01-28T22:09:37.1234567")]
    [InlineData("-1000000000000000", "1969-12-20T10:13:20.0000000")]
    public void Timestamps_count_seconds_or_as_long_integers_nanoseconds(string cell, string expected)
    {
        var ntz = Assert.IsType<DateTime>(Cell("timestamp_ntz", Quoted(cell)));
        Assert.Equal(DateTimeKind.Unspecified, ntz.Kind);
        Assert.Equal(expected, ntz.ToString("yyyy-MM-ddTHH:mm:ss.fffffff", CultureInfo.InvariantCulture));

        var ltz = Assert.IsType<DateTimeOffset>(Cell("TIMESTAMP_LTZ", Quoted(cell)));
        Assert.Equal(TimeSpan.Zero, ltz.Offset);
        Assert.Equal(expected, ltz.ToString("yyyy-MM-ddTHH:mm:ss.fffffff", CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("1616173619.000000000 1500", "2021-03-19T18:06:59+01:00")]
    [InlineData("1616173619.000000000 1440", "2021-03-19T17:06:59+00:00")]
    [InlineData("1616173619.000000000 960", "2021-03-19T09:06:59-08:00")]
    [InlineData("1616173619.000000000 1770", "2021-03-19T22:36:59+05:30")]
    [InlineData("1616173619 2280", "2021-03-20T07:06:59+14:00")]
    [InlineData("-0.5 1440", "1969-12-31T23:59:59+00:00")]
    [InlineData("1616173619.000000000", "2021-03-19T17:06:59+00:00")]
    [InlineData("253402300799.000000000 1440", "9999-12-31T23:59:59+00:00")]
    [InlineData("253402271999.000000000 960", "9999-12-31T07:59:59-08:00")]
    [InlineData("253402300799.000000000 1500", "9999-12-31T23:59:59+00:00")]
    [InlineData("-62135596800.000000000 960", "0001-01-01T00:00:00+00:00")]
    public void Timestamps_with_a_zone_keep_instant_and_offset(string cell, string expected)
    {
        var value = Assert.IsType<DateTimeOffset>(Cell("timestamp_tz", Quoted(cell)));

        Assert.Equal(expected, value.ToString("yyyy-MM-ddTHH:mm:sszzz", CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("time", "0.000000001", true)]
    [InlineData("time", "0.000000100", false)]
    [InlineData("timestamp_ntz", "1616173619.123456789", true)]
    [InlineData("timestamp_ntz", "1616173619.123456700", false)]
    [InlineData("timestamp_ntz", "1611871777123456789", true)]
    [InlineData("timestamp_ntz", "1611871777123456700", false)]
    [InlineData("timestamp_tz", "1616173619.123456789 1440", true)]
    public void What_is_finer_than_DotNet_can_tell_is_noted(string type, string cell, bool lost)
    {
        var state = new DecodeState();

        Cell(type, Quoted(cell), state: state);

        Assert.Equal(lost, state.LostNanoseconds);
    }

    [Theory]
    [InlineData("date", "2019-03-27")]
    [InlineData("timestamp_ntz", "1616173619.12x")]
    [InlineData("timestamp_ntz", "1616173619.123456789x")]
    [InlineData("timestamp_ntz", "1616173619.1234567890 1440")]
    [InlineData("timestamp_ntz", "--5")]
    [InlineData("timestamp_ntz", "")]
    [InlineData("timestamp_ntz", "-")]
    [InlineData("timestamp_ntz", "2021-03-19 17:06:59")]
    [InlineData("timestamp_tz", "1616173619.0 99999")]
    [InlineData("timestamp_tz", "1616173619.0 -60")]
    [InlineData("timestamp_tz", "1616173619.0 x")]
    [InlineData("timestamp_tz", "1616173619.0 ")]
    [InlineData("timestamp_tz", "1616173619.0 -2147483648")]
    [InlineData("time", "noon")]
    [InlineData("time", "99999999999999999999")]
    [InlineData("time", "999999999999.5")]
    public void A_cell_that_is_no_time_is_refused(string type, string cell) => Refused(() => Cell(type, Quoted(cell)));

    [Theory]
    [InlineData("date", "2932897")]
    [InlineData("date", "-719163")]
    [InlineData("date", "21350398")]
    [InlineData("timestamp_ntz", "253402300800")]
    [InlineData("timestamp_ntz", "-62135596801")]
    [InlineData("timestamp_ntz", "999999999999.9")]
    [InlineData("timestamp_ntz", "3093527980799.999999999")]
    [InlineData("timestamp_ltz", "253402300800.000000000")]
    [InlineData("timestamp_ntz", "99999999999999999999")]
    [InlineData("timestamp_tz", "253402300800.000000000 960")]
    public void A_time_that_DotNets_calendar_does_not_reach_is_left_out_and_told_of(string type, string cell)
    {
        var state = new DecodeState();

        Assert.Null(Cell(type, Quoted(cell), state: state));

        var warning = Assert.Single(state.Warnings);
        Assert.Contains("years 1 to 9999", warning);
        Assert.Contains("TO_CHAR", warning);
    }

    private static string Quoted(string text) => "\"" + text + "\"";
}
