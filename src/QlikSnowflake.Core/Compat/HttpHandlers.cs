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
}
