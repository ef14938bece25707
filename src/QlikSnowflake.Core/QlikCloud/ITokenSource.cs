using System.Security;
using QlikSnowflake.Http;

namespace QlikSnowflake.QlikCloud;

/// <summary>Where a session's bearer token comes from. Called from any thread.</summary>
internal interface ITokenSource : IDisposable
{
    /// <summary>The token to send, renewed first where it is due.</summary>
    Task<SecureString> GetAsync(CallContext context);

    /// <summary>Says that a token was refused.</summary>
    /// <returns>Whether another can be had.</returns>
    bool TryDiscard(SecureString token);
}
