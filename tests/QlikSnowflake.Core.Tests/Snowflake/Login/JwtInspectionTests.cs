using System.Text;
using QlikSnowflake.Errors;
using QlikSnowflake.Keys;
using QlikSnowflake.Snowflake;
using QlikSnowflake.Snowflake.Login;
using QlikSnowflake.Tests.Support;

namespace QlikSnowflake.Tests.Snowflake.Login;

public sealed class JwtInspectionTests(SampleKeys keys) : IClassFixture<SampleKeys>
{
    private const string Hash = "SHA256:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";
    private const long Noon = 1_772_366_400;

    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(Noon);

    [Theory]
    [InlineData("RS256", "A.U", "A.U." + Hash, Noon - 30, Noon + 3000, null)]
    [InlineData("RS256", "A.U", "A.U." + Hash, (Noon - 30) * 1000, (Noon + 3000) * 1000, null)]
    [InlineData("RS256", "A-B.FIRST.LAST@CORP.COM", "A-B.FIRST.LAST@CORP.COM." + Hash, Noon, Noon + 60, null)]
    [InlineData("RS256", "A.U.SHA256:X", "A.U.SHA256:X." + Hash, Noon, Noon + 60, null)]
    [InlineData("RS256", "A.U", "A.U." + Hash, Noon + 59, Noon + 3000, null)]
    [InlineData("RS256", "A.U", "A.U." + Hash, Noon - 3000, Noon + 86_400, null)]
    [InlineData("ES256", "A.U", "A.U." + Hash, Noon, Noon + 60, "394305")]
    [InlineData("none", "A.U", "A.U." + Hash, Noon, Noon + 60, "394305")]
    [InlineData(null, "A.U", "A.U." + Hash, Noon, Noon + 60, "394305")]
    [InlineData("RS256", "A.U", "A.U." + Hash, null, Noon + 60, "394301")]
    [InlineData("RS256", "A.U", "A.U." + Hash, Noon, null, "394301")]
    [InlineData("RS256", "A.U", "A.U." + Hash, Noon + 61, Noon + 3000, "394302")]
    [InlineData("RS256", "A.U", "A.U." + Hash, Noon - 60, Noon, "394303")]
    [InlineData("RS256", "A.U", "A.U." + Hash, (Noon - 60) * 1000, Noon * 1000, "394303")]
    [InlineData("RS256", "A.U", "A.U." + Hash, Noon - 3600, Noon + 86_400, "394303")]
    [InlineData("RS256", "A.OTHER", "A.U." + Hash, Noon, Noon + 60, "390144")]
    [InlineData("RS256", null, "A.U." + Hash, Noon, Noon + 60, "390144")]
    [InlineData("RS256", "A.U", null, Noon, Noon + 60, "390144")]
    [InlineData("RS256", "A.U", "A.U", Noon, Noon + 60, "390144")]
    [InlineData("RS256", "A.U", "A.U.MD5:abc", Noon, Noon + 60, "390144")]
    [InlineData("RS256", "AU", "AU." + Hash, Noon, Noon + 60, "390144")]
    [InlineData("RS256", ".U", ".U." + Hash, Noon, Noon + 60, "390144")]
    [InlineData("RS256", "a.U", "a.U." + Hash, Noon, Noon + 60, "390144")]
    [InlineData("RS256", "A.u", "A.u." + Hash, Noon, Noon + 60, "390144")]
    [InlineData("RS256", "A.U", "A.U.SHA256:47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU=", Noon, Noon + 60, "394304")]
    [InlineData("RS256", "A.U", "A.U.SHA256:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU", Noon, Noon + 60, "394304")]
    [InlineData("RS256", "A.U", "A.U.SHA256:abc=", Noon, Noon + 60, "394304")]
    [InlineData("RS256", "A.US-EAST-1.U", "A.US-EAST-1.U." + Hash, Noon, Noon + 60, "394300")]
    [InlineData("RS256", "A.EU-CENTRAL-1.AWS.U", "A.EU-CENTRAL-1.AWS.U." + Hash, Noon, Noon + 60, "394300")]
    [InlineData("RS256", "A.WEST-EUROPE.AZURE.U", "A.WEST-EUROPE.AZURE.U." + Hash, Noon, Noon + 60, "394300")]
    [InlineData("RS256", "O-A.PRIVATELINK.U", "O-A.PRIVATELINK.U." + Hash, Noon, Noon + 60, "394300")]
    public void Each_reason_of_a_refusal_is_found_in_the_token(
        string? alg,
        string? sub,
        string? iss,
        long? iat,
        long? exp,
        string? code
    )
    {
        var inspection = JwtInspection.Of(Token(alg, sub, iss, iat, exp), null, null, Now);

        Assert.Equal(code is null ? null : false, inspection.IsValid);
        if (code is null)
            Assert.Empty(inspection.Problems);
        else
            Assert.Contains(code, Assert.Single(inspection.Problems));
        Assert.Null(inspection.SignatureVerified);
    }

