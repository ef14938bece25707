using System.Text.Json;
using QlikSnowflake.Http;

namespace QlikSnowflake.Qrs;

/// <summary>A tag of a site (repository API, entity Tag).</summary>
/// <param name="Id">The id.</param>
/// <param name="Name">The name; unique on a site.</param>
public sealed record QrsTag(Guid Id, string Name)
{
    /// <inheritdoc/>
    public override string ToString() => Name;

    internal static QrsTag Read(JsonElement json) => new(json.GetProperty("id").GetGuid(), json.Text("name"));
}
