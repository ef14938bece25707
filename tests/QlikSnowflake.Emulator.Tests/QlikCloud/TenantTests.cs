using System.Text.Json.Nodes;
using QlikSnowflake.Emulator.QlikCloud;
using Xunit;

namespace QlikSnowflake.Tests.QlikCloud;

public sealed class TenantTests : IAsyncLifetime, IDisposable
{
    private RunningEmulator _emulator = null!;
    private CloudCaller _caller = null!;

    private string Policy => "/api/v1/api-keys/configs/" + _emulator.Manifest.QlikCloud.TenantId;

    public async Task InitializeAsync()
    {
        _emulator = await RunningEmulator.StartAsync();
        _caller = new CloudCaller(_emulator.Manifest);
    }

    public async Task DisposeAsync() => await _emulator.DisposeAsync();

    public void Dispose() => _caller.Dispose();

    [Fact]
    public async Task The_tenant_and_the_user_tell_who_they_are()
    {
        var tenant = await _caller.GetAsync("/api/v1/tenants/me");
        Assert.Equal(_emulator.Manifest.QlikCloud.TenantId, (string?)tenant["id"]);
        Assert.Equal("active", (string?)tenant["status"]);
        Assert.Equal((string?)tenant["id"], (string?)(await _caller.GetAsync($"/api/v1/tenants/{tenant["id"]}"))["id"]);
        var me = await _caller.GetAsync("/api/v1/users/me");
        Assert.Equal(_emulator.Manifest.QlikCloud.UserId, (string?)me["id"]);
        Assert.Contains("TenantAdmin", me["assignedRoles"]!.AsArray().Select(role => (string)role!["name"]!));
        Assert.Contains("api-keys", me["assignedScopes"]!.AsArray().Select(scope => (string)scope!));
        Assert.Equal(
            ["id", "assignedRoles"],
            (await _caller.GetAsync("/api/v1/users/me?fields=assignedRoles")).AsObject().Select(pair => pair.Key)
        );
    }

    [Fact]
    public async Task Users_are_filtered_and_counted_by_a_filter_in_the_body()
    {
        var all = (await _caller.GetAsync("/api/v1/users?limit=100"))["data"]!.AsArray().Count;
        var filter = new JsonObject { ["filter"] = $"id eq \"{_emulator.Manifest.QlikCloud.UserId}\"" };

        var (status, text) = await _caller.TryAsync(HttpMethod.Post, "/api/v1/users/actions/filter?fields=name", filter);
        var (_, none) = await _caller.TryAsync(
            HttpMethod.Post,
            "/api/v1/users/actions/filter",
            new JsonObject { ["filter"] = "id eq \"x\"" }
        );
        var (_, count) = await _caller.TryAsync(HttpMethod.Post, "/api/v1/users/actions/count", filter.DeepClone());
        var bad = await _caller.TryAsync(
            HttpMethod.Post,
            "/api/v1/users/actions/filter",
            new JsonObject { ["filter"] = "nonsense" }
        );

        Assert.Equal(200, status);
        Assert.Equal(["id", "name"], text!["data"]!.AsArray().Single()!.AsObject().Select(p => p.Key));
        Assert.Empty(none!["data"]!.AsArray());
        Assert.Equal(1, (int)count!["total"]!);
        Assert.Equal(all, (int)(await _caller.GetAsync("/api/v1/users/actions/count"))["total"]!);
        Assert.Equal(400, bad.Status);
    }

    [Theory]
    [InlineData("Made here", "shared", 201)]
    [InlineData("Made here", "personal", 400)]
    [InlineData(" ", "data", 400)]
    public async Task Spaces_are_made(string name, string type, int status)
    {
        var (answered, text) = await _caller.TryAsync(
            HttpMethod.Post,
            "/api/v1/spaces",
            new JsonObject { ["name"] = name, ["type"] = type }
        );

        Assert.Equal(status, answered);
        if (status == 201)
            Assert.Equal(name, (string?)(await _caller.GetAsync($"/api/v1/spaces/{text!["id"]}"))["name"]);
    }

    [Theory]
    [InlineData(MeAnswer.Found, 302)]
    [InlineData(MeAnswer.TemporaryRedirect, 307)]
    public async Task By_setting_me_redirects_to_the_resource(MeAnswer setting, int status)
    {
        _emulator.Host.QlikCloud.Settings.MeAnswer = setting;
        foreach (var path in new[] { "/api/v1/users/me", "/api/v1/tenants/me" })
        {
            using var response = await _caller.SendAsync(HttpMethod.Get, path);
            Assert.Equal(status, (int)response.StatusCode);
            Assert.StartsWith(_emulator.Manifest.QlikCloud.Url, response.Headers.Location!.ToString(), StringComparison.Ordinal);
            Assert.NotNull((await _caller.GetAsync(response.Headers.Location.ToString()))["id"]);
        }
    }

