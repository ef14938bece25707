using System.Text;
using FsCheck;
using FsCheck.Fluent;
using QlikSnowflake.Errors;
using QlikSnowflake.Snowflake;
using QlikSnowflake.Snowflake.Login;

namespace QlikSnowflake.Tests.Snowflake.Login;

/// <summary>No text whatever makes taking a token apart fail in a way of its own.</summary>
public sealed class JwtInspectionProperties
{
    private static readonly string[] Values =
    [
        "null",
        "true",
        "0",
        "-1",
        "1e400",
        "1e18",
        "253402300800",
        "99999999999999",
        "1.5",
        "\"\"",
        "\"RS256\"",
        "\"A.B\"",
        "\"A.B.SHA256:\"",
        "\".SHA256:AAAA\"",
        "\"a.b.c.SHA256:x.SHA256:y\"",
        "\"1700000000\"",
        "[]",
        "{}",
        "[[[[]]]]",
    ];

    private static Config Runs => Config.QuickThrowOnFailure.WithMaxTest(2000);

    [Fact]
    public void Any_text_is_explained_or_refused() =>
        Check.One(Runs, Prop.ForAll(ArbMap.Default.ArbFor<string>(), IsExplainedOrRefused));

    [Fact]
    public void Any_three_parts_are_explained_or_refused() =>
        Check.One(
            Runs,
            Prop.ForAll(
                ArbMap.Default.ArbFor<string>(),
                ArbMap.Default.ArbFor<string>(),
                ArbMap.Default.ArbFor<byte[]>(),
                (header, payload, signature) =>
                    IsExplainedOrRefused(Part(header) + "." + Part(payload) + "." + Convert.ToBase64String(signature))
            )
        );

    [Fact]
    public void Any_claims_are_explained()
    {
        var claims =
            from algorithm in Gen.Elements(Values)
            from issuer in Gen.Elements(Values)
            from subject in Gen.Elements(Values)
            from issued in Gen.Elements(Values)
            from expires in Gen.Elements(Values)
            select Part($$"""{"alg":{{algorithm}}}""")
                + "."
                + Part($$"""{"iss":{{issuer}},"sub":{{subject}},"iat":{{issued}},"exp":{{expires}}}""")
                + ".AA";

        Check.One(
            Runs,
            Prop.ForAll(
                claims.ToArbitrary(),
                token =>
                    JwtInspection.Of(token, null, SnowflakeAccount.Parse("myorg-acct"), DateTimeOffset.UtcNow).Problems.Count > 0
            )
        );
    }

    private static string Part(string? text) =>
        Convert.ToBase64String(Encoding.UTF8.GetBytes(text ?? string.Empty)).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    private static bool IsExplainedOrRefused(string? token)
    {
        try
        {
            return JwtInspection.Of(token ?? string.Empty, null, null, DateTimeOffset.UtcNow) is not null;
        }
        catch (InputException e)
        {
            return e.ErrorId == "JwtInvalid";
        }
    }
}
