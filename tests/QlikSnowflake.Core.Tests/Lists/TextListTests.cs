using QlikSnowflake.Lists;

namespace QlikSnowflake.Tests.Lists;

public sealed class TextListTests
{
    [Theory]
    [InlineData("", new string[0])]
    [InlineData("a; b", new[] { "a", "b" })]
    [InlineData(" a, b ;;c;", new[] { "a, b", "c" })]
    [InlineData("\"a; b\" ; c", new[] { "a; b", "c" })]
    [InlineData("\"say \"\"hi\"\"\"", new[] { "say \"hi\"" })]
    [InlineData("5\" disk; b", new[] { "5\" disk", "b" })]
    public void Entries_in_one_text_are_read(string text, string[] entries) => Assert.Equal(entries, TextList.Parse(text));

    [Fact]
    public void Its_text_is_its_entries()
    {
        TextList list = ["Finance", "Sales; north"];

        Assert.Equal("Finance; \"Sales; north\"", list.ToString());
    }

    [Theory]
    [InlineData("plain", "a;b", "a,b", " padded ", "")]
    [InlineData("5\" disk", "\"quoted\"", "two\nlines")]
    public void What_it_writes_it_reads(params string[] entries)
    {
        TextList list = [.. entries];

        Assert.Equal(entries, TextList.Parse(list.ToString()));
    }
}
