using QlikSnowflake.Keys;
using QlikSnowflake.Snowflake;
using QlikSnowflake.Snowflake.Login;
using QlikSnowflake.Tests.Support;

namespace QlikSnowflake.Tests.Snowflake.Login;

public sealed class TokenCacheTests(SampleKeys keys) : IClassFixture<SampleKeys>
{
    private DateTimeOffset _now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [OpenSslFact]
    public async Task A_hundred_callers_at_once_share_one_signature()
    {
        // The clock stands still until all have come: whoever signs is in the middle of it while the others ask.
        var come = 0;
        var (cache, issuer) = Create(
            TimeSpan.FromHours(1),
            () =>
            {
                Assert.True(SpinWait.SpinUntil(() => Volatile.Read(ref come) == 100, TimeSpan.FromSeconds(30)));
                return _now;
            }
        );
        using (issuer)
        {
            var callers = Enumerable
                .Range(0, 100)
                .Select(_ =>
                    Task.Factory.StartNew(
                        () =>
                        {
                            Interlocked.Increment(ref come);
                            return cache.Get();
                        },
                        CancellationToken.None,
                        TaskCreationOptions.LongRunning,
                        TaskScheduler.Default
                    )
                )
                .ToArray();

            var tokens = await Task.WhenAll(callers);

            Assert.Single(tokens.Distinct());
            Assert.Equal(1, cache.Signatures);
        }
    }

    [OpenSslFact]
    public void A_token_is_renewed_while_it_is_still_valid()
    {
        var (cache, issuer) = Create(TimeSpan.FromHours(1));
        using (issuer)
        {
            var first = cache.Get();
            Pass(TimeSpan.FromMinutes(56));
            Assert.Equal(first, cache.Get());

            Pass(TimeSpan.FromMinutes(2));
            Assert.NotEqual(first, cache.Get());
            Assert.Equal(2, cache.Signatures);
            Assert.True(ExpiryOf(first) > _now, "the first token still had time left");
        }
    }

    [OpenSslTheory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(30)]
    [InlineData(60)]
    [InlineData(3600)]
    public void A_token_of_any_lifetime_is_valid_when_it_is_handed_out(int seconds)
    {
        var (cache, issuer) = Create(TimeSpan.FromSeconds(seconds));
        using (issuer)
        {
            for (var i = 0; i < 20; i++)
            {
                Assert.True(ExpiryOf(cache.Get()) > _now, "expired when handed out");
                Pass(TimeSpan.FromSeconds(seconds / 7.0));
            }
        }
    }

    [OpenSslFact]
    public void A_token_is_dated_back_a_little_and_never_ahead()
    {
        var (cache, issuer) = Create(TimeSpan.FromHours(1));
        using (issuer)
        {
            var age = _now - (ExpiryOf(cache.Get()) - TimeSpan.FromHours(1));

            Assert.InRange(age, TimeSpan.Zero, TimeSpan.FromMinutes(1));
        }
    }

    [OpenSslFact]
    public void A_fresh_token_that_is_refused_is_not_renewed()
    {
        var (cache, issuer) = Create(TimeSpan.FromHours(1));
        using (issuer)
        {
            var token = cache.Get();
            Pass(TimeSpan.FromSeconds(5));

            Assert.False(cache.TryRenew(token, serverTime: null));
            Assert.False(cache.TryRenew(token, serverTime: _now));
            Assert.Equal(1, cache.Signatures);
            Assert.Equal(token, cache.Get());
        }
    }

    [OpenSslFact]
    public void An_older_token_that_is_refused_is_renewed_once_and_then_no_more()
    {
        var (cache, issuer) = Create(TimeSpan.FromHours(1));
        using (issuer)
        {
            var token = cache.Get();
            Pass(TimeSpan.FromMinutes(10));

            Assert.True(cache.TryRenew(token, _now));
            var second = cache.Get();
            Assert.NotEqual(token, second);
            Assert.False(cache.TryRenew(second, _now));
            Assert.Equal(2, cache.Signatures);
        }
    }

    [OpenSslFact]
    public void Of_many_who_are_refused_with_the_same_token_one_signs()
    {
        var (cache, issuer) = Create(TimeSpan.FromHours(1));
        using (issuer)
        {
            var token = cache.Get();
            Pass(TimeSpan.FromMinutes(10));

            Assert.All(Enumerable.Range(0, 20), _ => Assert.True(cache.TryRenew(token, _now)));
            Assert.Equal(2, cache.Signatures);
        }
    }

    [OpenSslFact]
    public void A_server_whose_clock_is_far_ahead_is_not_asked_again()
    {
        var (cache, issuer) = Create(TimeSpan.FromHours(1));
        using (issuer)
        {
            var token = cache.Get();
            Pass(TimeSpan.FromSeconds(5));
            Assert.False(cache.TryRenew(token, _now + TimeSpan.FromHours(2)));

            Pass(TimeSpan.FromMinutes(10));
            Assert.False(cache.TryRenew(token, _now + TimeSpan.FromHours(2)));
            Assert.True(cache.TryRenew(token, _now));
        }
    }

    [OpenSslFact]
    public void Once_the_key_is_gone_a_signed_token_is_still_there_and_no_new_one_is_made()
    {
        var (cache, _) = Create(TimeSpan.FromHours(1));
        var token = cache.Get();
        cache.Dispose();
        Assert.Equal(token, cache.Get());

        Pass(TimeSpan.FromHours(1));
        Assert.Throws<ObjectDisposedException>(() => cache.Get());
    }

    private static DateTimeOffset ExpiryOf(string token)
    {
        var body = token.Split('.')[1].Replace('-', '+').Replace('_', '/');
        using var claims = System.Text.Json.JsonDocument.Parse(
            Convert.FromBase64String(body + new string('=', (4 - (body.Length % 4)) % 4))
        );
        return DateTimeOffset.FromUnixTimeSeconds(claims.RootElement.GetProperty("exp").GetInt64());
    }

    private void Pass(TimeSpan time) => _now += time;

    private (TokenCache Cache, JwtIssuer Issuer) Create(TimeSpan lifetime, Func<DateTimeOffset>? clock = null)
    {
        var issuer = new JwtIssuer(SnowflakeAccount.Parse("myorg-acct"), "miriam", SigningKey.ReadFile(keys.PlainPath, null));
        return (new TokenCache(issuer, lifetime, clock ?? (() => _now)), issuer);
    }
}
