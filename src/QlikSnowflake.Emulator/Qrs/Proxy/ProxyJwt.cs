using System.Buffers.Text;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace QlikSnowflake.Emulator.Qrs.Proxy;

/// <summary>
/// Signs and checks the JSON web tokens of a virtual proxy: RS256, with the user's id and directory as claims. ("JWT
/// authentication", Qlik Sense for administrators.)
/// </summary>
internal static class ProxyJwt
{
    /// <summary>Signs a token.</summary>
    public static string Sign(RSA key, UserName user, DateTimeOffset issued, TimeSpan lifetime)
    {
        var claims = new JsonObject
        {
            ["userId"] = user.Id,
            ["userDirectory"] = user.Directory,
            ["iat"] = issued.ToUnixTimeSeconds(),
            ["exp"] = (issued + lifetime).ToUnixTimeSeconds(),
        };
        var signed = $"{Encode(new JsonObject { ["alg"] = "RS256", ["typ"] = "JWT" })}.{Encode(claims)}";
        var signature = key.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return $"{signed}.{Base64Url.EncodeToString(signature)}";
    }

    /// <summary>
    /// The user whom a token names; null where it isn't signed with the virtual proxy's key, isn't in its time, or names
    /// nobody.
    /// </summary>
    public static UserName? Read(VirtualProxy proxy, string token, DateTimeOffset now)
    {
        var parts = token.Split('.');
        if (proxy.JwtCertificate is null || parts.Length != 3)
            return null;
        try
        {
            using var key = PublicKey(proxy.JwtCertificate);
            if (
                Text(Decode(parts[0]), "alg") != "RS256"
                || !key.VerifyData(
                    Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"),
                    Base64Url.DecodeFromChars(parts[2]),
                    HashAlgorithmName.SHA256,
                    RSASignaturePadding.Pkcs1
                )
            )
            {
                return null;
            }

            var claims = Decode(parts[1]);
            if (Time(claims, "exp") <= now || Time(claims, "nbf") > now)
                return null;
            return
                Text(claims, proxy.JwtUserIdClaim) is { Length: > 0 } id
                && Text(claims, proxy.JwtUserDirectoryClaim) is { Length: > 0 } directory
                ? new UserName(directory, id)
                : null;
        }
        catch (Exception e) when (e is FormatException or JsonException or InvalidOperationException or CryptographicException)
        {
            return null;
        }
    }

    private static RSA PublicKey(string pem)
    {
        if (pem.Contains("BEGIN CERTIFICATE", StringComparison.Ordinal))
        {
            using var certificate = X509Certificate2.CreateFromPem(pem);
            return certificate.GetRSAPublicKey() ?? throw new CryptographicException("Not an RSA certificate.");
        }

        var key = RSA.Create();
        key.ImportFromPem(pem);
        return key;
    }

    private static string Encode(JsonObject json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json.ToJsonString()));

    private static JsonObject Decode(string part) => JsonNode.Parse(Base64Url.DecodeFromChars(part)) as JsonObject ?? [];

    private static string? Text(JsonObject json, string name) =>
        json[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    private static DateTimeOffset? Time(JsonObject json, string name) =>
        json[name] is JsonValue value && value.TryGetValue<long>(out var seconds)
            ? DateTimeOffset.FromUnixTimeSeconds(Math.Clamp(seconds, 0, 253402300799))
            : null;
}
