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

    [Theory]
    [InlineData("utf-8")]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    public void A_key_files_bytes_become_its_text(string encoding)
    {
        const string Text = "-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----\n";
        var mark = Encoding.GetEncoding(encoding);

        using var secret = SecretText.FromKeyFile([.. mark.GetPreamble(), .. mark.GetBytes(Text)]);

        Assert.Equal("\uFEFF" + Text, SecretText.ToPlainText(secret));
        Assert.True(secret.IsReadOnly());
    }

    [Fact]
    public void A_DER_files_bytes_become_base64()
    {
        using var secret = SecretText.FromKeyFile([0x30, 0x03, 0x02, 0x01, 0x00]);
        using var empty = SecretText.FromKeyFile([]);

        Assert.Equal("MAMCAQA=", SecretText.ToPlainText(secret));
        Assert.Equal(0, empty.Length);
    }

    [Fact]
    public void No_secret_gives_no_bytes() => Assert.Null(SecretText.ToUtf8(null));
}
