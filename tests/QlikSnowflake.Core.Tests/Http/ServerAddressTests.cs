using QlikSnowflake.Errors;
using QlikSnowflake.Http;
using QlikSnowflake.QlikCloud;

namespace QlikSnowflake.Tests.Http;

public sealed class ServerAddressTests
{
    [Theory]
    [InlineData("qlikserver1", "https://qlikserver1:4242/qrs/")]
    [InlineData("qlikserver1.domain.local", "https://qlikserver1.domain.local:4242/qrs/")]
    [InlineData(" qlikserver1 ", "https://qlikserver1:4242/qrs/")]
    [InlineData("qlikserver1:443", "https://qlikserver1/qrs/")]
    [InlineData("qlikserver1:1", "https://qlikserver1:1/qrs/")]
    [InlineData("qlikserver1:65535", "https://qlikserver1:65535/qrs/")]
    [InlineData("qlik_server1", "https://qlik_server1:4242/qrs/")]
    [InlineData("10.1.2.3", "https://10.1.2.3:4242/qrs/")]
    [InlineData("10.1.2.3:99", "https://10.1.2.3:99/qrs/")]
    [InlineData("::1", "https://[::1]:4242/qrs/")]
    [InlineData("[::1]", "https://[::1]:4242/qrs/")]
    [InlineData("[::1]:99", "https://[::1]:99/qrs/")]
    [InlineData("[2001:db8::7]:99", "https://[2001:db8::7]:99/qrs/")]
    [InlineData("https://qlikserver1", "https://qlikserver1:4242/qrs/")]
    [InlineData("https://qlikserver1/", "https://qlikserver1:4242/qrs/")]
    [InlineData("https://qlikserver1//", "https://qlikserver1:4242/qrs/")]
    [InlineData("localhost:46465/", "https://localhost:46465/qrs/")]
    [InlineData("HTTPS://qlikserver1:99/", "https://qlikserver1:99/qrs/")]
    public void A_host_with_or_without_a_port_gives_a_base_address(string text, string address) =>
        Assert.Equal(address, ServerAddress.Parse(text, 4242, "qrs", "Server").AbsoluteUri);

    [Fact]
    public void Without_a_path_the_base_address_is_the_host() =>
        Assert.Equal("https://host/", ServerAddress.Parse("host", 443, string.Empty, "HostName").AbsoluteUri);

    [Theory]
    [InlineData("https://mytenant.eu.qlikcloud.com/analytics/home?x=1#y")]
    [InlineData("mytenant.eu.qlikcloud.com/")]
    [InlineData("https://mytenant.eu.qlikcloud.com:443/console/")]
    public void A_tenant_pasted_from_a_browser_is_its_host(string text) =>
        Assert.Equal("https://mytenant.eu.qlikcloud.com/", ServerAddress.Parse(text, 443, string.Empty, "Tenant").AbsoluteUri);

    [Theory]
    [InlineData("Tenant", "mytenant.eu.qlikcloud.com")]
    [InlineData("Server", "qlikserver1.domain.local")]
    [InlineData("HostName", "myorg-myaccount.snowflakecomputing.com")]
    public void What_is_refused_is_advised_by_a_host_of_its_own_service(string parameter, string sample) =>
        Assert.Contains(
            sample,
            Assert.Throws<InputException>(() => ServerAddress.Parse("my host", 443, string.Empty, parameter)).RecommendedAction
        );

    [Theory]
    [InlineData("MyTenant.eu.qlikcloud.com")]
    [InlineData("https://mytenant.eu.qlikcloud.com/")]
    [InlineData("https://mytenant.eu.qlikcloud.com:443/analytics/home")]
    public void All_spellings_of_a_tenant_are_one_host(string text) =>
        Assert.Equal("mytenant.eu.qlikcloud.com", new QlikCloudSessionOptions { Tenant = text }.Host);

    [Fact]
    public void A_path_on_a_server_points_to_the_virtual_proxy() =>
        Assert.Contains(
            "-VirtualProxy",
            Assert
                .Throws<InputException>(() => ServerAddress.Parse("https://host:443/sense", 443, "qrs", "Server"))
                .RecommendedAction
        );

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("https://")]
    [InlineData("https:///")]
    [InlineData("http://qlikserver1")]
    [InlineData("ftp://qlikserver1")]
    [InlineData("https://https://qlikserver1")]
    [InlineData("qlikserver1/qrs")]
    [InlineData("https://qlikserver1/qrs")]
    [InlineData("https://qlikserver1/hub/")]
    [InlineData("qlikserver1\\qrs")]
    [InlineData("qlikserver1?x=1")]
    [InlineData("qlikserver1#x")]
    [InlineData("user@qlikserver1")]
    [InlineData("user:password@qlikserver1")]
    [InlineData("qlikserver1:443@evil.example")]
    [InlineData("qlik server1")]
    [InlineData("qlikserver1\nevil")]
    [InlineData("qlikserver1:0")]
    [InlineData("qlikserver1:65536")]
    [InlineData("qlikserver1:-1")]
    [InlineData("qlikserver1:+99")]
    [InlineData("qlikserver1: 99")]
    [InlineData("qlikserver1:")]
    [InlineData("qlikserver1:abc")]
    [InlineData(":443")]
    [InlineData("[::1")]
    [InlineData("[::1]:")]
    [InlineData("a..b")]
    public void Whatever_is_more_or_less_than_a_host_and_a_port_is_refused(string text)
    {
        var refusal = Assert.Throws<InputException>(() => ServerAddress.Parse(text, 4242, "qrs", "Server"));

        Assert.Equal("ServerInvalid", refusal.ErrorId);
        Assert.Contains("-Server", refusal.Message);
    }
}
