using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Xunit;

namespace QlikSnowflake.Tests.Qrs;

public sealed class QrsEntityTests(RunningEmulator emulator) : IClassFixture<RunningEmulator>, IDisposable
{
    private readonly QrsCaller _caller = new(emulator.Manifest);

    public void Dispose() => _caller.Dispose();

    [Fact]
    public async Task Tags_can_be_made_and_found()
    {
        var (status, text) = await _caller.TryAsync(HttpMethod.Post, "/qrs/tag", new JsonObject { ["name"] = "it's new" });
        Assert.Equal(201, status);
        Assert.Equal("Tag", (string?)JsonNode.Parse(text)!["schemaPath"]);
        var found = (await _caller.GetAsync("/qrs/tag?" + QrsCaller.Filter(@"name eq 'it\'s new'"))).AsArray();
        Assert.Equal(["id", "name", "privileges"], Assert.Single(found)!.AsObject().Select(pair => pair.Key));
        Assert.Equal(409, (await _caller.TryAsync(HttpMethod.Post, "/qrs/tag", new JsonObject { ["name"] = "IT'S NEW" })).Status);
        Assert.Equal(400, (await _caller.TryAsync(HttpMethod.Post, "/qrs/tag", new JsonObject())).Status);
    }

    [Fact]
    public async Task Custom_properties_can_be_made_and_found()
    {
        var body = new JsonObject
        {
            ["name"] = "Team",
            ["valueType"] = "Text",
            ["choiceValues"] = new JsonArray("A", "B"),
            ["objectTypes"] = new JsonArray("DataConnection"),
        };
        Assert.Equal(201, (await _caller.TryAsync(HttpMethod.Post, "/qrs/custompropertydefinition", body)).Status);
        var full = (await _caller.GetAsync("/qrs/CustomPropertyDefinition/full?" + QrsCaller.Filter("name eq 'team'")))[0]!;
        Assert.Equal("""["DataConnection"]""", full["objectTypes"]!.ToJsonString());
        var condensed = (await _caller.GetAsync("/qrs/custompropertydefinition?" + QrsCaller.Filter("name eq 'team'")))[
            0
        ]!.AsObject();
        Assert.Equal(["id", "name", "valueType", "choiceValues", "privileges"], condensed.Select(pair => pair.Key));
        body.Remove("valueType");
        Assert.Equal(400, (await _caller.TryAsync(HttpMethod.Post, "/qrs/custompropertydefinition", body)).Status);
    }

    [Fact]
    public async Task Users_are_found_by_directory_and_id()
    {
        emulator.Host.Qrs.AddUser("CORP", "o'neil", "AuditAdmin");
        const string filter = @"userDirectory eq 'corp' and userId eq 'o\'neil'";
        var condensed = (await _caller.GetAsync("/qrs/user?" + QrsCaller.Filter(filter)))[0]!.AsObject();
        Assert.Equal(
            ["id", "userId", "userDirectory", "userDirectoryConnectorName", "name", "privileges"],
            condensed.Select(pair => pair.Key)
        );
        var full = (await _caller.GetAsync("/qrs/user/full?" + QrsCaller.Filter(filter)))[0]!;
        Assert.Equal("""["AuditAdmin"]""", full["roles"]!.ToJsonString());
        Assert.False((bool)full["inactive"]!);
    }

    [Fact]
    public async Task Built_in_users_can_not_be_removed() =>
        Assert.Equal(403, (await _caller.TryAsync(HttpMethod.Delete, $"/qrs/user/{emulator.Host.Qrs.Administrator}")).Status);

    [Fact]
    public async Task Enumerations_are_told_by_usage()
    {
        var enums = await _caller.GetAsync("/qrs/about/api/enums");
        Assert.Contains(
            enums.AsObject(),
            pair =>
                pair.Value!["usages"]!.ToJsonString() == """["DataConnection.logOn"]"""
                && (string?)pair.Value["values"]![1] == "1: LOG_ON_CURRENT_USER"
        );
    }

