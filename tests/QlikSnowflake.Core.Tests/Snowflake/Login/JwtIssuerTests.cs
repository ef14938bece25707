using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using QlikSnowflake.Errors;
using QlikSnowflake.Keys;
using QlikSnowflake.Snowflake;
using QlikSnowflake.Snowflake.Login;
using QlikSnowflake.Tests.Support;

namespace QlikSnowflake.Tests.Snowflake.Login;

public sealed class JwtIssuerTests(SampleKeys keys) : IClassFixture<SampleKeys>, IDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, 700, TimeSpan.FromHours(1));

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [OpenSslFact]
    public void OpenSSL_finds_the_signature_valid()
    {
        var (signed, signature) = Split(Issue());
        OpenSsl.Run("rsa", "-in", keys.PlainPath, "-pubout", "-out", _folder.File("key.pub"));
        _folder.Write("signature", signature);

        Assert.Contains("Verified OK", Verify(signed).Output);
        Assert.DoesNotContain("Verified OK", Verify(signed + "A").Output);

        (int Code, string Output, string Error) Verify(string text) =>
            OpenSsl.Try(
                "dgst",
                "-sha256",
                "-verify",
                _folder.File("key.pub"),
                "-signature",
                _folder.File("signature"),
                _folder.Write("signed", text)
            );
    }

    [OpenSslFact]
    public void DotNet_finds_the_signature_valid()
    {
        var (signed, signature) = Split(Issue());
        var modulus = OpenSsl.Run("rsa", "-in", keys.PlainPath, "-noout", "-modulus").Trim().Substring("Modulus=".Length);
        using var rsa = RSA.Create();
        rsa.ImportParameters(
            new RSAParameters
            {
                Modulus =
                [
                    .. Enumerable.Range(0, modulus.Length / 2).Select(i => Convert.ToByte(modulus.Substring(i * 2, 2), 16)),
                ],
                Exponent = [1, 0, 1],
            }
        );

        Assert.True(
            rsa.VerifyData(Encoding.ASCII.GetBytes(signed), signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
        );
    }

    [OpenSslFact]
    public void The_token_says_what_Snowflake_wants_and_nothing_else()
    {
        var jwt = Issue();
        using var header = Decode(jwt, 0);
        using var claims = Decode(jwt, 1);

        Assert.Equal("""{"alg":"RS256","typ":"JWT"}""", Ordered(header));
        Assert.Equal(
            $$"""{"exp":1772366400,"iat":1772362800,"iss":"MYORG-ACCT.MIRIAM.{{keys.Fingerprint}}","sub":"MYORG-ACCT.MIRIAM"}""",
            Ordered(claims)
        );
        Assert.Equal(keys.Fingerprint, jwt.Fingerprint);
        Assert.Equal("MYORG-ACCT.MIRIAM", jwt.Subject);
        Assert.Equal("MYORG-ACCT.MIRIAM." + keys.Fingerprint, jwt.Issuer);
        Assert.Equal(1772362800, jwt.IssuedAt.ToUnixTimeSeconds());
        Assert.Equal(1772366400, jwt.ExpiresAt.ToUnixTimeSeconds());
    }

    [OpenSslFact]
    public void Claims_are_the_same_on_a_Turkish_machine() =>
        Cultures.RunIn("tr-TR", () => Assert.Equal("MYORG-ACCT.MIRIAM", Issue().Subject));

    [OpenSslTheory]
    [InlineData("first.last@corp.com", "MYORG-ACCT.FIRST.LAST@CORP.COM")]
    [InlineData(" miriam ", "MYORG-ACCT.MIRIAM")]
    [InlineData("José", "MYORG-ACCT.JOSÉ")]
    public void The_user_goes_into_the_claims_in_upper_case_and_unescaped(string user, string subject) =>
        Assert.Equal(subject, Issue(user: user).Subject);

    [OpenSslTheory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("a\nb")]
    [InlineData("a\0b")]
    public void A_user_name_that_cannot_be_one_is_refused(string user) =>
        Assert.Equal("UserInvalid", Assert.Throws<InputException>(() => Issue(user: user)).ErrorId);

    [OpenSslFact]
    public void A_user_name_beyond_255_characters_is_refused()
    {
        Assert.EndsWith(new string('U', 255), Issue(user: new string('u', 255)).Subject);
        Assert.Equal("UserInvalid", Assert.Throws<InputException>(() => Issue(user: new string('u', 256))).ErrorId);
    }

    [OpenSslTheory]
    [InlineData(1)]
    [InlineData(3600)]
    public void A_lifetime_from_a_second_to_an_hour_is_taken(int seconds)
    {
        var jwt = Issue(TimeSpan.FromSeconds(seconds));

        Assert.Equal(TimeSpan.FromSeconds(seconds), jwt.ExpiresAt - jwt.IssuedAt);
    }

    [OpenSslTheory]
    [InlineData(-60_000)]
    [InlineData(0)]
    [InlineData(999)]
    [InlineData(3_600_001)]
    [InlineData(86_400_000)]
    public void A_lifetime_that_Snowflake_would_not_honour_is_refused(int milliseconds) =>
        Assert.Equal(
            "LifetimeInvalid",
            Assert.Throws<InputException>(() => Issue(TimeSpan.FromMilliseconds(milliseconds))).ErrorId
        );

    [OpenSslFact]
    public void The_token_does_not_show_itself() => Assert.DoesNotContain("eyJ", Issue().ToString());

    private SnowflakeJwt Issue(TimeSpan? lifetime = null, string user = "miriam")
    {
        using var issuer = new JwtIssuer(SnowflakeAccount.Parse("myorg-acct"), user, SigningKey.ReadFile(keys.PlainPath, null));
        return issuer.Issue(Noon, lifetime ?? TimeSpan.FromHours(1));
    }

    private static (string Signed, byte[] Signature) Split(SnowflakeJwt jwt)
    {
        var text = jwt.Token.Reveal();
        var dot = text.LastIndexOf('.');
        return (text.Substring(0, dot), FromBase64Url(text.Substring(dot + 1)));
    }

    private static JsonDocument Decode(SnowflakeJwt jwt, int part) =>
        JsonDocument.Parse(FromBase64Url(jwt.Token.Reveal().Split('.')[part]));

    private static byte[] FromBase64Url(string text)
    {
        Assert.DoesNotContain(text, c => c is '=' or '+' or '/');
        return Convert.FromBase64String(text.Replace('-', '+').Replace('_', '/') + new string('=', (4 - (text.Length % 4)) % 4));
    }

    private static string Ordered(JsonDocument json) =>
        "{"
        + string.Join(
            ",",
            json.RootElement.EnumerateObject()
                .OrderBy(p => p.Name, StringComparer.Ordinal)
                .Select(p => $"\"{p.Name}\":{p.Value.GetRawText()}")
        )
        + "}";
}
