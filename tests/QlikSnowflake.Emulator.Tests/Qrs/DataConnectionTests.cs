using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using QlikSnowflake.Emulator.Qrs;
using Xunit;

namespace QlikSnowflake.Tests.Qrs;

public sealed class DataConnectionTests(RunningEmulator emulator) : IClassFixture<RunningEmulator>, IDisposable
{
    private readonly QrsCaller _caller = new(emulator.Manifest);

    public void Dispose() => _caller.Dispose();

    [Fact]
    public async Task A_new_connection_gets_what_the_server_sets()
    {
        var made = await _caller.CreateAsync("server-set");
        Assert.Equal(
            [
                "id",
                "createdDate",
                "modifiedDate",
                "modifiedByUserName",
                "customProperties",
                "owner",
                "name",
                "connectionstring",
                "type",
                "engineObjectId",
                "username",
                "password",
                "logOn",
                "architecture",
                "tags",
                "schemaPath",
                "privileges",
            ],
            made.Select(pair => pair.Key)
        );
        Assert.Matches(new Regex("^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"), (string)made["id"]!);
        Assert.Matches(new Regex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$"), (string)made["createdDate"]!);
        Assert.Equal((string?)made["createdDate"], (string?)made["modifiedDate"]);
        Assert.Equal((string?)made["id"], (string?)made["engineObjectId"]);
        Assert.Equal(@"INTERNAL\sa_repository", (string?)made["modifiedByUserName"]);
        Assert.Equal("sa_repository", (string?)made["owner"]?["userId"]);
        Assert.Equal("DataConnection", (string?)made["schemaPath"]);
        Assert.Null(made["privileges"]);
        Assert.Equal(0, (int?)made["logOn"]);
        Assert.Empty(made["tags"]!.AsArray());
        Assert.Empty(made["customProperties"]!.AsArray());
    }

    [Fact]
    public async Task Content_is_kept_exactly()
    {
        var body = QrsCaller.Connection("  Ünïcode \\ \"quoted\" (dom_user)");
        body["username"] = @"DOMAIN\user";
        body["password"] = "PRIV_KEY_FILE%2rsa_key.p8%%2LS0tLS1CRUdJTg==";
        body["logOn"] = 1;
        body["architecture"] = 2;
        var (status, text) = await _caller.TryAsync(HttpMethod.Post, "/qrs/dataconnection", body);
        Assert.Equal(201, status);
        var read = await _caller.GetAsync($"/qrs/dataconnection/{JsonNode.Parse(text)!["id"]}");
        foreach (var (name, value) in body)
            Assert.Equal(value!.ToJsonString(), read[name]!.ToJsonString());
    }

    [Fact]
    public async Task The_three_properties_that_scripts_post_are_enough_and_the_zero_id_means_none()
    {
        var body = new JsonObject
        {
            ["id"] = Guid.Empty.ToString(),
            ["Name"] = "minimal",
            ["connectionString"] = "x",
            ["type"] = "folder",
            ["unknown"] = 1,
        };
        var (status, text) = await _caller.TryAsync(HttpMethod.Post, "/qrs/dataconnection", body);
        Assert.Equal(201, status);
        Assert.NotEqual(Guid.Empty, (Guid)JsonNode.Parse(text)!["id"]!);
    }

    /// <summary>What other clients send, and real sites take: numbers as text, and {} for an owner that is left open.</summary>
    [Fact]
    public async Task Numbers_as_text_and_an_empty_owner_are_taken()
    {
        var body = QrsCaller.Connection("as others send it");
        body["logOn"] = "1";
        body["architecture"] = "0";
        body["owner"] = new JsonObject();

        var (status, text) = await _caller.TryAsync(HttpMethod.Post, "/qrs/dataconnection", body);

        Assert.Equal(201, status);
        var made = JsonNode.Parse(text)!;
        Assert.Equal((1, 0), ((int)made["logOn"]!, (int)made["architecture"]!));
        Assert.Equal("sa_repository", (string?)made["owner"]!["userId"]);
    }

    [Fact]
    public async Task Values_of_custom_properties_tell_when_and_by_whom_they_were_made()
    {
        var stage = emulator.Host.Qrs.AddCustomProperty("Tells", ["DataConnection"], "Dev");
        var body = QrsCaller.Connection("with a value");
        body["customProperties"] = new JsonArray(
            new JsonObject
            {
                ["value"] = "Dev",
                ["definition"] = new JsonObject { ["id"] = stage.ToString() },
            }
        );

        var (_, text) = await _caller.TryAsync(HttpMethod.Post, "/qrs/dataconnection", body);

        var value = JsonNode.Parse(text)!["customProperties"]![0]!;
        Assert.True(DateTimeOffset.TryParse((string?)value["createdDate"], out _));
        Assert.True(DateTimeOffset.TryParse((string?)value["modifiedDate"], out _));
        Assert.EndsWith("\\sa_repository", (string?)value["modifiedByUserName"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_id_of_ones_own_is_kept_and_taken_once()
    {
        var id = Guid.NewGuid();
        var body = QrsCaller.Connection("own id");
        body["id"] = id.ToString("D");
        Assert.Equal(201, (await _caller.TryAsync(HttpMethod.Post, "/qrs/dataconnection", body)).Status);
        Assert.Equal("own id", (string?)(await _caller.GetAsync($"/qrs/dataconnection/{id}"))["name"]);
        body["name"] = "own id again";
        Assert.Equal(409, (await _caller.TryAsync(HttpMethod.Post, "/qrs/dataconnection", body)).Status);
    }

    [Theory]
    [InlineData("name", "null")]
    [InlineData("name", "\"\"")]
    [InlineData("name", "5")]
    [InlineData("connectionstring", "null")]
    [InlineData("logOn", "2")]
    [InlineData("logOn", "\"2\"")]
    [InlineData("logOn", "\"one\"")]
    [InlineData("architecture", "3")]
    [InlineData("architecture", "-1")]
    [InlineData("id", "\"not a guid\"")]
    [InlineData("owner", "{\"id\":\"00000000-0000-0000-0000-000000000001\"}")]
    [InlineData("owner", "{\"userId\":\"sa_repository\"}")]
    [InlineData("tags", "[{\"id\":\"00000000-0000-0000-0000-000000000001\"}]")]
    [InlineData("tags", "{}")]
    [InlineData("tags", "[null]")]
    [InlineData("customProperties", "[{\"value\":\"x\",\"definition\":{\"id\":\"00000000-0000-0000-0000-000000000001\"}}]")]
    [InlineData("customProperties", "[\"a=b\"]")]
    public async Task What_does_not_fit_the_description_is_400(string property, string value)
    {
        var body = QrsCaller.Connection($"bad {property} {value}");
        body[property] = JsonNode.Parse(value);
        var (status, text) = await _caller.TryAsync(HttpMethod.Post, "/qrs/dataconnection", body);
        Assert.Equal(400, status);
        Assert.DoesNotContain('\n', text);
        Assert.DoesNotContain(
            emulator.Host.Qrs.DataConnections,
            connection => (string?)connection["name"] == $"bad {property} {value}"
        );
    }

    [Theory]
    [InlineData("name", 256)]
    [InlineData("connectionstring", 100_000)]
    [InlineData("type", 500)]
    [InlineData("username", 500)]
    [InlineData("password", 524_288)]
    public async Task Lengths_are_those_of_the_description(string property, int longest)
    {
        var body = QrsCaller.Connection("length of " + property);
        body[property] = new string('x', longest + 1);
        Assert.Equal(400, (await _caller.TryAsync(HttpMethod.Post, "/qrs/dataconnection", body)).Status);
        body[property] = new string('x', longest);
        Assert.Equal(201, (await _caller.TryAsync(HttpMethod.Post, "/qrs/dataconnection", body)).Status);
    }

    [Theory]
    [InlineData(DuplicateName.Conflict, 409)]
    [InlineData(DuplicateName.BadRequest, 400)]
    [InlineData(DuplicateName.Allow, 201)]
    public async Task A_name_can_be_taken_once(DuplicateName setting, int expected)
    {
        await using var own = await RunningEmulator.StartAsync();
        own.Host.Qrs.Settings.DuplicateName = setting;
        using var caller = new QrsCaller(own.Manifest);
        await caller.CreateAsync("Twice");
        Assert.Equal(
            expected,
            (await caller.TryAsync(HttpMethod.Post, "/qrs/dataconnection", QrsCaller.Connection("TWICE"))).Status
        );
        Assert.Equal(expected == 201 ? 2 : 1, own.Host.Qrs.DataConnections.Count);

        own.Host.Qrs.Settings.NamesIgnoreCase = false;
        Assert.Equal(201, (await caller.TryAsync(HttpMethod.Post, "/qrs/dataconnection", QrsCaller.Connection("tWICE"))).Status);
    }

    [Fact]
    public async Task Renaming_to_a_taken_name_is_refused_and_to_its_own_is_not()
    {
        await _caller.CreateAsync("rename: taken");
        var made = await _caller.CreateAsync("rename: mine");
        var body = (JsonObject)made.DeepClone();
        body["name"] = "rename: taken";
        Assert.Equal(409, (await _caller.TryAsync(HttpMethod.Put, Path(made), body)).Status);
        body["name"] = "Rename: Mine";
        Assert.Equal(200, (await _caller.TryAsync(HttpMethod.Put, Path(made), body)).Status);
    }

    [Fact]
    public async Task Many_are_added_all_or_none()
    {
        var good = new JsonArray(QrsCaller.Connection("many 1"), QrsCaller.Connection("many 2"));
        var (status, text) = await _caller.TryAsync(HttpMethod.Post, "/qrs/dataconnection/many", good);
        Assert.Equal((201, 2), (status, JsonNode.Parse(text)!.AsArray().Count));

        var bad = new JsonArray(QrsCaller.Connection("many 3"), QrsCaller.Connection("MANY 3"));
        Assert.Equal(409, (await _caller.TryAsync(HttpMethod.Post, "/qrs/dataconnection/many", bad)).Status);
        Assert.DoesNotContain(emulator.Host.Qrs.DataConnections, connection => (string?)connection["name"] == "many 3");
    }

    [Fact]
    public async Task The_condensed_list_has_no_owner_tags_or_dates()
    {
        var made = await _caller.CreateAsync("condensed");
        var list = await _caller.GetAsync("/qrs/dataconnection?" + QrsCaller.Filter($"id eq {made["id"]}"));
        Assert.Equal(
            [
                "id",
                "name",
                "connectionstring",
                "type",
                "engineObjectId",
                "username",
                "password",
                "logOn",
                "architecture",
                "privileges",
            ],
            list.AsArray().Single()!.AsObject().Select(pair => pair.Key)
        );
    }

    [Fact]
    public async Task A_count_is_an_object_or_by_setting_a_number()
    {
        await using var own = await RunningEmulator.StartAsync();
        using var caller = new QrsCaller(own.Manifest);
        await caller.CreateAsync("one");
        await caller.CreateAsync("two");
        Assert.Equal("""{"value":2}""", (await caller.GetAsync("/qrs/dataconnection/count")).ToJsonString());
        Assert.Equal(
            """{"value":1}""",
            (await caller.GetAsync("/qrs/dataconnection/count?" + QrsCaller.Filter("name eq 'one'"))).ToJsonString()
        );
        own.Host.Qrs.Settings.CountShape = CountShape.Number;
        Assert.Equal("2", (await caller.GetAsync("/qrs/dataconnection/count")).ToJsonString());
    }

    [Theory]
    [InlineData(ReturnPassword.Clear, "\"secret\"")]
    [InlineData(ReturnPassword.Empty, "\"\"")]
    [InlineData(ReturnPassword.Omit, null)]
    public async Task A_password_is_returned_as_the_setting_says_and_kept_by_an_update_that_echoes_it(
        ReturnPassword setting,
        string? shown
    )
    {
        await using var own = await RunningEmulator.StartAsync();
        own.Host.Qrs.Settings.ReturnPassword = setting;
        using var caller = new QrsCaller(own.Manifest);
        var made = await caller.CreateAsync("secretive");
        var listed = (await caller.GetAsync("/qrs/dataconnection"))[0]!.AsObject();
        foreach (var read in new[] { made, listed, (await caller.GetAsync(Path(made))).AsObject() })
            Assert.Equal(shown, read["password"]?.ToJsonString());
        Assert.Equal(shown is not null, made.ContainsKey("password"));

        Assert.Equal(200, (await caller.TryAsync(HttpMethod.Put, Path(made), made)).Status);
        Assert.Equal("secret", (string?)own.Host.Qrs.DataConnections.Single()["password"]);
    }

    [Fact]
    public async Task An_update_without_the_password_keeps_it_and_empty_credentials_clear_it()
    {
        var made = await _caller.CreateAsync("cleared");
        made.Remove("password");
        made["username"] = "OTHER";
        var (status, text) = await _caller.TryAsync(HttpMethod.Put, Path(made), made);
        Assert.Equal(200, status);
        var updated = (JsonObject)JsonNode.Parse(text)!;
        Assert.Equal(("OTHER", "secret"), ((string?)updated["username"], (string?)updated["password"]));

        (updated["username"], updated["password"]) = ("", "");
        Assert.Equal(200, (await _caller.TryAsync(HttpMethod.Put, Path(made), updated)).Status);
        Assert.Equal("", (string?)(await _caller.GetAsync(Path(made)))["password"]);
    }

    [Fact]
    public async Task An_update_is_refused_when_the_connection_changed_since_it_was_read()
    {
        var read = await _caller.CreateAsync("concurrent");
        var (status, text) = await _caller.TryAsync(HttpMethod.Put, Path(read), read);
        Assert.Equal(200, status);
        var after = JsonNode.Parse(text)!;
        Assert.NotEqual((string?)read["modifiedDate"], (string?)after["modifiedDate"]);
        Assert.Equal((string?)read["createdDate"], (string?)after["createdDate"]);

        Assert.Equal((409, "Conflict"), await _caller.TryAsync(HttpMethod.Put, Path(read), read));

        read["modifiedDate"] = "2999-01-01T00:00:00.000Z";
        Assert.Equal(200, (await _caller.TryAsync(HttpMethod.Put, Path(read), read)).Status);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("\"yesterday\"")]
    [InlineData("5")]
    public async Task An_update_without_a_modified_date_is_409(string? date)
    {
        var made = await _caller.CreateAsync($"undated {date}");
        made["modifiedDate"] = date is null ? null : JsonNode.Parse(date);
        Assert.Equal(409, (await _caller.TryAsync(HttpMethod.Put, Path(made), made)).Status);
    }

    [Fact]
    public async Task An_update_needs_the_id_in_the_path()
    {
        var made = await _caller.CreateAsync("id twice");
        var other = await _caller.CreateAsync("id twice: other");
        Assert.Equal(400, (await _caller.TryAsync(HttpMethod.Put, Path(other), made)).Status);
        var without = (JsonObject)made.DeepClone();
        without.Remove("id");
        Assert.Equal(400, (await _caller.TryAsync(HttpMethod.Put, Path(made), without)).Status);
    }

    [Fact]
    public async Task The_owner_can_be_changed_by_id()
    {
        var user = emulator.Host.Qrs.AddUser("DOM", "new owner");
        var made = await _caller.CreateAsync("handed over");
        made["owner"] = new JsonObject { ["id"] = user.ToString() };
        Assert.Equal(200, (await _caller.TryAsync(HttpMethod.Put, Path(made), made)).Status);
        Assert.Equal("new owner", (string?)(await _caller.GetAsync(Path(made)))["owner"]!["userId"]);
    }

    [Fact]
    public async Task A_removed_connection_is_gone()
    {
        var made = await _caller.CreateAsync("short-lived");
        Assert.Equal((204, ""), await _caller.TryAsync(HttpMethod.Delete, Path(made)));
        Assert.Equal(404, (await _caller.TryAsync(HttpMethod.Delete, Path(made))).Status);
        Assert.Equal(404, (await _caller.TryAsync(HttpMethod.Get, Path(made))).Status);
        Assert.Equal(404, (await _caller.TryAsync(HttpMethod.Put, Path(made), made)).Status);
        await _caller.CreateAsync("short-lived");
    }

    [Fact]
    public async Task A_body_that_is_not_json_is_400()
    {
        using var certificate = QrsCaller.Certificate(emulator.Manifest);
        using var client = new HttpClient(RunningEmulator.Trusting(emulator.Manifest.Qrs.RootCertificate, certificate));
        using var request = new HttpRequestMessage(
            HttpMethod.Post,
            $"{emulator.Manifest.Qrs.Url}/qrs/dataconnection?xrfkey={QrsCaller.Key}"
        );
        request.Headers.Add("X-Qlik-Xrfkey", QrsCaller.Key);
        request.Headers.Add("X-Qlik-User", "UserDirectory=INTERNAL; UserId=sa_repository");
        request.Content = new StringContent("name=x");
        using var response = await client.SendAsync(request);
        Assert.Equal(400, (int)response.StatusCode);
    }

    [Fact]
    public async Task Tags_and_custom_properties_are_resolved_by_id()
    {
        var tag = emulator.Host.Qrs.AddTag("nightly");
        var stage = emulator.Host.Qrs.AddCustomProperty("Stage", ["DataConnection"], "Dev", "Prod");
        var forApps = emulator.Host.Qrs.AddCustomProperty("AppOnly", ["App"]);
        var body = QrsCaller.Connection("decorated");
        body["tags"] = new JsonArray(new JsonObject { ["id"] = tag.ToString() });
        body["customProperties"] = new JsonArray(Value(stage, "Prod"));
        var (status, text) = await _caller.TryAsync(HttpMethod.Post, "/qrs/dataconnection", body);
        Assert.True(status == 201, text);
        var made = (JsonObject)JsonNode.Parse(text)!;
        Assert.Equal("nightly", (string?)made["tags"]![0]!["name"]);
        Assert.Equal("Stage", (string?)made["customProperties"]![0]!["definition"]!["name"]);
        Assert.Equal("CustomPropertyValue", (string?)made["customProperties"]![0]!["schemaPath"]);

        made["customProperties"] = new JsonArray(Value(stage, "Elsewhere"));
        Assert.Equal(400, (await _caller.TryAsync(HttpMethod.Put, Path(made), made)).Status);
        made["customProperties"] = new JsonArray(Value(forApps, "x"));
        Assert.Equal(400, (await _caller.TryAsync(HttpMethod.Put, Path(made), made)).Status);

        Assert.Equal(204, (await _caller.TryAsync(HttpMethod.Delete, $"/qrs/tag/{tag}")).Status);
        Assert.Empty((await _caller.GetAsync(Path(made)))["tags"]!.AsArray());
    }

    [Fact]
    public async Task Privileges_come_when_asked_for()
    {
        var made = await _caller.CreateAsync("privileged");
        var read = await _caller.GetAsync(Path(made) + "?privileges=true");
        Assert.Contains("update", read["privileges"]!.AsArray().Select(name => (string)name!));
        Assert.Null(read["owner"]!["privileges"]);
    }

    [Fact]
    public async Task Somebody_without_a_role_sees_and_changes_his_own_only()
    {
        emulator.Host.Qrs.AddUser("DOM", "plain");
        var others = await _caller.CreateAsync("not plain's");
        using var plain = new QrsCaller(emulator.Manifest) { User = "UserDirectory=DOM; UserId=plain" };
        var own = await plain.CreateAsync("plain's");
        var list = (await plain.GetAsync("/qrs/dataconnection")).AsArray();
        Assert.Equal((string?)own["id"], (string?)Assert.Single(list)!["id"]);
        Assert.Equal((403, "Forbidden"), await plain.TryAsync(HttpMethod.Get, Path(others)));
        Assert.Equal(403, (await plain.TryAsync(HttpMethod.Put, Path(others), others)).Status);
        Assert.Equal(403, (await plain.TryAsync(HttpMethod.Delete, Path(others))).Status);
        Assert.Equal(
            403,
            (await plain.TryAsync(HttpMethod.Post, "/qrs/dataconnection", QrsCaller.Connection("a folder", "folder"))).Status
        );
        Assert.Equal(403, (await plain.TryAsync(HttpMethod.Post, "/qrs/tag", new JsonObject { ["name"] = "x" })).Status);
    }

    private static string Path(JsonNode connection) => $"/qrs/dataconnection/{connection["id"]}";

    private static JsonObject Value(Guid definition, string value) =>
        new()
        {
            ["value"] = value,
            ["definition"] = new JsonObject { ["id"] = definition.ToString() },
        };
}