    [Fact]
    public async Task A_table_has_the_columns_asked_for_sorted_and_paged()
    {
        await using var own = await RunningEmulator.StartAsync();
        using var caller = new QrsCaller(own.Manifest);
        var tag = own.Host.Qrs.AddTag("nightly");
        foreach (var name in new[] { "b", "c", "a" })
        {
            var connection = QrsCaller.Connection(name);
            connection["tags"] = new JsonArray(new JsonObject { ["id"] = tag.ToString() });
            own.Host.Qrs.AddDataConnection(connection);
        }

        var definition = JsonNode.Parse(
            """
            {"entity":"DataConnection","columns":[
              {"name":"name","columnType":"Property","definition":"name"},
              {"name":"owner","columnType":1,"definition":"owner.userId"},
              {"name":"tags","columnType":"List","definition":"tags","list":[{"name":"name","columnType":"Property","definition":"name"}]},
              {"name":"privileges","columnType":"Privileges","definition":"privileges"}]}
            """
        );
        var (status, text) = await caller.TryAsync(
            HttpMethod.Post,
            "/qrs/DataConnection/table?skip=1&take=1&sortColumn=name&orderAscending=false",
            definition
        );
        Assert.Equal(201, status);
        var table = JsonNode.Parse(text)!;
        Assert.Equal("""["name","owner","tags","privileges"]""", table["columnNames"]!.ToJsonString());
        var row = Assert.Single(table["rows"]!.AsArray())!;
        Assert.Equal(("b", "sa_repository"), ((string?)row[0], (string?)row[1]));
        Assert.Equal("""[["nightly"]]""", row[2]!["rows"]!.ToJsonString());
        Assert.Contains("update", row[3]!.AsArray().Select(name => (string)name!));
        Assert.Equal(400, (await caller.TryAsync(HttpMethod.Post, "/qrs/dataconnection/table?take=x", definition)).Status);
        Assert.Equal(400, (await caller.TryAsync(HttpMethod.Post, "/qrs/dataconnection/table", new JsonObject())).Status);
    }

    [Fact]
    public async Task What_one_may_do_can_be_asked_beforehand()
    {
        emulator.Host.Qrs.AddUser("DOM", "asker");
        using var plain = new QrsCaller(emulator.Manifest) { User = "UserDirectory=DOM; UserId=asker" };
        Assert.Equal(
            (201, "true"),
            await plain.TryAsync(HttpMethod.Post, "/qrs/dataconnection/previewcreateprivilege", QrsCaller.Connection("x"))
        );
        Assert.Equal(
            (201, "false"),
            await plain.TryAsync(
                HttpMethod.Post,
                "/qrs/dataconnection/previewcreateprivilege",
                QrsCaller.Connection("x", "folder")
            )
        );
        var theirs = QrsCaller.Connection("x");
        theirs["owner"] = new JsonObject { ["id"] = emulator.Host.Qrs.Administrator.ToString() };
        Assert.Equal((201, "[]"), await plain.TryAsync(HttpMethod.Post, "/qrs/dataconnection/previewprivileges", theirs));
    }

    [Theory]
    [InlineData("Pem", true, new[] { "client.pem", "client_key.pem", "root.pem", "server.pem", "server_key.pem" })]
    [InlineData("Pem", false, new[] { "client.pem", "root.pem", "server.pem" })]
    [InlineData("Windows", true, new[] { "client.pfx", "root.cer", "server.pfx" })]
    public async Task Certificates_are_exported_into_a_folder_per_machine(string format, bool withKeys, string[] files)
    {
        var machine = $"host-{format}-{withKeys}".ToLowerInvariant();
        var body = new JsonObject
        {
            ["machineNames"] = new JsonArray(machine),
            ["certificatePassword"] = "pw",
            ["includeSecretsKey"] = withKeys,
            ["exportFormat"] = format,
        };
        var (status, text) = await _caller.TryAsync(HttpMethod.Post, "/qrs/certificatedistribution/exportcertificates", body);
        Assert.Equal(201, status);
        var folder = (string)JsonNode.Parse(text)!;
        Assert.Equal(files, Directory.GetFiles(folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal(
            (string)(await _caller.GetAsync("/qrs/certificatedistribution/exportcertificatespath"))!,
            Path.GetDirectoryName(folder)
        );
        if (format != "Windows")
            return;
        using var client = X509CertificateLoader.LoadPkcs12FromFile(Path.Combine(folder, "client.pfx"), "pw");
        Assert.True(client.HasPrivateKey);
    }

    [Fact]
    public async Task An_export_to_a_machine_with_a_path_for_a_name_is_refused()
    {
        foreach (var name in new[] { "../out", "a/b", "", @"a\b" })
        {
            var body = new JsonObject { ["machineNames"] = new JsonArray(name), ["exportFormat"] = "Pem" };
            Assert.Equal(
                400,
                (await _caller.TryAsync(HttpMethod.Post, "/qrs/certificatedistribution/exportcertificates", body)).Status
            );
        }
    }
}
