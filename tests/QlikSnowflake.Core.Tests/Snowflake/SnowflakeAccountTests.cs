using QlikSnowflake.Errors;
using QlikSnowflake.Snowflake;
using QlikSnowflake.Tests.Support;

namespace QlikSnowflake.Tests.Snowflake;

public sealed class SnowflakeAccountTests
{
    [Theory]
    [InlineData("xy12345", "XY12345", "xy12345.snowflakecomputing.com")]
    [InlineData("xy12345.us-east-1", "XY12345", "xy12345.us-east-1.snowflakecomputing.com")]
    [InlineData("xy12345.eu-west-1", "XY12345", "xy12345.eu-west-1.snowflakecomputing.com")]
    [InlineData("xy12345.ap-southeast-1", "XY12345", "xy12345.ap-southeast-1.snowflakecomputing.com")]
    [InlineData("xy12345.ap-southeast-2", "XY12345", "xy12345.ap-southeast-2.snowflakecomputing.com")]
    [InlineData("xy12345.eu-central-1", "XY12345", "xy12345.eu-central-1.snowflakecomputing.com")]
    [InlineData("xy12345.us-east-2.aws", "XY12345", "xy12345.us-east-2.aws.snowflakecomputing.com")]
    [InlineData("xy12345.west-europe.azure", "XY12345", "xy12345.west-europe.azure.snowflakecomputing.com")]
    [InlineData("xy12345.us-central1.gcp", "XY12345", "xy12345.us-central1.gcp.snowflakecomputing.com")]
    [InlineData("xy12345.mexicocentral.azure", "XY12345", "xy12345.mexicocentral.azure.snowflakecomputing.com")]
    [InlineData("xy12345.fhplus.us-gov-west-1.aws", "XY12345", "xy12345.fhplus.us-gov-west-1.aws.snowflakecomputing.com")]
    [InlineData("xy12345.dod.us-gov-west-1.aws", "XY12345", "xy12345.dod.us-gov-west-1.aws.snowflakecomputing.com")]
    [InlineData("xy12345.cn-northwest-1.aws", "XY12345", "xy12345.cn-northwest-1.aws.snowflakecomputing.cn")]
    [InlineData("XY12345.CN-NORTHWEST-1.AWS", "XY12345", "xy12345.cn-northwest-1.aws.snowflakecomputing.cn")]
    [InlineData("myorg-myacct", "MYORG-MYACCT", "myorg-myacct.snowflakecomputing.com")]
    [InlineData("myorg-my_acct", "MYORG-MY_ACCT", "myorg-my-acct.snowflakecomputing.com")]
    [InlineData("myorg-my-acct", "MYORG-MY-ACCT", "myorg-my-acct.snowflakecomputing.com")]
    [InlineData("acct.us-east-1.privatelink", "ACCT", "acct.us-east-1.privatelink.snowflakecomputing.com")]
    [InlineData("myorg-acct.privatelink", "MYORG-ACCT", "myorg-acct.privatelink.snowflakecomputing.com")]
    [InlineData("acct-6a8f-2b.global", "ACCT", "acct-6a8f-2b.global.snowflakecomputing.com")]
    [InlineData("acct-6a8f2b.global", "ACCT", "acct-6a8f2b.global.snowflakecomputing.com")]
    [InlineData("https://myorg-myacct.snowflakecomputing.com", "MYORG-MYACCT", "myorg-myacct.snowflakecomputing.com")]
    [InlineData("https://myorg-myacct.snowflakecomputing.com/", "MYORG-MYACCT", "myorg-myacct.snowflakecomputing.com")]
    [InlineData(
        "HTTPS://XY12345.EU-CENTRAL-1.SNOWFLAKECOMPUTING.COM/console#/x",
        "XY12345",
        "xy12345.eu-central-1.snowflakecomputing.com"
    )]
    [InlineData("myorg-myacct.snowflakecomputing.com", "MYORG-MYACCT", "myorg-myacct.snowflakecomputing.com")]
    [InlineData(
        "xy12345.cn-northwest-1.aws.snowflakecomputing.cn",
        "XY12345",
        "xy12345.cn-northwest-1.aws.snowflakecomputing.cn"
    )]
    [InlineData("https://app.snowflake.com/myorg/myacct/#/", "MYORG-MYACCT", "myorg-myacct.snowflakecomputing.com")]
    [InlineData("https://app.snowflake.com/myorg/my_acct", "MYORG-MY_ACCT", "myorg-my-acct.snowflakecomputing.com")]
    [InlineData("app.snowflake.com/myorg/myacct/w1x2#query", "MYORG-MYACCT", "myorg-myacct.snowflakecomputing.com")]
    [InlineData("https://app.snowflake.com/us-east-1/xy12345/#/", "XY12345", "xy12345.us-east-1.snowflakecomputing.com")]
    [InlineData(
        "https://app.snowflake.com/west-europe.azure/xy12345/",
        "XY12345",
        "xy12345.west-europe.azure.snowflakecomputing.com"
    )]
    [InlineData("myorg-myacct.snowflakecomputing.com:443", "MYORG-MYACCT", "myorg-myacct.snowflakecomputing.com")]
    [InlineData("https://myorg-myacct.snowflakecomputing.com:443/", "MYORG-MYACCT", "myorg-myacct.snowflakecomputing.com")]
    [InlineData(
        "app-myorg-myacct.privatelink.snowflakecomputing.com",
        "MYORG-MYACCT",
        "myorg-myacct.privatelink.snowflakecomputing.com"
    )]
    [InlineData("  myorg-myacct\t", "MYORG-MYACCT", "myorg-myacct.snowflakecomputing.com")]
    public void Every_spelling_of_an_account_gives_its_claim_and_its_host(string text, string claim, string host)
    {
        var account = SnowflakeAccount.Parse(text);

        Assert.Equal((claim, host, null), (account.Claim, account.Host, account.Warning));
    }

