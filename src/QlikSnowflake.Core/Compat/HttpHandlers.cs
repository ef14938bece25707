using System.Net;
using System.Security.Authentication;

namespace QlikSnowflake.Compat;

/// <summary>The HTTP handler of one session.</summary>
internal static class HttpHandlers
{
    public static HttpClientHandler Create()
    {
        var handler = new HttpClientHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.GZip | DecompressionMethods.Deflate,
        };
#if NETFRAMEWORK
        // powershell.exe predates .NET 4.7, so the system default there can still be SSL 3 and TLS 1.0. Per handler, never process-wide.
        handler.SslProtocols = SslProtocols.Tls12;
        handler.MaxConnectionsPerServer = 16;
#else
        handler.SslProtocols = SslProtocols.None;
#endif
        return handler;
    }

    /// <summary>Whether the handler can go through a proxy of this scheme.</summary>
    public static bool CanUseProxy(string scheme) =>
#if NETFRAMEWORK
        scheme == Uri.UriSchemeHttp;
#else
        scheme is "http" or "https" or "socks4" or "socks4a" or "socks5";
#endif

    /// <summary>Whether the connection ended while TLS was negotiated. .NET Framework does not tell.</summary>
    public static bool IsHandshakeFailure(HttpRequestException e) =>
#if NETFRAMEWORK
        false;
#else
        e.HttpRequestError == HttpRequestError.SecureConnectionError;
#endif

    /// <summary>Whether a proxy answered, and did not open a way to the server.</summary>
    public static bool IsTunnelRefusal(HttpRequestException e) =>
#if NETFRAMEWORK
        e.Message.IndexOf("proxy", StringComparison.OrdinalIgnoreCase) >= 0;
#else
        e.HttpRequestError == HttpRequestError.ProxyTunnelError;
#endif
}
