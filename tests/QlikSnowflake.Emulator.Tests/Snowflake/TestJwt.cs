using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace QlikSnowflake.Tests.Snowflake;

/// <summary>A JWT under construction, correct until a test makes it wrong.</summary>
internal sealed class TestJwt
{
    private readonly RSA _key;

    public TestJwt(DateTimeOffset now, string account, string user, RSA key)
    {
        _key = key;
        Claims["iss"] = $"{account}.{user}.{Fingerprint(key)}";
        Claims["sub"] = $"{account}.{user}";
        Claims["iat"] = now.ToUnixTimeSeconds();
        Claims["exp"] = now.ToUnixTimeSeconds() + 600;
    }

    public JsonObject Header { get; } = new() { ["alg"] = "RS256", ["typ"] = "JWT" };

    public JsonObject Claims { get; } = [];

    public static string Fingerprint(RSA key) =>
        "SHA256:" + Convert.ToBase64String(SHA256.HashData(key.ExportSubjectPublicKeyInfo()));

    public TestJwt With(string claim, JsonNode? value)
    {
        Claims[claim] = value;
        return this;
    }

    public TestJwt Without(string claim)
    {
        Claims.Remove(claim);
        return this;
    }

    public string Sign(RSA? key = null, HashAlgorithmName? hash = null)
    {
        var signed = $"{Part(Header)}.{Part(Claims)}";
        var signature = (key ?? _key).SignData(
            Encoding.ASCII.GetBytes(signed),
            hash ?? HashAlgorithmName.SHA256,
            RSASignaturePadding.Pkcs1
        );
        return $"{signed}.{Base64Url.EncodeToString(signature)}";
    }

    private static string Part(JsonObject part) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(part.ToJsonString()));
}
