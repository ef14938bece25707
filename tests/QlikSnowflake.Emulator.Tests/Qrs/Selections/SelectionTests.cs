using System.Text.Json.Nodes;
using Xunit;

namespace QlikSnowflake.Tests.Qrs.Selections;

public sealed class SelectionTests : IAsyncLifetime, IDisposable
{
    private RunningEmulator _emulator = null!;
    private QrsCaller _caller = null!;

    public async Task InitializeAsync()
    {
        _emulator = await RunningEmulator.StartAsync();
        _caller = new QrsCaller(_emulator.Manifest);
    }

    public async Task DisposeAsync() => await _emulator.DisposeAsync();

    public void Dispose() => _caller.Dispose();

    [Fact]
    public async Task A_selection_is_made_of_ids_shown_and_dropped()
    {
        var (one, _) = await TwoAsync();
        var (status, text) = await _caller.TryAsync(HttpMethod.Post, "/qrs/selection", Of(one));
        Assert.Equal(201, status);
        var made = JsonNode.Parse(text)!;
        Assert.Equal(
            ("Selection", "DataConnection", Id(one)),
            ((string?)made["schemaPath"], (string?)made["items"]![0]!["type"], (string?)made["items"]![0]!["objectID"])
        );
        Assert.True(JsonNode.DeepEquals(made, await _caller.GetAsync("/qrs/selection/" + Id(made))));
        var listed = Assert.Single((await _caller.GetAsync("/qrs/selection")).AsArray());
        Assert.Equal(["id", "privileges"], listed!.AsObject().Select(pair => pair.Key));

        Assert.Equal(204, (await _caller.TryAsync(HttpMethod.Delete, "/qrs/selection/" + Id(made))).Status);
        Assert.Equal(404, (await _caller.TryAsync(HttpMethod.Get, "/qrs/selection/" + Id(made))).Status);
        Assert.Equal(404, (await _caller.TryAsync(HttpMethod.Get, $"/qrs/selection/{Id(made)}/dataconnection")).Status);
        Assert.Equal(2, _emulator.Host.Qrs.DataConnections.Count);
    }

    [Fact]
    public async Task A_selection_can_be_changed_under_the_rule_of_dates()
    {
        var (one, two) = await TwoAsync();
        var made = await SelectAsync(Of(one));
        var changed = made.DeepClone();
        changed["items"] = Of(two)["items"]!.DeepClone();
        Assert.Equal(200, (await _caller.TryAsync(HttpMethod.Put, "/qrs/selection/" + Id(made), changed)).Status);
        Assert.Equal(
            "two",
            (string?)Assert.Single((await _caller.GetAsync($"/qrs/selection/{Id(made)}/dataconnection")).AsArray())!["name"]
        );
        Assert.Equal(409, (await _caller.TryAsync(HttpMethod.Put, "/qrs/selection/" + Id(made), made)).Status);
    }

    [Theory]
    [InlineData("""{"items":[{"objectID":"11111111-1111-1111-1111-111111111111"}]}""")]
    [InlineData("""{"items":[{"type":"DataConnection"}]}""")]
    [InlineData("""{"items":[{"type":"DataConnection","objectID":"1"}]}""")]
    [InlineData("""{"items":{}}""")]
    public async Task Items_without_a_type_or_an_id_are_refused(string body) =>
        Assert.Equal(400, (await _caller.TryAsync(HttpMethod.Post, "/qrs/selection", JsonNode.Parse(body))).Status);

    [Fact]
    public async Task Everything_that_passes_a_filter_can_be_selected_and_listed_in_every_form()
    {
        await TwoAsync();
        await _caller.CreateAsync("other", "folder");
        var (status, text) = await _caller.TryAsync(
            HttpMethod.Post,
            "/qrs/selection/dataconnection?" + QrsCaller.Filter("type sw 'qv'"),
            new JsonObject()
        );
        Assert.Equal(201, status);
        var path = $"/qrs/selection/{Id(JsonNode.Parse(text)!)}/dataconnection";
        Assert.Equal(2, (await _caller.GetAsync(path)).AsArray().Count);
        Assert.Equal(2, (int)(await _caller.GetAsync(path + "/count"))["value"]!);
        var full = await _caller.GetAsync(path + "/full?orderby=name%20desc&privileges=true");
        Assert.Equal(["two", "one"], full.AsArray().Select(connection => (string)connection!["name"]!));
        Assert.All(full.AsArray(), connection => Assert.NotEmpty(connection!["privileges"]!.AsArray()));
        Assert.Single((await _caller.GetAsync(path + "?" + QrsCaller.Filter("name eq 'two'"))).AsArray());
        var table = await _caller.TryAsync(
            HttpMethod.Post,
            path + "/table?take=1",
            JsonNode.Parse("""{"columns":[{"name":"n","columnType":"Property","definition":"name"}]}""")
        );
        Assert.Equal("""[["one"]]""", JsonNode.Parse(table.Text)!["rows"]!.ToJsonString());
        Assert.Equal(400, (await _caller.TryAsync(HttpMethod.Get, path + "?" + QrsCaller.Filter("name eq"))).Status);
    }

