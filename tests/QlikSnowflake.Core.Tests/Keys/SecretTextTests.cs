using System.Text;
using QlikSnowflake.Keys;
using QlikSnowflake.Tests.Support;

namespace QlikSnowflake.Tests.Keys;

public sealed class SecretTextTests
{
    [Theory]
    [InlineData("")]
    [InlineData("plain")]
    [InlineData("Zürich 密码 € 😀")]
    public void A_secret_comes_back_as_it_went_in(string text)
    {
        using var secret = text.Secret();

        Assert.Equal(text, SecretText.ToPlainText(secret));
        Assert.Equal(text, new string(SecretText.ToChars(secret)));
        Assert.Equal(Encoding.UTF8.GetBytes(text), SecretText.ToUtf8(secret));
        Assert.True(secret.IsReadOnly());
    }

    [Fact]
    public void No_secret_gives_no_bytes() => Assert.Null(SecretText.ToUtf8(null));
}
