using QlikSnowflake.Snowflake.Loading;

namespace QlikSnowflake.Tests.Snowflake.Loading;

public sealed class DecimalTextTests
{
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
    public void All_digits_are_kept_and_the_exponent_goes(string text, string digits) =>
        Assert.Equal(digits, DecimalText.Of(text));

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("-")]
    [InlineData("1,5")]
    [InlineData("1 000")]
    [InlineData("NaN")]
    [InlineData("0x10")]
    [InlineData("1e")]
    [InlineData("1E+999")]
    [InlineData("\u0661")]
    public void Anything_else_is_no_number(string text) => Assert.Null(DecimalText.Of(text));
}
