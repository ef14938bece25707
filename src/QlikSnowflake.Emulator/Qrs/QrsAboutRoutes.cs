using System.Text.Json.Nodes;

namespace QlikSnowflake.Emulator.Qrs;

/// <summary>What the repository says about itself.</summary>
internal static class QrsAboutRoutes
{
    public static void Map(QrsRouter router)
    {
        router.Get("/qrs/about", _ => QrsAnswer.Ok(About()));
        router.Get("/qrs/about/api/enums", _ => QrsAnswer.Ok(Enums()));
    }

    private static JsonObject About() =>
        new()
        {
            ["buildVersion"] = "38.22.0.0",
            ["buildDate"] = "10/9/2025 09:53:45 AM",
            ["databaseProvider"] = "Devart.Data.PostgreSql",
            ["nodeType"] = 1,
            ["sharedPersistence"] = true,
            ["requiresBootstrap"] = false,
            ["singleNodeOnly"] = false,
            ["schemaPath"] = "About",
        };

    private static JsonObject Enums() =>
        new()
        {
            ["ConnectionArchitectureEnum"] = Enum("DataConnection.architecture", "0: Undefined", "1: x86", "2: x64"),
            ["LogOnEnum"] = Enum("DataConnection.logOn", "0: LOG_ON_SERVICE_USER", "1: LOG_ON_CURRENT_USER"),
        };

    private static JsonObject Enum(string usage, params string[] values) =>
        new()
        {
            ["values"] = new JsonArray([.. values.Select(value => JsonValue.Create(value))]),
            ["usages"] = new JsonArray(usage),
        };
}
