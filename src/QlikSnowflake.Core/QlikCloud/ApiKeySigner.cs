using System.Security;
using QlikSnowflake.Http;
using QlikSnowflake.Keys;

namespace QlikSnowflake.QlikCloud;

/// <summary>Puts an API key on each request. It is what it is until the session is moved over to another.</summary>
internal sealed class ApiKeySigner(SecureString apiKey) : IRequestSigner
{
    public ApiKeyClaims? Claims { get; } = ApiKeyClaims.TryRead(apiKey);

    public SecureString Key => apiKey;

    public ValueTask SignAsync(HttpRequestMessage message, CallContext context)
    {
        message.Headers.Authorization = new("Bearer", SecretText.ToPlainText(apiKey));
        return default;
    }

    public ValueTask<bool> TryRenewAsync(ServiceReply reply, CallContext context) => new(false);

    public void Dispose() => apiKey.Dispose();
}
