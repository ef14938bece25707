using System.Text.Json;
using QlikSnowflake.Emulator.Snowflake.Sql;

namespace QlikSnowflake.Emulator.Snowflake.Statements;

/// <summary>
/// A POST to /api/v2/statements: query and body.
/// From https://docs.snowflake.com/en/developer-guide/sql-api/reference#post-api-v2-statements.
/// </summary>
internal sealed class SubmitRequest
{
    public required string RequestId { get; init; }

    public bool Retry { get; init; }

    public bool Async { get; init; }

    public bool NullsAsText { get; init; }

    public required string Statement { get; init; }

    /// <summary>Seconds; 0 for the longest, null for the account's.</summary>
    public long? Timeout { get; init; }

    public string? Database { get; init; }

    public string? Schema { get; init; }

    public string? Warehouse { get; init; }

    public string? Role { get; init; }

    public required Bindings Bindings { get; init; }

    /// <summary>The parameters by name without case, their values as text; those that are null are left out.</summary>
    public required IReadOnlyDictionary<string, string> Parameters { get; init; }

    /// <exception cref="ApiRefusal">The query or the body is not as described.</exception>
    public static async Task<SubmitRequest> ReadAsync(HttpRequest request)
    {
        var query = request.Query;
        try
        {
            using var document = await JsonDocument.ParseAsync(
                request.Body,
                cancellationToken: request.HttpContext.RequestAborted
            );
            var body = document.RootElement;
            if (body.ValueKind != JsonValueKind.Object)
                throw ApiRefusal.BadPayload();
            return new SubmitRequest
            {
                RequestId = RequestIdOf(request),
                Retry = Flag(query, "retry", false),
                Async = Flag(query, "async", false),
                NullsAsText = !Flag(query, "nullable", true),
                Statement = Text(body, "statement") ?? throw ApiRefusal.BadPayload("statement is missing."),
                Timeout = Seconds(body),
                Database = Text(body, "database"),
                Schema = Text(body, "schema"),
                Warehouse = Text(body, "warehouse"),
                Role = Text(body, "role"),
                Bindings = body.TryGetProperty("bindings", out var bindings) ? Bindings.Read(bindings) : Bindings.None,
                Parameters = ReadParameters(body),
            };
        }
        // The second: a string with half of a surrogate pair.
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw ApiRefusal.BadPayload();
        }
    }

    /// <summary>The request's id, or a new one.</summary>
    public static string RequestIdOf(HttpRequest request)
    {
        var text = request.Query["requestId"].ToString();
        if (text.Length == 0)
            return Guid.NewGuid().ToString("D");
        return Guid.TryParse(text, out _) ? text : throw ApiRefusal.BadPayload("requestId is not a UUID.");
    }

    private static bool Flag(IQueryCollection query, string name, bool absent)
    {
        var text = query[name].ToString();
        if (text.Length == 0)
            return absent;
        return bool.TryParse(text, out var value) ? value : throw ApiRefusal.BadPayload($"{name} is neither true nor false.");
    }

    private static string? Text(JsonElement body, string name)
    {
        if (!body.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null)
            return null;
        return value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : throw ApiRefusal.BadPayload($"{name} is not a string.");
    }

    private static long? Seconds(JsonElement body)
    {
        if (!body.TryGetProperty("timeout", out var value) || value.ValueKind == JsonValueKind.Null)
            return null;
        return value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var seconds) && seconds >= 0
            ? seconds
            : throw ApiRefusal.BadPayload("timeout is not a number of seconds.");
    }

    private static Dictionary<string, string> ReadParameters(JsonElement body)
    {
        var parameters = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        if (!body.TryGetProperty("parameters", out var given) || given.ValueKind == JsonValueKind.Null)
            return parameters;
        if (given.ValueKind != JsonValueKind.Object)
            throw ApiRefusal.BadPayload("parameters is not an object.");
        foreach (var parameter in given.EnumerateObject())
            if (parameter.Value.ValueKind != JsonValueKind.Null)
                parameters[parameter.Name] = parameter.Value.ToString();
        return parameters;
    }
}
