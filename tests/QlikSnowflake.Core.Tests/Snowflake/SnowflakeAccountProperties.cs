using FsCheck;
using FsCheck.Fluent;
using QlikSnowflake.Errors;
using QlikSnowflake.Snowflake;
using QlikSnowflake.Tests.Support;

namespace QlikSnowflake.Tests.Snowflake;

public sealed class SnowflakeAccountProperties
{
    private static readonly string[] Parts =
    [
        ".",
        "-",
        "_",
        "xy12345",
        "MyOrg",
        "acct",
        "eu-central-1",
        "cn-north-1",
        "aws",
        "privatelink",
        "global",
        "https://",
        "/",
        "#",
        "@",
        ":443",
        ".snowflakecomputing.com",
        ".snowflakecomputing.cn",
        "evil.example",
        " ",
        "\n",
        "i",
        "İ",
        "ı",
        "ß",
        "\0",
        "%2e",
        "..",
        "\\",
    ];

    private static Config Config => Config.QuickThrowOnFailure.WithMaxTest(5000);

    [Fact]
    public void Any_text_is_an_account_of_Snowflakes_hosts_or_refused() =>
        Check.One(Config, Prop.ForAll(ArbMap.Default.ArbFor<string>(), Holds));

    [Fact]
    public void Any_mixture_of_an_accounts_parts_is_an_account_of_Snowflakes_hosts_or_refused() =>
        Check.One(Config, Prop.ForAll(Gen.Elements(Parts).ListOf().Select(string.Concat).ToArbitrary(), Holds));

    private static bool Holds(string? text)
    {
        SnowflakeAccount account;
        try
        {
            account = SnowflakeAccount.Parse(text ?? string.Empty);
        }
        catch (InputException e)
        {
            return e.ErrorId == "AccountInvalid" && e.RecommendedAction is not null;
        }

        var turkish = string.Empty;
        Cultures.RunIn("tr-TR", () => turkish = SnowflakeAccount.Parse(text!).Claim);
        Uri? endpoint = null;
        try
        {
            endpoint = new SnowflakeSessionOptions { Account = account }
                .ToEndpoint()
                .BaseAddress;
        }
        catch (InputException)
        {
            // A label whose last underscore became a hyphen is of no host.
        }

        var host = endpoint?.Host ?? account.Host;
        return (
                host.EndsWith(".snowflakecomputing.com", StringComparison.Ordinal)
                || host.EndsWith(".snowflakecomputing.cn", StringComparison.Ordinal)
            )
            && !account.Host.Any(char.IsUpper)
            && account.Claim.Length > 0
            && account.Claim == turkish
            && account.Claim.All(c => c is (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '-' or '_');
    }
}
