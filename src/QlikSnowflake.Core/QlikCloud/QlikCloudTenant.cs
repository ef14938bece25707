using System.Text.Json;
using QlikSnowflake.Http;
using QlikSnowflake.Lists;

namespace QlikSnowflake.QlikCloud;

/// <summary>A Qlik Cloud tenant (qlik.dev, REST reference, tenants).</summary>
/// <param name="Id">The id.</param>
/// <param name="Name">The display name.</param>
/// <param name="HostNames">Its host names.</param>
/// <param name="Region">Its region, where the tenant says.</param>
public sealed record QlikCloudTenant(string Id, string Name, TextList HostNames, string? Region)
{
    internal static QlikCloudTenant Read(JsonElement json) =>
        new(
            json.GetProperty("id").GetString() ?? string.Empty,
            json.Text("name"),
            [.. json.Items("hostnames").Select(h => h.GetString() ?? string.Empty)],
            json.TextOrNull("region")
        );
}
