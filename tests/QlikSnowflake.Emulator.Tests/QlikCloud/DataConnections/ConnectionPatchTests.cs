using System.Text.Json.Nodes;
using Xunit;

namespace QlikSnowflake.Tests.QlikCloud.DataConnections;

public sealed class ConnectionPatchTests : IAsyncLifetime, IDisposable
{
    private RunningEmulator _emulator = null!;
    private CloudCaller _caller = null!;
    private string _path = null!;

    private JsonObject Stored => _emulator.Host.QlikCloud.DataConnections[0];

    private JsonNode Secrets => Stored["secrets"]!;

    public async Task InitializeAsync()
    {
        _emulator = await RunningEmulator.StartAsync();
        _caller = new CloudCaller(_emulator.Manifest);
        _path = "/api/v1/data-connections/" + _emulator.Host.QlikCloud.AddDataConnection(CloudConnectionTests.KeyPair("SF"));
    }

    public async Task DisposeAsync() => await _emulator.DisposeAsync();

    public void Dispose() => _caller.Dispose();

    [Theory]
    [InlineData("value")]
    [InlineData("Value")]
    public async Task A_key_is_exchanged_and_the_rest_stays(string spelling)
    {
        var before = (string?)Stored["qConnectStatement"];
        Assert.Equal(
            204,
            await PatchAsync(
                ("replace", "/connectionProperties/PRIV_KEY_FILE/0/name", "new.p8"),
                ("replace", "/connectionProperties/PRIV_KEY_FILE/0/" + spelling, CloudConnectionTests.KeyText("NEW"))
            )
        );
        Assert.Equal(
            ("new.p8", CloudConnectionTests.KeyText("NEW"), "SVC"),
            (
                (string?)Secrets["PRIV_KEY_FILE"]![0]!["name"],
                (string?)Secrets["PRIV_KEY_FILE"]![0]!["value"],
                (string?)Secrets["username"]
            )
        );
        Assert.Equal(before, (string?)Stored["qConnectStatement"]);
    }

    [Fact]
    public async Task A_password_connection_becomes_one_with_a_key_pair()
    {
        var id = _emulator.Host.QlikCloud.AddDataConnection(
            JsonNode
                .Parse(
                    """{"dataSourceId":"snowflake","qName":"old","connectionProperties":{"server":"s","username":"U","password":"p;w"}}"""
                )!
                .AsObject()
        );
        var file = new JsonArray(new JsonObject { ["name"] = "k.p8", ["value"] = CloudConnectionTests.KeyText("KEY") });
        var patch = Steps(
            ("add", "/connectionProperties/authenticator", "snowflake_jwt"),
            ("add", "/connectionProperties/PRIV_KEY_FILE", file),
            ("remove", "/connectionProperties/password", null)
        );
        Assert.Equal(204, (await _caller.TryAsync(HttpMethod.Patch, "/api/v1/data-connections/" + id, patch)).Status);
        var stored = _emulator.Host.QlikCloud.DataConnections[1];
        Assert.EndsWith(
            "server=s;authenticator=snowflake_jwt;\"",
            (string)stored["qConnectStatement"]!,
            StringComparison.Ordinal
        );
        Assert.Equal(["username", "PRIV_KEY_FILE"], stored["secrets"]!.AsObject().Select(pair => pair.Key));
    }

    [Fact]
    public async Task Name_tags_and_space_are_changed_at_the_top()
    {
        Assert.Equal(
            204,
            await PatchAsync(
                ("replace", "/qName", "renamed"),
                ("replace", "/tags", new JsonArray("a")),
                ("replace", "/space", _emulator.Host.QlikCloud.SpaceId)
            )
        );
        Assert.Equal(("renamed", _emulator.Host.QlikCloud.SpaceId), ((string?)Stored["qName"], (string?)Stored["space"]));
        Assert.Equal(204, await PatchAsync(("remove", "/space", null)));
        Assert.Equal("", (string?)Stored["space"]);
    }

