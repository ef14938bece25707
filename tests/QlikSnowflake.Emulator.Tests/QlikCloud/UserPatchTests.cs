using System.Text.Json.Nodes;
using QlikSnowflake.Emulator.QlikCloud;
using Xunit;

namespace QlikSnowflake.Tests.QlikCloud;

public sealed class UserPatchTests : IAsyncLifetime, IDisposable
{
    private RunningEmulator _emulator = null!;
    private CloudCaller _caller = null!;
    private string _path = null!;

    public async Task InitializeAsync()
    {
        _emulator = await RunningEmulator.StartAsync();
        _caller = new CloudCaller(_emulator.Manifest);
        _path = "/api/v1/users/" + _emulator.Host.QlikCloud.UserId;
    }

    public async Task DisposeAsync() => await _emulator.DisposeAsync();

    public void Dispose() => _caller.Dispose();

    [Fact]
    public async Task Of_several_steps_the_possible_ones_are_done_and_the_others_told()
    {
        var (status, body) = await _caller.TryAsync(HttpMethod.Patch, _path, Steps("AuditAdmin", "Nobody"));
        Assert.Equal(207, status);
        Assert.Equal("/assignedRoles/-", (string?)Assert.Single(body!["errors"]!.AsArray())!["source"]!["pointer"]);
        Assert.Equal(["AuditAdmin"], await NamesAsync("assignedRoles"));
    }

    [Fact]
    public async Task Where_no_step_is_possible_it_is_400() =>
        CloudCaller.AssertRefused(await _caller.TryAsync(HttpMethod.Patch, _path, Steps("No", "Nobody")), 400);

    [Fact]
    public async Task By_setting_it_is_all_or_nothing()
    {
        _emulator.Host.QlikCloud.Settings.UserPatch = UserPatch.AllOrNothing;
        CloudCaller.AssertRefused(await _caller.TryAsync(HttpMethod.Patch, _path, Steps("AuditAdmin", "Nobody")), 400);
        Assert.Empty(await NamesAsync("assignedRoles"));
    }

    [Fact]
    public async Task A_group_gives_its_roles_to_its_users()
    {
        var group = _emulator.Host.QlikCloud.AddGroup("Admins", "TenantAdmin");
        Assert.Equal(
            204,
            (
                await _caller.TryAsync(
                    HttpMethod.Patch,
                    _path,
                    CloudCaller.Patch("add", "/assignedGroups/-", new JsonObject { ["id"] = group })
                )
            ).Status
        );
        Assert.Equal(["Admins"], await NamesAsync("assignedGroups"));
        var cloud = _emulator.Host.QlikCloud;
        cloud.AllowApiKeys(cloud.UserId);
        using var member = new CloudCaller(
            _emulator.Manifest,
            cloud.IssueApiKey(cloud.UserId, "key", TimeSpan.FromHours(1)).Token
        );
        var listed = Assert.Single(
            (await member.GetAsync("/api/v1/groups?filter=" + Uri.EscapeDataString("name eq \"admins\"")))["data"]!.AsArray()
        )!;
        Assert.Equal((group, "TenantAdmin"), ((string?)listed["id"], (string?)listed["assignedRoles"]![0]!["name"]));

        Assert.Equal(
            204,
            (
                await _caller.TryAsync(
                    HttpMethod.Patch,
                    _path,
                    CloudCaller.Patch("remove-value", "/assignedGroups", new JsonObject { ["name"] = "Admins" })
                )
            ).Status
        );
        CloudCaller.AssertRefused(await member.TryAsync(HttpMethod.Get, "/api/v1/groups/" + group), 403);
        CloudCaller.AssertRefused(
            await _caller.TryAsync(
                HttpMethod.Patch,
                _path,
                CloudCaller.Patch("add", "/assignedGroups/-", new JsonObject { ["name"] = "None" })
            ),
            400
        );
        CloudCaller.AssertRefused(await _caller.TryAsync(HttpMethod.Get, "/api/v1/groups/none"), 404);
    }

    private static JsonArray Steps(params string[] roles) =>
        new([
            .. roles.Select(role => new JsonObject
            {
                ["op"] = "add",
                ["path"] = "/assignedRoles/-",
                ["value"] = new JsonObject { ["name"] = role },
            }),
        ]);

    private async Task<IEnumerable<string>> NamesAsync(string list) =>
        (await _caller.GetAsync(_path))[list]!.AsArray().Select(entry => (string)entry!["name"]!);
}
