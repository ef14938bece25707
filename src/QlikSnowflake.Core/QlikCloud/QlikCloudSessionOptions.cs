using System.Security;
using QlikSnowflake.Errors;
using QlikSnowflake.Http;

namespace QlikSnowflake.QlikCloud;

/// <summary>Which tenant to connect to, and how to log in: by an API key, or as an OAuth client.</summary>
public sealed record QlikCloudSessionOptions
{
    /// <summary>The tenant's host, such as <c>mytenant.eu.qlikcloud.com</c>, with a port if need be.</summary>
    public required string Tenant { get; init; }

    /// <summary>The API key; null for an OAuth client.</summary>
    public SecureString? ApiKey { get; init; }

    /// <summary>The OAuth client's id, with <see cref="ClientSecret"/>.</summary>
    public string? ClientId { get; init; }

    /// <summary>The OAuth client's secret.</summary>
    public SecureString? ClientSecret { get; init; }

    /// <summary>What is accepted as the server's certificate.</summary>
    public ServerTrust Trust { get; init; } = new();

    /// <summary>A proxy; null takes the system's.</summary>
    public ServerProxy? Proxy { get; init; }

    /// <summary>How long one request may take.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(100);

    /// <summary>Waits before another attempt; tests simulate time here.</summary>
    internal Func<TimeSpan, CancellationToken, Task> Delay { get; init; } = Task.Delay;

    /// <summary>The time; tests simulate it here.</summary>
    internal Func<DateTimeOffset> Now { get; init; } = () => DateTimeOffset.UtcNow;

    /// <summary>The tenant's host as all spellings of it come to, with its port where it is not 443.</summary>
    /// <exception cref="InputException">It is no host.</exception>
    public string Host => ServerAddress.Parse(Tenant, 443, string.Empty, "Tenant").Authority;

    internal ServiceEndpoint ToEndpoint(string path = "api/v1") =>
        new()
        {
            Service = QlikCloudRefusals.Service,
            BaseAddress = ServerAddress.Parse(Tenant, 443, path, "Tenant"),
            Trust = Trust,
            Proxy = Proxy,
            Secrets = ClientSecret is null ? [] : [ClientSecret],
            Timeout = RequestTimeout,
            Delay = Delay,
        };

    /// <summary>Refuses what the service could only answer with 401.</summary>
    /// <exception cref="InputException">There is no login, or it holds characters that none has.</exception>
    internal void CheckLogin()
    {
        if (ApiKey is not null)
        {
            if (!HeaderSecret.IsClean(ApiKey))
            {
                throw new InputException(
                    ErrorIds.ApiKeyInvalid,
                    "The API key is empty or holds blanks or characters that no key has.",
                    "Copy the key again, without quotes and line breaks."
                );
            }
        }
        else if (ClientId is null || ClientSecret is null)
        {
            throw new InputException(
                ErrorIds.CredentialMissing,
                "No API key and no OAuth client is given.",
                "Give -ApiKey, or -ClientId and -ClientSecret."
            );
        }
        else if (ClientId.Trim().Length == 0 || !HeaderSecret.IsClean(ClientSecret))
        {
            throw new InputException(
                ErrorIds.ClientSecretInvalid,
                "The OAuth client's id or secret is empty, or the secret holds blanks or characters that none has.",
                "Copy them again, without quotes and line breaks."
            );
        }
    }
}
