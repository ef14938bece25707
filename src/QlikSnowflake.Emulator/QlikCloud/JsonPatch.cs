using System.Text.Json.Nodes;

namespace QlikSnowflake.Emulator.QlikCloud;

/// <summary>One step of a patch: <c>{"op":"replace","path":"/description","value":"…"}</c>.</summary>
internal sealed record PatchStep(string Op, string Path, JsonNode? Value)
{
    /// <summary>The value as a string, or 400.</summary>
    public string Text(string code) =>
        Value is JsonValue value && value.TryGetValue<string>(out var text) ? text : throw Bad(code, "a string is expected.");

    public CloudRefusal Bad(string code, string detail) => CloudRefusal.BadBody(code, Path, $"{Op} {Path}: {detail}");
}

/// <summary>Reads the array of steps that every PATCH of the tenant takes.</summary>
internal static class JsonPatch
{
    public static IReadOnlyList<PatchStep> Read(JsonNode? body, string code)
    {
        if (body is not JsonArray { Count: > 0 } array)
            throw CloudRefusal.BadBody(code, "/", "An array of operations is expected.");
        return
        [
            .. array.Select(node =>
                node is JsonObject step
                && step["op"] is JsonValue op
                && step["path"] is JsonValue path
                && op.TryGetValue<string>(out var opText)
                && path.TryGetValue<string>(out var pathText)
                    ? new PatchStep(opText, pathText, step["value"])
                    : throw CloudRefusal.BadBody(code, "/", "Every operation has op and path.")
            ),
        ];
    }
}
