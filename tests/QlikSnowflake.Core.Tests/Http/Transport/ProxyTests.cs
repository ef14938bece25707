using System.Net;
using System.Net.Sockets;
using QlikSnowflake.Errors;
using QlikSnowflake.Http;
using QlikSnowflake.Tests.Support;

namespace QlikSnowflake.Tests.Http.Transport;

/// <summary>Requests through a forward proxy: with and without a login, refused, and where there is no proxy at all.</summary>
public sealed class ProxyTests(TransportFixture fixture) : IClassFixture<TransportFixture>
{
    private const string Login = "meter:C4n@ry:pass";

    private static readonly ServiceRequest Get = new(HttpMethod.Get, "thing");

    private static readonly ServiceRequest Statement = new(HttpMethod.Post, "thing")
    {
        Retry = RetryRule.Safe,
        Body = "{}"u8.ToArray(),
    };

    [Theory]
    [InlineData("http://meter:C4n%40ry%3Apass@{0}", null)]
    [InlineData("http://{0}", Login)]
    [InlineData("{0}", Login)]
    [InlineData("http://wrong:wrong@{0}", Login)]
    public async Task A_login_in_the_address_or_beside_it_is_shown_to_the_proxy(string address, string? credential)
    {
        await using var server = await fixture.StartAsync(TestServer.Status(200));
        using var proxy = new TunnelProxy(server.Address(), Login);
        using var transport = Connect(
            server,
            string.Format(System.Globalization.CultureInfo.InvariantCulture, address, proxy.Address.Authority),
            credential
        );

        Assert.True((await transport.SendAsync(Get, TransportFixture.Bounded())).IsSuccess);
        Assert.Single(server.Requests);
        Assert.All(proxy.Requests, r => Assert.StartsWith("CONNECT localhost:", r, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("http://{0}", "wants a user")]
    [InlineData("http://meter:C4n%40ry-wrong@{0}", "does not accept")]
    public async Task A_407_is_the_proxys_and_final(string address, string words)
    {
        await using var server = await fixture.StartAsync(TestServer.Status(200));
        using var proxy = new TunnelProxy(server.Address(), Login);
        using var transport = Connect(
            server,
            string.Format(System.Globalization.CultureInfo.InvariantCulture, address, proxy.Address.Authority),
            null
        );

        var refusal = await Assert.ThrowsAsync<ConnectionException>(() =>
            transport.SendAsync(Statement, TransportFixture.Bounded())
        );

        Assert.Equal(("ProxyAuthenticationRequired", FailureKind.Authentication), (refusal.ErrorId, refusal.Kind));
        Assert.Contains(words, refusal.Message);
        Assert.Contains(proxy.Address.Authority, refusal.Message);
        Assert.Contains("-ProxyCredential", refusal.RecommendedAction);
        Assert.DoesNotContain("C4n", refusal.ToString(), StringComparison.Ordinal);
        Assert.Empty(server.Requests);
        Assert.InRange(proxy.Requests.Count, 1, 2);
    }

    [Fact]
    public async Task A_401_in_place_of_a_tunnel_is_the_proxys_as_a_407_is()
    {
        await using var server = await fixture.StartAsync(TestServer.Status(200));
        using var proxy = new TunnelProxy(server.Address(), status: 401);
        using var transport = Connect(server, $"http://meter:C4n%40ry-wrong@{proxy.Address.Authority}", null);

        var refusal = await Assert.ThrowsAsync<ConnectionException>(() =>
            transport.SendAsync(Statement, TransportFixture.Bounded())
        );

        Assert.Equal(("ProxyAuthenticationRequired", FailureKind.Authentication), (refusal.ErrorId, refusal.Kind));
        Assert.Contains("does not accept the user and password given (401)", refusal.Message);
        Assert.Empty(server.Requests);
    }

    [Theory]
    [InlineData(403, FailureKind.Permission)]
    [InlineData(502, FailureKind.Connection)]
    public async Task A_proxy_that_does_not_lead_on_is_told_from_the_service(int status, FailureKind kind)
    {
        await using var server = await fixture.StartAsync(TestServer.Status(200));
        using var proxy = new TunnelProxy(server.Address(), status: status);
        using var transport = Connect(server, proxy.Address.AbsoluteUri, null);

        var refusal = await Assert.ThrowsAsync<ConnectionException>(() =>
            transport.SendAsync(Statement, TransportFixture.Bounded())
        );

        Assert.Equal(("ProxyRefused", kind), (refusal.ErrorId, refusal.Kind));
        Assert.Contains(status.ToString(System.Globalization.CultureInfo.InvariantCulture), refusal.Message);
        Assert.Single(proxy.Requests);
        Assert.Empty(server.Requests);
    }

    [Theory]
    [InlineData("http://meter:C4nary@127.0.0.1:{0}")]
    [InlineData("http://no-such-proxy.invalid:{0}")]
    public async Task A_proxy_that_is_not_there_is_named(string address)
    {
        await using var server = await fixture.StartAsync(TestServer.Status(200));
        using var transport = Connect(
            server,
            string.Format(System.Globalization.CultureInfo.InvariantCulture, address, FreePort()),
            null
        );

        var refusal = await Assert.ThrowsAsync<ConnectionException>(() =>
            transport.SendAsync(Statement, TransportFixture.Bounded())
        );

        Assert.Equal(("ProxyNotReached", FailureKind.Connection), (refusal.ErrorId, refusal.Kind));
        Assert.DoesNotContain("localhost:" + server.Port, refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("C4nary", refusal.ToString(), StringComparison.Ordinal);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private ServiceTransport Connect(TestServer server, string proxy, string? credential)
    {
        var parts = credential?.Split(':', 2);
        return new ServiceTransport(
            new ServiceEndpoint
            {
                Service = "Test service",
                BaseAddress = server.Address(),
                Trust = new ServerTrust { RootCertificatePath = fixture.RootPath },
                Proxy = ServerProxy.Parse(proxy, parts is null ? null : new NetworkCredential(parts[0], parts[1])),
                Timeout = TimeSpan.FromSeconds(20),
            },
            signer: null
        );
    }
}
