using System.Text.Json;
using QlikSnowflake.Http;

namespace QlikSnowflake.Qrs;

/// <summary>What a repository says of itself (<c>GET /qrs/about</c>).</summary>
/// <param name="BuildVersion">The repository's version, such as 26.31.3.0.</param>
/// <param name="BuildDate">Its build date, as the repository writes it.</param>
/// <param name="SharedPersistence">Whether the site shares one database.</param>
/// <param name="SingleNodeOnly">Whether it is limited to one node.</param>
public sealed record QrsAbout(string BuildVersion, string? BuildDate, bool SharedPersistence, bool SingleNodeOnly)
{
    internal static QrsAbout Read(JsonElement json) =>
        new(
            json.GetProperty("buildVersion").GetString() ?? string.Empty,
            json.TextOrNull("buildDate"),
            json.IsTrue("sharedPersistence"),
            json.IsTrue("singleNodeOnly")
        );
}
