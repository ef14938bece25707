using System.Text.Json;
using QlikSnowflake.Http;

namespace QlikSnowflake.QlikCloud.Connections;

/// <summary>A space of a tenant (qlik.dev, REST reference, spaces).</summary>
internal sealed record QlikCloudSpace(string Id, string Name)
{
    public static QlikCloudSpace Read(JsonElement json) =>
        new(json.GetProperty("id").GetString() ?? string.Empty, json.Text("name"));
}
