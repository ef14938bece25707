using System.Text.Json.Nodes;
using Xunit;

namespace QlikSnowflake.Tests.Qrs.Selections;

public sealed class SyntheticEditTests : IAsyncLifetime, IDisposable
{
    private RunningEmulator _emulator = null!;
    private QrsCaller _caller = null!;
    private string _path = null!;

    public async Task InitializeAsync()
    {
        _emulator = await RunningEmulator.StartAsync();
        _caller = new QrsCaller(_emulator.Manifest);
        await _caller.CreateAsync("one");
        _emulator.Host.Clock.Advance(TimeSpan.FromSeconds(1));
        await _caller.CreateAsync("two");
        var selection = JsonNode.Parse((await _caller.TryAsync(HttpMethod.Post, "/qrs/selection/dataconnection")).Text)!;
        _path = $"/qrs/selection/{selection["id"]}/dataconnection/synthetic";
    }

    public async Task DisposeAsync() => await _emulator.DisposeAsync();

    public void Dispose() => _caller.Dispose();

    [Fact]
    public async Task The_synthetic_entity_shows_what_is_common_and_what_differs()
    {
        var entity = await _caller.GetAsync(_path);
        Assert.Equal(("SyntheticRootEntity", "DataConnection"), ((string?)entity["schemaPath"], (string?)entity["type"]));
        Assert.Equal(
            _emulator.Host.Qrs.DataConnections.Max(connection => (string?)connection["modifiedDate"]),
            (string?)entity["latestModifiedDate"]
        );
        Assert.Contains("update", entity["access"]!.AsArray().Select(name => (string?)name));
        Assert.Equal(
            (null, true),
            ((string?)Property(entity, "name")["value"], (bool)Property(entity, "name")["valueIsDifferent"]!)
        );
        Assert.Equal(
            ("SVC", false, false),
            (
                (string?)Property(entity, "username")["value"],
                (bool)Property(entity, "username")["valueIsDifferent"]!,
                (bool)Property(entity, "username")["valueIsModified"]!
            )
        );
        Assert.Equal(_emulator.Host.Qrs.Administrator.ToString("D"), (string?)Property(entity, "owner")["value"]);
    }

    [Fact]
    public async Task What_is_marked_as_modified_changes_in_all_of_them()
    {
        var entity = await _caller.GetAsync(_path);
        foreach (var (name, value) in new[] { ("password", "new secret"), ("username", "OTHER") })
            Set(entity, name, value);
        Property(entity, "type")["value"] = "not marked";
        Assert.Equal((204, ""), await _caller.TryAsync(HttpMethod.Put, _path, entity));
        Assert.All(
            _emulator.Host.Qrs.DataConnections,
            connection =>
            {
                Assert.Equal(
                    ("new secret", "OTHER", "QvOdbcConnectorPackage.exe"),
                    ((string?)connection["password"], (string?)connection["username"], (string?)connection["type"])
                );
                Assert.True(
                    string.CompareOrdinal((string?)connection["modifiedDate"], (string?)entity["latestModifiedDate"]) > 0
                );
            }
        );
        Assert.Equal(["one", "two"], _emulator.Host.Qrs.DataConnections.Select(connection => (string)connection["name"]!));
    }

    [Fact]
    public async Task An_owner_is_set_by_id_and_tags_are_added_and_removed()
    {
        var (kept, gone, added) = (
            _emulator.Host.Qrs.AddTag("kept"),
            _emulator.Host.Qrs.AddTag("gone"),
            _emulator.Host.Qrs.AddTag("added")
        );
        var anna = _emulator.Host.Qrs.AddUser("DOM", "anna");
        Assert.Equal(204, (await _caller.TryAsync(HttpMethod.Put, _path, Edit("refList_Tag", Tags([kept, gone], [])))).Status);
        Assert.Equal(204, (await _caller.TryAsync(HttpMethod.Put, _path, Edit("refList_Tag", Tags([added], [gone])))).Status);
        Assert.Equal(204, (await _caller.TryAsync(HttpMethod.Put, _path, Edit("owner", anna.ToString("D")))).Status);
        Assert.All(
            _emulator.Host.Qrs.DataConnections,
            connection =>
            {
                Assert.Equal(["kept", "added"], connection["tags"]!.AsArray().Select(tag => (string)tag!["name"]!));
                Assert.Equal("anna", (string?)connection["owner"]!["userId"]);
            }
        );
    }

