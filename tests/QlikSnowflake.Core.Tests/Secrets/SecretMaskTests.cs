using System.Net;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using QlikSnowflake.Errors;
using QlikSnowflake.Http;
using QlikSnowflake.Secrets;

namespace QlikSnowflake.Tests.Secrets;

/// <summary>A secret comes back in no form in which a service, a proxy or a library could repeat it.</summary>
public sealed class SecretMaskTests
{
    private const string Secret = "p\"ss/w+rd ü&<1234>\\end";

    public static TheoryData<string> Forms() =>
        [
            Secret,
            Uri.EscapeDataString(Secret),
            WebUtility.UrlEncode(Secret),
            WebUtility.HtmlEncode(Secret),
            JsonSerializer.Serialize(Secret),
            JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(Secret),
            JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(Secret).Replace("/", "\\/"),
            Base64(Secret),
            Base64("u:" + Secret),
            Base64("user:" + Secret),
            Base64("us:" + Secret + " m"),
            Base64("user:" + Secret).Replace('+', '-').Replace('/', '_').TrimEnd('='),
        ];

    [Theory]
    [MemberData(nameof(Forms))]
    public void Every_form_of_a_secret_is_masked(string form)
    {
        var masked = SecretMask.Of([Secret]).Apply("the request was: " + form + " (refused)");

        Assert.Contains("(secret)", masked);
        Assert.StartsWith("the request was: ", masked);
        Assert.EndsWith("(refused)", masked);
        Assert.True(Longest(masked, form) < 10, $"{masked} still holds a part of {form}");
    }

    [Fact]
    public void A_secret_that_was_cut_short_is_masked()
    {
        const string Start = "MIIEvQIBADANBgkqhkiG9w0BAQEFAASC";

        Assert.Equal("key=(secret)", SecretMask.Of([Start + "BKcwggSjAgEAAoIBAQC7"]).Apply("key=" + Start));
    }

    [Theory]
    [InlineData("ab", "about a table, 'ab' is", "about a table, '(secret)' is")]
    [InlineData("line", "at line 3", "at (secret) 3")]
    [InlineData("", "at line 3", "at line 3")]
    public void A_short_secret_leaves_other_words_whole(string secret, string text, string masked) =>
        Assert.Equal(masked, SecretMask.Of([secret]).Apply(text));

    [Theory]
    [InlineData("token eyJhbGciOiJFUzM4NCJ9.eyJzdWIiOiJ4In0.c2lnbmF0dXJl!", "token (secret)!")]
    [InlineData("cut eyJhbGciOiJFUzM4NCJ9.eyJzdWIi", "cut (secret)")]
    [InlineData("{\"token\":\"eyJhbGciOiJFUzM4NCJ9\"}", "{\"token\":\"(secret)\"}")]
    [InlineData("eyJ is how they start, as in keyJoin", "eyJ is how they start, as in keyJoin")]
    public void Whatever_looks_like_a_token_is_masked(string text, string masked)
    {
        Assert.Equal(masked, SecretMask.WithoutTokens(text));
        Assert.Equal(masked, new InputException("Any", text, text).Message);
        Assert.Equal(masked, new InputException("Any", text, text).RecommendedAction);
    }

    [Fact]
    public void What_is_reported_on_the_way_holds_no_token()
    {
        var told = new List<string>();
        var context = new CallContext(new Teller(told));
        context.With(default).Log.Verbose("eyJhbGciOiJFUzM4NCJ9.eyJzdWIiOiJ4In0.c2ln");
        context.Log.Warning("eyJhbGciOiJFUzM4NCJ9.eyJzdWIiOiJ4In0.c2ln");

        Assert.Equal(["(secret)", "(secret)"], told);
    }

    [Theory]
    [InlineData("host=h;UID=u;PWD=geheim;x=1", "host=h;UID=u;PWD=(secret);x=1")]
    [InlineData("{\"user\":\"u\",\"password\":\"ge\\\"heim\"}", "{\"user\":\"u\",\"password\":\"(secret)\"}")]
    [InlineData("ALTER USER u SET PASSWORD = 'ge''heim'", "ALTER USER u SET PASSWORD = (secret)")]
    [InlineData("The access token: expired. No password was given.", "The access token: expired. No password was given.")]
    public void Values_are_masked_by_their_names(string text, string masked) =>
        Assert.Equal(masked, SecretMask.WithoutNamedValues(text));

    [Theory]
    [InlineData("PWD", true)]
    [InlineData("qPassword", true)]
    [InlineData("/connectionProperties/secretKey", true)]
    [InlineData("client_secret", true)]
    [InlineData("PRIV_KEY_FILE", true)]
    [InlineData("privateKeyPassphrase", true)]
    [InlineData("Authorization", true)]
    [InlineData("qlikTicket", true)]
    [InlineData("user", false)]
    [InlineData("tokenType", false)]
    [InlineData("warehouse", false)]
    [InlineData("qName", false)]
    public void What_is_a_secret_is_one_by_any_of_its_names(string name, bool secret) =>
        Assert.Equal(secret, SecretNames.IsSecret(name));

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    // The longest piece of the form that is still there.
    private static int Longest(string text, string form)
    {
        for (var length = form.Length; length > 0; length--)
        {
            for (var start = 0; start + length <= form.Length; start++)
            {
                if (text.Contains(form.Substring(start, length)))
                    return length;
            }
        }

        return 0;
    }

    private sealed class Teller(List<string> told) : IServiceLog
    {
        public void Verbose(string message) => told.Add(message);

        public void Warning(string message) => told.Add(message);
    }
}