    [Fact]
    public async Task Another_server_needs_the_credentials_in_the_same_request()
    {
        Assert.Equal(400, await PatchAsync(("replace", "/connectionProperties/server", "elsewhere")));
        Assert.Equal(
            400,
            await PatchAsync(
                ("replace", "/connectionProperties/server", "elsewhere"),
                ("replace", "/connectionProperties/username", "SVC")
            )
        );
        Assert.Equal(
            400,
            await PatchAsync(("replace", "/qConnectStatement", "CUSTOM CONNECT TO \"provider=p;driver=d;server=elsewhere;\""))
        );
        Assert.Contains("server=a.snow", (string)Stored["qConnectStatement"]!, StringComparison.Ordinal);
        Assert.Equal(
            204,
            await PatchAsync(
                ("replace", "/connectionProperties/server", "elsewhere"),
                ("replace", "/connectionProperties/PRIV_KEY_FILE/0/value", CloudConnectionTests.KeyText("NEW"))
            )
        );
        Assert.Contains("server=elsewhere;", (string)Stored["qConnectStatement"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Separate_credentials_are_lost_with_the_server()
    {
        var body = CloudConnectionTests.KeyPair("separate");
        body["connectionProperties"]!["separateCredentials"] = "true";
        body["connectionProperties"]!["credentialsName"] = "mine";
        var path = "/api/v1/data-connections/" + _emulator.Host.QlikCloud.AddDataConnection(body);
        Assert.Equal(
            (true, "mine"),
            (
                (bool)(await _caller.GetAsync(path))["qSeparateCredentials"]!,
                (string?)(await _caller.GetAsync(path))["qCredentialsName"]
            )
        );
        Assert.Equal(
            204,
            (
                await _caller.TryAsync(HttpMethod.Patch, path, Steps(("replace", "/connectionProperties/server", "elsewhere")))
            ).Status
        );
        Assert.False((await _caller.GetAsync(path)).AsObject().ContainsKey("qCredentialsID"));
    }

    [Theory]
    [InlineData("replace", "/qID", "\"x\"")]
    [InlineData("replace", "/qName", "\"\"")]
    [InlineData("replace", "/qName", "1")]
    [InlineData("move", "/qName", "\"x\"")]
    [InlineData("replace", "/connectionProperties/nothing", "\"x\"")]
    [InlineData("replace", "/connectionProperties/PRIV_KEY_FILE/1/value", "\"eA==\"")]
    [InlineData("replace", "/connectionProperties/PRIV_KEY_FILE/0/other", "\"eA==\"")]
    [InlineData("replace", "/connectionProperties/PRIV_KEY_FILE/0/value", "\"not base64!\"")]
    [InlineData("replace", "/connectionProperties/PRIV_KEY_FILE", "\"x\"")]
    public async Task What_can_not_be_changed_is_400_and_changes_nothing(string op, string path, string value)
    {
        var before = Stored.ToJsonString();
        Assert.Equal(400, await PatchAsync((op, path, JsonNode.Parse(value))));
        Assert.Equal(before, Stored.ToJsonString());
    }

    [Fact]
    public async Task The_two_forms_exclude_each_other()
    {
        Assert.Equal(
            400,
            await PatchAsync(("replace", "/qConnectStatement", "x"), ("replace", "/connectionProperties/role", "R"))
        );
        Assert.Equal(400, await PatchAsync(("replace", "/qPassword", "x"), ("add", "/connectionProperties/password", "y")));
        CloudCaller.AssertRefused(await _caller.TryAsync(HttpMethod.Patch, _path, new JsonArray()), 400);
    }

    private static JsonArray Steps(params (string Op, string Path, JsonNode? Value)[] steps) =>
        new([
            .. steps.Select(step => new JsonObject
            {
                ["op"] = step.Op,
                ["path"] = step.Path,
                ["value"] = step.Value,
            }),
        ]);

    private async Task<int> PatchAsync(params (string Op, string Path, JsonNode? Value)[] steps) =>
        (await _caller.TryAsync(HttpMethod.Patch, _path, Steps(steps))).Status;
}
