using System.Globalization;
using System.Numerics;
using QlikSnowflake.Snowflake.Results;
using static QlikSnowflake.Tests.Snowflake.Results.ResultBody;

namespace QlikSnowflake.Tests.Snowflake.Results;

/// <summary>FIXED, REAL, DECFLOAT and BOOLEAN cells.</summary>
public sealed class NumberCellTests
{
    [Theory]
    [InlineData("0", 0L)]
    [InlineData("-1", -1L)]
    [InlineData("999999999999999999", 999999999999999999L)]
    [InlineData("-999999999999999999", -999999999999999999L)]
    public void Integers_of_up_to_18_digits_are_longs(string text, long value)
    {
        Assert.Equal(value, Cell("fixed", Quoted(text), 18, 0));
        Assert.Equal(value, Cell("fixed", text, 18, 0));
        Assert.Equal(value, Cell("fixed", Quoted(text), 38, 0));
    }

    [Theory]
    [InlineData("9223372036854775807")]
    [InlineData("-9223372036854775808")]
    public void The_largest_longs_are_longs(string text) =>
        Assert.Equal(long.Parse(text, CultureInfo.InvariantCulture), Cell("fixed", Quoted(text), 38, 0));

    [Theory]
    [InlineData("9223372036854775808")]
    [InlineData("-9223372036854775809")]
    [InlineData("99999999999999999999999999999999999999")]
    [InlineData("-99999999999999999999999999999999999999")]
    public void Larger_integers_keep_all_38_digits(string text) =>
        Assert.Equal(BigInteger.Parse(text, CultureInfo.InvariantCulture), Cell("fixed", Quoted(text), 38, 0));

