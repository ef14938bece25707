using System.Security;
using QlikSnowflake.Http;

namespace QlikSnowflake.QlikCloud;

/// <summary>An API key, which is what it is until another is put in its place.</summary>
internal sealed class ApiKeySource(SecureString apiKey) : ITokenSource
{
    public ApiKeyClaims? Claims { get; } = ApiKeyClaims.TryRead(apiKey);

    public SecureString Key => apiKey;

    public Task<SecureString> GetAsync(CallContext context) => Task.FromResult(apiKey);

    public bool TryDiscard(SecureString token) => false;

    public void Dispose() => apiKey.Dispose();
}
