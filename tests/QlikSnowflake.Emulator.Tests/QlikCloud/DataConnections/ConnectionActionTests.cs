using System.Text.Json.Nodes;
using Xunit;

namespace QlikSnowflake.Tests.QlikCloud.DataConnections;

public sealed class ConnectionActionTests : IAsyncLifetime, IDisposable
{
    private const string Actions = "/api/v1/data-connections/actions/";

    private RunningEmulator _emulator = null!;
    private CloudCaller _caller = null!;
    private string _one = null!;
    private string _two = null!;

    public async Task InitializeAsync()
    {
        _emulator = await RunningEmulator.StartAsync();
        _caller = new CloudCaller(_emulator.Manifest);
        _one = _emulator.Host.QlikCloud.AddDataConnection(CloudConnectionTests.KeyPair("one"));
        _two = _emulator.Host.QlikCloud.AddDataConnection(CloudConnectionTests.KeyPair("two"));
    }

    public async Task DisposeAsync() => await _emulator.DisposeAsync();

    public void Dispose() => _caller.Dispose();

    [Fact]
    public async Task Each_of_several_deletions_has_a_result_of_its_own()
    {
        var unknown = Guid.NewGuid().ToString("D");
        var results = await ManyAsync("delete", Entry(_one), Entry(unknown), Entry("x"));
        Assert.Equal([204, 404, 400], results.Select(result => (int)result["status"]!));
        Assert.Equal([_one, unknown, "x"], results.Select(result => (string)result["id"]!));
        Assert.Null(results[0]["error"]);
        Assert.NotNull(results[1]["error"]!["code"]);
        Assert.Equal("two", (string?)Assert.Single(_emulator.Host.QlikCloud.DataConnections)["qName"]);
    }

    [Fact]
    public async Task Several_are_moved_renamed_and_given_away()
    {
        var cloud = _emulator.Host.QlikCloud;
        var results = await ManyAsync(
            "update",
            Entry(_one, ("spaceId", cloud.SpaceId), ("spaceType", "shared"), ("name", "moved")),
            Entry(_two, ("ownerId", cloud.UserId)),
            Entry(_two, ("spaceId", cloud.SpaceId)),
            Entry(_two, ("ownerId", "nobody"))
        );
        Assert.Equal([200, 200, 400, 400], results.Select(result => (int)result["status"]!));
        var stored = cloud.DataConnections;
        Assert.Equal(("moved", cloud.SpaceId), ((string?)stored[0]["qName"], (string?)stored[0]["space"]));
        Assert.Equal(
            (cloud.UserId, (string?)null, "{}"),
            ((string?)stored[1]["user"], (string?)stored[1]["qCredentialsID"], stored[1]["secrets"]!.ToJsonString())
        );
        await ManyAsync("update", Entry(_one, ("spaceId", ""), ("spaceType", "personal")));
        Assert.Equal("", (string?)cloud.DataConnections[0]["space"]);
    }

    [Fact]
    public async Task One_is_copied()
    {
        var (status, copy) = await _caller.TryAsync(
            HttpMethod.Post,
            Actions + "duplicate",
            Entry(_one, ("spaceId", _emulator.Host.QlikCloud.SpaceId), ("name", "copy"))
        );
        Assert.Equal((201, "copy"), (status, (string?)copy!["qName"]));
        Assert.NotEqual(_one, (string?)copy["qID"]);
        Assert.Equal(
            _emulator.Host.QlikCloud.DataConnections[0]["secrets"]!.ToJsonString(),
            _emulator.Host.QlikCloud.DataConnections[2]["secrets"]!.ToJsonString()
        );
        CloudCaller.AssertRefused(
            await _caller.TryAsync(HttpMethod.Post, Actions + "duplicate", Entry(_one, ("name", "two"))),
            409
        );
        CloudCaller.AssertRefused(
            await _caller.TryAsync(HttpMethod.Post, Actions + "duplicate", Entry(Guid.NewGuid().ToString())),
            404
        );
    }

    [Theory]
    [InlineData("delete")]
    [InlineData("update")]
    public async Task Several_at_once_is_for_administrators_and_needs_a_list(string action)
    {
        var cloud = _emulator.Host.QlikCloud;
        cloud.AllowApiKeys(cloud.UserId);
        using var other = new CloudCaller(
            _emulator.Manifest,
            cloud.IssueApiKey(cloud.UserId, "key", TimeSpan.FromHours(1)).Token
        );
        CloudCaller.AssertRefused(
            await other.TryAsync(
                HttpMethod.Post,
                Actions + action,
                new JsonObject { ["connections"] = new JsonArray(Entry(_one)) }
            ),
            403
        );
        CloudCaller.AssertRefused(await _caller.TryAsync(HttpMethod.Post, Actions + action, new JsonObject()), 400);
        Assert.Equal(2, cloud.DataConnections.Count);
    }

    [Fact]
    public async Task The_source_tells_its_properties_and_spaces_are_listed()
    {
        var sources = await _caller.GetAsync("/api/v1/data-sources?dataSourceId=snowflake");
        Assert.Equal("QvOdbcConnectorPackage.exe", (string?)Assert.Single(sources["dataSources"]!.AsArray())!["provider"]);
        var properties = (await _caller.GetAsync("/api/connectivity/data-sources/snowflake/api-specs"))["connectionProperties"]![
            "properties"
        ]!.AsObject();
        Assert.Equal(("array", "443"), ((string?)properties["PRIV_KEY_FILE"]!["type"], (string?)properties["port"]!["default"]));
        Assert.True(properties.ContainsKey("PRIV_KEY_FILE_PWD"));
        _emulator.Host.QlikCloud.Settings.PassphraseProperty = "privateKeyPassphrase";
        properties = (await _caller.GetAsync("/api/v1/data-sources/snowflake/api-specs"))["connectionProperties"]![
            "properties"
        ]!.AsObject();
        Assert.True(properties.ContainsKey("privateKeyPassphrase"));
        CloudCaller.AssertRefused(await _caller.TryAsync(HttpMethod.Get, "/api/v1/data-sources/nothing/api-specs"), 404);

        var data = _emulator.Host.QlikCloud.AddSpace("Data", "data");
        Assert.Equal(
            ["Data", "Shared connections"],
            (await _caller.GetAsync("/api/v1/spaces"))["data"]!.AsArray().Select(space => (string)space!["name"]!)
        );
        Assert.Equal(
            data,
            (string?)Assert.Single((await _caller.GetAsync("/api/v1/spaces?type=data"))["data"]!.AsArray())!["id"]
        );
        Assert.Equal("Data", (string?)(await _caller.GetAsync("/api/v1/spaces/" + data))["name"]);
        CloudCaller.AssertRefused(await _caller.TryAsync(HttpMethod.Get, "/api/v1/spaces/none"), 404);
    }

    private static JsonObject Entry(string id, params (string Name, string Value)[] changes)
    {
        var entry = new JsonObject { ["id"] = id };
        foreach (var (name, value) in changes)
            entry[name] = value;
        return entry;
    }

    private async Task<List<JsonNode>> ManyAsync(string action, params JsonObject[] entries)
    {
        var (status, body) = await _caller.TryAsync(
            HttpMethod.Post,
            Actions + action,
            new JsonObject { ["connections"] = new JsonArray([.. entries]) }
        );
        Assert.True(status == 207, $"{status} {body}");
        return [.. body!["data"]!.AsArray().Select(node => node!)];
    }
}
