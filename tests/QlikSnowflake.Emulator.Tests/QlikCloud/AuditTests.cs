using System.Text.Json.Nodes;
using Xunit;

namespace QlikSnowflake.Tests.QlikCloud;

public sealed class AuditTests : IAsyncLifetime, IDisposable
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
    public async Task What_happens_to_a_key_is_recorded()
    {
        var start = _emulator.Host.Clock.GetUtcNow();
        _emulator.Host.Clock.Advance(TimeSpan.FromSeconds(5));
        var key = await _caller.CreateKeyAsync("recorded");
        var path = "/api/v1/api-keys/" + key["id"];
        await _caller.TryAsync(HttpMethod.Patch, path, CloudCaller.Patch("replace", "/description", "renamed"));
        await _caller.TryAsync(HttpMethod.Delete, path);
        await _caller.TryAsync(
            HttpMethod.Patch,
            "/api/v1/api-keys/configs/" + _emulator.Manifest.QlikCloud.TenantId,
            CloudCaller.Patch("replace", "/max_keys_per_user", 9)
        );
        var span = Uri.EscapeDataString($"{start.AddSeconds(1):O}/{start.AddHours(1):O}");
        foreach (var (type, status) in new[] { ("created", "active"), ("updated", "active"), ("deleted", "deleted") })
        {
            var recorded = Assert.Single(
                (await _caller.GetAsync($"/api/v1/audits?eventType=com.qlik.api-key.{type}&eventTime={span}"))["data"]!.AsArray()
            )!;
            Assert.Equal(
                ((string?)key["id"], status, _emulator.Manifest.QlikCloud.UserId),
                ((string?)recorded["data"]!["id"], (string?)recorded["data"]!["status"], (string?)recorded["userId"])
            );
            Assert.True(JsonNode.DeepEquals(recorded, await _caller.GetAsync("/api/v1/audits/" + recorded["id"])));
        }

        Assert.Single((await _caller.GetAsync("/api/v1/audits?eventType=com.qlik.api-keys-config.updated"))["data"]!.AsArray());
        Assert.Empty((await _caller.GetAsync($"/api/v1/audits?userId={_emulator.Host.QlikCloud.UserId}"))["data"]!.AsArray());
    }

    [Fact]
    public async Task The_newest_use_of_a_key_comes_first()
    {
        _emulator.Host.Clock.Advance(TimeSpan.FromHours(1));
        await _caller.GetAsync("/api/v1/users/me");
        var newest = (await _caller.GetAsync("/api/v1/audits?eventType=com.qlik.api-key.validated&limit=1"))["data"]![0]!;
        var oldest = (await _caller.GetAsync("/api/v1/audits?sort=eventTime&limit=1"))["data"]![0]!;
        Assert.True(
            DateTimeOffset.Parse((string)newest["eventTime"]!, System.Globalization.CultureInfo.InvariantCulture)
                > DateTimeOffset.Parse((string)oldest["eventTime"]!, System.Globalization.CultureInfo.InvariantCulture)
        );
    }

    [Fact]
    public async Task An_administrators_end_of_another_users_key_is_a_revocation()
    {
        var cloud = _emulator.Host.QlikCloud;
        cloud.AllowApiKeys(cloud.UserId);
        await _caller.TryAsync(
            HttpMethod.Delete,
            "/api/v1/api-keys/" + cloud.IssueApiKey(cloud.UserId, "other's", TimeSpan.FromHours(1)).Id
        );
        var recorded = Assert.Single(
            (await _caller.GetAsync("/api/v1/audits?eventType=com.qlik.api-key.deleted"))["data"]!.AsArray()
        )!;
        Assert.Equal("revoked", (string?)recorded["data"]!["status"]);
    }

    [Fact]
    public async Task Others_than_administrators_and_auditors_are_refused_and_so_are_odd_parameters()
    {
        var cloud = _emulator.Host.QlikCloud;
        cloud.AllowApiKeys(cloud.UserId);
        using var other = new CloudCaller(
            _emulator.Manifest,
            cloud.IssueApiKey(cloud.UserId, "key", TimeSpan.FromHours(1)).Token
        );
        CloudCaller.AssertRefused(await other.TryAsync(HttpMethod.Get, "/api/v1/audits"), 403);
        await _caller.TryAsync(
            HttpMethod.Patch,
            "/api/v1/users/" + cloud.UserId,
            CloudCaller.Patch("add", "/assignedRoles/-", new JsonObject { ["name"] = "AuditAdmin" })
        );
        await other.GetAsync("/api/v1/audits");
        CloudCaller.AssertRefused(await _caller.TryAsync(HttpMethod.Get, "/api/v1/audits?eventTime=yesterday"), 400);
        CloudCaller.AssertRefused(await _caller.TryAsync(HttpMethod.Get, "/api/v1/audits?sort=color"), 400);
        CloudCaller.AssertRefused(await _caller.TryAsync(HttpMethod.Get, "/api/v1/audits/none"), 404);
    }
}