    [Fact]
    public async Task Errors_carry_their_status_as_each_service_does()
    {
        var user = await _caller.TryAsync(HttpMethod.Get, "/api/v1/users/unknown");
        CloudCaller.AssertRefused(user, 404, "USERS-7");
        Assert.Equal("404", user.Body!["errors"]![0]!["status"]!.ToJsonString());
        var tenant = await _caller.TryAsync(HttpMethod.Get, "/api/v1/tenants/unknown");
        CloudCaller.AssertRefused(tenant, 404, "TENANTS-8");
        Assert.Equal("\"404\"", tenant.Body!["errors"]![0]!["status"]!.ToJsonString());
        var role = await _caller.TryAsync(HttpMethod.Get, "/api/v1/roles/unknown");
        CloudCaller.AssertRefused(role, 404, "IDENTITIES-10402");
        Assert.Null(role.Body!["errors"]![0]!["status"]);
        CloudCaller.AssertRefused(await _caller.TryAsync(HttpMethod.Get, "/api/v1/nothing"), 404);
    }

    [Fact]
    public async Task The_policy_has_the_documented_defaults_and_binds_new_keys()
    {
        Assert.Equal(
            """{"max_keys_per_user":5,"max_api_key_expiry":"PT24H","scim_externalClient_expiry":"P365D"}""",
            (await _caller.GetAsync(Policy)).ToJsonString()
        );
        var patch = new JsonArray(
            new JsonObject
            {
                ["op"] = "replace",
                ["path"] = "/max_api_key_expiry",
                ["value"] = "P7D",
            },
            new JsonObject
            {
                ["op"] = "replace",
                ["path"] = "/max_keys_per_user",
                ["value"] = 2,
            }
        );
        Assert.Equal((204, (JsonNode?)null), await _caller.TryAsync(HttpMethod.Patch, Policy, patch));
        await _caller.CreateKeyAsync("a week", "P1W");
        CloudCaller.AssertRefused(
            await _caller.TryAsync(HttpMethod.Post, "/api/v1/api-keys", new JsonObject { ["description"] = "third" }),
            403
        );
    }

    [Theory]
    [InlineData("replace", "/max_keys_per_user", "-1")]
    [InlineData("replace", "/max_keys_per_user", "1001")]
    [InlineData("replace", "/max_keys_per_user", "\"5\"")]
    [InlineData("replace", "/max_api_key_expiry", "\"a day\"")]
    [InlineData("replace", "/api_keys_enabled", "true")]
    [InlineData("replace", "/nothing", "1")]
    [InlineData("remove", "/max_keys_per_user", "null")]
    public async Task A_policy_that_makes_no_sense_is_400_and_changes_nothing(string op, string path, string value)
    {
        var before = (await _caller.GetAsync(Policy)).ToJsonString();
        var patch = CloudCaller.Patch("replace", "/max_api_key_expiry", "P30D");
        patch.Add(CloudCaller.Patch(op, path, JsonNode.Parse(value))[0]!.DeepClone());
        CloudCaller.AssertRefused(await _caller.TryAsync(HttpMethod.Patch, Policy, patch), 400);
        Assert.Equal(before, (await _caller.GetAsync(Policy)).ToJsonString());
    }

    [Fact]
    public async Task The_policy_is_changed_by_administrators_only()
    {
        var cloud = _emulator.Host.QlikCloud;
        cloud.AllowApiKeys(cloud.UserId);
        using var dana = new CloudCaller(
            _emulator.Manifest,
            cloud.IssueApiKey(cloud.UserId, "Dana's", TimeSpan.FromHours(1)).Token
        );
        CloudCaller.AssertRefused(
            await dana.TryAsync(HttpMethod.Patch, Policy, CloudCaller.Patch("replace", "/max_keys_per_user", 9)),
            403
        );
        await dana.GetAsync(Policy);
        cloud.Settings.PolicyReadableByAll = false;
        CloudCaller.AssertRefused(await dana.TryAsync(HttpMethod.Get, Policy), 403);
        CloudCaller.AssertRefused(await _caller.TryAsync(HttpMethod.Get, "/api/v1/api-keys/configs/another"), 404);
    }

