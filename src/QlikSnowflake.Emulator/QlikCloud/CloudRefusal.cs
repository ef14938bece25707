using System.Text.Json.Nodes;

namespace QlikSnowflake.Emulator.QlikCloud;

/// <summary>
/// The tenant says no. (Error bodies: Qlik Cloud REST reference. Codes other than APIKEYS-18, USERS-7, TENANTS-8 and
/// IDENTITIES-10402 are unpublished, and made up here.)
/// </summary>
internal sealed class CloudRefusal(
    int status,
    string code,
    string title,
    string? detail = null,
    string? pointer = null,
    string? parameter = null
) : Exception(title)
{
    public const string InvalidKey = "APIKEYS-1";
    public const string KeyNotAllowed = "APIKEYS-2";

    public int Status { get; } = status;

    /// <summary>Seconds for the <c>Retry-After</c> header.</summary>
    public int? RetryAfter { get; private init; }

    public static CloudRefusal Unauthorized() => new(401, "HTTP-401", "Authorization Required");

    public static CloudRefusal KeyEnded() => new(401, "APIKEYS-18", "The api key is either expired or revoked");

    public static CloudRefusal TooMany(int seconds) =>
        new(429, "HTTP-429", "API rate limit reached.", $"You need to wait {seconds} seconds until limit is lifted.")
        {
            RetryAfter = seconds,
        };

    public static CloudRefusal Forbidden(string code = "HTTP-403") =>
        new(403, code, "Forbidden", "The requestor is not allowed to do this.");

    public static CloudRefusal BadParameter(string parameter, string detail, string code = "HTTP-400") =>
        new(400, code, "Invalid query parameter", detail, parameter: parameter);

    public static CloudRefusal BadBody(string code, string pointer, string detail) =>
        new(400, code, "Invalid request body", detail, pointer);

    /// <summary>The body. The status inside is a number, a string or missing, as the services differ.</summary>
    public JsonObject ToJson(string path)
    {
        var error = new JsonObject { ["code"] = code, ["title"] = Message };
        if (detail is not null)
            error["detail"] = detail;
        if (RetryAfter is not null)
            return new JsonObject { ["errors"] = new JsonArray(error) };
        if (
            path.StartsWith("/api/v1/tenants", StringComparison.OrdinalIgnoreCase)
            || path.StartsWith("/oauth/", StringComparison.OrdinalIgnoreCase)
        )
            error["status"] = Status.ToString(System.Globalization.CultureInfo.InvariantCulture);
        else if (!path.StartsWith("/api/v1/roles", StringComparison.OrdinalIgnoreCase))
            error["status"] = Status;
        if (pointer is not null)
            error["source"] = new JsonObject { ["pointer"] = pointer };
        else if (parameter is not null)
            error["source"] = new JsonObject { ["parameter"] = parameter };
        return new JsonObject { ["errors"] = new JsonArray(error), ["traceId"] = Guid.NewGuid().ToString("N") };
    }
}
