using QlikSnowflake.Errors;
using QlikSnowflake.Qrs;
using QlikSnowflake.Qrs.Connections;

namespace QlikSnowflake.Tests.Qrs;

public sealed class QrsFilterTests
{
    [Theory]
    [InlineData("Sales", @"name eq 'Sales'")]
    [InlineData("", @"name eq ''")]
    [InlineData("O'Brien", @"name eq 'O\'Brien'")]
    [InlineData(@"DOMAIN\user", @"name eq 'DOMAIN\\user'")]
    [InlineData(@"\'", @"name eq '\\\''")]
    [InlineData("x' or name ne '", @"name eq 'x\' or name ne \''")]
    [InlineData("100% #1 & more + \"quoted\"", "name eq '100% #1 & more + \"quoted\"'")]
    [InlineData("Zürich 密码 😀", "name eq 'Zürich 密码 😀'")]
    public void A_value_stays_within_its_quotes(string value, string filter) =>
        Assert.Equal(filter, QrsFilter.Equal("name", value));

    [Theory]
    [InlineData("a\nb")]
    [InlineData("a\0b")]
    public void A_control_character_is_refused(string value)
    {
        Assert.Equal("FilterValueInvalid", Assert.Throws<InputException>(() => QrsFilter.Equal("name", value)).ErrorId);
        Assert.Equal("FilterValueInvalid", Assert.Throws<InputException>(() => QrsFilter.Like("name", value + "*")).ErrorId);
    }

    [Theory]
    [InlineData("Sales", "name eq 'Sales'")]
    [InlineData("Sales*", "(name eq 'Sales*' or name sw 'Sales')")]
    [InlineData("*Sales", "(name eq '*Sales' or name ew 'Sales')")]
    [InlineData("*Sales*", "(name eq '*Sales*' or name so 'Sales')")]
    [InlineData("a*b", "(name eq 'a*b' or (name sw 'a' and name ew 'b'))")]
    [InlineData("a*b*c", "(name eq 'a*b*c' or (name sw 'a' and name so 'b' and name ew 'c'))")]
    [InlineData("a?b", "(name eq 'a?b' or (name sw 'a' and name ew 'b'))")]
    [InlineData("[ab]c", "(name eq '[ab]c' or name ew 'c')")]
    [InlineData("DWH [12]", "(name eq 'DWH [12]' or name sw 'DWH ')")]
    [InlineData("a[0-9]", "(name eq 'a[0-9]' or name sw 'a')")]
    [InlineData("a`*b", "(name eq 'a`*b' or name eq 'a*b')")]
    [InlineData("a`[b`]", "(name eq 'a`[b`]' or name eq 'a[b]')")]
    [InlineData("a``b", "(name eq 'a``b' or name eq 'a`b')")]
    [InlineData("a`*b*", "(name eq 'a`*b*' or name sw 'a*b')")]
    [InlineData("O'B*", @"(name eq 'O\'B*' or name sw 'O\'B')")]
    [InlineData("*", null)]
    [InlineData("??", null)]
    [InlineData("[ab]", null)]
    public void A_wildcard_becomes_a_filter_that_lets_all_its_matches_through(string pattern, string? filter) =>
        Assert.Equal(filter, QrsFilter.Like("name", pattern));

    [Fact]
    public void A_query_joins_what_is_given_and_encloses_the_users_own_filter()
    {
        var query = new DataConnectionQuery
        {
            Name = "S*",
            Type = "folder",
            Owner = new QrsUserName("DOM", "o'b"),
            Filter = "tags.name eq 'x' or tags.name eq 'y'",
        };

        Assert.Equal(
            @"(name eq 'S*' or name sw 'S') and type eq 'folder' and owner.userDirectory eq 'DOM' and "
                + @"owner.userId eq 'o\'b' and (tags.name eq 'x' or tags.name eq 'y')",
            query.ToFilter()
        );
        Assert.Empty(new DataConnectionQuery { Name = "*" }.ToFilter());
    }

    [Fact]
    public void Alternatives_are_enclosed() =>
        Assert.Equal("(a eq '1' or a eq '2')", QrsFilter.Any([QrsFilter.Equal("a", "1"), QrsFilter.Equal("a", "2")]));

    [Theory]
    [InlineData("a[b")]
    [InlineData("[")]
    [InlineData("a]b[c*")]
    public void A_set_that_is_not_closed_is_no_wildcard_but_can_be_a_name(string pattern) =>
        Assert.Equal(QrsFilter.Equal("name", pattern), QrsFilter.Like("name", pattern));

    [Fact]
    public void A_bracket_behind_a_backtick_is_itself() =>
        Assert.Equal("(name eq 'a`[b' or name eq 'a[b')", QrsFilter.Like("name", "a`[b"));
}
