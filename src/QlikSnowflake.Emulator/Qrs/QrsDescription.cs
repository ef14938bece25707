using System.Text.Json.Nodes;

namespace QlikSnowflake.Emulator.Qrs;

/// <summary>
/// What the repository says about its own API: calls, relations between types, entities with default values. The text of
/// a call's line isn't published; here it is the method and the path.
/// </summary>
internal static class QrsDescription
{
    // The earliest date of the repository's database.
    private const string NoDate = "1753-01-01T00:00:00.000Z";

    private static readonly QrsEntityType[] Types =
    [
        QrsEntityType.DataConnection,
        QrsEntityType.Tag,
        QrsEntityType.User,
        QrsEntityType.CustomPropertyDefinition,
        QrsEntityType.Selection,
    ];

    public static void Map(QrsRouter router)
    {
        router.Get("/qrs/about/api/description", call => QrsAnswer.Ok(Calls(router, call.Parameter("method"))));
        router.Get("/qrs/about/api/relations", _ => QrsAnswer.Ok(Relations()));
        router.Get("/qrs/about/openapi", _ => QrsAnswer.Ok(OpenApi(router)));
        foreach (var type in Types)
            router.Get("/qrs/about/api/default/" + type.Segment, call => QrsAnswer.Ok(Default(type, call.Flag("listentries"))));
    }

    private static JsonArray Calls(QrsRouter router, string? method) =>
        new([
            .. router
                .Calls.Where(call => method is null || string.Equals(call.Method, method, StringComparison.OrdinalIgnoreCase))
                .Select(call => JsonValue.Create($"{call.Method} {call.Path}")),
        ]);

    /// <summary>The calls as an OpenAPI document, without what they take and give.</summary>
    private static JsonObject OpenApi(QrsRouter router) =>
        new()
        {
            ["openapi"] = "3.0.1",
            ["info"] = new JsonObject { ["title"] = "QRS", ["version"] = "38.22.0" },
            ["paths"] = new JsonObject(
                router
                    .Calls.GroupBy(call => call.Path["/qrs".Length..])
                    .Select(path =>
                        KeyValuePair.Create(
                            path.Key,
                            (JsonNode?)
                                new JsonObject(
                                    path.Select(call => call.Method.ToLowerInvariant())
                                        .Distinct()
                                        .Select(method => KeyValuePair.Create(method, (JsonNode?)new JsonObject()))
                                )
                        )
                    )
            ),
        };

    private static JsonArray Relations() =>
        new([
            .. Types
                .Append(QrsEntityType.CustomPropertyValue)
                .SelectMany(type =>
                    type.Fields.Where(field => field.Target is not null)
                        .Select(field => JsonValue.Create($"{type.Name}.{field.Name} > {field.Target!.Name}"))
                ),
        ]);

    private static JsonObject Default(QrsEntityType type, bool listEntries)
    {
        var entity = new JsonObject();
        foreach (var field in type.Fields)
        {
            JsonNode? Entry() =>
                field.Kind switch
                {
                    QrsFieldKind.Text => "",
                    QrsFieldKind.Number => 0,
                    QrsFieldKind.Flag => false,
                    QrsFieldKind.Guid => Guid.Empty.ToString("D"),
                    QrsFieldKind.Date => NoDate,
                    _ => listEntries && field.IsList ? Default(field.Target!, listEntries) : null,
                };
            entity[field.Name] = field.IsList
                ? listEntries
                    ? new JsonArray(Entry())
                    : new JsonArray()
                : Entry();
        }

        entity["schemaPath"] = type.Name;
        entity["privileges"] = null;
        return entity;
    }
}
