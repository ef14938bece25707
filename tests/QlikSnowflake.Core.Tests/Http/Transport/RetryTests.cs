using System.Diagnostics;
using QlikSnowflake.Errors;
using QlikSnowflake.Http;

namespace QlikSnowflake.Tests.Http.Transport;

/// <summary>What is sent again, what is not, and how long anything takes.</summary>
public sealed class RetryTests(TransportFixture fixture) : IClassFixture<TransportFixture>
{
    private static readonly byte[] Body = "{\"statement\":\"SELECT 1\"}"u8.ToArray();

    private static ServiceRequest Get => new(HttpMethod.Get, "thing") { Query = [new("requestId", "r-1")] };

    private static ServiceRequest Post => new(HttpMethod.Post, "thing") { Query = [new("requestId", "r-1")], Body = Body };

    private static ServiceRequest Statement =>
        new(HttpMethod.Post, "thing")
        {
            Query = [new("requestId", "r-1")],
            Body = Body,
            Retry = RetryRule.Safe,
            Resent = new(HttpMethod.Post, "thing")
            {
                Query = [new("requestId", "r-1"), new("retry", "true")],
                Body = Body,
                Retry = RetryRule.Safe,
            },
        };

    [Theory]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    public async Task A_GET_is_sent_again_after_a_failure_of_the_server(int status)
    {
        await using var server = await fixture.StartAsync(TestServer.Status(status), TestServer.Status(200, "{\"ok\":1}"));
        using var transport = fixture.Connect(server);

        Assert.Equal("{\"ok\":1}", (await transport.SendAsync(Get, TransportFixture.Bounded())).Text());
        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    public async Task A_POST_is_not_sent_again_after_a_failure_of_the_server()
    {
        await using var server = await fixture.StartAsync(TestServer.Status(503), TestServer.Status(200));
        using var transport = fixture.Connect(server);

        Assert.Equal(503, (int)(await transport.SendAsync(Post, TransportFixture.Bounded())).Status);
        Assert.Single(server.Requests);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(404)]
    [InlineData(408)]
    [InlineData(409)]
    [InlineData(422)]
    public async Task A_refusal_is_final(int status)
    {
        await using var server = await fixture.StartAsync(TestServer.Status(status), TestServer.Status(200));
        using var transport = fixture.Connect(server);

        Assert.Equal(status, (int)(await transport.SendAsync(Get, TransportFixture.Bounded())).Status);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task A_POST_that_came_too_soon_is_sent_again_after_the_time_asked_for()
    {
        await using var server = await fixture.StartAsync(
            TestServer.Status(429, "{}", ("Retry-After", "1")),
            TestServer.Status(201)
        );
        using var transport = fixture.Connect(server);
        var clock = Stopwatch.StartNew();

        Assert.True((await transport.SendAsync(Post, TransportFixture.Bounded())).IsSuccess);

        Assert.True(clock.Elapsed >= TimeSpan.FromSeconds(0.99), $"waited {clock.Elapsed} only");
        Assert.Equal([Body.Length, Body.Length], server.Requests.Select(r => r.Body.Length));
    }

    [Fact]
    public async Task A_wait_of_more_than_five_minutes_is_not_waited_for()
    {
        await using var server = await fixture.StartAsync(
            TestServer.Status(429, "{}", ("Retry-After", "301")),
            TestServer.Status(200)
        );
        using var transport = fixture.Connect(server);

        Assert.Equal(429, (int)(await transport.SendAsync(Get, TransportFixture.Bounded())).Status);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task A_date_in_Retry_After_that_is_past_means_now()
    {
        await using var server = await fixture.StartAsync(
            TestServer.Status(429, "{}", ("Retry-After", "Wed, 21 Oct 2015 07:28:00 GMT")),
            TestServer.Status(200)
        );
        using var transport = fixture.Connect(server);

        Assert.True((await transport.SendAsync(Post, TransportFixture.Bounded())).IsSuccess);
    }

    [Theory]
    [InlineData("soon")]
    [InlineData("-5")]
    [InlineData("99999999999999999999999")]
    [InlineData("")]
    public async Task A_Retry_After_that_makes_no_sense_is_answered_by_a_delay_of_our_own(string value)
    {
        await using var server = await fixture.StartAsync(
            TestServer.Status(503, "{}", ("Retry-After", value)),
            TestServer.Status(200)
        );
        using var transport = fixture.Connect(server);

        Assert.True((await transport.SendAsync(Get, TransportFixture.Bounded())).IsSuccess);
    }

    [Fact]
    public async Task A_connection_lost_on_a_GET_is_made_anew()
    {
        await using var server = await fixture.StartAsync(TestServer.Drop, TestServer.Status(200, "{\"ok\":1}"));
        using var transport = fixture.Connect(server);

        Assert.Equal("{\"ok\":1}", (await transport.SendAsync(Get, TransportFixture.Bounded())).Text());
    }

    [Fact]
    public async Task A_connection_lost_on_a_POST_is_reported()
    {
        await using var server = await fixture.StartAsync(TestServer.Drop, TestServer.Status(200));
        using var transport = fixture.Connect(server);

        var refusal = await Assert.ThrowsAsync<ConnectionException>(() => transport.SendAsync(Post, TransportFixture.Bounded()));

        Assert.Equal(("ConnectionLost", FailureKind.Connection), (refusal.ErrorId, refusal.Kind));
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task A_body_that_is_cut_off_is_never_taken_for_a_whole_one()
    {
        await using var server = await fixture.StartAsync(TestServer.Truncate, TestServer.Status(200, "{\"ok\":1}"));
        using var transport = fixture.Connect(server);

        Assert.Equal(
            "ConnectionLost",
            (await Assert.ThrowsAsync<ConnectionException>(() => transport.SendAsync(Post, TransportFixture.Bounded()))).ErrorId
        );
        Assert.Equal("{\"ok\":1}", (await transport.SendAsync(Get, TransportFixture.Bounded())).Text());
    }

    [Fact]
    public async Task A_statement_is_sent_again_under_the_same_requestId_with_retry_true()
    {
        await using var server = await fixture.StartAsync(TestServer.Status(503), TestServer.Drop, TestServer.Status(200));
        using var transport = fixture.Connect(server);

        Assert.True((await transport.SendAsync(Statement, TransportFixture.Bounded())).IsSuccess);

        Assert.Equal(
            [
                "/base/thing?requestId=r-1&xrfkey=secret-xrfkey",
                "/base/thing?requestId=r-1&retry=true&xrfkey=secret-xrfkey",
                "/base/thing?requestId=r-1&retry=true&xrfkey=secret-xrfkey",
            ],
            server.Requests.Select(r => r.Target)
        );
        Assert.Single(server.Requests.Select(r => r.Body).Distinct());
    }

    [Fact]
    public async Task A_statement_that_came_too_soon_was_not_run_and_needs_no_retry_true()
    {
        await using var server = await fixture.StartAsync(
            TestServer.Status(429, "{}", ("Retry-After", "0")),
            TestServer.Status(200)
        );
        using var transport = fixture.Connect(server);

        await transport.SendAsync(Statement, TransportFixture.Bounded());

        Assert.DoesNotContain(server.Requests, r => r.Target.Contains("retry=true"));
    }

    [Fact]
    public async Task A_server_that_keeps_failing_is_given_up_on()
    {
        await using var server = await fixture.StartAsync(TestServer.Status(503, "{}", ("Retry-After", "0")));
        using var transport = fixture.Connect(server);

        Assert.Equal(503, (int)(await transport.SendAsync(Get, TransportFixture.Bounded())).Status);
        Assert.InRange(server.Requests.Count, 2, 10);
    }

    [Theory]
    [InlineData(true, 2)]
    [InlineData(false, 1)]
    public async Task A_401_is_answered_by_one_renewal_at_most(bool renews, int requests)
    {
        await using var server = await fixture.StartAsync(TestServer.Status(401));
        var signer = new TestSigner(renews);
        using var transport = fixture.Connect(server, signer);

        Assert.Equal(401, (int)(await transport.SendAsync(Post, TransportFixture.Bounded())).Status);
        Assert.Equal((requests, requests - 1), (server.Requests.Count, signer.Renewals));
    }

    [Fact]
    public async Task A_renewed_token_is_the_one_that_is_sent()
    {
        await using var server = await fixture.StartAsync(TestServer.Status(401), TestServer.Status(200));
        using var transport = fixture.Connect(server, new TestSigner(renews: true));

        await transport.SendAsync(Post, TransportFixture.Bounded());

        Assert.Equal(["Bearer s3cret-token0", "Bearer s3cret-token1"], server.Requests.Select(r => r.Authorization));
    }

    [Fact]
    public async Task A_refusal_of_a_signer_that_was_exchanged_meanwhile_is_answered_by_the_other_one()
    {
        using var exchanged = new SemaphoreSlim(0);
        await using var server = await fixture.StartAsync(
            async context =>
            {
                await exchanged.WaitAsync(context.RequestAborted);
                await TestServer.Status(401)(context);
            },
            TestServer.Status(200)
        );
        var old = new TestSigner(renews: true);
        using var transport = fixture.Connect(server, old);
        var sending = transport.SendAsync(Post, TransportFixture.Bounded());
        await server.ArrivedAsync(1);

        transport.UseSigner(new FixedSigner("other"));
        exchanged.Release();

        Assert.True((await sending).IsSuccess);
        Assert.Equal(["Bearer s3cret-token0", "Bearer other"], server.Requests.Select(r => r.Authorization));
        Assert.Equal((0, true), (old.Renewals, old.IsDisposed));
    }

    [Fact]
    public async Task A_request_that_finds_its_signer_gone_is_signed_by_the_one_in_its_place()
    {
        await using var server = await fixture.StartAsync(TestServer.Status(200));
        ServiceTransport? transport = null;
        using var connected = transport = fixture.Connect(
            server,
            new LateSigner(() => transport!.UseSigner(new FixedSigner("other")))
        );

        Assert.True((await transport.SendAsync(Post, TransportFixture.Bounded())).IsSuccess);
        Assert.Equal("Bearer other", server.Requests.Single().Authorization);
    }

    [Fact]
    public async Task A_server_that_does_not_answer_is_given_the_time_of_the_session()
    {
        await using var server = await fixture.StartAsync(TestServer.Hang);
        using var transport = fixture.Connect(server, timeout: TimeSpan.FromSeconds(1));
        var clock = Stopwatch.StartNew();

        var refusal = await Assert.ThrowsAsync<ConnectionException>(() => transport.SendAsync(Get, TransportFixture.Bounded()));

        Assert.Equal(("RequestTimeout", FailureKind.Timeout), (refusal.ErrorId, refusal.Kind));
        Assert.Contains("-TimeoutSec", refusal.RecommendedAction);
        Assert.InRange(clock.Elapsed, TimeSpan.FromSeconds(0.9), TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task A_body_that_does_not_end_is_given_the_time_of_the_session()
    {
        await using var server = await fixture.StartAsync(TestServer.HangInBody);
        using var transport = fixture.Connect(server, timeout: TimeSpan.FromSeconds(1));

        Assert.Equal(
            "RequestTimeout",
            (await Assert.ThrowsAsync<ConnectionException>(() => transport.SendAsync(Get, TransportFixture.Bounded()))).ErrorId
        );
    }

    [Theory]
    [InlineData("before the answer")]
    [InlineData("in the body")]
    [InlineData("between attempts")]
    public async Task A_cancellation_is_felt_within_a_second(string when)
    {
        await using var server = await fixture.StartAsync(
            when switch
            {
                "before the answer" => TestServer.Hang,
                "in the body" => TestServer.HangInBody,
                _ => TestServer.Status(503, "{}", ("Retry-After", "60")),
            }
        );
        using var transport = fixture.Connect(server);
        using var stop = new CancellationTokenSource();
        var sending = transport.SendAsync(Get, new CallContext(null, stop.Token));
        await server.ArrivedAsync(1);

        var clock = Stopwatch.StartNew();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);

        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(1), $"took {clock.Elapsed}");
        Assert.Single(server.Requests);
    }

    private sealed class FixedSigner(string token) : IRequestSigner
    {
        public ValueTask SignAsync(HttpRequestMessage message, CallContext context)
        {
            message.Headers.Authorization = new("Bearer", token);
            return default;
        }

        public ValueTask<bool> TryRenewAsync(ServiceReply reply, CallContext context) => new(false);

        public void Dispose() { }
    }

    /// <summary>Is disposed while it signs.</summary>
    private sealed class LateSigner(Action exchange) : IRequestSigner
    {
        public ValueTask SignAsync(HttpRequestMessage message, CallContext context)
        {
            exchange();
            throw new ObjectDisposedException(nameof(LateSigner));
        }

        public ValueTask<bool> TryRenewAsync(ServiceReply reply, CallContext context) => new(false);

        public void Dispose() { }
    }
}
