using System.Text.Json.Nodes;
using Xunit;

namespace QlikSnowflake.Tests.Qrs;

public sealed class QrsDescriptionTests(RunningEmulator emulator) : IClassFixture<RunningEmulator>, IDisposable
{
    private readonly QrsCaller _caller = new(emulator.Manifest);

    public void Dispose() => _caller.Dispose();

    [Fact]
    public async Task The_description_names_every_call_or_those_of_a_method()
    {
        var all = Texts(await _caller.GetAsync("/qrs/about/api/description?extended=false&format=JSON"));
        Assert.Contains("GET /qrs/dataconnection/{id}", all);
        Assert.Contains("PUT /qrs/selection/{id}/dataconnection/synthetic", all);
        Assert.Contains("GET /qrs/about/api/description", all);
        var deletions = Texts(await _caller.GetAsync("/qrs/about/api/description?method=delete"));
        Assert.All(deletions, call => Assert.StartsWith("DELETE /qrs/", call, StringComparison.Ordinal));
        Assert.Contains("DELETE /qrs/selection/{id}/dataconnection", deletions);
    }

    [Fact]
    public async Task The_calls_are_an_OpenAPI_document_too()
    {
        var document = await _caller.GetAsync("/qrs/about/openapi");

        Assert.StartsWith("3.", (string?)document["openapi"], StringComparison.Ordinal);
        Assert.NotNull(document["paths"]!["/dataconnection/{id}"]!["put"]);
    }

    [Fact]
    public async Task Relations_lead_from_properties_to_types()
    {
        var relations = Texts(await _caller.GetAsync("/qrs/about/api/relations"));
        Assert.Contains("DataConnection.owner > User", relations);
        Assert.Contains("DataConnection.customProperties > CustomPropertyValue", relations);
        Assert.Contains("CustomPropertyValue.definition > CustomPropertyDefinition", relations);
        Assert.Equal(relations.Count, relations.Distinct().Count());
    }

    [Fact]
    public async Task The_default_of_a_type_has_every_property_and_by_wish_one_entry_in_each_list()
    {
        var bare = await _caller.GetAsync("/qrs/about/api/default/dataconnection");
        Assert.Equal(
            ("DataConnection", "", 0, Guid.Empty.ToString("D")),
            ((string?)bare["schemaPath"], (string?)bare["connectionstring"], (int)bare["logOn"]!, (string?)bare["id"])
        );
        Assert.Empty(bare["tags"]!.AsArray());
        var filled = await _caller.GetAsync("/qrs/about/api/default/dataconnection?listentries=true");
        Assert.Equal("Tag", (string?)Assert.Single(filled["tags"]!.AsArray())!["schemaPath"]);
        Assert.Equal("CustomPropertyValue", (string?)Assert.Single(filled["customProperties"]!.AsArray())!["schemaPath"]);
        Assert.Equal(404, (await _caller.TryAsync(HttpMethod.Get, "/qrs/about/api/default/nothing")).Status);
    }

    private static List<string> Texts(JsonNode list) => [.. list.AsArray().Select(node => (string)node!)];
}
