using System.IO.Compression;
using QlikSnowflake.Errors;
using QlikSnowflake.Http;
using QlikSnowflake.Tests.Support;

namespace QlikSnowflake.Tests.Http.Transport;

/// <summary>What goes over the wire, where redirects lead, and what is told of it.</summary>
public sealed class RequestTests(TransportFixture fixture) : IClassFixture<TransportFixture>
{
    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task A_redirect_to_the_same_host_is_followed_with_the_token(int status)
    {
        await using var server = await fixture.StartAsync(
            TestServer.Redirect("/elsewhere?a=1", status),
            TestServer.Status(200, "{\"ok\":1}")
        );
        using var transport = fixture.Connect(server);

        Assert.Equal(
            "{\"ok\":1}",
            (await transport.SendAsync(new ServiceRequest(HttpMethod.Get, "thing"), TransportFixture.Bounded())).Text()
        );

        Assert.Equal(
            ["/base/thing?xrfkey=secret-xrfkey", "/elsewhere?a=1&xrfkey=secret-xrfkey"],
            server.Requests.Select(r => r.Target)
        );
        Assert.All(server.Requests, r => Assert.Equal("Bearer s3cret-token0", r.Authorization));
    }

    [Theory]
    [InlineData("https://localhost:{port}/")]
    [InlineData("//127.0.0.1:{port}/")]
    [InlineData("http://localhost:{port}/")]
    public async Task Another_host_or_port_is_not_followed_and_never_sees_the_token(string location)
    {
        await using var other = await fixture.StartAsync(TestServer.Status(200));
        await using var server = await fixture.StartAsync(TestServer.Redirect(location.Replace("{port}", $"{other.Port}")));
        using var transport = TransportFixture.Connect(server.Address(), new ServerTrust { SkipCertificateCheck = true });

        var refusal = await Assert.ThrowsAsync<ServiceException>(() =>
            transport.SendAsync(new ServiceRequest(HttpMethod.Get, "thing"), TransportFixture.Bounded())
        );

        Assert.Equal(("RedirectRefused", FailureKind.Security), (refusal.ErrorId, refusal.Kind));
        Assert.Contains($":{other.Port}", refusal.Message);
        Assert.Empty(other.Requests);
    }

    [Fact]
    public async Task The_same_host_without_TLS_is_not_followed()
    {
        await using var server = await fixture.StartAsync(async context =>
            await TestServer.Redirect($"http://localhost:{context.Request.Host.Port}/")(context)
        );
        using var transport = fixture.Connect(server);

        Assert.Equal(
            "RedirectRefused",
            (
                await Assert.ThrowsAsync<ServiceException>(() =>
                    transport.SendAsync(new ServiceRequest(HttpMethod.Get, "x"), TransportFixture.Bounded())
                )
            ).ErrorId
        );
    }

    [Fact]
    public async Task Redirects_in_a_circle_come_to_an_end()
    {
        await using var server = await fixture.StartAsync(TestServer.Redirect("/again"));
        using var transport = fixture.Connect(server);

        Assert.Equal(
            "RedirectRefused",
            (
                await Assert.ThrowsAsync<ServiceException>(() =>
                    transport.SendAsync(new ServiceRequest(HttpMethod.Get, "x"), TransportFixture.Bounded())
                )
            ).ErrorId
        );
        Assert.InRange(server.Requests.Count, 2, 10);
    }

