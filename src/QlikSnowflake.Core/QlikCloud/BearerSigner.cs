using System.Security;
using QlikSnowflake.Http;
using QlikSnowflake.Keys;

namespace QlikSnowflake.QlikCloud;

/// <summary>Puts the session's token on each request. Renewal is the session's: it may have to ask the service for another.</summary>
internal sealed class BearerSigner : IRequestSigner
{
    private volatile SecureString? _token;

    public string Service => QlikCloudRefusals.Service;

    /// <summary>The token to send from now on, retries included.</summary>
    public SecureString? Token
    {
        get => _token;
        set => _token = value;
    }

    public IEnumerable<KeyValuePair<string, string>> Sign(HttpRequestMessage message)
    {
        if (_token is { } token)
            message.Headers.Authorization = new("Bearer", SecretText.ToPlainText(token));
        return [];
    }

    public bool TryRenew(ServiceReply reply) => false;

    public Exception Refusal(ServiceReply reply, ServiceRequest request) => QlikCloudRefusals.Of(reply, request);
}
