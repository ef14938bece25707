using System.Security;
using System.Text;
using System.Text.Json;
using QlikSnowflake.Http;
using QlikSnowflake.Keys;

namespace QlikSnowflake.QlikCloud;

/// <summary>
/// What an API key says of itself: it is a signed token whose claims name key, user and tenant. Nobody promises that, so the
/// claims are a hint, never a proof; the signature is not looked at.
/// </summary>
/// <param name="KeyId">The key's id, from the claim <c>jti</c>.</param>
/// <param name="UserId">The user's id, from the claim <c>sub</c>; empty where absent.</param>
/// <param name="TenantId">The tenant's id; empty where absent.</param>
public sealed record ApiKeyClaims(string KeyId, string UserId, string TenantId)
{
    /// <summary>Reads the claims.</summary>
    /// <param name="apiKey">The key.</param>
    /// <returns>The claims; null where the key is no token or names no key id.</returns>
    public static ApiKeyClaims? TryRead(SecureString apiKey)
    {
        var characters = SecretText.ToChars(apiKey);
        byte[] payload = [];
        try
        {
            payload = Payload(characters);
            using var document = JsonDocument.Parse(payload);
            var root = document.RootElement;
            return root.ValueKind == JsonValueKind.Object && root.TextOrNull("jti") is { Length: > 0 } id
                ? new ApiKeyClaims(id, root.Text("sub"), root.Text("tenantId"))
                : null;
        }
        catch (Exception e) when (e is FormatException or JsonException or DecoderFallbackException)
        {
            return null;
        }
        finally
        {
            Array.Clear(characters, 0, characters.Length);
            Array.Clear(payload, 0, payload.Length);
        }
    }

    // The middle part of header.payload.signature, in base64url without padding (RFC 7515 section 7.1).
    private static byte[] Payload(char[] token)
    {
        var first = Array.IndexOf(token, '.');
        var second = first < 0 ? -1 : Array.IndexOf(token, '.', first + 1);
        if (second < 0)
            throw new FormatException("This is no signed token.");

        return Base64Url.Decode(new ArraySegment<char>(token, first + 1, second - first - 1));
    }
}