    [Fact]
    public async Task A_redirect_of_a_POST_is_not_followed()
    {
        await using var server = await fixture.StartAsync(TestServer.Redirect("/login"), TestServer.Status(200));
        using var transport = fixture.Connect(server);

        Assert.Equal(
            302,
            (int)(await transport.SendAsync(new ServiceRequest(HttpMethod.Post, "x"), TransportFixture.Bounded())).Status
        );
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task A_querys_names_and_values_arrive_as_they_were_meant()
    {
        const string Filter = @"name eq 'O\'Brien & Söhne #1 100% +x'";
        string? arrived = null;
        await using var server = await fixture.StartAsync(context =>
        {
            arrived = context.Request.Query["filter"];
            return TestServer.Status(200)(context);
        });
        using var transport = fixture.Connect(server);

        await transport.SendAsync(
            new ServiceRequest(HttpMethod.Get, "thing") { Query = [new("filter", Filter), new("orderby", "name")] },
            TransportFixture.Bounded()
        );

        Assert.Equal(Filter, arrived);
    }

    [Fact]
    public async Task A_request_says_what_it_is_and_what_it_wants()
    {
        Dictionary<string, string> headers = [];
        await using var server = await fixture.StartAsync(context =>
        {
            headers = context.Request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase);
            return TestServer.Status(200)(context);
        });
        using var transport = fixture.Connect(server);

        await transport.SendAsync(
            new ServiceRequest(HttpMethod.Post, "thing") { Body = "{\"ü\":1}"u8.ToArray() },
            TransportFixture.Bounded()
        );

        Assert.Matches("^QlikSnowflake/[0-9]+\\.[0-9]+\\.[0-9]+$", headers["User-Agent"]);
        Assert.Equal("application/json", headers["Accept"]);
        Assert.Equal("application/json; charset=utf-8", headers["Content-Type"]);
        Assert.Contains("gzip", headers["Accept-Encoding"]);
        Assert.Equal("8", headers["Content-Length"]);
        Assert.Equal("{\"ü\":1}", server.Requests.Single().Body);
    }

    [Fact]
    public async Task A_compressed_body_is_handed_on_decompressed()
    {
        await using var server = await fixture.StartAsync(async context =>
        {
            context.Response.Headers.ContentEncoding = "gzip";
            await using var gzip = new GZipStream(context.Response.Body, CompressionMode.Compress);
            await gzip.WriteAsync("{\"data\":[]}"u8.ToArray());
        });
        using var transport = fixture.Connect(server);

        Assert.Equal(
            "{\"data\":[]}",
            (await transport.SendAsync(new ServiceRequest(HttpMethod.Get, "x"), TransportFixture.Bounded())).Text()
        );
    }

    [Fact]
    public async Task A_damaged_compressed_body_is_a_lost_connection()
    {
        await using var server = await fixture.StartAsync(
            TestServer.Status(200, "this is no gzip", ("Content-Encoding", "gzip"))
        );
        using var transport = fixture.Connect(server);

        Assert.Equal(
            "ConnectionLost",
            (
                await Assert.ThrowsAsync<ConnectionException>(() =>
                    transport.SendAsync(new ServiceRequest(HttpMethod.Post, "x"), TransportFixture.Bounded())
                )
            ).ErrorId
        );
    }

    [Fact]
    public async Task What_is_reported_holds_no_query_and_no_secret()
    {
        await using var server = await fixture.StartAsync(
            TestServer.Status(503, "{\"secret\":\"in the body\"}"),
            TestServer.Status(401),
            TestServer.Redirect("/moved?ticket=secret-ticket"),
            TestServer.Status(200)
        );
        var log = new TestLog();
        using var transport = fixture.Connect(server, new TestSigner(renews: true));

        await transport.SendAsync(
            new ServiceRequest(HttpMethod.Get, "thing")
            {
                Query = [new("filter", "secret-filter")],
                Body = "\"secret-sent\""u8.ToArray(),
            },
            new CallContext(log)
        );

        Assert.Contains(
            log.Messages,
            m => m.StartsWith($"GET https://localhost:{server.Port}/base/thing: 503", StringComparison.Ordinal)
        );
        Assert.Contains(
            log.Messages,
            m => m.StartsWith($"GET https://localhost:{server.Port}/moved: 200", StringComparison.Ordinal)
        );
        Assert.DoesNotContain(
            log.Messages.Concat(log.Warnings),
            m => m.Contains("secret", StringComparison.OrdinalIgnoreCase) || m.Contains("s3cret") || m.Contains('?')
        );
    }

    [Fact]
    public async Task A_long_wait_is_announced_as_a_warning()
    {
        await using var server = await fixture.StartAsync(TestServer.Status(429, "{}", ("Retry-After", "30")));
        var log = new TestLog();
        using var transport = fixture.Connect(server);
        using var stop = new CancellationTokenSource();
        var sending = transport.SendAsync(new ServiceRequest(HttpMethod.Get, "x"), new CallContext(log, stop.Token));
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (log.Warnings.IsEmpty)
            await Task.Delay(5, limit.Token);

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);

        Assert.Contains("429", log.Warnings.Single());
        Assert.Contains("30.0 s", log.Warnings.Single());
    }
}