    [Theory]
    [InlineData("A-B.FIRST.LAST@CORP.COM", "A-B", "FIRST.LAST@CORP.COM")]
    [InlineData("XY12345.U", "XY12345", "U")]
    public void Account_and_user_part_at_the_first_point(string sub, string account, string user)
    {
        var inspection = JwtInspection.Of(Token("RS256", sub, sub + "." + Hash, Noon, Noon + 86_400), null, null, Now);

        Assert.Equal((account, user, Hash), (inspection.Account, inspection.User, inspection.Fingerprint));
        Assert.Equal(Now.AddHours(1), inspection.EffectiveExpiry);
        Assert.Equal(Now.AddDays(1), inspection.ExpiresAt);
    }

    [Fact]
    public void A_token_for_another_account_is_told()
    {
        var token = Token("RS256", "A.U", "A.U." + Hash, Noon, Noon + 60);

        Assert.Contains(
            "394307",
            Assert.Single(JwtInspection.Of(token, null, SnowflakeAccount.Parse("b.eu-west-1"), Now).Problems)
        );
        Assert.Empty(JwtInspection.Of(token, null, SnowflakeAccount.Parse("a.eu-west-1"), Now).Problems);
    }

    [OpenSslFact]
    public void A_token_of_ours_is_valid_with_its_key_and_with_no_other()
    {
        using var key = SigningKey.ReadFile(keys.PlainPath, null);
        using var issuer = new JwtIssuer(SnowflakeAccount.Parse("myorg-acct"), "first.last@corp.com", key);
        var token = issuer.Issue(Now, TimeSpan.FromHours(1)).Token.Reveal();

        var right = JwtInspection.Of($"\n {token} \r\n", key.PublicKey, SnowflakeAccount.Parse("myorg-acct"), Now);
        Assert.Empty(right.Problems);
        Assert.True(right.SignatureVerified);

        var other = JwtInspection.Of(new string([.. token.Take(token.Length - 4), .. "AAAA"]), key.PublicKey, null, Now);
        Assert.Contains("394306", Assert.Single(other.Problems));
        Assert.False(other.SignatureVerified);

        using var folder = new TempFolder();
        var stranger = PublicKey.ReadFile(KeyPairFile.Create(folder.File("k.p8"), null, 2048, overwrite: false).PublicKeyPath);
        Assert.Equal(
            ["394304", "394306"],
            JwtInspection.Of(token, stranger, null, Now).Problems.Select(p => p.Substring(p.LastIndexOf('(') + 1, 6))
        );
    }

    [Theory]
    [InlineData("")]
    [InlineData("abc")]
    [InlineData("a.b")]
    [InlineData("a.b.c")]
    [InlineData("a.b.c.d")]
    [InlineData("!!!.e30.x")]
    [InlineData("e30.W10.x")]
    [InlineData("IkEi.e30.x")]
    [InlineData("-----BEGIN PRIVATE KEY-----")]
    public void What_is_no_token_is_refused_without_being_shown(string text)
    {
        var refusal = Assert.Throws<InputException>(() => JwtInspection.Of(text, null, null, Now));

        Assert.Equal("JwtInvalid", refusal.ErrorId);
        if (text.Length > 5)
            Assert.DoesNotContain(text, refusal.Message);
    }

    [Theory]
    [InlineData("""{"alg":1}""", """{"iss":{},"sub":[],"iat":"1","exp":true}""")]
    [InlineData("""{"alg":"\ud800"}""", """{"iss":"\udfff","iat":1e999,"exp":-1}""")]
    [InlineData("""{"alg":"RS256"}""", """{"iss":"A.U.SHA256:","sub":"A.U","iat":1e300,"exp":1e14}""")]
    [InlineData("{}", "{}")]
    public void Claims_of_other_types_are_problems_and_no_failures(string header, string payload) =>
        Assert.False(JwtInspection.Of($"{Encode(header)}.{Encode(payload)}.", null, null, Now).IsValid);

    private static string Token(string? alg, string? sub, string? iss, long? iat, long? exp)
    {
        var claims = new[]
        {
            Claim("sub", sub),
            Claim("iss", iss),
            iat is null ? null : $"\"iat\":{iat}",
            exp is null ? null : $"\"exp\":{exp}",
        };
        return $"{Encode("{" + Claim("alg", alg) + "}")}.{Encode("{" + string.Join(",", claims.Where(c => c is not null)) + "}")}.c2ln";

        static string? Claim(string name, string? value) => value is null ? null : $"\"{name}\":\"{value}\"";
    }

    private static string Encode(string json) =>
        Convert.ToBase64String(Encoding.UTF8.GetBytes(json)).TrimEnd('=').Replace('+', '-').Replace('/', '_');
}