    [Fact]
    public async Task What_was_selected_is_deleted_but_nothing_else()
    {
        var (one, two) = await TwoAsync();
        await _caller.CreateAsync("other");
        var path = $"/qrs/selection/{Id(await SelectAsync(Of(one, two)))}/dataconnection";
        Assert.Equal(204, (await _caller.TryAsync(HttpMethod.Delete, path + "?" + QrsCaller.Filter("name eq 'one'"))).Status);
        Assert.Equal(["two", "other"], Names());
        Assert.Equal(204, (await _caller.TryAsync(HttpMethod.Delete, path)).Status);
        Assert.Equal(["other"], Names());
        Assert.Equal("[]", (await _caller.GetAsync(path)).ToJsonString());
    }

    [Fact]
    public async Task Only_who_made_a_selection_and_administrators_may_use_it()
    {
        var (one, _) = await TwoAsync();
        _emulator.Host.Qrs.AddUser("DOM", "anna");
        _emulator.Host.Qrs.AddUser("DOM", "bert");
        using var anna = new QrsCaller(_emulator.Manifest) { User = "UserDirectory=DOM; UserId=anna" };
        using var bert = new QrsCaller(_emulator.Manifest) { User = "UserDirectory=DOM; UserId=bert" };
        await anna.CreateAsync("anna's");
        var made = JsonNode.Parse((await anna.TryAsync(HttpMethod.Post, "/qrs/selection/dataconnection")).Text)!;
        Assert.Single(made["items"]!.AsArray());
        var path = $"/qrs/selection/{Id(made)}";
        Assert.Single((await anna.GetAsync(path + "/dataconnection")).AsArray());
        Assert.Equal(403, (await bert.TryAsync(HttpMethod.Get, path)).Status);
        Assert.Equal(403, (await bert.TryAsync(HttpMethod.Get, path + "/dataconnection")).Status);
        Assert.Equal(403, (await bert.TryAsync(HttpMethod.Delete, path)).Status);
        Assert.Equal("[]", (await bert.GetAsync("/qrs/selection")).ToJsonString());

        // A selection of what one may not see shows nothing, and deletes nothing.
        var others = JsonNode.Parse((await bert.TryAsync(HttpMethod.Post, "/qrs/selection", Of(one))).Text)!;
        Assert.Equal("[]", (await bert.GetAsync($"/qrs/selection/{Id(others)}/dataconnection")).ToJsonString());
        Assert.Equal(204, (await bert.TryAsync(HttpMethod.Delete, $"/qrs/selection/{Id(others)}/dataconnection")).Status);
        Assert.Contains("one", Names());
    }

    private static JsonObject Of(params JsonNode[] connections) =>
        new()
        {
            ["items"] = new JsonArray([
                .. connections.Select(connection => new JsonObject
                {
                    ["type"] = "DataConnection",
                    ["objectID"] = Id(connection),
                }),
            ]),
        };

    private static string Id(JsonNode entity) => (string)entity["id"]!;

    private IEnumerable<string> Names() => _emulator.Host.Qrs.DataConnections.Select(connection => (string)connection["name"]!);

    private async Task<(JsonObject One, JsonObject Two)> TwoAsync() =>
        (await _caller.CreateAsync("one"), await _caller.CreateAsync("two"));

    private async Task<JsonNode> SelectAsync(JsonObject body)
    {
        var (status, text) = await _caller.TryAsync(HttpMethod.Post, "/qrs/selection", body);
        Assert.True(status == 201, text);
        return JsonNode.Parse(text)!;
    }
}
