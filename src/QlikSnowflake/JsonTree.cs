using System.Text.Json;

namespace QlikSnowflake.Commands;

/// <summary>Makes PowerShell's values of JSON; what becomes of a number and of an object is the caller's to say.</summary>
/// <param name="number">Makes a number.</param>
/// <param name="table">Makes an object, reading its properties by the tree that it is given.</param>
internal sealed class JsonTree(Func<JsonElement, object> number, Func<JsonElement, JsonTree, object> table)
{
    /// <summary>A value as PowerShell's.</summary>
    public object? Read(JsonElement json) =>
        json.ValueKind switch
        {
            JsonValueKind.Object => table(json, this),
            JsonValueKind.Array => json.EnumerateArray().Select(Read).ToArray(),
            JsonValueKind.String => json.GetString(),
            JsonValueKind.Number => number(json),
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            _ => null,
        };
}
