using System.Text.Json.Nodes;

namespace QlikSnowflake.Emulator.QlikCloud;

/// <summary>Reads what clients send without trusting its types.</summary>
internal static class SentJson
{
    /// <summary>A property that is a string; null where it's missing or something else.</summary>
    public static string? Text(this JsonObject body, string name) =>
        body[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