    [Theory]
    [InlineData("1.00", 10, 2)]
    [InlineData("-1234567.89", 10, 2)]
    [InlineData("0.1234567890123456789012345678", 28, 28)]
    [InlineData("-0.0000000000000000000000000001", 28, 28)]
    [InlineData("12345678901234567890123456.78", 28, 2)]
    [InlineData("12.50", 38, 2)]
    [InlineData("12345678901234567890123456.78", 38, 2)]
    public void Decimals_of_up_to_28_digits_keep_their_digits_and_scale(string text, int precision, int scale)
    {
        var value = Assert.IsType<decimal>(Cell("fixed", Quoted(text), precision, scale));

        Assert.Equal(text, value.ToString(CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("1234567890123456789012345678.9012345678", 10)]
    [InlineData("-0.1234567890123456789012345678901234567", 37)]
    [InlineData("123456789012345678901234567890123456.78", 2)]
    public void Decimals_of_up_to_38_digits_that_no_decimal_holds_keep_all_of_them(string text, int scale) =>
        Assert.Equal(text, Assert.IsType<BigDecimal>(Cell("fixed", Quoted(text), 38, scale)).Value);

    [Theory]
    [InlineData("fixed", 0, typeof(BigInteger), "2", "10", "-5", "12345678901234567890123456789012345678")]
    [InlineData("fixed", 0, typeof(long), "2", "10", "-5", "9223372036854775807")]
    [InlineData("fixed", 2, typeof(BigDecimal), "2.00", "10.50", "-5.00", "123456789012345678901234567890123456.78")]
    [InlineData("fixed", 2, typeof(decimal), "2.00", "10.50", "-5.00", "12345678901234567890123456.78")]
    [InlineData("decfloat", null, typeof(BigDecimal), "2", "10.5", "-5", "1.5E+300")]
    [InlineData("decfloat", null, typeof(decimal), "2", "10.5", "-5", "1.5")]
    public void The_numbers_of_a_column_are_of_one_type(string type, int? scale, Type expected, params string[] cells)
    {
        var data = string.Join(",", cells.Select(cell => $"[{Quoted(cell)}]").Append("[null]"));
        var state = new DecodeState();

        var rows = Rows(Of(Column("C", type, 38, scale), $"[{data}]", cells.Length + 1), state);

        var values = rows.Select(row => Value(row, "C")).ToList();
        Assert.Null(values.Last());
        Assert.All(values.Take(cells.Length), value => Assert.IsType(expected, value));
        Assert.Equal(
            cells,
            values.Take(cells.Length).Select(value => ((IFormattable)value!).ToString(null, CultureInfo.InvariantCulture))
        );
        Assert.Empty(state.Warnings);
    }

    [Theory]
    [InlineData("fixed", 0, "9223372036854775808")]
    [InlineData("fixed", 2, "123456789012345678901234567890123456.78")]
    [InlineData("decfloat", null, "1E-300")]
    public void A_wider_number_after_the_first_partition_is_kept_and_told_of(string type, int? scale, string cell)
    {
        var state = new DecodeState();
        var shape = RowShape.Create([new ResultColumn("C", type, 38, scale, true)]);
        var decoder = new PartitionDecoder(Support.Replies.Of(200, $"[[{Quoted("1")}],[{Quoted(cell)}]]"), 0, shape);

        var values = decoder.Read(2, state).Select(row => Value(row, "C")!).ToList();

        Assert.Equal(cell, values[1].ToString());
        Assert.NotEqual(values[0].GetType(), values[1].GetType());
        Assert.Contains("two types", Assert.Single(state.Warnings));
    }

    [Theory]
    [InlineData("not_a_number")]
    [InlineData("1.2.3")]
    [InlineData(".")]
    [InlineData("1e")]
    [InlineData("--1")]
    public void What_is_no_number_is_told_whatever_the_precision(string text)
    {
        foreach (var (type, precision) in new[] { ("fixed", 10), ("fixed", 38), ("decfloat", 38) })
            Assert.Equal("ReplyNotUnderstood", Refused(() => Cell(type, Quoted(text), precision, 2)).ErrorId);
    }

    [Fact]
    public void A_decimal_comma_of_the_machines_culture_plays_no_part() =>
        Support.Cultures.RunIn(
            "de-DE",
            () =>
            {
                Assert.Equal(1234.5m, Cell("fixed", "\"1234.5\"", 10, 1));
                Assert.Equal(1234.5, Cell("real", "\"1234.5\""));
            }
        );

    [Theory]
    [InlineData("42", 42.0)]
    [InlineData("-1.5", -1.5)]
    [InlineData("1.5e-36", 1.5e-36)]
    [InlineData("1e+100", 1e100)]
    [InlineData("0.1", 0.1)]
    [InlineData("1.7976931348623157e308", double.MaxValue)]
    [InlineData("NaN", double.NaN)]
    [InlineData("inf", double.PositiveInfinity)]
    [InlineData("-inf", double.NegativeInfinity)]
    [InlineData("Infinity", double.PositiveInfinity)]
    [InlineData("-Infinity", double.NegativeInfinity)]
    public void Reals_are_doubles_specials_included(string text, double value)
    {
        Assert.Equal(value, Cell("real", Quoted(text)));
        Assert.Equal(value, Cell("FLOAT", Quoted(text)));
    }

    [Fact]
    public void Minus_zero_is_zero()
    {
        Assert.Equal(0.0, (double)Cell("real", "\"-0\"")!);
#if !NETFRAMEWORK
        // .NET Framework's parser drops the sign.
        Assert.Equal(double.NegativeInfinity, 1 / (double)Cell("real", "\"-0\"")!);
#endif
    }

    [Theory]
    [InlineData("1.5")]
    [InlineData("-12345678901234567890")]
    public void Decfloats_that_a_decimal_holds_are_decimals(string text) =>
        Assert.Equal(decimal.Parse(text, CultureInfo.InvariantCulture), Cell("decfloat", Quoted(text)));

    [Theory]
    [InlineData("1.23E+100")]
    [InlineData("1E-16383")]
    [InlineData("12345678901234567890123456789012345678")]
    public void Other_decfloats_keep_all_digits_and_the_exponent(string text) =>
        Assert.Equal(text, Assert.IsType<BigDecimal>(Cell("decfloat", Quoted(text))).Value);

    [Theory]
    [InlineData("\"true\"", true)]
    [InlineData("\"false\"", false)]
    [InlineData("\"TRUE\"", true)]
    [InlineData("\"1\"", true)]
    [InlineData("\"0\"", false)]
    [InlineData("true", true)]
    [InlineData("false", false)]
    [InlineData("1", true)]
    public void Booleans_are_read_in_all_their_spellings(string cell, bool value) => Assert.Equal(value, Cell("boolean", cell));

    [Theory]
    [InlineData("fixed", "\"\"", 18, 0)]
    [InlineData("fixed", "\"12x\"", 18, 0)]
    [InlineData("fixed", "\"1.5\"", 18, 0)]
    [InlineData("fixed", "\"12x\"", 38, 0)]
    [InlineData("fixed", "\"1,5\"", 10, 2)]
    [InlineData("real", "\"abc\"", null, null)]
    [InlineData("real", "\"\"", null, null)]
    [InlineData("boolean", "\"yes\"", null, null)]
    [InlineData("boolean", "\"2\"", null, null)]
    public void A_cell_that_is_no_number_of_its_column_is_refused(string type, string cell, int? precision, int? scale) =>
        Refused(() => Cell(type, cell, precision, scale));

    private static string Quoted(string text) => "\"" + text + "\"";
}
