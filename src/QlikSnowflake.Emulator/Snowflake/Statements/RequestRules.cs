namespace QlikSnowflake.Emulator.Snowflake.Statements;

/// <summary>The headers that every request needs. From https://docs.snowflake.com/en/developer-guide/sql-api/reference.</summary>
internal static class RequestRules
{
    /// <exception cref="ApiRefusal">A header is missing or wrong.</exception>
    public static void Check(HttpRequest request, SnowflakeSettings settings)
    {
        if (settings.RequireUserAgent && request.Headers.UserAgent.ToString().Trim().Length == 0)
            throw ApiRefusal.BadPayload("The User-Agent header is missing.");

        var accept = request.Headers.Accept.ToString();
        if (accept.Length == 0)
            throw new ApiRefusal(400, "391902", "Unsupported Accept header null is specified.");
        var accepted = accept.Split(',').Select(MediaType);
        if (!accepted.Any(t => t is "application/json" or "application/*" or "*/*"))
            throw new ApiRefusal(400, "391902", $"Unsupported Accept header {accept} is specified.");
    }

    /// <summary>Without a Content-Type the body is taken as JSON.</summary>
    /// <exception cref="ApiRefusal">The type is not JSON.</exception>
    public static void CheckContentType(HttpRequest request)
    {
        if (request.ContentType is { Length: > 0 } type && MediaType(type) != "application/json")
            throw new ApiRefusal(415, "391903", $"Unsupported Content-Type header {type} is specified.");
    }

    private static string MediaType(string text)
    {
        var end = text.IndexOf(';', StringComparison.Ordinal);
        return (end < 0 ? text : text[..end]).Trim().ToLowerInvariant();
    }
}
