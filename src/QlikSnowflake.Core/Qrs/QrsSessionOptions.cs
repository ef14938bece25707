using System.Security.Cryptography.X509Certificates;
using QlikSnowflake.Errors;
using QlikSnowflake.Http;

namespace QlikSnowflake.Qrs;

/// <summary>Which repository to connect to, by which certificate and as whom.</summary>
public sealed record QrsSessionOptions
{
    /// <summary>The repository's port for certificates.</summary>
    public const int DefaultPort = 4242;

    /// <summary>The central node's host name.</summary>
    public required string Server { get; init; }

    /// <summary>The port.</summary>
    public int Port { get; init; } = DefaultPort;

    /// <summary>The site's client certificate, with its private key.</summary>
    public required X509Certificate2 ClientCertificate { get; init; }

    /// <summary>The directory of the user to act as.</summary>
    public string UserDirectory { get; init; } = "internal";

    /// <summary>The user to act as.</summary>
    public string UserId { get; init; } = "sa_repository";

    /// <summary>What is accepted as the server's certificate.</summary>
    public ServerTrust Trust { get; init; } = new();

    /// <summary>A proxy; null takes the system's.</summary>
    public Uri? Proxy { get; init; }

    /// <summary>How long one request may take.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(100);

    internal ServiceEndpoint ToEndpoint() => new()
    {
        BaseAddress = ServerAddress.Parse(Server, Port, "qrs", "Server"),
        ClientCertificate = ClientCertificate,
        Trust = Trust,
        Proxy = Proxy,
        Timeout = RequestTimeout,
    };

    internal void Check()
    {
        foreach (var (name, value) in new[] { ("UserDirectory", UserDirectory), ("UserId", UserId) })
        {
            if (value.Length == 0 || value.Any(char.IsControl))
            {
                throw new InputException(
                    name + "Invalid", $"-{name} is empty or holds control characters.", "Name an existing user, such as internal and sa_repository.");
            }
        }
    }
}
