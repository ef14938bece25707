using System.Text.Json;
using QlikSnowflake.Errors;
using QlikSnowflake.Http;

namespace QlikSnowflake.QlikCloud;

/// <summary>API keys of a tenant (qlik.dev, REST reference, api-keys).</summary>
public sealed class ApiKeyClient
{
    private readonly QlikCloudSession _session;

    internal ApiKeyClient(QlikCloudSession session) => _session = session;

    /// <summary>Makes a key for the session's own user. It is sent once and never again by itself: a lost reply would leave a stray key.</summary>
    /// <param name="description">What it is for.</param>
    /// <param name="lifetime">How long it lives; null takes the tenant's longest. Whole seconds count.</param>
    /// <param name="context">The operation.</param>
    /// <returns>The key, with its token.</returns>
    /// <exception cref="InputException">The description is empty or the lifetime not positive; nothing was sent.</exception>
    public async Task<QlikCloudApiKey> CreateAsync(string description, TimeSpan? lifetime, CallContext context)
    {
        Check(description, lifetime);
        var request = new ServiceRequest(HttpMethod.Post, "api-keys") { Body = WriteNew(description, lifetime) };
        var key = await _session.SendAsync(request, QlikCloudApiKey.Read, context).ConfigureAwait(false);
        return key.Token is not null
            ? key
            : throw new QlikCloudException(
                new ServiceFailure
                {
                    Service = QlikCloudRefusals.Service,
                    ErrorId = "ApiKeyWithoutToken",
                    Kind = FailureKind.InvalidData,
                    Message = $"Qlik Cloud made the key {key.Id} and did not return its token.",
                    RecommendedAction = "Delete that key in the profile settings under API keys, and try again.",
                },
                [],
                null);
    }

    /// <summary>One key by its id, without its token.</summary>
    /// <param name="id">The id.</param>
    /// <param name="context">The operation.</param>
    public Task<QlikCloudApiKey> GetAsync(string id, CallContext context) =>
        _session.SendAsync(new ServiceRequest(HttpMethod.Get, "api-keys/" + Uri.EscapeDataString(id)), QlikCloudApiKey.Read, context);

    /// <summary>Refuses what Qlik Cloud would refuse, before any request.</summary>
    /// <param name="description">What the key is for.</param>
    /// <param name="lifetime">How long it is to live.</param>
    /// <exception cref="InputException">The description is empty or the lifetime not positive.</exception>
    public static void Check(string description, TimeSpan? lifetime)
    {
        if (string.IsNullOrWhiteSpace(description))
            throw new InputException("ApiKeyDescriptionInvalid", "The key's description is empty.", "Say what the key is for: it is all that tells keys apart later.");
        if (lifetime is { } time && time < TimeSpan.FromSeconds(1))
            throw new InputException("ApiKeyLifetimeInvalid", $"A lifetime of {time} is none.", "Give a positive one, such as P30D or 30.00:00:00.");
    }

    private static byte[] WriteNew(string description, TimeSpan? lifetime)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteString("description", description);
            if (lifetime is { } time)
                json.WriteString("expiry", IsoDuration.Format(time));
            json.WriteEndObject();
        }

        return stream.ToArray();
    }
}
