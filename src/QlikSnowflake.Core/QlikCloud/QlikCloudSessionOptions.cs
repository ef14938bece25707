using System.Security;
using QlikSnowflake.Errors;
using QlikSnowflake.Http;

namespace QlikSnowflake.QlikCloud;

/// <summary>Which tenant to connect to, and by which API key.</summary>
public sealed record QlikCloudSessionOptions
{
    /// <summary>The tenant's host, such as <c>mytenant.eu.qlikcloud.com</c>, with a port if need be.</summary>
    public required string Tenant { get; init; }

    /// <summary>The API key.</summary>
    public required SecureString ApiKey { get; init; }

    /// <summary>What is accepted as the server's certificate.</summary>
    public ServerTrust Trust { get; init; } = new();

    /// <summary>A proxy; null takes the system's.</summary>
    public Uri? Proxy { get; init; }

    /// <summary>How long one request may take.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(100);

    internal ServiceEndpoint ToEndpoint()
    {
        CheckKey();
        return new ServiceEndpoint
        {
            BaseAddress = ServerAddress.Parse(Tenant, 443, "api/v1", "Tenant"),
            Trust = Trust,
            Proxy = Proxy,
            Timeout = RequestTimeout,
        };
    }

    // The service would only say 401.
    private void CheckKey()
    {
        if (!HeaderSecret.IsClean(ApiKey))
        {
            throw new InputException(
                "ApiKeyInvalid", "The API key is empty or holds blanks or characters that no key has.", "Copy the key again, without quotes and line breaks.");
        }
    }
}
