using System.Text;
using System.Text.Json.Nodes;
using Xunit;

namespace QlikSnowflake.Tests.QlikCloud.DataConnections;

public sealed class CloudConnectionTests : IAsyncLifetime, IDisposable
{
    private const string Path = "/api/v1/data-connections";

    private RunningEmulator _emulator = null!;
    private CloudCaller _caller = null!;

    public async Task InitializeAsync()
    {
        _emulator = await RunningEmulator.StartAsync();
        _caller = new CloudCaller(_emulator.Manifest);
    }

    public async Task DisposeAsync() => await _emulator.DisposeAsync();

    public void Dispose() => _caller.Dispose();

    [Theory]
    [InlineData("dataSourceId", Path)]
    [InlineData("datasourceID", "/api/connectivity/data-connections")]
    public async Task One_is_made_of_plain_properties_and_its_secrets_are_kept_apart(string spelling, string path)
    {
        var body = KeyPair("SF");
        body[spelling] = "snowflake";
        if (spelling != "dataSourceId")
            body.Remove("dataSourceId");
        var (status, made) = await _caller.TryAsync(HttpMethod.Post, path, body);
        Assert.True(status == 201, $"{status} {made}");
        Assert.Equal(
            ("SF", "QvOdbcConnectorPackage.exe", (string?)made!["qID"]),
            ((string?)made["qName"], (string?)made["qType"], (string?)made["qEngineObjectID"])
        );
        Assert.StartsWith(
            "CUSTOM CONNECT TO \"provider=QvOdbcConnectorPackage.exe;driver=snowflake;server=a.snowflakecomputing.com;port=443;",
            (string)made["qConnectStatement"]!,
            StringComparison.Ordinal
        );
        Assert.EndsWith("authenticator=snowflake_jwt;\"", (string)made["qConnectStatement"]!, StringComparison.Ordinal);
        Assert.Matches("^qri:db:snowflake://[A-Za-z0-9_-]{43}$", (string)made["qri"]!);
        Assert.NotNull((string?)made["qCredentialsID"]);
        Assert.DoesNotContain("PEM", made.ToJsonString(), StringComparison.Ordinal);
        Assert.DoesNotContain("SVC", made.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal(
            ("SVC", KeyText("PEM")),
            ((string?)Stored()["secrets"]!["username"], (string?)Stored()["secrets"]!["PRIV_KEY_FILE"]![0]!["value"])
        );

        var shown = await _caller.GetAsync($"{Path}/{made["qID"]}");
        Assert.NotNull(shown["qConnectionSecret"]);
        Assert.False(made.AsObject().ContainsKey("qConnectionSecret"));
        Assert.False(made.AsObject().ContainsKey("space"));
    }

    [Fact]
    public async Task The_statement_can_be_had_in_parts()
    {
        var id = await CreateAsync(KeyPair("SF"));
        var shown = await _caller.GetAsync($"{Path}/{id}?parseConnection=true");
        Assert.Equal(
            ("a.snowflakecomputing.com", "SVC", "snowflake_jwt"),
            (
                (string?)shown["connectionProperties"]!["server"],
                (string?)shown["connectionProperties"]!["username"],
                (string?)shown["connectionProperties"]!["authenticator"]
            )
        );
        Assert.False(shown["connectionProperties"]!.AsObject().ContainsKey("PRIV_KEY_FILE"));
    }

    [Fact]
    public async Task One_is_made_of_a_raw_statement()
    {
        var id = await CreateAsync(Raw("raw"));
        var shown = await _caller.GetAsync($"{Path}/{id}");
        Assert.Equal(
            ("CUSTOM CONNECT TO \"provider=QvOdbcConnectorPackage.exe;driver=snowflake;server=b;\"", 0),
            ((string?)shown["qConnectStatement"], (int)shown["qLogOn"]!)
        );
        Assert.Equal("secret", (string?)Stored()["secrets"]!["password"]);
    }

    [Theory]
    [InlineData("qName", null)]
    [InlineData("qName", "\" \"")]
    [InlineData("dataSourceId", null)]
    [InlineData("dataSourceId", "\"nothing\"")]
    [InlineData("connectionProperties", "[]")]
    [InlineData("connectionProperties", "{}")]
    [InlineData("connectionProperties", """{"server":"s","PRIV_KEY_FILE":"text"}""")]
    [InlineData("connectionProperties", """{"server":"s","PRIV_KEY_FILE":[{"name":"k"}]}""")]
    [InlineData("connectionProperties", """{"server":"s","PRIV_KEY_FILE":[{"name":"k","value":"-----BEGIN"}]}""")]
    [InlineData("connectionProperties", """{"server":"s","role":"a;b"}""")]
    [InlineData("qConnectStatement", "\"both forms\"")]
    [InlineData("tags", "[1]")]
    public async Task What_can_not_be_made_is_400(string name, string? value)
    {
        var body = KeyPair("SF");
        body[name] = value is null ? null : JsonNode.Parse(value);
        CloudCaller.AssertRefused(await _caller.TryAsync(HttpMethod.Post, Path, body), 400, "DCERROR-0010");
        Assert.Empty(_emulator.Host.QlikCloud.DataConnections);
    }

    [Fact]
    public async Task Raw_forms_lack_nothing_and_name_credentials_that_exist()
    {
        foreach (var missing in new[] { "qType", "qConnectStatement", "datasourceID" })
        {
            var body = Raw("raw");
            body.Remove(missing);
            CloudCaller.AssertRefused(await _caller.TryAsync(HttpMethod.Post, Path, body), 400, "DCERROR-0010");
        }

        var unknown = Raw("raw");
        unknown["qCredentialsID"] = Guid.NewGuid().ToString("D");
        CloudCaller.AssertRefused(await _caller.TryAsync(HttpMethod.Post, Path, unknown), 404);
    }

    [Fact]
    public async Task A_name_is_taken_in_its_space_only()
    {
        await CreateAsync(KeyPair("SF"));
        CloudCaller.AssertRefused(await _caller.TryAsync(HttpMethod.Post, Path, KeyPair("sf")), 409);
        await CreateAsync(KeyPair("SF", _emulator.Host.QlikCloud.SpaceId));
        CloudCaller.AssertRefused(
            await _caller.TryAsync(HttpMethod.Post, Path, KeyPair("SF", _emulator.Host.QlikCloud.SpaceId)),
            409
        );
        CloudCaller.AssertRefused(await _caller.TryAsync(HttpMethod.Post, Path, KeyPair("SF", "no-space")), 404);
    }

    [Fact]
    public async Task One_is_found_by_id_and_by_name()
    {
        var space = _emulator.Host.QlikCloud.SpaceId;
        var (own, shared) = (await CreateAsync(KeyPair("My SF")), await CreateAsync(KeyPair("My SF", space)));
        Assert.Equal(own, (string?)(await _caller.GetAsync(Path + "/My%20SF?type=connectionname"))["qID"]);
        Assert.Equal(shared, (string?)(await _caller.GetAsync($"{Path}/my%20sf?type=connectionname&spaceId={space}"))["qID"]);
        Assert.Equal(shared, (string?)(await _caller.GetAsync($"{Path}/My%20SF?type=connectionname&space={space}"))["qID"]);
        CloudCaller.AssertRefused(await _caller.TryAsync(HttpMethod.Get, Path + "/Other?type=connectionname"), 404);
        CloudCaller.AssertRefused(await _caller.TryAsync(HttpMethod.Get, Path + "/My%20SF"), 400);
        CloudCaller.AssertRefused(await _caller.TryAsync(HttpMethod.Get, $"{Path}/{Guid.NewGuid()}"), 404);
        Assert.Equal(
            204,
            (await _caller.TryAsync(HttpMethod.Delete, $"{Path}/My%20SF?type=connectionname&space={space}")).Status
        );
        Assert.Equal(own, (string?)Stored()["qID"]);
    }

    [Fact]
    public async Task A_put_replaces_all_but_the_credentials()
    {
        var id = await CreateAsync(Raw("raw"));
        var body = Raw("renamed");
        body["qPassword"] = "ignored";
        Assert.Equal(204, (await _caller.TryAsync(HttpMethod.Put, $"{Path}/{id}", body)).Status);
        Assert.Equal(("renamed", "secret"), ((string?)Stored()["qName"], (string?)Stored()["secrets"]!["password"]));
        body["qID"] = Guid.NewGuid().ToString("D");
        CloudCaller.AssertRefused(await _caller.TryAsync(HttpMethod.Put, $"{Path}/{id}", body), 400);
        body.Remove("qID");
        body.Remove("qConnectStatement");
        CloudCaller.AssertRefused(await _caller.TryAsync(HttpMethod.Put, $"{Path}/{id}", body), 400);
        await CreateAsync(Raw("taken"));
        CloudCaller.AssertRefused(await _caller.TryAsync(HttpMethod.Put, $"{Path}/{id}", Raw("taken")), 409);
    }

    [Fact]
    public async Task The_list_is_filtered_sorted_and_paged_by_links()
    {
        _emulator.Host.QlikCloud.AddDataConnections(45);
        await CreateAsync(Raw("personal one"));
        var names = new List<string>();
        for (string? next = Path + "?limit=20&sort=-qName"; next is not null; )
        {
            var page = await _caller.GetAsync(next);
            Assert.Equal(46, (int)page["meta"]!["count"]!);
            names.AddRange(page["data"]!.AsArray().Select(connection => (string)connection!["qName"]!));
            next = (string?)page["links"]!["next"]?["href"];
        }

        Assert.Equal(names.OrderDescending(StringComparer.OrdinalIgnoreCase), names);
        Assert.Equal(46, names.Count);
        Assert.Equal(
            "personal one",
            (string?)Assert.Single((await _caller.GetAsync(Path + "?personal=true"))["data"]!.AsArray())!["qName"]
        );
        Assert.Equal(45, (int)(await _caller.GetAsync($"{Path}?spaceId={_emulator.Host.QlikCloud.SpaceId}"))["meta"]!["count"]!);
        Assert.Single(
            (
                await _caller.GetAsync(
                    Path + "?filter=" + Uri.EscapeDataString("qri co \"snowflake\" and qName eq 'snowflake 00007'")
                )
            )["data"]!.AsArray()
        );
        CloudCaller.AssertRefused(await _caller.TryAsync(HttpMethod.Get, Path + "?sort=color"), 400);
        CloudCaller.AssertRefused(await _caller.TryAsync(HttpMethod.Get, Path + "?limit=101"), 400);
        CloudCaller.AssertRefused(await _caller.TryAsync(HttpMethod.Get, Path + "?page=last"), 400);
    }

    [Fact]
    public async Task Others_see_what_is_shared_and_change_nothing()
    {
        var cloud = _emulator.Host.QlikCloud;
        cloud.AllowApiKeys(cloud.UserId);
        using var other = new CloudCaller(
            _emulator.Manifest,
            cloud.IssueApiKey(cloud.UserId, "key", TimeSpan.FromHours(1)).Token
        );
        var (own, shared) = (await CreateAsync(KeyPair("own")), await CreateAsync(KeyPair("shared", cloud.SpaceId)));
        var seen = Assert.Single((await other.GetAsync(Path))["data"]!.AsArray())!;
        Assert.Equal(("shared", 2), ((string?)seen["qName"], seen["privileges"]!.AsArray().Count));
        Assert.False((await other.GetAsync($"{Path}/{shared}")).AsObject().ContainsKey("qConnectionSecret"));
        CloudCaller.AssertRefused(await other.TryAsync(HttpMethod.Get, $"{Path}/{own}"), 403);
        CloudCaller.AssertRefused(await other.TryAsync(HttpMethod.Delete, $"{Path}/{shared}"), 403);
        CloudCaller.AssertRefused(
            await other.TryAsync(HttpMethod.Patch, $"{Path}/{shared}", CloudCaller.Patch("replace", "/qName", "x")),
            403
        );
        CloudCaller.AssertRefused(await other.TryAsync(HttpMethod.Get, $"{Path}?userId={cloud.UserId}"), 403);
    }

    internal static string KeyText(string text) => Convert.ToBase64String(Encoding.ASCII.GetBytes(text));

    internal static JsonObject KeyPair(string name, string? space = null)
    {
        var body = new JsonObject
        {
            ["dataSourceId"] = "snowflake",
            ["qName"] = name,
            ["connectionProperties"] = new JsonObject
            {
                ["server"] = "a.snowflakecomputing.com",
                ["port"] = "443",
                ["username"] = "SVC",
                ["authenticator"] = "snowflake_jwt",
                ["PRIV_KEY_FILE"] = new JsonArray(new JsonObject { ["name"] = "rsa_key.p8", ["value"] = KeyText("PEM") }),
            },
        };
        if (space is not null)
            body["space"] = space;
        return body;
    }

    private static JsonObject Raw(string name) =>
        new()
        {
            ["datasourceID"] = "snowflake",
            ["qName"] = name,
            ["qType"] = "QvOdbcConnectorPackage.exe",
            ["qConnectStatement"] = "CUSTOM CONNECT TO \"provider=QvOdbcConnectorPackage.exe;driver=snowflake;server=b;\"",
            ["qUsername"] = "SVC",
            ["qPassword"] = "secret",
            ["qLogOn"] = "LOG_ON_SERVICE_USER",
        };

    private JsonObject Stored() => _emulator.Host.QlikCloud.DataConnections[0];

    private async Task<string> CreateAsync(JsonObject body)
    {
        var (status, made) = await _caller.TryAsync(HttpMethod.Post, Path, body);
        Assert.True(status == 201, $"{status} {made}");
        return (string)made!["qID"]!;
    }
}
