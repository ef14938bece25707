using System.Runtime.InteropServices;
using System.Text.Json;
using QlikSnowflake.Errors;
using QlikSnowflake.Http;

namespace QlikSnowflake.Qrs;

/// <summary>
/// Turns the repository's refusals into exceptions with advice. Bodies are short plain text, sometimes JSON, sometimes a
/// web server's HTML (Qlik Sense for developers, "Repository Service API").
/// </summary>
internal static class QrsRefusals
{
    public const string Service = "Qlik Sense repository (QRS)";

    public static QrsException Of(ServiceReply reply, ServiceRequest request, string user, bool byProxy = false)
    {
        var words = Words(reply);
        var what = $"{request.Method} {request.Path}";
        return (int)reply.Status switch
        {
            400 => Make(
                reply,
                ErrorIds.QrsRequestInvalid,
                FailureKind.InvalidArgument,
                $"The repository refuses {what}: {words}",
                request.Query.Any(q => q.Key == "filter")
                    ? QrsFilter.Advice
                    : "Check the values given; the repository's audit log (Trace\\Repository) has the broken rules."
            ),
            301 or 302 or 303 or 307 or 308 => Make(
                reply,
                ErrorIds.QrsLoginRedirect,
                FailureKind.Authentication,
                $"The proxy wants a login before {what}.",
                "Connect again; check that this virtual proxy takes the kind of login given."
            ),
            401 => Make(
                reply,
                ErrorIds.QrsLoginFailed,
                FailureKind.Authentication,
                $"{(byProxy ? "The proxy" : "The repository")} does not accept who is asking: {words}",
                byProxy ? ProxyAdvice + OffWindows : "Use port 4242 with the site's client certificate."
            ),
            403 when byProxy && words.IndexOf("XSRF", StringComparison.OrdinalIgnoreCase) < 0 => Make(
                reply,
                ErrorIds.QrsForbidden,
                FailureKind.Permission,
                $"{what} is refused to {user}: {words}",
                "Check that the user exists on the site and is active, that its roles allow the action, and that the "
                    + "virtual proxy's prefix is right."
            ),
            403 when words.IndexOf("XSRF", StringComparison.OrdinalIgnoreCase) >= 0 => Make(
                reply,
                ErrorIds.QrsXrfkeyRefused,
                FailureKind.Permission,
                $"The repository's cross-site check failed for {what}: {words}",
                "A proxy in between may drop the header X-Qlik-Xrfkey or change the query."
            ),
            403 => Make(
                reply,
                ErrorIds.QrsForbidden,
                FailureKind.Permission,
                $"The repository refuses {what} to {user}: {words}",
                "Check that the client certificate is one of this site's own (issued by its '<host>-CA'), that the user "
                    + "of -UserDirectory and -UserId "
                    + "exists and is active, and that its roles allow the action."
            ),
            404 when byProxy && request.Path == "about" => Make(
                reply,
                ErrorIds.QrsVirtualProxyNotFound,
                FailureKind.NotFound,
                $"There is no repository behind this virtual proxy: {words}",
                "Check server and port, and the prefix given with -VirtualProxy: the QMC shows it under Virtual proxies."
            ),
            404 => Make(
                reply,
                ErrorIds.QrsObjectNotFound,
                FailureKind.NotFound,
                $"The repository finds nothing for {what}: {words}",
                "Check the id; Get-QrsDataConnection lists what is there."
            ),
            409 => Make(
                reply,
                ErrorIds.QrsConflict,
                FailureKind.Conflict,
                $"The repository reports a conflict for {what}: {words}",
                "An object of that name exists, or someone else changed it in the meantime: read it again. What is sent back has to "
                    + "hold the modifiedDate that was read."
            ),
            _ => Make(
                reply,
                ErrorIds.QrsRequestFailed,
                FailureKind.Service,
                $"The repository answered {(int)reply.Status} to {what}: {words}",
                "Try again; the repository's log has the details."
            ),
        };
    }

    public static QrsException NotUnderstood(ServiceReply reply, string path, Exception? inner, bool byProxy = false)
    {
        var isHtml = reply.MediaType.IndexOf("html", StringComparison.OrdinalIgnoreCase) >= 0;
        return new QrsException(
            new ServiceFailure
            {
                Service = Service,
                ErrorId = isHtml ? ErrorIds.QrsLoginPage : ErrorIds.ReplyNotUnderstood,
                Kind = isHtml ? FailureKind.Authentication : FailureKind.InvalidData,
                StatusCode = (int)reply.Status,
                Message = isHtml
                    ? $"{path} answered with a web page, not with data: {reply.Quote()}"
                    : $"The reply to {path} ({(int)reply.Status} {reply.MediaType}) is not what the repository sends{QuoteOf(reply)}",
                RecommendedAction = isHtml
                    ? byProxy
                        ? "This is a login page. " + ProxyAdvice
                        : "This is a login page or another web server: connect to the repository itself, on port 4242 "
                            + "with the client certificate."
                    : "Check server and port.",
                Inner = inner,
            }
        );
    }

    public static QrsException ChangedMeanwhile(QrsException conflict, string name) =>
        new(
            new ServiceFailure
            {
                Service = Service,
                ErrorId = ErrorIds.QrsChangedMeanwhile,
                Kind = FailureKind.Conflict,
                StatusCode = conflict.StatusCode,
                Message = $"'{name}' was changed by someone else twice while this change was being made; it was not made.",
                RecommendedAction = "Find out who changes it at the same time (ModifiedByUserName), then try again.",
                Inner = conflict,
            }
        );

    private static readonly string OffWindows = RuntimeInformation.IsOSPlatform(OSPlatform.Windows)
        ? string.Empty
        : " A Windows login off Windows needs the package gss-ntlmssp, or a Kerberos ticket.";

    private const string ProxyAdvice =
        "Check the prefix given with -VirtualProxy, and that this virtual proxy takes the kind of login given: Windows, "
        + "JWT, header, ticket or session cookie. Each has its own prefix on most sites.";

    // Damaged JSON may hold a password; a text that is no JSON is an answer of something else, and says of what.
    private static string QuoteOf(ServiceReply reply)
    {
        var text = reply.Quote();
        return text.Length == 0 || text[0] is '{' or '[' or '"' ? "." : ": " + text;
    }

    private static QrsException Make(ServiceReply reply, string errorId, FailureKind kind, string message, string advice) =>
        new(
            new ServiceFailure
            {
                Service = Service,
                ErrorId = errorId,
                Kind = kind,
                StatusCode = (int)reply.Status,
                Message = message,
                RecommendedAction = advice,
            }
        );

    private static string Words(ServiceReply reply)
    {
        if (reply.Body.Count == 0)
            return reply.Status.ToString();
        try
        {
            using var document = JsonDocument.Parse(reply.Body);
            var root = document.RootElement;
            if (root.ValueKind == JsonValueKind.String)
                return root.GetString()!;
            if (
                root.ValueKind == JsonValueKind.Object
                && root.TryGetProperty("message", out var message)
                && message.ValueKind == JsonValueKind.String
            )
                return message.GetString()!;
        }
        catch (JsonException)
        {
            // Plain text is the common case.
        }

        return reply.Quote();
    }
}
