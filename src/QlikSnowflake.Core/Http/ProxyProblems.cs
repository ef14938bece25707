using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using QlikSnowflake.Compat;
using QlikSnowflake.Errors;

namespace QlikSnowflake.Http;

/// <summary>The words for a proxy that refuses or cannot be reached: nothing left it, so nothing of the service's is at fault.</summary>
internal static class ProxyProblems
{
    // .NET tells a tunnel's status in words only, the same in all languages but for those around it.
    private static readonly Regex TunnelStatus = new("'(?<status>[1-9][0-9]{2})'", RegexOptions.CultureInvariant);

    /// <summary>The proxy's answer in place of a tunnel; null where it gave none.</summary>
    public static ConnectionException? OfTunnel(Exception e, ServiceEndpoint endpoint)
    {
        if (endpoint.ProxyAddress is not { } proxy || StatusOf(e) is not { } status)
            return null;
        return Of(status, proxy, endpoint, e);
    }

    /// <summary>The proxy's answer where it arrived as a reply: 407 is a proxy's alone (RFC 9110 section 15.5.8).</summary>
    public static ConnectionException? OfReply(HttpStatusCode status, ServiceEndpoint endpoint) =>
        status == HttpStatusCode.ProxyAuthenticationRequired
            ? Of(407, endpoint.ProxyAddress ?? endpoint.BaseAddress, endpoint, null)
            : null;

    public static ConnectionException NotReached(Uri proxy, string why, Exception e) =>
        new(
            ErrorIds.ProxyNotReached,
            FailureKind.Connection,
            $"The proxy {proxy.Authority} cannot be reached: {why}",
            "Check the proxy's address and that it runs; nothing was sent to the service. Without -Proxy the system's proxy is "
                + "used, if it has one.",
            e
        );

    private static ConnectionException Of(int status, Uri proxy, ServiceEndpoint endpoint, Exception? e)
    {
        var server = endpoint.BaseAddress.Authority;
        var code = status.ToString(CultureInfo.InvariantCulture);
        // Tinyproxy answers 401 where a password is wrong.
        return status is 401 or 407
            ? new ConnectionException(
                ErrorIds.ProxyAuthenticationRequired,
                FailureKind.Authentication,
                endpoint.Proxy?.Credential is null
                    ? $"The proxy {proxy.Authority} wants a user and a password ({code})."
                    : $"The proxy {proxy.Authority} does not accept the user and password given ({code}).",
                "Give them with -ProxyCredential. Nothing was sent to the service.",
                e
            )
            : new ConnectionException(
                ErrorIds.ProxyRefused,
                status is 403 ? FailureKind.Permission : FailureKind.Connection,
                $"The proxy {proxy.Authority} does not lead to {server}: it answered {code}.",
                status is 403
                    ? "Have the proxy's administrator allow this host and port. Nothing was sent to the service."
                    : "The proxy may not find or reach the host: check the name and ask the proxy's administrator. Nothing was "
                        + "sent to the service.",
                e
            );
    }

    private static int? StatusOf(Exception e)
    {
        for (Exception? cause = e; cause is not null; cause = cause.InnerException)
        {
            if (cause is WebException { Status: WebExceptionStatus.ProtocolError, Response: HttpWebResponse response })
                return (int)response.StatusCode;
            if (
                cause is HttpRequestException http
                && HttpHandlers.IsTunnelRefusal(http)
                && TunnelStatus.Match(cause.Message) is { Success: true } match
            )
                return int.Parse(match.Groups["status"].Value, CultureInfo.InvariantCulture);
        }

        return null;
    }
}
