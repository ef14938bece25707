using System.Text.Json;
using QlikSnowflake.Http;

namespace QlikSnowflake.QlikCloud.Connections;

/// <summary>
/// What connections of Qlik Cloud log in with, where it is kept apart from them (qlik.dev, REST reference, data-credentials).
/// </summary>
/// <param name="Id">The id.</param>
/// <param name="Name">Its name; empty where it has none.</param>
/// <param name="ConnectionCount">How many connections use it, as far as the tenant says.</param>
/// <param name="UpdatedAt">When it was last changed.</param>
internal sealed record QlikCloudCredential(string Id, string Name, int? ConnectionCount, DateTimeOffset? UpdatedAt)
{
    public static QlikCloudCredential Read(JsonElement json) =>
        new(
            json.Text("qID"),
            json.Text("qName"),
            json.TryGetProperty("qConnCount", out var count) && count.TryGetInt32(out var number) ? number : null,
            json.InstantOrNull("updated")
        );
}