    [Fact]
    public async Task A_legacy_tenant_has_the_switch_and_the_role_developer()
    {
        await using var legacy = await RunningEmulator.StartAsync(options =>
            options with
            {
                QlikCloud = new QlikCloudSettings { Generation = TenantGeneration.Legacy },
            }
        );
        using var caller = new CloudCaller(legacy.Manifest);
        var policy = "/api/v1/api-keys/configs/" + legacy.Manifest.QlikCloud.TenantId;
        Assert.True((bool)(await caller.GetAsync(policy))["api_keys_enabled"]!);
        var developer = (await caller.GetAsync("/api/v1/roles?filter=" + Uri.EscapeDataString("name eq \"Developer\"")))["data"]![
            0
        ]!;
        await caller.CreateKeyAsync("allowed");

        legacy.Host.QlikCloud.Settings.KeyNeedsPermission = false;
        Assert.Equal(
            204,
            (await caller.TryAsync(HttpMethod.Patch, policy, CloudCaller.Patch("replace", "/api_keys_enabled", false))).Status
        );
        CloudCaller.AssertRefused(
            await caller.TryAsync(HttpMethod.Post, "/api/v1/api-keys", new JsonObject { ["description"] = "off" }),
            403
        );
        Assert.Equal(
            204,
            (await caller.TryAsync(HttpMethod.Patch, policy, CloudCaller.Patch("replace", "/api_keys_enabled", true))).Status
        );

        var me = "/api/v1/users/" + legacy.Manifest.QlikCloud.UserId;
        Assert.Equal(
            204,
            (
                await caller.TryAsync(
                    HttpMethod.Patch,
                    me,
                    CloudCaller.Patch("remove-value", "/assignedRoles", new JsonObject { ["id"] = (string)developer["id"]! })
                )
            ).Status
        );
        CloudCaller.AssertRefused(
            await caller.TryAsync(HttpMethod.Post, "/api/v1/api-keys", new JsonObject { ["description"] = "no role" }),
            403
        );
        Assert.Equal(
            204,
            (
                await caller.TryAsync(
                    HttpMethod.Patch,
                    me,
                    CloudCaller.Patch("replace", "/roles", new JsonArray("TenantAdmin", "Developer"))
                )
            ).Status
        );
        await caller.CreateKeyAsync("back");
    }

    [Fact]
    public async Task A_custom_role_with_the_scope_lets_its_users_have_keys()
    {
        var cloud = _emulator.Host.QlikCloud;
        var user = "/api/v1/users/" + cloud.UserId;
        using var dana = new CloudCaller(
            _emulator.Manifest,
            cloud.IssueApiKey(cloud.UserId, "Dana's", TimeSpan.FromHours(1)).Token
        );
        Assert.Equal(401, (await dana.TryAsync(HttpMethod.Get, "/api/v1/users/me")).Status);

        var (status, role) = await _caller.TryAsync(
            HttpMethod.Post,
            "/api/v1/roles",
            new JsonObject { ["name"] = "API Key Manager" }
        );
        Assert.Equal((201, "custom"), (status, (string?)role!["type"]));
        Assert.Equal(
            204,
            (
                await _caller.TryAsync(
                    HttpMethod.Patch,
                    $"/api/v1/roles/{role["id"]}",
                    CloudCaller.Patch("add", "/assignedScopes/-", "api-keys")
                )
            ).Status
        );
        Assert.Equal(
            204,
            (
                await _caller.TryAsync(
                    HttpMethod.Patch,
                    user,
                    CloudCaller.Patch("add", "/assignedRoles/-", new JsonObject { ["name"] = "API Key Manager" })
                )
            ).Status
        );
        Assert.Contains(
            "api-keys",
            (await dana.GetAsync("/api/v1/users/me"))["assignedScopes"]!.AsArray().Select(scope => (string)scope!)
        );

        CloudCaller.AssertRefused(await _caller.TryAsync(HttpMethod.Delete, $"/api/v1/roles/{role["id"]}"), 403);
        Assert.Equal(
            204,
            (
                await _caller.TryAsync(HttpMethod.Patch, user, CloudCaller.Patch("replace", "/assignedRoles", new JsonArray()))
            ).Status
        );
        Assert.Equal(401, (await dana.TryAsync(HttpMethod.Get, "/api/v1/users/me")).Status);
        Assert.Equal(204, (await _caller.TryAsync(HttpMethod.Delete, $"/api/v1/roles/{role["id"]}")).Status);
    }

