using QlikSnowflake.Snowflake.Statements;

namespace QlikSnowflake.Tests.Snowflake.Statements;

public sealed class SqlExcerptTests
{
    [Fact]
    public void The_word_at_the_place_is_underlined() =>
        Assert.Equal(
            "FROM NOWHERE.T WHERE\n     ~~~~~~~~~",
            SqlExcerpt.Of("SELECT *\r\nFROM NOWHERE.T WHERE\r\nX = 1", new SqlPosition(2, 5))
        );

    [Fact]
    public void What_stands_in_quotes_is_not_shown()
    {
        var shown = SqlExcerpt.Of("ALTER USER u SET PASSWORD = 'it''s mine' FROM x", new SqlPosition(1, 41));

        Assert.DoesNotContain("mine", shown, StringComparison.Ordinal);
        Assert.EndsWith("\n" + new string(' ', 41) + "~~~~", shown, StringComparison.Ordinal);
    }

    [Fact]
    public void A_long_line_is_cut_around_the_place()
    {
        var lines = SqlExcerpt.Of(new string('a', 500) + " HERE " + new string('b', 500), new SqlPosition(1, 501))!.Split('\n');

        Assert.InRange(lines[0].Length, 1, 72);
        Assert.Equal("HERE", lines[0].Substring(lines[1].IndexOf('~'), 4));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(3, 0)]
    [InlineData(1, 8)]
    public void A_place_that_the_text_does_not_have_gives_none(int line, int column) =>
        Assert.Null(SqlExcerpt.Of("SELECT 1\n", new SqlPosition(line, column)));
}
