using QlikSnowflake.Errors;
using QlikSnowflake.Qrs;

namespace QlikSnowflake.Tests.Qrs;

public sealed class QrsNamesTests
{
    [Fact]
    public void An_xrfkey_is_16_letters_and_digits_and_never_the_same()
    {
        var keys = Enumerable.Range(0, 2000).Select(_ => Xrfkey.Create()).ToArray();

        Assert.All(keys, key => Assert.Matches("^[0-9A-Za-z]{16}\\z", key));
        Assert.Equal(keys.Length, keys.Distinct().Count());
    }

    [Fact]
    public void No_character_of_an_xrfkey_is_favoured()
    {
        const int Keys = 4000;
        var counts = Enumerable
            .Range(0, Keys)
            .SelectMany(_ => Xrfkey.Create())
            .GroupBy(c => c)
            .ToDictionary(g => g.Key, g => g.Count());

        // 64,000 draws of 62: about 1032 each; eight standard deviations (of 32) is one run in 10^13.
        Assert.Equal(62, counts.Count);
        Assert.All(counts.Values, count => Assert.InRange(count, 1032 - 256, 1032 + 256));
    }

    [Theory]
    [InlineData(@"DOMAIN\qvservice", "DOMAIN", "qvservice")]
    [InlineData(@"internal\sa_repository", "internal", "sa_repository")]
    [InlineData("qvservice@DOMAIN", "DOMAIN", "qvservice")]
    [InlineData("first@corp.com@DOMAIN", "DOMAIN", "first@corp.com")]
    [InlineData(@"DOMAIN\first@corp.com", "DOMAIN", "first@corp.com")]
    [InlineData(@"DOMAIN\a\b", "DOMAIN", @"a\b")]
    public void A_user_is_named_in_either_form(string text, string directory, string id) =>
        Assert.Equal(new QrsUserName(directory, id), QrsUserName.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData("qvservice")]
    [InlineData(@"\qvservice")]
    [InlineData(@"DOMAIN\")]
    [InlineData("@DOMAIN")]
    [InlineData("qvservice@")]
    public void What_has_neither_form_is_refused(string text) =>
        Assert.Equal("UserNameInvalid", Assert.Throws<InputException>(() => QrsUserName.Parse(text)).ErrorId);

    [Fact]
    public void A_user_prints_as_directory_and_id() => Assert.Equal(@"DOM\me", QrsUserName.Parse("me@DOM").ToString());
}
