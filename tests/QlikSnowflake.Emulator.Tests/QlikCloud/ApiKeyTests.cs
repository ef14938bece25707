using System.Buffers.Text;
using System.Text.Json.Nodes;
using Xunit;

namespace QlikSnowflake.Tests.QlikCloud;

public sealed class ApiKeyTests : IAsyncLifetime, IDisposable
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
    public async Task A_new_key_says_when_it_expires_and_shows_its_token_once()
    {
        var key = await _caller.CreateKeyAsync("nightly", "PT6H");
        Assert.Equal("nightly", (string?)key["description"]);
        Assert.Equal("active", (string?)key["status"]);
        Assert.Equal("user", (string?)key["subType"]);
        Assert.Equal(_emulator.Manifest.QlikCloud.UserId, (string?)key["sub"]);
        Assert.Equal(_emulator.Manifest.QlikCloud.UserId, (string?)key["createdByUser"]);
        Assert.Equal(_emulator.Manifest.QlikCloud.TenantId, (string?)key["tenantId"]);
        Assert.Equal(TimeSpan.FromHours(6), Date(key, "expiry") - Date(key, "created"));

        var read = await _caller.GetAsync($"/api/v1/api-keys/{key["id"]}");
        Assert.Null(read["token"]);
        Assert.Equal((string?)key["expiry"], (string?)read["expiry"]);
    }

    [Fact]
    public async Task A_token_is_a_jwt_that_tells_key_user_and_tenant_and_works()
    {
        var key = await _caller.CreateKeyAsync("new");
        var token = (string)key["token"]!;
        var parts = token.Split('.');
        var header = JsonNode.Parse(Base64Url.DecodeFromChars(parts[0]))!;
        var claims = JsonNode.Parse(Base64Url.DecodeFromChars(parts[1]))!;
        Assert.Equal(("ES384", "JWT"), ((string?)header["alg"], (string?)header["typ"]));
        Assert.True(Guid.TryParseExact((string?)header["kid"], "D", out _));
        Assert.Equal((string?)key["id"], (string?)claims["jti"]);
        Assert.Equal("qlik.api", (string?)claims["aud"]);
        Assert.Equal("qlik.api/api-keys", (string?)claims["iss"]);
        Assert.Equal("user", (string?)claims["subType"]);
        Assert.Equal(_emulator.Manifest.QlikCloud.UserId, (string?)claims["sub"]);
        Assert.Equal(_emulator.Manifest.QlikCloud.TenantId, (string?)claims["tenantId"]);
        Assert.Null(claims["exp"]);
        Assert.Equal(96, Base64Url.DecodeFromChars(parts[2]).Length);

        using var other = new CloudCaller(_emulator.Manifest, token);
        Assert.Equal(_emulator.Manifest.QlikCloud.UserId, (string?)(await other.GetAsync("/api/v1/users/me"))["id"]);
    }

    [Fact]
    public async Task By_setting_tokens_say_when_they_expire()
    {
        _emulator.Host.QlikCloud.Settings.TokensSayExpiry = true;
        var key = await _caller.CreateKeyAsync("with exp", "PT1H");
        var claims = JsonNode.Parse(Base64Url.DecodeFromChars(((string)key["token"]!).Split('.')[1]))!;
        Assert.Equal(Date(key, "expiry").ToUnixTimeSeconds(), (long)claims["exp"]!);
    }

    [Fact]
    public async Task Without_an_expiry_a_key_lasts_as_long_as_the_tenant_allows()
    {
        var key = await _caller.CreateKeyAsync("longest");
        Assert.Equal(TimeSpan.FromDays(1), Date(key, "expiry") - Date(key, "created"));
    }

    [Theory]
    [InlineData("""{}""", "/description")]
    [InlineData("""{"description":"  "}""", "/description")]
    [InlineData("""{"description":5}""", "/description")]
    [InlineData("""{"description":"x","expiry":"24h"}""", "/expiry")]
    [InlineData("""{"description":"x","expiry":"P"}""", "/expiry")]
    [InlineData("""{"description":"x","expiry":"PT"}""", "/expiry")]
    [InlineData("""{"description":"x","expiry":"PT0S"}""", "/expiry")]
    [InlineData("""{"description":"x","expiry":"-PT1H"}""", "/expiry")]
    [InlineData("""{"description":"x","expiry":"2030-01-01T00:00:00Z"}""", "/expiry")]
    [InlineData("""{"description":"x","expiry":"PT24H1S"}""", "/expiry")]
    [InlineData("""{"description":"x","expiry":"P1W"}""", "/expiry")]
    [InlineData("""{"description":"x","subType":"robot"}""", "/subType")]
    [InlineData("""{"description":"x","subType":"externalClient"}""", "/sub")]
    [InlineData("""[]""", "/")]
    public async Task What_a_key_can_not_be_made_of_is_400_with_a_pointer(string body, string at)
    {
        var answer = await _caller.TryAsync(HttpMethod.Post, "/api/v1/api-keys", JsonNode.Parse(body));
        CloudCaller.AssertRefused(answer, 400, "APIKEYS-1");
        Assert.Equal(at, (string?)answer.Body!["errors"]![0]!["source"]!["pointer"]);
        Assert.Equal(400, (int?)answer.Body["errors"]![0]!["status"]);
        Assert.Equal(2, _emulator.Host.QlikCloud.ApiKeys.Count);
    }

    [Fact]
    public async Task A_key_for_an_identity_provider_has_its_own_lifetime_and_opens_nothing()
    {
        var body = new JsonObject
        {
            ["description"] = "scim",
            ["sub"] = @"SCIM\idp",
            ["subType"] = "externalClient",
        };
        var (status, key) = await _caller.TryAsync(HttpMethod.Post, "/api/v1/api-keys", body);
        Assert.Equal(201, status);
        Assert.Equal(TimeSpan.FromDays(365), Date(key!, "expiry") - Date(key!, "created"));
        using var scim = new CloudCaller(_emulator.Manifest, (string)key!["token"]!);
        CloudCaller.AssertRefused(await scim.TryAsync(HttpMethod.Get, "/api/v1/users/me"), 401);
    }

    [Theory]
    [InlineData(403)]
    [InlineData(400)]
    public async Task Only_so_many_active_keys_are_allowed(int status)
    {
        _emulator.Host.QlikCloud.Settings.TooManyKeysStatus = status;
        for (var i = 0; i < 4; i++)
            await _caller.CreateKeyAsync($"key {i}");
        CloudCaller.AssertRefused(
            await _caller.TryAsync(HttpMethod.Post, "/api/v1/api-keys", new JsonObject { ["description"] = "sixth" }),
            status
        );

        var spare = _emulator.Host.QlikCloud.ApiKeys[^1];
        Assert.Equal(204, (await _caller.TryAsync(HttpMethod.Delete, $"/api/v1/api-keys/{spare.Id}")).Status);
        await _caller.CreateKeyAsync("in its place");
    }

    [Fact]
    public async Task Who_lacks_the_permission_can_not_make_a_key_nor_use_one()
    {
        var cloud = _emulator.Host.QlikCloud;
        var token = cloud.IssueApiKey(cloud.UserId, "left over", TimeSpan.FromHours(1)).Token;
        using var user = new CloudCaller(_emulator.Manifest, token);
        CloudCaller.AssertRefused(await user.TryAsync(HttpMethod.Get, "/api/v1/users/me"), 401, "HTTP-401");

        cloud.Settings.KeyNeedsPermission = false;
        Assert.Equal(200, (await user.TryAsync(HttpMethod.Get, "/api/v1/users/me")).Status);
        var body = new JsonObject { ["description"] = "x" };
        CloudCaller.AssertRefused(await user.TryAsync(HttpMethod.Post, "/api/v1/api-keys", body), 403);

        cloud.AllowApiKeys(cloud.UserId);
        Assert.Equal(201, (await user.TryAsync(HttpMethod.Post, "/api/v1/api-keys", body)).Status);
    }

    [Fact]
    public async Task A_key_for_another_user_is_refused_unless_set_otherwise()
    {
        var body = new JsonObject { ["description"] = "for Dana", ["sub"] = _emulator.Host.QlikCloud.UserId };
        CloudCaller.AssertRefused(await _caller.TryAsync(HttpMethod.Post, "/api/v1/api-keys", body), 403);
        _emulator.Host.QlikCloud.Settings.MintForOthers = true;
        var (status, key) = await _caller.TryAsync(HttpMethod.Post, "/api/v1/api-keys", body);
        Assert.Equal(201, status);
        Assert.Equal(_emulator.Host.QlikCloud.UserId, (string?)key!["sub"]);
        Assert.Equal(_emulator.Host.QlikCloud.AdministratorId, (string?)key["createdByUser"]);
    }

    [Fact]
    public async Task A_description_can_be_changed_and_nothing_else()
    {
        var key = await _caller.CreateKeyAsync("before");
        var path = $"/api/v1/api-keys/{key["id"]}";
        Assert.Equal(
            (204, (JsonNode?)null),
            await _caller.TryAsync(HttpMethod.Patch, path, CloudCaller.Patch("replace", "/description", "after"))
        );
        Assert.Equal("after", (string?)(await _caller.GetAsync(path))["description"]);

        CloudCaller.AssertRefused(
            await _caller.TryAsync(HttpMethod.Patch, path, CloudCaller.Patch("replace", "/expiry", "P1D")),
            400
        );
        CloudCaller.AssertRefused(
            await _caller.TryAsync(HttpMethod.Patch, path, CloudCaller.Patch("replace", "/status", "revoked")),
            400
        );
        CloudCaller.AssertRefused(
            await _caller.TryAsync(HttpMethod.Patch, path, CloudCaller.Patch("add", "/description", "x")),
            400
        );
        CloudCaller.AssertRefused(
            await _caller.TryAsync(HttpMethod.Patch, path, CloudCaller.Patch("replace", "/description", "")),
            400
        );
        CloudCaller.AssertRefused(await _caller.TryAsync(HttpMethod.Patch, path, new JsonObject()), 400);
        CloudCaller.AssertRefused(
            await _caller.TryAsync(
                HttpMethod.Patch,
                $"/api/v1/api-keys/{Guid.NewGuid()}",
                CloudCaller.Patch("replace", "/description", "x")
            ),
            404
        );
    }

    [Fact]
    public async Task The_owner_deletes_his_key_for_good_and_it_stops_working()
    {
        var key = await _caller.CreateKeyAsync("short-lived");
        using var itself = new CloudCaller(_emulator.Manifest, (string)key["token"]!);
        Assert.Equal((204, (JsonNode?)null), await itself.TryAsync(HttpMethod.Delete, $"/api/v1/api-keys/{key["id"]}"));
        CloudCaller.AssertRefused(await itself.TryAsync(HttpMethod.Get, "/api/v1/users/me"), 401, "APIKEYS-18");
        CloudCaller.AssertRefused(await _caller.TryAsync(HttpMethod.Get, $"/api/v1/api-keys/{key["id"]}"), 404);
        CloudCaller.AssertRefused(await _caller.TryAsync(HttpMethod.Delete, $"/api/v1/api-keys/{key["id"]}"), 404);
    }

    [Fact]
    public async Task An_administrator_revokes_anothers_key_which_stays_in_the_list()
    {
        var cloud = _emulator.Host.QlikCloud;
        cloud.AllowApiKeys(cloud.UserId);
        var (id, token) = cloud.IssueApiKey(cloud.UserId, "Dana's", TimeSpan.FromHours(1));
        using var dana = new CloudCaller(_emulator.Manifest, token);
        Assert.Equal(200, (await dana.TryAsync(HttpMethod.Get, "/api/v1/users/me")).Status);

        Assert.Equal(204, (await _caller.TryAsync(HttpMethod.Delete, $"/api/v1/api-keys/{id}")).Status);
        var answer = await dana.TryAsync(HttpMethod.Get, "/api/v1/users/me");
        CloudCaller.AssertRefused(answer, 401, "APIKEYS-18");
        Assert.Equal("The api key is either expired or revoked", (string?)answer.Body!["errors"]![0]!["title"]);
        Assert.Equal("revoked", (string?)(await _caller.GetAsync($"/api/v1/api-keys/{id}"))["status"]);
    }

    [Fact]
    public async Task Without_the_administrators_role_one_sees_ones_own_keys_only()
    {
        var cloud = _emulator.Host.QlikCloud;
        cloud.AllowApiKeys(cloud.UserId);
        var (id, token) = cloud.IssueApiKey(cloud.UserId, "Dana's", TimeSpan.FromHours(1));
        using var dana = new CloudCaller(_emulator.Manifest, token);
        var seen = (await dana.GetAsync("/api/v1/api-keys"))["data"]!.AsArray();
        Assert.Equal(id, (string?)Assert.Single(seen)!["id"]);
        var others = cloud.ApiKeys[0].Id;
        CloudCaller.AssertRefused(await dana.TryAsync(HttpMethod.Get, $"/api/v1/api-keys/{others}"), 403);
        CloudCaller.AssertRefused(await dana.TryAsync(HttpMethod.Delete, $"/api/v1/api-keys/{others}"), 403);
        Assert.Equal(3, (await _caller.GetAsync("/api/v1/api-keys"))["data"]!.AsArray().Count);
    }

    [Fact]
    public async Task A_list_is_walked_by_its_next_links_and_back()
    {
        var cloud = _emulator.Host.QlikCloud;
        for (var i = 0; i < 5; i++)
        {
            cloud.IssueApiKey(cloud.UserId, $"k{i}", TimeSpan.FromHours(1));
            _emulator.Host.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        var seen = new List<string>();
        string? url = "/api/v1/api-keys?limit=2&sort=description&sub=" + cloud.UserId;
        JsonNode page = null!;
        for (var pages = 0; url is not null; pages++)
        {
            Assert.True(pages < 3);
            page = await _caller.GetAsync(url);
            seen.AddRange(page["data"]!.AsArray().Select(key => (string)key!["description"]!));
            url = (string?)page["links"]!["next"]?["href"];
            Assert.StartsWith(
                _emulator.Manifest.QlikCloud.Url + "/",
                url ?? _emulator.Manifest.QlikCloud.Url + "/",
                StringComparison.Ordinal
            );
        }

        Assert.Equal(["k0", "k1", "k2", "k3", "k4"], seen);
        var back = await _caller.GetAsync((string)page["links"]!["prev"]!["href"]!);
        Assert.Equal(["k2", "k3"], back["data"]!.AsArray().Select(key => (string)key!["description"]!));
        Assert.Equal(
            "k1",
            (string?)(await _caller.GetAsync((string)back["links"]!["prev"]!["href"]!))["data"]![1]!["description"]
        );
    }

    [Fact]
    public async Task The_newest_key_comes_first_and_the_page_is_twenty()
    {
        var cloud = _emulator.Host.QlikCloud;
        for (var i = 0; i < 25; i++)
            cloud.IssueApiKey(cloud.UserId, $"k{i}", TimeSpan.FromHours(1));
        var page = await _caller.GetAsync("/api/v1/api-keys");
        Assert.Equal(20, page["data"]!.AsArray().Count);
        Assert.Equal("k24", (string?)page["data"]![0]!["description"]);
        Assert.Equal(27, (await _caller.GetAsync("/api/v1/api-keys?limit=100"))["data"]!.AsArray().Count);
    }

    [Fact]
    public async Task A_list_is_narrowed_by_status_and_user()
    {
        async Task<int> Count(string query) => (await _caller.GetAsync("/api/v1/api-keys?" + query))["data"]!.AsArray().Count;
        Assert.Equal(1, await Count("status=expired"));
        Assert.Equal(1, await Count("status=active"));
        Assert.Equal(0, await Count("status=revoked"));
        Assert.Equal(2, await Count($"createdByUser={_emulator.Host.QlikCloud.AdministratorId}"));
        Assert.Equal(0, await Count("sub=nobody"));
    }

    [Theory]
    [InlineData("limit=0")]
    [InlineData("limit=101")]
    [InlineData("limit=many")]
    [InlineData("status=unknown")]
    [InlineData("sort=expiry")]
    [InlineData("startingAfter=unknown")]
    [InlineData("startingAfter=a&endingBefore=b")]
    public async Task A_list_can_not_be_asked_for_in_other_ways(string query) =>
        CloudCaller.AssertRefused(await _caller.TryAsync(HttpMethod.Get, "/api/v1/api-keys?" + query), 400);

    [Fact]
    public async Task A_key_ends_with_its_time()
    {
        var key = await _caller.CreateKeyAsync("an hour", "PT1H");
        using var itself = new CloudCaller(_emulator.Manifest, (string)key["token"]!);
        _emulator.Host.Clock.Advance(TimeSpan.FromMinutes(59));
        Assert.Equal(200, (await itself.TryAsync(HttpMethod.Get, "/api/v1/users/me")).Status);
        _emulator.Host.Clock.Advance(TimeSpan.FromMinutes(1));
        CloudCaller.AssertRefused(await itself.TryAsync(HttpMethod.Get, "/api/v1/users/me"), 401, "APIKEYS-18");
        Assert.Equal("expired", (string?)(await _caller.GetAsync($"/api/v1/api-keys/{key["id"]}"))["status"]);
    }

    [Fact]
    public async Task By_setting_keys_begin_and_end_with_a_lag()
    {
        var cloud = _emulator.Host.QlikCloud;
        (cloud.Settings.ActivationLagSeconds, cloud.Settings.RevocationLagSeconds) = (10, 30);
        _emulator.Host.Clock.Advance(TimeSpan.FromSeconds(10));
        var key = await _caller.CreateKeyAsync("lagging");
        using var itself = new CloudCaller(_emulator.Manifest, (string)key["token"]!);
        CloudCaller.AssertRefused(await itself.TryAsync(HttpMethod.Get, "/api/v1/users/me"), 401);
        _emulator.Host.Clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(200, (await itself.TryAsync(HttpMethod.Get, "/api/v1/users/me")).Status);

        Assert.Equal(204, (await itself.TryAsync(HttpMethod.Delete, $"/api/v1/api-keys/{key["id"]}")).Status);
        Assert.Equal(200, (await itself.TryAsync(HttpMethod.Get, "/api/v1/users/me")).Status);
        _emulator.Host.Clock.Advance(TimeSpan.FromSeconds(30));
        CloudCaller.AssertRefused(await itself.TryAsync(HttpMethod.Get, "/api/v1/users/me"), 401, "APIKEYS-18");
    }

    [Fact]
    public async Task Tokens_that_the_tenant_did_not_sign_are_401()
    {
        var manifest = _emulator.Manifest;
        var parts = manifest.QlikCloud.ApiKey.Split('.');
        var forged = $"{parts[0]}.{parts[1]}.{Base64Url.EncodeToString(new byte[96])}";
        var unsigned = $"{Base64Url.EncodeToString("{\"alg\":\"none\"}"u8)}.{parts[1]}.";
        await using var elsewhere = await RunningEmulator.StartAsync();
        foreach (var token in new[] { "nonsense", "a.b.c", forged, unsigned, elsewhere.Manifest.QlikCloud.ApiKey })
        {
            using var caller = new CloudCaller(manifest, token);
            CloudCaller.AssertRefused(await caller.TryAsync(HttpMethod.Get, "/api/v1/users/me"), 401, "HTTP-401");
        }

        using var expired = new CloudCaller(manifest, _emulator.Host.QlikCloud.ExpiredApiKey);
        CloudCaller.AssertRefused(await expired.TryAsync(HttpMethod.Get, "/api/v1/api-keys"), 401, "APIKEYS-18");
    }

    private static DateTimeOffset Date(JsonNode key, string name) =>
        DateTimeOffset.Parse((string)key[name]!, System.Globalization.CultureInfo.InvariantCulture);
}
