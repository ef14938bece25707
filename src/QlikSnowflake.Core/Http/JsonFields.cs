using System.Globalization;
using System.Text.Json;

namespace QlikSnowflake.Http;

/// <summary>Reads fields of JSON objects whose presence and type differ between versions of a service.</summary>
internal static class JsonFields
{
    /// <summary>A text, or null where the field is absent or no text.</summary>
    public static string? TextOrNull(this JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? Decode(value) : null;

    // An escape of half a character is valid JSON and no text.
    private static string? Decode(JsonElement value)
    {
        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>A text, or the empty one.</summary>
    public static string Text(this JsonElement json, string name) => json.TextOrNull(name) ?? string.Empty;

    /// <summary>The elements of an array; none where the field is absent or no array.</summary>
    public static IEnumerable<JsonElement> Items(this JsonElement json, string name) =>
        json.TryGetProperty(name, out var items) && items.ValueKind == JsonValueKind.Array
            ? items.EnumerateArray()
            : Enumerable.Empty<JsonElement>();

    /// <summary>An instant, in UTC, or null where the field is absent or no date.</summary>
    public static DateTimeOffset? InstantOrNull(this JsonElement json, string name) =>
        json.TextOrNull(name) is { } text
        && DateTimeOffset.TryParse(
            text,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal,
            out var date
        )
            ? date
            : null;

    /// <summary>Whether a field is there and true.</summary>
    public static bool IsTrue(this JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True;
}
