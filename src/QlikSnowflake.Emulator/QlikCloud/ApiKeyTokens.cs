using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace QlikSnowflake.Emulator.QlikCloud;

/// <summary>
/// Signs and checks API keys: JSON web tokens with ES384, whose <c>jti</c> is the key's id, <c>sub</c> the user's.
/// (Claims as in keys that tenants issue.)
/// </summary>
internal sealed class ApiKeyTokens : IDisposable
{
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP384);
    private readonly string _keyId = Guid.NewGuid().ToString("D");

    public string Issue(ApiKey key, string tenantId, bool sayExpiry)
    {
        var header = new JsonObject
        {
            ["alg"] = "ES384",
            ["kid"] = _keyId,
            ["typ"] = "JWT",
        };
        var claims = new JsonObject
        {
            ["subType"] = key.SubType,
            ["tenantId"] = tenantId,
            ["jti"] = key.Id,
            ["aud"] = "qlik.api",
            ["iss"] = "qlik.api/api-keys",
            ["iat"] = key.Created.ToUnixTimeSeconds(),
            ["sub"] = key.Sub,
        };
        if (sayExpiry)
            claims["exp"] = key.Expiry.ToUnixTimeSeconds();
        var signed = $"{Encode(header)}.{Encode(claims)}";
        return $"{signed}.{Base64Url.EncodeToString(_key.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA384))}";
    }

    /// <summary>The id of the key that a token was issued for; null where it isn't one of this tenant's.</summary>
    public string? Verify(string token)
    {
        var parts = token.Split('.');
        if (parts.Length != 3)
            return null;
        try
        {
            if (
                (string?)Decode(parts[0])?["alg"] != "ES384"
                || !_key.VerifyData(
                    Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"),
                    Base64Url.DecodeFromChars(parts[2]),
                    HashAlgorithmName.SHA384
                )
            )
            {
                return null;
            }

            return (string?)Decode(parts[1])?["jti"];
        }
        catch (Exception e) when (e is FormatException or JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    public void Dispose() => _key.Dispose();

    private static string Encode(JsonObject json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json.ToJsonString()));

    private static JsonNode? Decode(string part) => JsonNode.Parse(Base64Url.DecodeFromChars(part));
}
