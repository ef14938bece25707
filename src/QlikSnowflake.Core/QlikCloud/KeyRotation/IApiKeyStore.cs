using System.Security;
using QlikSnowflake.Http;

namespace QlikSnowflake.QlikCloud.KeyRotation;

/// <summary>Where a key is kept for those who use it: a vault, a file, or what a user's script does.</summary>
public interface IApiKeyStore
{
    /// <summary>What it is, for messages, such as <c>vault 'Local', secret 'Qlik'</c>.</summary>
    string Name { get; }

    /// <summary>What tells it from other stores: of two runs whose stores have one identity, one waits its turn.</summary>
    string Identity { get; }

    /// <summary>Whether what is stored can be read back.</summary>
    bool CanRead { get; }

    /// <summary>Reads the stored key.</summary>
    /// <param name="context">The operation.</param>
    /// <returns>The key, or null where none is stored yet.</returns>
    Task<SecureString?> ReadAsync(CallContext context);

    /// <summary>Stores a key in place of the one there.</summary>
    /// <param name="apiKey">The key.</param>
    /// <param name="context">The operation.</param>
    Task WriteAsync(SecureString apiKey, CallContext context);
}
