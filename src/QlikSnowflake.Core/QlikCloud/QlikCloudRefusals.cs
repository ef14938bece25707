using System.Text.Json;
using QlikSnowflake.Errors;
using QlikSnowflake.Http;

namespace QlikSnowflake.QlikCloud;

/// <summary>
/// Turns Qlik Cloud's refusals into exceptions with advice. Only status and operation decide: the services' code numbers
/// are mostly unpublished (qlik.dev, REST reference).
/// </summary>
internal static class QlikCloudRefusals
{
    public const string Service = "Qlik Cloud";

    public static QlikCloudException Of(ServiceReply reply, ServiceRequest request)
    {
        var (errors, traceId) = ReadErrors(reply);
        var words =
            errors.Count > 0 ? string.Join("; ", errors)
            : reply.Body.Count == 0 ? reply.Status.ToString()
            : reply.Quote();
        var what = $"{request.Method} {request.Path}";
        var (id, kind, message, advice) = (int)reply.Status switch
        {
            400 => (
                ErrorIds.QlikCloudRequestInvalid,
                FailureKind.InvalidArgument,
                $"Qlik Cloud refuses {what}: {words}",
                "Correct the values that the message names."
            ),
            401 => (
                ErrorIds.QlikCloudLoginFailed,
                FailureKind.Authentication,
                $"Qlik Cloud does not accept the API key: {words}",
                "The key is expired, revoked or unknown, or its owner may no longer use API keys. Make a new one in the "
                    + "profile settings under API keys, or with "
                    + "New-QlikCloudApiKey while another key still works."
            ),
            403 => (
                ErrorIds.QlikCloudForbidden,
                FailureKind.Permission,
                $"Qlik Cloud refuses {what}: {words}",
                PermissionAdvice.Of(request)
            ),
            404 => (
                ErrorIds.QlikCloudObjectNotFound,
                FailureKind.NotFound,
                $"Qlik Cloud finds nothing for {what}: {words}",
                "Check the id; names and descriptions are none. The Get- cmdlets list what there is."
            ),
            409 => (
                ErrorIds.QlikCloudConflict,
                FailureKind.Conflict,
                $"Qlik Cloud reports a conflict for {what}: {words}",
                "An object of that name may exist already."
            ),
            429 => (
                ErrorIds.QlikCloudRateLimited,
                FailureKind.Limit,
                $"Qlik Cloud takes no more requests for now: {words}",
                "Wait a minute, then go on with fewer requests at once."
            ),
            _ => (
                ErrorIds.QlikCloudRequestFailed,
                FailureKind.Service,
                $"Qlik Cloud answered {(int)reply.Status} to {what}: {words}",
                "Try again; if it stays, look at Qlik Cloud's status page."
            ),
        };
        return new QlikCloudException(
            new ServiceFailure
            {
                Service = Service,
                ErrorId = id,
                Kind = kind,
                StatusCode = (int)reply.Status,
                Code = errors.Count > 0 ? errors[0].Code : null,
                RequestId = traceId,
                Message = message,
                RecommendedAction = advice,
            },
            errors,
            traceId
        );
    }

    /// <summary>As <see cref="Of"/>, for sessions of an OAuth client and for its requests for a token.</summary>
    public static QlikCloudException OfClient(ServiceReply reply, ServiceRequest request)
    {
        var refusal = Of(reply, request);
        var atDoor = request.Path == "oauth/token";
        return (int)reply.Status != 401 && !(atDoor && (int)reply.Status is 400 or 403)
            ? refusal
            : new QlikCloudException(
                new ServiceFailure
                {
                    Service = Service,
                    ErrorId = ErrorIds.QlikCloudLoginFailed,
                    Kind = FailureKind.Authentication,
                    StatusCode = (int)reply.Status,
                    Code = refusal.Code,
                    RequestId = refusal.TraceId,
                    Message =
                        "Qlik Cloud does not accept the OAuth client: "
                        + $"{(refusal.Errors.Count > 0 ? string.Join("; ", refusal.Errors) : reply.Status.ToString())}",
                    RecommendedAction =
                        "Check client id and secret, and in the administration under OAuth that the client is a web "
                        + "client with the machine-to-machine box, whose consent method is Trusted.",
                },
                refusal.Errors,
                refusal.TraceId
            );
    }

    public static QlikCloudException NotUnderstood(ServiceReply reply, string path, Exception? inner) =>
        new(
            new ServiceFailure
            {
                Service = Service,
                ErrorId = ErrorIds.ReplyNotUnderstood,
                Kind = FailureKind.InvalidData,
                StatusCode = (int)reply.Status,
                Message =
                    $"The reply to {path} ({(int)reply.Status} {reply.MediaType}) is not what Qlik Cloud sends: {reply.Quote()}",
                RecommendedAction = "Check -Tenant, and whether a proxy answers in Qlik Cloud's place.",
                Inner = inner,
            },
            [],
            null
        );

    public static (IReadOnlyList<QlikCloudError> Errors, string? TraceId) ReadErrors(ServiceReply reply)
    {
        try
        {
            using var document = JsonDocument.Parse(reply.Body);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object)
                return ([], null);
            var errors = ReadErrors(root);
            return (errors.Count > 0 ? errors : ReadOAuthError(root), root.TextOrNull("traceId"));
        }
        catch (JsonException)
        {
            return ([], null);
        }
    }

    /// <summary>The list <c>errors</c> of a reply, which may stand beside other things; texts in it count as well.</summary>
    public static IReadOnlyList<QlikCloudError> ReadErrors(JsonElement reply) =>
        [
            .. reply
                .Items("errors")
                .Where(e => e.ValueKind is JsonValueKind.Object or JsonValueKind.String)
                .Select(e => e.ValueKind == JsonValueKind.String ? new(null, e.GetString(), null, null) : ReadError(e)),
        ];

    // RFC 6749 §5.2, as the token endpoint answers.
    private static IReadOnlyList<QlikCloudError> ReadOAuthError(JsonElement root) =>
        root.TextOrNull("error") is { Length: > 0 } code ? [new(code, root.TextOrNull("error_description"), null, null)] : [];

    private static QlikCloudError ReadError(JsonElement error) =>
        new(
            Code(error),
            error.TextOrNull("title"),
            error.TextOrNull("detail"),
            error.TryGetProperty("source", out var source) && source.ValueKind == JsonValueKind.Object
                ? source.TextOrNull("pointer") ?? source.TextOrNull("parameter")
                : null
        );

    // Codes are numbers in some of the older services.
    private static string? Code(JsonElement error) =>
        error.TryGetProperty("code", out var code)
            ? code.ValueKind switch
            {
                JsonValueKind.String => code.GetString(),
                JsonValueKind.Number => code.GetRawText(),
                _ => null,
            }
            : null;
}
