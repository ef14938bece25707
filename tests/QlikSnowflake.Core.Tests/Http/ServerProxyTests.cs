using System.Net;
using QlikSnowflake.Errors;
using QlikSnowflake.Http;

namespace QlikSnowflake.Tests.Http;

/// <summary>How users write a proxy.</summary>
public sealed class ServerProxyTests
{
    [Theory]
    [InlineData("http://proxy.example.com:8080", "http://proxy.example.com:8080/", null, null)]
    [InlineData("proxy.example.com:8080", "http://proxy.example.com:8080/", null, null)]
    [InlineData("proxy", "http://proxy/", null, null)]
    [InlineData("http://user:p%40ss%3aword@proxy:3128/", "http://proxy:3128/", "user", "p@ss:word")]
    [InlineData("user:pass@proxy:3128", "http://proxy:3128/", "user", "pass")]
    [InlineData("http://user@proxy:3128", "http://proxy:3128/", "user", "")]
    [InlineData("http://[::1]:3128", "http://[::1]:3128/", null, null)]
    public void An_address_is_read_as_it_is_written(string text, string address, string? user, string? password)
    {
        var proxy = ServerProxy.Parse(text);

        Assert.Equal(address, proxy.Address.AbsoluteUri);
        Assert.Equal((user, password), (proxy.Credential?.UserName, proxy.Credential?.Password));
        Assert.DoesNotContain("@", proxy.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_credential_counts_more_than_the_address()
    {
        var proxy = ServerProxy.Parse("http://user:pass@proxy:3128", new NetworkCredential("other", "secret"));

        Assert.Equal(("other", "secret"), (proxy.Credential!.UserName, proxy.Credential.Password));
    }

    [Theory]
    [InlineData("")]
    [InlineData("ftp://user:C4nary@proxy")]
    [InlineData("http://user:C4nary@/")]
    [InlineData("http://user:C4nary@proxy/path")]
    [InlineData("http://user:C4nary@proxy:99999")]
    public void What_is_no_proxy_is_refused_without_being_shown(string text)
    {
        var refusal = Assert.Throws<InputException>(() => ServerProxy.Parse(text));

        Assert.Equal("ProxyInvalid", refusal.ErrorId);
        Assert.DoesNotContain("C4nary", refusal.Message + refusal.RecommendedAction, StringComparison.Ordinal);
    }
}
