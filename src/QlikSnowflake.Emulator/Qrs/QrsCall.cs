using System.Text.Json.Nodes;

namespace QlikSnowflake.Emulator.Qrs;

/// <summary>A request that has passed the door, with its body read.</summary>
internal sealed record QrsCall(HttpContext Context, QrsUser User, JsonNode? Body)
{
    public string? Parameter(string name) => Context.Request.Query.TryGetValue(name, out var values) ? values[0] : null;

    public bool Flag(string name) => bool.TryParse(Parameter(name), out var flag) && flag;

    /// <summary>The id in the path.</summary>
    public Guid Id =>
        Guid.TryParse((string?)Context.Request.RouteValues["id"], out var id)
            ? id
            : throw QrsRefusal.BadRequest("Bad Request: id is not a GUID");

    public JsonObject BodyObject => Body as JsonObject ?? throw QrsRefusal.BadRequest("Bad Request: an object is expected");

    public JsonArray BodyArray => Body as JsonArray ?? throw QrsRefusal.BadRequest("Bad Request: an array is expected");
}

/// <summary>What a request is answered with.</summary>
internal sealed record QrsAnswer(int Status, JsonNode? Body)
{
    private const int LongestWhole = 500;

    /// <summary>A list that is too long to be written in one piece; <see cref="Body"/> is null then.</summary>
    public IReadOnlyList<JsonObject>? Items { get; private init; }

    /// <summary>Writes one of <see cref="Items"/>.</summary>
    public Func<JsonObject, JsonObject>? Write { get; private init; }

    /// <summary>A list: in one piece where it is short, otherwise item by item while it is sent.</summary>
    public static QrsAnswer Many(IReadOnlyList<JsonObject> entities, Func<JsonObject, JsonObject> write) =>
        entities.Count <= LongestWhole
            ? Ok(new JsonArray([.. entities.Select(write)]))
            : new QrsAnswer(200, null) { Items = entities, Write = write };

    public static QrsAnswer Ok(JsonNode? body) => new(200, body);

    public static QrsAnswer Created(JsonNode? body) => new(201, body);

    public static QrsAnswer NoContent { get; } = new(204, null);
}
