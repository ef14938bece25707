using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using QlikSnowflake.Compat;
using QlikSnowflake.Errors;
using QlikSnowflake.Secrets;

namespace QlikSnowflake.Http;

/// <summary>The words for every way in which a server cannot be reached or is not who it should be.</summary>
internal static class ConnectionProblems
{
    /// <param name="e">What the HTTP client threw.</param>
    /// <param name="endpoint">Where to.</param>
    /// <param name="check">What checked the server's certificate.</param>
    /// <param name="hasAnswered">Whether the server has answered anything before.</param>
    public static ConnectionException Of(Exception e, ServiceEndpoint endpoint, ServerCertificateCheck check, bool hasAnswered)
    {
        var server = endpoint.BaseAddress.Authority;
        if (check.LastRefusal is { } refused && IsTls(e))
            return OfCertificate(refused, endpoint, e);

        if (ProxyProblems.OfTunnel(e, endpoint) is { } refusal)
            return refusal;

        var socket = Find<SocketException>(e)?.SocketErrorCode;
        var web = Find<WebException>(e)?.Status;
        if (endpoint.ProxyAddress is { } proxy && IsConnecting(socket, web))
            return ProxyProblems.NotReached(proxy, Words(e, endpoint), e);
        if (
            socket is SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain
            || web == WebExceptionStatus.NameResolutionFailure
        )
        {
            return new ConnectionException(
                ErrorIds.HostNotFound,
                FailureKind.Connection,
                $"The host '{endpoint.BaseAddress.Host}' is not known.",
                "Check the name for typing errors, and that this machine's DNS or VPN can see it.",
                e
            );
        }

        if (socket is SocketError.ConnectionRefused || (web == WebExceptionStatus.ConnectFailure && socket is null))
        {
            return new ConnectionException(
                ErrorIds.ConnectionRefused,
                FailureKind.Connection,
                $"Nothing answers at {server}.",
                "Check host and port, that the service runs, and that no firewall is in between.",
                e
            );
        }

        if (
            Find<AuthenticationException>(e) is not null
            || web is WebExceptionStatus.SecureChannelFailure or WebExceptionStatus.TrustFailure
            || (Find<HttpRequestException>(e) is { } http && HttpHandlers.IsHandshakeFailure(http))
        )
        {
            return new ConnectionException(
                ErrorIds.TlsHandshakeFailed,
                FailureKind.Security,
                $"No secure connection to {server} could be made: {Words(e, endpoint)}",
                endpoint.ClientCertificate is null
                    ? "Check that the port speaks TLS, and whether the server asks for a client certificate."
                    : "Check that the port speaks TLS, and that the client certificate is one of this server's own site.",
                e
            );
        }

        // By TLS 1.3, and where the server lets the handshake end first, a refused client certificate looks like a lost connection.
        if (!hasAnswered && endpoint.ClientCertificate is not null && !IsConnecting(socket, web))
            return new ConnectionException(
                ErrorIds.TlsHandshakeFailed,
                FailureKind.Security,
                $"{server} ended the connection before it answered anything: {Words(e, endpoint)}",
                "Check that the client certificate is one of this server's own site, and whether a firewall is in between.",
                e
            );

        return new ConnectionException(
            ErrorIds.ConnectionLost,
            FailureKind.Connection,
            $"The connection to {server} was lost: {Words(e, endpoint)}",
            "Try again. If it stays, look for a proxy or firewall that ends connections; the server may also refuse the "
                + "client certificate this way.",
            e
        );
    }

    public static ConnectionException TimedOut(ServiceEndpoint endpoint, Exception e) =>
        new(
            ErrorIds.RequestTimeout,
            FailureKind.Timeout,
            $"{endpoint.BaseAddress.Authority} did not answer within {endpoint.Timeout.TotalSeconds:0} seconds.",
            "Try again, or give the session more time with -TimeoutSec.",
            e
        );

