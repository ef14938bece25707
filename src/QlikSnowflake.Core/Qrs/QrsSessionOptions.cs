using System.Net;
using System.Security.Cryptography.X509Certificates;
using QlikSnowflake.Errors;
using QlikSnowflake.Http;

namespace QlikSnowflake.Qrs;

/// <summary>Which repository to connect to, by which certificate and as whom.</summary>
public sealed record QrsSessionOptions
{
    /// <summary>The repository's port for certificates.</summary>
    public const int DefaultPort = 4242;

    /// <summary>The proxy service's port.</summary>
    public const int DefaultProxyPort = 443;

    /// <summary>The host name: the central node's, or that of a node with a proxy.</summary>
    public required string Server { get; init; }

    /// <summary>The port; null takes 4242 with a certificate and 443 through a proxy.</summary>
    public int? Port { get; init; }

    /// <summary>The site's client certificate, with its private key; null where a proxy is used.</summary>
    public X509Certificate2? ClientCertificate { get; init; }

    /// <summary>The login at a virtual proxy; null where a certificate is used.</summary>
    public QrsProxyLogin? ProxyLogin { get; init; }

    /// <summary>The virtual proxy's prefix; empty for the default one.</summary>
    public string VirtualProxy { get; init; } = string.Empty;

    /// <summary>The directory of the user to act as.</summary>
    public string UserDirectory { get; init; } = "internal";

    /// <summary>The user to act as.</summary>
    public string UserId { get; init; } = "sa_repository";

    /// <summary>What is accepted as the server's certificate.</summary>
    public ServerTrust Trust { get; init; } = new();

    /// <summary>A proxy; null takes the system's.</summary>
    public ServerProxy? Proxy { get; init; }

    /// <summary>How long one request may take.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(100);

    /// <summary>Waits before another attempt; tests simulate time here.</summary>
    internal Func<TimeSpan, CancellationToken, Task> Delay { get; init; } = Task.Delay;

    internal string Prefix => VirtualProxy.Trim('/');

    internal ServiceEndpoint ToEndpoint()
    {
        if (ProxyLogin is not { } login)
        {
            return new ServiceEndpoint
            {
                Service = QrsRefusals.Service,
                BaseAddress = WithPort(ServerAddress.Parse(Server, Port ?? DefaultPort, "qrs", "Server")),
                ClientCertificate = ClientCertificate,
                Trust = Trust,
                Proxy = Proxy,
                Timeout = RequestTimeout,
                Delay = Delay,
            };
        }

        var path = Prefix.Length > 0 ? Prefix + "/qrs" : "qrs";
        var address = WithPort(ServerAddress.Parse(Server, Port ?? DefaultProxyPort, path, "Server"));
        var cookies = new CookieContainer();
        login.AddCookies(cookies, address, Prefix);
        var endpoint = new ServiceEndpoint
        {
            Service = QrsRefusals.Service,
            BaseAddress = address,
            Trust = Trust,
            Proxy = Proxy,
            Timeout = RequestTimeout,
            Delay = Delay,
            Credentials = login.Credentials(address),
            Secrets = login.Secrets,
            Cookies = cookies,
            RedirectsToOtherPorts = true,
        };

        // Without "Windows" in it the proxy sends its login form instead of a challenge (Qlik Sense for developers, "Example:
        // Connect using cURL (Windows)").
        return login.WantsChallenge ? endpoint with { UserAgent = endpoint.UserAgent + " (Windows)" } : endpoint;
    }

    private Uri WithPort(Uri address) =>
        Port is null || Port == address.Port
            ? address
            : throw new InputException(
                ErrorIds.PortContradiction,
                $"-Server says port {address.Port}, -Port says {Port}.",
                "Give the port once."
            );

    internal void Check()
    {
        if ((ClientCertificate is null) == (ProxyLogin is null))
            throw new InputException(
                ErrorIds.QrsLoginMissing,
                "A repository is reached either by a client certificate or through a proxy.",
                "Give one of them."
            );
        if (ProxyLogin is { } login)
        {
            if (
                Prefix.Split('/').Any(part => part is "." or ".." || (part.Length == 0 && Prefix.Length > 0))
                || !Prefix.All(c => c is '/' or '-' or '_' or '.' or '~' || (c < 128 && char.IsLetterOrDigit(c)))
            )
            {
                throw new InputException(
                    ErrorIds.VirtualProxyInvalid,
                    $"'{VirtualProxy}' is no prefix of a virtual proxy.",
                    "Give the prefix alone as the QMC shows it under Virtual proxies, such as jwt; '' for the default one."
                );
            }

            login.Check();
            return;
        }

        foreach (
            var (name, value, errorId) in new[]
            {
                ("UserDirectory", UserDirectory, ErrorIds.UserDirectoryInvalid),
                ("UserId", UserId, ErrorIds.UserIdInvalid),
            }
        )
        {
            if (value.Length == 0 || value.Any(char.IsControl))
            {
                throw new InputException(
                    errorId,
                    $"-{name} is empty or holds control characters.",
                    "Name an existing user, such as internal and sa_repository."
                );
            }
        }
    }
}
