using System.Text.Json.Nodes;
using Xunit;

namespace QlikSnowflake.Tests.QlikCloud;

public sealed class RateLimitTests : IAsyncLifetime, IDisposable
{
    private RunningEmulator _emulator = null!;
    private CloudCaller _caller = null!;

    public async Task InitializeAsync()
    {
        _emulator = await RunningEmulator.StartAsync();
        _caller = new CloudCaller(_emulator.Manifest);
    }

    public async Task DisposeAsync() => await _emulator.DisposeAsync();

    public void Dispose() => _caller.Dispose();

    [Fact]
    public async Task Each_tier_has_a_budget_of_five_minutes()
    {
        var settings = _emulator.Host.QlikCloud.Settings;
        (settings.RateLimits, settings.Tier1PerMinute, settings.Tier2PerMinute) = (true, 2, 1);
        for (var i = 0; i < 10; i++)
            await _caller.GetAsync("/api/v1/users/me");
        _emulator.Host.Clock.Advance(TimeSpan.FromSeconds(200));
        using var response = await _caller.SendAsync(HttpMethod.Get, "/api/v1/users/me");
        Assert.Equal(429, (int)response.StatusCode);
        var seconds = (int)response.Headers.RetryAfter!.Delta!.Value.TotalSeconds;
        Assert.InRange(seconds, 60, 100);
        var body = JsonNode.Parse(await response.Content.ReadAsStringAsync())!.AsObject();
        Assert.Equal("errors", Assert.Single(body).Key);
        Assert.Equal(
            ("HTTP-429", "API rate limit reached.", $"You need to wait {seconds} seconds until limit is lifted."),
            ((string?)body["errors"]![0]!["code"], (string?)body["errors"]![0]!["title"], (string?)body["errors"]![0]!["detail"])
        );

        // The other tier, and other users, go on.
        await _caller.CreateKeyAsync("tier 2");
        var cloud = _emulator.Host.QlikCloud;
        cloud.AllowApiKeys(cloud.UserId);
        using var other = new CloudCaller(
            _emulator.Manifest,
            cloud.IssueApiKey(cloud.UserId, "key", TimeSpan.FromHours(1)).Token
        );
        await other.GetAsync("/api/v1/users/me");

        _emulator.Host.Clock.Advance(TimeSpan.FromSeconds(seconds));
        await _caller.GetAsync("/api/v1/users/me");
    }

    [Fact]
    public async Task Changes_are_limited_and_by_default_nothing_is()
    {
        var path = "/api/v1/api-keys/configs/" + _emulator.Manifest.QlikCloud.TenantId;
        var patch = CloudCaller.Patch("replace", "/max_keys_per_user", 9);
        for (var i = 0; i < 7; i++)
            Assert.Equal(204, (await _caller.TryAsync(HttpMethod.Patch, path, patch.DeepClone())).Status);
        (_emulator.Host.QlikCloud.Settings.RateLimits, _emulator.Host.QlikCloud.Settings.Tier2PerMinute) = (true, 1);
        for (var i = 0; i < 5; i++)
            Assert.Equal(204, (await _caller.TryAsync(HttpMethod.Patch, path, patch.DeepClone())).Status);
        Assert.Equal(429, (await _caller.TryAsync(HttpMethod.Patch, path, patch.DeepClone())).Status);
    }
}
