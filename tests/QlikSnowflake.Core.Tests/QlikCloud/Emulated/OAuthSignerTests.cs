using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Http;
using QlikSnowflake.Http;
using QlikSnowflake.QlikCloud;
using QlikSnowflake.Tests.Http.Transport;
using QlikSnowflake.Tests.Support;

namespace QlikSnowflake.Tests.QlikCloud.Emulated;

/// <summary>The tokens of an OAuth client when several requests are under way at once.</summary>
public sealed class OAuthSignerTests(TransportFixture fixture) : IClassFixture<TransportFixture>
{
    [Fact]
    public async Task Of_two_refused_at_once_the_slower_one_takes_the_newer_token_and_never_puts_the_older_back()
    {
        var tenant = new Tenant { Refused = "t1" };
        await using var server = await fixture.StartAsync(tenant.AnswerAsync);
        using var session = await OpenAsync(server);
        var fast = session.Requests.SendAsync("GET", "fast", [], null, TransportFixture.Bounded());
        var slow = session.Requests.SendAsync("GET", "slow", [], null, TransportFixture.Bounded());

        await Task.WhenAll(fast, slow);
        await session.Requests.SendAsync("GET", "last", [], null, TransportFixture.Bounded());

        Assert.Equal(["t1", "t2"], tenant.SentTo("/api/v1/fast"));
        Assert.Equal(["t1", "t2"], tenant.SentTo("/api/v1/slow"));
        Assert.Equal(["t2"], tenant.SentTo("/api/v1/last"));
        Assert.Equal(2, tenant.Tokens);
    }

    [Fact]
    public async Task However_many_are_refused_at_once_one_token_is_asked_for()
    {
        var tenant = new Tenant { Refused = "t1" };
        await using var server = await fixture.StartAsync(tenant.AnswerAsync);
        using var session = await OpenAsync(server);

        await Task.WhenAll(
            Enumerable
                .Range(0, 12)
                .Select(i => session.Requests.SendAsync("GET", $"any/{i}", [], null, TransportFixture.Bounded()))
        );

        Assert.Equal(2, tenant.Tokens);
        Assert.All(Enumerable.Range(0, 12), i => Assert.Equal("t2", tenant.SentTo($"/api/v1/any/{i}")[^1]));
    }

    [Fact]
    public async Task A_token_that_is_refused_when_new_is_asked_for_once_more_and_no_oftener()
    {
        var tenant = new Tenant();
        await using var server = await fixture.StartAsync(tenant.AnswerAsync);
        using var session = await OpenAsync(server);
        tenant.Refused = "t";

        var refusal = await Assert.ThrowsAsync<QlikCloudException>(() =>
            session.Requests.SendAsync("GET", "any", [], null, TransportFixture.Bounded())
        );

        Assert.Equal(("QlikCloudLoginFailed", 401), (refusal.ErrorId, refusal.StatusCode));
        Assert.Contains("OAuth client", refusal.Message);
        Assert.Equal(["t1", "t2"], tenant.SentTo("/api/v1/any"));
    }

    private Task<QlikCloudSession> OpenAsync(TestServer server) =>
        QlikCloudSession.OpenAsync(
            "test",
            new QlikCloudSessionOptions
            {
                Tenant = $"localhost:{server.Port}",
                ClientId = "client",
                ClientSecret = "secret".Secret(),
                Trust = new ServerTrust { RootCertificatePath = fixture.RootPath },
            },
            TransportFixture.Bounded()
        );

    /// <summary>Gives tokens t1, t2 and so on; what is asked as "slow" is refused after "fast" has been answered.</summary>
    private sealed class Tenant
    {
        private readonly ConcurrentQueue<(string Path, string Token)> _sent = new();
        private readonly TaskCompletionSource _slowArrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _fastAnswered = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _tokens;

        /// <summary>Tokens that start so are refused, but by users/me.</summary>
        public string Refused { get; set; } = "none";

        public int Tokens => Volatile.Read(ref _tokens);

        public string[] SentTo(string path) => [.. _sent.Where(s => s.Path == path).Select(s => s.Token)];

        public async Task AnswerAsync(HttpContext context)
        {
            var path = context.Request.Path.Value!;
            if (path == "/oauth/token")
            {
                var number = Interlocked.Increment(ref _tokens).ToString(CultureInfo.InvariantCulture);
                await TestServer.Status(200, $$"""{"access_token":"t{{number}}","expires_in":21600}""")(context);
                return;
            }

            var token = context.Request.Headers.Authorization.ToString()["Bearer ".Length..];
            _sent.Enqueue((path, token));
            if (path == "/api/v1/users/me" || !token.StartsWith(Refused, StringComparison.Ordinal))
            {
                await TestServer.Status(200, """{"id":"u1","name":"u","tenantId":"t"}""")(context);
                if (path == "/api/v1/fast")
                    _fastAnswered.TrySetResult();
                return;
            }

            if (path == "/api/v1/slow")
            {
                _slowArrived.TrySetResult();
                await _fastAnswered.Task.WaitAsync(context.RequestAborted);
            }
            else if (path == "/api/v1/fast")
            {
                await _slowArrived.Task.WaitAsync(context.RequestAborted);
            }

            await TestServer.Status((int)HttpStatusCode.Unauthorized, """{"errors":[{"code":"AUTH-1","title":"no"}]}""")(context);
        }
    }
}
