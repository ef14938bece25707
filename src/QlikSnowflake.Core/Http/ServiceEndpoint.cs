using System.Net;
using System.Security;
using System.Security.Cryptography.X509Certificates;
using QlikSnowflake.Keys;

namespace QlikSnowflake.Http;

/// <summary>Where a session sends its requests, and how.</summary>
public sealed record ServiceEndpoint
{
    /// <summary>The service's name, for errors.</summary>
    public required string Service { get; init; }

    /// <summary>The address below which all paths lie; ends with a slash.</summary>
    public required Uri BaseAddress { get; init; }

    /// <summary>What is accepted as the server's certificate.</summary>
    public ServerTrust Trust { get; init; } = new();

    /// <summary>The certificate to show to the server, if any.</summary>
    public X509Certificate2? ClientCertificate { get; init; }

    /// <summary>A proxy; null takes the system's.</summary>
    public ServerProxy? Proxy { get; init; }

    /// <summary>Secrets of the session that its requests do not show, to be kept out of errors as well.</summary>
    public IReadOnlyList<SecureString> Secrets { get; init; } = [];

    /// <summary>How long one attempt of one request may take.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(100);

    /// <summary>Waits before another attempt; tests simulate time here.</summary>
    internal Func<TimeSpan, CancellationToken, Task> Delay { get; init; } = Task.Delay;

    /// <summary>The name and version to show to the server (RFC 9110 §10.1.5).</summary>
    public string UserAgent { get; init; } = DefaultUserAgent;

    /// <summary>Who logs in where the server asks by an HTTP challenge (RFC 9110 §11); null for nobody.</summary>
    public ICredentials? Credentials { get; init; }

    /// <summary>Where the session's cookies are kept; null keeps none.</summary>
    public CookieContainer? Cookies { get; init; }

    /// <summary>Whether a redirect may lead to another port of the same host, as to a login module.</summary>
    public bool RedirectsToOtherPorts { get; init; }

    /// <summary>The proxy that requests go through, the system's included; null where they go straight.</summary>
    internal Uri? ProxyAddress
    {
        get
        {
            if (Proxy is not null)
                return Proxy.Address;
            return
                WebRequest.DefaultWebProxy is { } system
                && !system.IsBypassed(BaseAddress)
                && system.GetProxy(BaseAddress) is { } proxy
                && proxy.Authority != BaseAddress.Authority
                ? proxy
                : null;
        }
    }

    /// <summary>What is secret in the session, whatever a request shows of it.</summary>
    internal IEnumerable<string> KnownSecrets()
    {
        foreach (var secret in Secrets)
            yield return SecretText.ToPlainText(secret);
        if (Proxy?.Credential is { Password.Length: > 0 } credential)
            yield return credential.Password;
        if (Cookies is null)
            yield break;
        foreach (Cookie cookie in Cookies.GetCookies(BaseAddress))
            yield return cookie.Value;
    }

    private static string DefaultUserAgent { get; } =
        "QlikSnowflake/" + typeof(ServiceEndpoint).Assembly.GetName().Version!.ToString(3);
}
