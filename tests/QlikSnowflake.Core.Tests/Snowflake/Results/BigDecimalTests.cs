using System.Globalization;
using System.Numerics;
using QlikSnowflake.Snowflake.Results;

namespace QlikSnowflake.Tests.Snowflake.Results;

public sealed class BigDecimalTests
{
    [Theory]
    [InlineData("0")]
    [InlineData("-12.50")]
    [InlineData("0.007")]
    [InlineData("123456789012345678901234567890123456.78")]
    [InlineData("1.23E+100")]
    [InlineData("-9.9E-16383")]
    public void It_prints_as_it_was_read(string text) => Assert.Equal(text, BigDecimal.Parse(text).Value);

    [Theory]
    [InlineData("1.50", "1.50")]
    [InlineData("+7", "7")]
    [InlineData("-.5", "-0.5")]
    [InlineData("5.", "5")]
    [InlineData("1E+20", "100000000000000000000")]
    [InlineData("1.25e3", "1250")]
    [InlineData("1.23456E2", "123.456")]
    [InlineData("-1E-07", "-0.0000001")]
    [InlineData("12.5E-3", "0.0125")]
    public void Plain_digits_are_all_kept_and_the_exponent_goes(string text, string digits) =>
        Assert.Equal(digits, BigDecimal.PlainDigits(text));

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("-")]
    [InlineData("1,5")]
    [InlineData("1 000")]
    [InlineData("NaN")]
    [InlineData("0x10")]
    [InlineData("1e")]
    [InlineData("1E+99999")]
    [InlineData("\u0661")]
    public void Anything_else_is_no_number(string text)
    {
        Assert.False(BigDecimal.TryParse(text, out _));
        Assert.Throws<FormatException>(() => BigDecimal.Parse(text));
    }

    [Fact]
    public void What_no_NUMBER_holds_has_no_plain_digits() => Assert.Null(BigDecimal.PlainDigits("1E+999"));

    [Fact]
    public void It_sorts_as_a_number()
    {
        string[] sorted = ["-1E+300", "-10.5", "-2", "-0.5", "0", "1E-16383", "0.5", "2", "10", "10.01", "1E+300", "2E+300"];

        var shuffled = Enumerable.Reverse(sorted).Select(BigDecimal.Parse).ToList();
        shuffled.Sort();

        Assert.Equal(sorted, shuffled.Select(number => number.Value));
    }

    [Fact]
    public void Trailing_zeros_make_no_difference()
    {
        var (one, other) = (BigDecimal.Parse("1.50"), BigDecimal.Parse("15E-1"));

        Assert.True(one == other && one >= other && one <= other && !(one != other));
        Assert.Equal(one.GetHashCode(), other.GetHashCode());
        Assert.Equal(0, one.CompareTo((object)other));
        Assert.Equal(1, one.CompareTo(null));
        Assert.Throws<ArgumentException>(() => one.CompareTo("1.5"));
    }

    [Fact]
    public void It_calculates_exactly()
    {
        var number = BigDecimal.Parse("123456789012345678901234567890123456.78");

        Assert.Equal("123456789012345678901234567890123457.03", (number + 0.25m).Value);
        Assert.Equal("123456789012345678901234567890123455.78", (number - 1).Value);
        Assert.Equal("-246913578024691357802469135780246913.56", (-number * 2).Value);
    }

    [Fact]
    public void It_becomes_and_comes_from_other_numbers()
    {
        Assert.Equal(12.50m, (decimal)BigDecimal.Parse("12.50"));
        Assert.Equal(1.5e300, (double)BigDecimal.Parse("1.5E+300"));
        Assert.Equal(BigInteger.Pow(10, 40), (BigInteger)BigDecimal.Parse("1E+40"));
        Assert.Equal(-12L, (long)BigDecimal.Parse("-12.9"));
        Assert.Equal(12, (int)(BigDecimal)12);
        Assert.Equal("0.1", ((BigDecimal)0.1).Value);
        Assert.Equal("5", ((BigDecimal)new BigInteger(5)).Value);
        Assert.Throws<OverflowException>(() => (decimal)BigDecimal.Parse("1E+40"));
    }

    [Fact]
    public void It_takes_formats_where_a_decimal_does()
    {
        Assert.Equal("1,234.50", BigDecimal.Parse("1234.5").ToString("N2", CultureInfo.InvariantCulture));
        Assert.Equal("1E+40", BigDecimal.Parse("1E+40").ToString("N2", CultureInfo.InvariantCulture));
        Assert.Equal("1234.5", BigDecimal.Parse("1234.5").ToString("G", CultureInfo.GetCultureInfo("de-DE")));
    }
}