    [Fact]
    public async Task A_date_older_than_any_of_them_or_none_is_409_and_changes_nothing()
    {
        var stale = Edit("username", "OTHER");
        stale["latestModifiedDate"] = _emulator.Host.Qrs.DataConnections.Min(connection => (string?)connection["modifiedDate"]);
        Assert.Equal(409, (await _caller.TryAsync(HttpMethod.Put, _path, stale)).Status);
        stale.Remove("latestModifiedDate");
        Assert.Equal(409, (await _caller.TryAsync(HttpMethod.Put, _path, stale)).Status);
        Assert.All(_emulator.Host.Qrs.DataConnections, connection => Assert.Equal("SVC", (string?)connection["username"]));
    }

    [Fact]
    public async Task One_name_for_several_is_a_conflict_but_one_can_be_renamed()
    {
        Assert.Equal(409, (await _caller.TryAsync(HttpMethod.Put, _path, Edit("name", "same"))).Status);
        Assert.Equal(
            204,
            (
                await _caller.TryAsync(HttpMethod.Put, _path + "?" + QrsCaller.Filter("name eq 'one'"), Edit("name", "renamed"))
            ).Status
        );
        Assert.Equal(["renamed", "two"], _emulator.Host.Qrs.DataConnections.Select(connection => (string)connection["name"]!));
    }

    [Theory]
    [InlineData("id", "\"11111111-1111-1111-1111-111111111111\"")]
    [InlineData("nothing", "1")]
    [InlineData("logOn", "7")]
    [InlineData("owner", "\"11111111-1111-1111-1111-111111111111\"")]
    [InlineData("refList_Tag", "[]")]
    [InlineData("refList_Tag", """{"added":["11111111-1111-1111-1111-111111111111"]}""")]
    [InlineData("name", "\"\"")]
    public async Task What_can_not_be_edited_is_400_and_changes_nothing(string name, string value)
    {
        var before = _emulator.Host.Qrs.DataConnections.Select(connection => connection.ToJsonString()).ToList();
        var filter = "?" + QrsCaller.Filter("name eq 'one'");
        Assert.Equal(400, (await _caller.TryAsync(HttpMethod.Put, _path + filter, Edit(name, JsonNode.Parse(value)))).Status);
        Assert.Equal(before, _emulator.Host.Qrs.DataConnections.Select(connection => connection.ToJsonString()));
    }

    [Fact]
    public async Task Another_type_is_refused()
    {
        var edit = Edit("username", "OTHER");
        edit["type"] = "App";
        Assert.Equal(400, (await _caller.TryAsync(HttpMethod.Put, _path, edit)).Status);
        edit.Remove("properties");
        edit["type"] = "DataConnection";
        Assert.Equal(400, (await _caller.TryAsync(HttpMethod.Put, _path, edit)).Status);
    }

    private static JsonNode Property(JsonNode entity, string name) =>
        entity["properties"]!.AsArray().Single(property => (string?)property!["name"] == name)!;

    private static void Set(JsonNode entity, string name, JsonNode value)
    {
        Property(entity, name)["value"] = value;
        Property(entity, name)["valueIsModified"] = true;
    }

    private static JsonObject Tags(IEnumerable<Guid> added, IEnumerable<Guid> removed) =>
        new()
        {
            ["added"] = new JsonArray([.. added.Select(id => JsonValue.Create(id.ToString("D")))]),
            ["removed"] = new JsonArray([.. removed.Select(id => JsonValue.Create(id.ToString("D")))]),
        };

    private JsonObject Edit(string name, JsonNode? value) =>
        new()
        {
            ["type"] = "DataConnection",
            ["latestModifiedDate"] = _emulator
                .Host.Clock.GetUtcNow()
                .AddDays(1)
                .ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", System.Globalization.CultureInfo.InvariantCulture),
            ["properties"] = new JsonArray(
                new JsonObject
                {
                    ["name"] = name,
                    ["value"] = value,
                    ["valueIsModified"] = true,
                }
            ),
        };
}