    [Fact]
    public async Task The_default_role_can_carry_the_scope_for_everybody_and_other_built_in_roles_can_not()
    {
        async Task<string> Id(string name) =>
            (string)
                (await _caller.GetAsync("/api/v1/roles?filter=" + Uri.EscapeDataString($"name eq '{name}'")))["data"]![0]!["id"]!;
        var cloud = _emulator.Host.QlikCloud;
        using var dana = new CloudCaller(
            _emulator.Manifest,
            cloud.IssueApiKey(cloud.UserId, "Dana's", TimeSpan.FromHours(1)).Token
        );
        var scope = CloudCaller.Patch("add", "/assignedScopes/-", "api-keys");
        Assert.Equal(204, (await _caller.TryAsync(HttpMethod.Patch, "/api/v1/roles/" + await Id("UserDefault"), scope)).Status);
        Assert.Equal(200, (await dana.TryAsync(HttpMethod.Get, "/api/v1/users/me")).Status);
        CloudCaller.AssertRefused(
            await _caller.TryAsync(HttpMethod.Patch, "/api/v1/roles/" + await Id("AuditAdmin"), scope),
            403
        );
        CloudCaller.AssertRefused(await dana.TryAsync(HttpMethod.Get, "/api/v1/roles"), 403);
        CloudCaller.AssertRefused(
            await _caller.TryAsync(HttpMethod.Post, "/api/v1/roles", new JsonObject { ["name"] = "tenantadmin" }),
            409
        );
    }

    [Theory]
    [InlineData("email eq \"DANA@example.com\"", 1)]
    [InlineData("email eq 'dana@example.com' and status eq 'active'", 1)]
    [InlineData("name co \"dana\" or name co \"admin\"", 2)]
    [InlineData("assignedRoles.name eq \"TenantAdmin\"", 1)]
    [InlineData("(name co \"a\") and subject eq \"nobody\"", 0)]
    public async Task Users_are_found_by_filter(string filter, int count)
    {
        var found = await _caller.GetAsync("/api/v1/users?totalResults=true&filter=" + Uri.EscapeDataString(filter));
        Assert.Equal(count, found["data"]!.AsArray().Count);
        Assert.Equal(count, (int)found["totalResults"]!);
    }

    [Theory]
    [InlineData("email")]
    [InlineData("email eq dana")]
    [InlineData("shoe eq \"43\"")]
    [InlineData("email eq \"x\" and")]
    [InlineData("email ~ \"x\"")]
    public async Task A_filter_that_can_not_be_read_is_400(string filter) =>
        CloudCaller.AssertRefused(
            await _caller.TryAsync(HttpMethod.Get, "/api/v1/users?filter=" + Uri.EscapeDataString(filter)),
            400
        );

    [Fact]
    public async Task Users_are_paged_by_next()
    {
        for (var i = 0; i < 4; i++)
            _emulator.Host.QlikCloud.AddUser($"User {i}", $"u{i}@example.com");
        var names = new List<string>();
        for (string? url = "/api/v1/users?limit=4"; url is not null; )
        {
            var page = await _caller.GetAsync(url);
            names.AddRange(page["data"]!.AsArray().Select(user => (string)user!["name"]!));
            url = (string?)page["links"]!["next"]?["href"];
        }

        Assert.Equal(["Dana Developer", "Tenant Admin", "User 0", "User 1", "User 2", "User 3"], names);
    }

    [Fact]
    public async Task A_disabled_users_keys_stop_working()
    {
        var cloud = _emulator.Host.QlikCloud;
        cloud.AllowApiKeys(cloud.UserId);
        using var dana = new CloudCaller(
            _emulator.Manifest,
            cloud.IssueApiKey(cloud.UserId, "Dana's", TimeSpan.FromHours(1)).Token
        );
        CloudCaller.AssertRefused(
            await dana.TryAsync(HttpMethod.Patch, "/api/v1/users/" + cloud.UserId, CloudCaller.Patch("replace", "/name", "x")),
            403
        );
        Assert.Equal(
            204,
            (
                await _caller.TryAsync(
                    HttpMethod.Patch,
                    "/api/v1/users/" + cloud.UserId,
                    CloudCaller.Patch("replace", "/status", "disabled")
                )
            ).Status
        );
        CloudCaller.AssertRefused(await dana.TryAsync(HttpMethod.Get, "/api/v1/users/me"), 401);
        CloudCaller.AssertRefused(
            await _caller.TryAsync(
                HttpMethod.Patch,
                "/api/v1/users/" + cloud.UserId,
                CloudCaller.Patch("add", "/assignedRoles/-", new JsonObject { ["name"] = "Nobody" })
            ),
            400
        );
    }
}
