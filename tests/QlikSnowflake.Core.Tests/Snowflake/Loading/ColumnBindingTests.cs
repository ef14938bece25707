using System.Numerics;
using QlikSnowflake.Errors;
using QlikSnowflake.Snowflake.Loading;
using QlikSnowflake.Snowflake.Results;

namespace QlikSnowflake.Tests.Snowflake.Loading;

/// <summary>One type for a column, by the column and not by the value.</summary>
public sealed class ColumnBindingTests
{
    private static readonly DateTime Noon = new(2020, 1, 2, 12, 0, 0);
    private static readonly DateTimeOffset InZurich = new(2020, 1, 2, 12, 0, 0, TimeSpan.FromHours(1));

    public static TheoryData<string, object, string, string> Alone =>
        new()
        {
            { "fixed", 9.99m, "FIXED", "9.99" },
            { "fixed", 10.00m, "FIXED", "10.00" },
            { "fixed", 5, "FIXED", "5" },
            { "fixed", "1250.50", "FIXED", "1250.50" },
            { "fixed", true, "FIXED", "1" },
            { "fixed", 1E+20, "FIXED", "100000000000000000000" },
            { "fixed", DayOfWeek.Friday, "FIXED", "5" },
            { "real", 1, "REAL", "1" },
            { "real", 0.1m, "REAL", "0.1" },
            { "real", "1.5e3", "REAL", "1.5e3" },
            { "real", double.NegativeInfinity, "REAL", "-inf" },
            { "text", 5, "TEXT", "5" },
            { "text", true, "TEXT", "true" },
            { "text", 0.1, "TEXT", "0.1" },
            { "text", DayOfWeek.Friday, "TEXT", "Friday" },
            { "boolean", "yes", "BOOLEAN", "true" },
            { "boolean", "OFF", "BOOLEAN", "false" },
            { "boolean", 0, "BOOLEAN", "false" },
            { "boolean", BigInteger.MinusOne, "BOOLEAN", "true" },
            { "date", Noon, "DATE", "1577923200000" },
            { "time", Noon, "TIME", "43200000000000" },
            { "binary", new byte[] { 0, 255 }, "BINARY", "00ff" },
            { "timestamp_ntz", Noon, "TIMESTAMP_NTZ", "1577966400000000000" },
            { "timestamp_ntz", InZurich, "TIMESTAMP_NTZ", "1577966400000000000" },
            { "timestamp_ltz", DateTime.SpecifyKind(Noon, DateTimeKind.Utc), "TIMESTAMP_LTZ", "1577966400000000000" },
            { "timestamp_ltz", InZurich, "TIMESTAMP_LTZ", "1577962800000000000" },
            { "timestamp_ltz", Noon, "TIMESTAMP_NTZ", "1577966400000000000" },
            { "timestamp_tz", DateTime.SpecifyKind(Noon, DateTimeKind.Utc), "TIMESTAMP_TZ", "1577966400000000000 1440" },
            { "timestamp_tz", InZurich, "TIMESTAMP_TZ", "1577962800000000000 1500" },
            { "timestamp_ltz", "2020-01-02 12:00:00", "TEXT", "2020-01-02 12:00:00" },
        };

    [Theory]
    [MemberData(nameof(Alone))]
    public void The_column_says_the_type(string column, object value, string type, string text)
    {
        var binding = ColumnBinding.Of(value, Column(column), 1);
        Assert.Equal((type, text), (binding.Type, binding.Value));
    }

    [Fact]
    public void A_local_time_is_the_instant_it_was()
    {
        var local = DateTime.SpecifyKind(Noon, DateTimeKind.Local);
        var nanoseconds = (new DateTimeOffset(local).UtcTicks - new DateTime(1970, 1, 1).Ticks) * 100;
        var wanted = nanoseconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal(wanted, ColumnBinding.Of(local, Column("timestamp_ltz"), 1).Value);
        Assert.StartsWith(wanted + " ", ColumnBinding.Of(local, Column("timestamp_tz"), 1).Value, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("fixed", "FIXED")]
    [InlineData("text", "TEXT")]
    [InlineData("boolean", "BOOLEAN")]
    public void Nothing_has_the_type_of_its_column(string column, string type)
    {
        var bindings = ColumnBinding.OfAll([null, 1, DBNull.Value], Column(column), 1);
        Assert.Equal([type, type, type], bindings.Select(b => b.Type));
        Assert.Equal([true, false, true], bindings.Select(b => b.Value is null));
        Assert.All(ColumnBinding.OfAll([null, null], Column(column), 1), b => Assert.Equal((type, null), (b.Type, b.Value)));
    }

    [Fact]
    public void Instants_wall_clocks_and_texts_together_are_texts_that_keep_what_they_are()
    {
        var bindings = ColumnBinding.OfAll([Noon, InZurich, null, "2020-01-02"], Column("timestamp_ltz"), 1);
        Assert.All(bindings, b => Assert.Equal("TEXT", b.Type));
        Assert.Equal(
            ["2020-01-02 12:00:00.0000000", "2020-01-02 12:00:00.0000000 +01:00", null, "2020-01-02"],
            bindings.Select(b => b.Value)
        );
    }

    [Theory]
    [InlineData("fixed", "many")]
    [InlineData("fixed", "")]
    [InlineData("fixed", double.NaN)]
    [InlineData("real", "many")]
    [InlineData("boolean", "perhaps")]
    [InlineData("date", 5)]
    [InlineData("time", true)]
    public void A_value_that_the_column_cannot_hold_is_refused_by_row_and_not_shown(string column, object value)
    {
        var refusal = Assert.Throws<InputException>(() => ColumnBinding.OfAll([null, value], Column(column), 21));
        Assert.Equal("ValueNotForColumn", refusal.ErrorId);
        Assert.Contains("column C of row 22", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("many", refusal.Message, StringComparison.Ordinal);
    }

    private static ResultColumn Column(string type) => new("C", type, null, null, true);
}