    private static ConnectionException OfCertificate(
        ServerCertificateCheck.Refused refused,
        ServiceEndpoint endpoint,
        Exception e
    )
    {
        var server = endpoint.BaseAddress.Authority;
        return refused.Problem switch
        {
            ServerCertificateProblem.NameMismatch => new ConnectionException(
                ErrorIds.ServerCertificateNameMismatch,
                FailureKind.Security,
                $"The certificate of {server} is for {Or(refused.Names, refused.Subject)}, not for "
                    + $"'{endpoint.Trust.ServerName ?? endpoint.BaseAddress.Host}'.",
                "Connect by the name in the certificate, or name it with -ServerName where it is known to be right.",
                e
            ),
            ServerCertificateProblem.Expired => new ConnectionException(
                ErrorIds.ServerCertificateExpired,
                FailureKind.Security,
                refused.NotBefore > DateTime.Now
                    ? $"The certificate of {server} begins on {Instant(refused.NotBefore)} only, or this machine's clock is wrong."
                    : $"The certificate of {server} ended on {Instant(refused.NotAfter)}, or this machine's clock is wrong.",
                "Check this machine's clock, and renew the server's certificate.",
                e
            ),
            ServerCertificateProblem.WrongUse => new ConnectionException(
                ErrorIds.ServerCertificateWrongUse,
                FailureKind.Security,
                $"The certificate of {server} is not for servers: its extended key usage leaves that out.",
                "Check host and port: something else may answer there. Otherwise give the server a certificate for server authentication.",
                e
            ),
            ServerCertificateProblem.Missing => new ConnectionException(
                ErrorIds.ServerCertificateMissing,
                FailureKind.Security,
                $"{server} showed no certificate.",
                "Check host and port.",
                e
            ),
            _ when refused.GivenRoots.Count > 0 => OfOtherRoot(refused, server, e),
            _ => new ConnectionException(
                ErrorIds.ServerCertificateUntrusted,
                FailureKind.Security,
                $"The certificate of {server} is issued by '{refused.Issuer}', which this machine does not trust.",
                "Give that authority's certificate with -RootCertificatePath (a Qlik site exports it as root.pem; behind "
                    + "an inspecting proxy take the proxy's). "
                    + "It is then trusted for this session only.",
                e
            ),
        };
    }

    // The usual mistake is the file of another site, or one from before the certificates were made anew, under the same name.
    private static ConnectionException OfOtherRoot(ServerCertificateCheck.Refused refused, string server, Exception e)
    {
        var given = string.Join("; ", refused.GivenRoots);
        var isNamesake = refused.GivenRoots.Any(root => root.Subject == refused.Issuer);
        return new ConnectionException(
            ErrorIds.ServerCertificateUntrusted,
            FailureKind.Security,
            $"The certificate of {server} is issued by '{refused.Issuer}'"
                + (isNamesake ? ", but by another authority of that name than the one given" : ", not by the authority given")
                + $" with -RootCertificatePath: {given}.",
            "Export root.pem of this very site anew, or give the certificate of the authority that issued the server's. It is then "
                + "trusted for this session only.",
            e
        );
    }

    private static string Instant(DateTime time) => time.ToUniversalTime().ToString("u", CultureInfo.InvariantCulture);

    private static string Or(string names, string subject) => names.Length > 0 ? $"'{names}'" : $"'{subject}'";

    private static bool IsTls(Exception e) =>
        Find<AuthenticationException>(e) is not null
        || Find<WebException>(e)?.Status
            is WebExceptionStatus.TrustFailure
                or WebExceptionStatus.SecureChannelFailure
                or WebExceptionStatus.SendFailure;

    private static bool IsConnecting(SocketError? socket, WebExceptionStatus? web) =>
        socket
            is SocketError.HostNotFound
                or SocketError.NoData
                or SocketError.TryAgain
                or SocketError.ConnectionRefused
                or SocketError.TimedOut
                or SocketError.HostUnreachable
                or SocketError.NetworkUnreachable
                or SocketError.AddressNotAvailable
        || web
            is WebExceptionStatus.ProxyNameResolutionFailure
                or WebExceptionStatus.NameResolutionFailure
                or WebExceptionStatus.ConnectFailure;

    private static string Words(Exception e, ServiceEndpoint endpoint) =>
        SecretMask.Of(endpoint.KnownSecrets()).Apply(Innermost(e).Message);

    private static Exception Innermost(Exception e)
    {
        while (e.InnerException is { } inner)
            e = inner;
        return e;
    }

    private static T? Find<T>(Exception? e)
        where T : Exception
    {
        for (; e is not null; e = e.InnerException)
        {
            if (e is T found)
                return found;
        }

        return null;
    }
}
