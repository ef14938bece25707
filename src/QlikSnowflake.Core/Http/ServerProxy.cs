using System.Net;
using QlikSnowflake.Compat;
using QlikSnowflake.Errors;

namespace QlikSnowflake.Http;

/// <summary>A forward proxy, and who asks there. Printing it shows no password.</summary>
public sealed class ServerProxy
{
    private ServerProxy(Uri address, NetworkCredential? credential)
    {
        Address = address;
        Credential = credential;
    }

    /// <summary>The proxy's address, without user and password.</summary>
    public Uri Address { get; }

    /// <summary>User and password for the proxy; null where none are given.</summary>
    internal NetworkCredential? Credential { get; }

    /// <summary>
    /// Reads a proxy's address as users write it: <c>http://host:8080</c>, <c>host:8080</c>, <c>http://user:password@host</c>.
    /// </summary>
    /// <param name="text">The address; user and password in it are escaped as in any URL.</param>
    /// <param name="credential">User and password, in place of those in the address.</param>
    /// <exception cref="InputException">It is no address of a proxy.</exception>
    public static ServerProxy Parse(string text, NetworkCredential? credential = null)
    {
        var trimmed = text.Trim();
        var full = trimmed.IndexOf("://", StringComparison.Ordinal) < 0 ? "http://" + trimmed : trimmed;
        if (
            !Uri.TryCreate(full, UriKind.Absolute, out var address)
            || !HttpHandlers.CanUseProxy(address.Scheme)
            || address.Host.Length == 0
            || address.PathAndQuery.Trim('/').Length > 0
        )
        {
            // What was given can hold a password, so it is not repeated.
            throw new InputException(
                ErrorIds.ProxyInvalid,
                "-Proxy is no address of a proxy.",
                "Give scheme, host and port, such as http://proxy.example.com:8080, and the user with -ProxyCredential."
            );
        }

        return new ServerProxy(
            new UriBuilder(address.Scheme, address.DnsSafeHost, address.Port).Uri,
            credential ?? InAddress(address)
        );
    }

    /// <inheritdoc/>
    public override string ToString() => Address.Authority;

    internal IWebProxy ToWebProxy() => new WebProxy(Address) { Credentials = Credential };

    private static NetworkCredential? InAddress(Uri address)
    {
        if (address.UserInfo.Length == 0)
            return null;

        var parts = address.UserInfo.Split([':'], 2);
        return new NetworkCredential(
            Uri.UnescapeDataString(parts[0]),
            parts.Length < 2 ? string.Empty : Uri.UnescapeDataString(parts[1])
        );
    }
}
