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
        var body = new JsonObject { ["name"] = "Team", ["valueType"] = "Text", ["choiceValues"] = new JsonArray("A", "B"), ["objectTypes"] = new JsonArray("DataConnection") };
        Assert.Equal(201, (await _caller.TryAsync(HttpMethod.Post, "/qrs/custompropertydefinition", body)).Status);
        var full = (await _caller.GetAsync("/qrs/CustomPropertyDefinition/full?" + QrsCaller.Filter("name eq 'team'")))[0]!;
        Assert.Equal("""["DataConnection"]""", full["objectTypes"]!.ToJsonString());
        var condensed = (await _caller.GetAsync("/qrs/custompropertydefinition?" + QrsCaller.Filter("name eq 'team'")))[0]!.AsObject();
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
        Assert.Equal(["id", "userId", "userDirectory", "userDirectoryConnectorName", "name", "privileges"], condensed.Select(pair => pair.Key));
        var full = (await _caller.GetAsync("/qrs/user/full?" + QrsCaller.Filter(filter)))[0]!;
        Assert.Equal("""["AuditAdmin"]""", full["roles"]!.ToJsonString());
        Assert.False((bool)full["inactive"]!);
    }

    [Fact]
    public async Task Built_in_users_can_not_be_removed()
        => Assert.Equal(403, (await _caller.TryAsync(HttpMethod.Delete, $"/qrs/user/{emulator.Host.Qrs.Administrator}")).Status);

    [Fact]
    public async Task Enumerations_are_told_by_usage()
    {
        var enums = await _caller.GetAsync("/qrs/about/api/enums");
        Assert.Contains(enums.AsObject(), pair => pair.Value!["usages"]!.ToJsonString() == """["DataConnection.logOn"]"""
            && (string?)pair.Value["values"]![1] == "1: LOG_ON_CURRENT_USER");
    }
}
