using System.Security;
using QlikSnowflake.Http;
using QlikSnowflake.Keys;

namespace QlikSnowflake.Snowflake.Login;

/// <summary>Puts a token that someone issued on each request (SQL API, "Authenticating to the server").</summary>
internal sealed class TokenSigner(SecureString token, string tokenType) : IRequestSigner
{
    public static void Put(HttpRequestMessage message, string token, string tokenType)
    {
        message.Headers.Authorization = new("Bearer", token);
        message.Headers.TryAddWithoutValidation("X-Snowflake-Authorization-Token-Type", tokenType);
    }

    public ValueTask SignAsync(HttpRequestMessage message, CallContext context)
    {
        Put(message, SecretText.ToPlainText(token), tokenType);
        return default;
    }

    public ValueTask<bool> TryRenewAsync(ServiceReply reply, CallContext context) => new(false);

    public void Dispose() => token.Dispose();
}
