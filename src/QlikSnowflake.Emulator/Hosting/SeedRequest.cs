using System.Text.Json;
using System.Text.Json.Nodes;

namespace QlikSnowflake.Emulator.Hosting;

/// <summary>
/// The body of a request for test data: <c>{"service":"qrs","dataConnections":10000}</c>. Reads each property at most
/// once; what is left over is refused.
/// </summary>
internal sealed class SeedRequest(JsonObject body)
{
    private const int Most = 1_000_000;

    private readonly HashSet<string> _read = new(StringComparer.OrdinalIgnoreCase);

    public string Service => Text("service") ?? throw new ArgumentException("service is missing.");

    public int Count(string name)
    {
        var node = Take(name);
        if (node is null)
            return 0;
        return node is JsonValue value && value.TryGetValue<int>(out var count) && count is >= 0 and <= Most
            ? count
            : throw new ArgumentException($"{name} must be a number from 0 to {Most}.");
    }

    public bool Flag(string name, bool otherwise) =>
        Take(name) switch
        {
            null => otherwise,
            var node when node.GetValueKind() is JsonValueKind.True or JsonValueKind.False => (bool)node,
            _ => throw new ArgumentException($"{name} must be true or false."),
        };

    public string? Text(string name) =>
        Take(name) switch
        {
            null => null,
            JsonValue value when value.TryGetValue<string>(out var text) => text,
            _ => throw new ArgumentException($"{name} must be a string."),
        };

    /// <summary>To be called when everything has been read, before anything is done.</summary>
    public void RequireAllRead()
    {
        if (body.Select(pair => pair.Key).FirstOrDefault(name => !_read.Contains(name)) is { } unknown)
            throw new ArgumentException($"There is nothing called {unknown} to seed.");
    }

    private JsonNode? Take(string name)
    {
        _read.Add(name);
        return body.FirstOrDefault(pair => string.Equals(pair.Key, name, StringComparison.OrdinalIgnoreCase)).Value;
    }
}