    [Fact]
    public void Organization_dot_account_is_taken_for_an_account_name_with_a_warning()
    {
        var account = SnowflakeAccount.Parse("myorg.myacct");

        Assert.Equal(("MYORG-MYACCT", "myorg-myacct.snowflakecomputing.com"), (account.Claim, account.Host));
        Assert.Contains("myorg-myacct", account.Warning);
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData(".")]
    [InlineData("acct.")]
    [InlineData(".us-east-1")]
    [InlineData("acct..aws")]
    [InlineData("my org")]
    [InlineData("myorg/acct")]
    [InlineData("myorg\\acct")]
    [InlineData("a.evil.com/")]
    [InlineData("myorg-acct@evil")]
    [InlineData("myorg-acct:443")]
    [InlineData("myorg-acct?x=1")]
    [InlineData("myorg-acct#x")]
    [InlineData("myorg-äcct")]
    [InlineData("my\0org")]
    [InlineData("acct\n.us-east-1")]
    [InlineData("acct.us-east-1\n.aws")]
    [InlineData("acct%2eevil")]
    [InlineData("https://evil.example.com")]
    [InlineData("https://app.snowflake.com")]
    [InlineData("https://app.snowflake.com/myorg")]
    [InlineData("https://app.snowflake.com.evil.example/myorg/myacct")]
    [InlineData("https://evil.example/app.snowflake.com/myorg/myacct")]
    [InlineData("https://app.snowflake.com/my%20org/myacct")]
    [InlineData("myorg-acct.snowflakecomputing.com:8443")]
    [InlineData("https://evil.example.com/myorg-acct.snowflakecomputing.com")]
    [InlineData("https://myorg-acct.snowflakecomputing.com.evil.example")]
    [InlineData("https://user@myorg-acct.snowflakecomputing.com")]
    [InlineData(".snowflakecomputing.com")]
    [InlineData("-privatelink.global.snowflakecomputing.cn")]
    [InlineData("_org-acct")]
    [InlineData("org-.eu-central-1")]
    public void What_is_no_account_is_refused_before_any_host_is_made_of_it(string text)
    {
        var refusal = Assert.Throws<InputException>(() => SnowflakeAccount.Parse(text));

        Assert.Equal("AccountInvalid", refusal.ErrorId);
        Assert.Contains("myorg-myaccount", refusal.RecommendedAction);
    }

    [Fact]
    public void Upper_and_lower_case_do_not_depend_on_the_machines_culture() =>
        Cultures.RunIn(
            "tr-TR",
            () =>
            {
                Assert.Equal("XI12345", SnowflakeAccount.Parse("xi12345.eu-west-1").Claim);
                Assert.Equal(
                    "xi12345.eu-west-1.snowflakecomputing.com",
                    SnowflakeAccount.Parse("XI12345.EU-WEST-1.SNOWFLAKECOMPUTING.COM").Host
                );
                Assert.Null(SnowflakeAccount.Parse("ACCT.PRIVATELINK").Warning);
                Assert.Equal("MIRIAM", SnowflakeUserName.ToClaim("miriam"));
            }
        );
}
