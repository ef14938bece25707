using QlikSnowflake.Errors;
using QlikSnowflake.QlikCloud;
using QlikSnowflake.QlikCloud.KeyRotation;
using QlikSnowflake.Tests.Support;

namespace QlikSnowflake.Tests.QlikCloud;

/// <summary>What is read from keys and descriptions.</summary>
public class ApiKeyTextTests
{
    [Theory]
    [InlineData("{\"jti\":\"k1\",\"sub\":\"u1\",\"tenantId\":\"t1\"}", "k1", "u1", "t1")]
    [InlineData("{\"jti\":\"k1\"}", "k1", "", "")]
    public void Claims_of_a_key(string json, string key, string user, string tenant) =>
        Assert.Equal(new ApiKeyClaims(key, user, tenant), ApiKeyClaims.TryRead(Token(json).Secret()));

    [Theory]
    [InlineData("plain")]
    [InlineData("a.b")]
    [InlineData("a.!!.c")]
    [InlineData("..")]
    public void No_claims(string token) => Assert.Null(ApiKeyClaims.TryRead(token.Secret()));

    [Theory]
    [InlineData("[]")]
    [InlineData("{\"sub\":\"u\"}")]
    [InlineData("{\"jti\":7}")]
    public void No_key_id(string json) => Assert.Null(ApiKeyClaims.TryRead(Token(json).Secret()));

    [Fact]
    public void Markers_come_back_as_they_went()
    {
        var old = new QlikCloudApiKey { Id = "0123456789", Description = "reloads [not ours]" };
        var marker = RotationMarker.For(old, new DateTimeOffset(2026, 11, 20, 10, 0, 5, 123, TimeSpan.Zero), "my host]");
        Assert.StartsWith(
            "reloads [not ours] [rotated 2026-11-20T10:00:05Z from 01234567 on my_host_ run ",
            marker.ToString(),
            StringComparison.Ordinal
        );
        var read = RotationMarker.Read(marker.ToString())!;
        Assert.Equal(marker.ToString(), read.ToString());
        Assert.Equal("reloads [not ours]", read.Subject);
        Assert.True(read.IsFrom("01234567-1111"));
        Assert.Null(RotationMarker.Read("reloads [rotated yesterday]"));
        var next = RotationMarker.For(
            new QlikCloudApiKey { Id = "98765432x", Description = marker.ToString() },
            DateTimeOffset.UtcNow,
            "h"
        );
        Assert.Equal("reloads [not ours]", next.Subject);
    }

    [Theory]
    [InlineData("a\"b\\c", "name eq \"a\\\"b\\\\c\"")]
    [InlineData("x' or name pr", "name eq \"x' or name pr\"")]
    public void Values_in_filters_are_escaped(string value, string filter) => Assert.Equal(filter, ScimText.Equal("name", value));

    [Fact]
    public void Line_breaks_in_filters_are_refused() =>
        Assert.Equal("FilterValueInvalid", Assert.Throws<InputException>(() => ScimText.Equal("name", "a\nb")).ErrorId);

    [Fact]
    public void Key_files_tell_their_form()
    {
        using var folder = new TempFolder();
        var path = folder.File("key");
        Assert.Null(ApiKeyFile.Read(path, out _));
        foreach (
            var (text, form) in new[]
            {
                ("-----BEGIN CMS-----\nAA==\n-----END CMS-----", ApiKeyFileForm.Certificate),
                (new string('a', 80), ApiKeyFileForm.DataProtection),
                ("eyJ.x.y", ApiKeyFileForm.Plain),
            }
        )
        {
            ApiKeyFile.Write(path, text);
            Assert.Equal(text, ApiKeyFile.Read(path, out var found));
            Assert.Equal(form, found);
        }

        ApiKeyFile.Write(path, "two words");
        Assert.Equal("ApiKeyFileInvalid", Assert.Throws<InputException>(() => ApiKeyFile.Read(path, out _)).ErrorId);
    }

#if NET
    [UnixFact]
    public void A_plain_key_that_others_can_read_is_refused()
    {
        using var folder = new TempFolder();
        var path = folder.File("key");
        ApiKeyFile.Write(path, "eyJ.x.y");
        Assert.Equal("600", UnixMode.Of(path));

        UnixMode.Set(path, "604");

        Assert.Equal("ApiKeyFileUnsafe", Assert.Throws<InputException>(() => ApiKeyFile.Read(path, out _)).ErrorId);
    }
#endif

    private static string Token(string json) =>
        "e30."
        + Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(json)).TrimEnd('=').Replace('+', '-').Replace('/', '_')
        + ".c2ln";
}
