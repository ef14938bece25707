using System.Buffers.Text;
using System.Text;
using System.Text.Json;

namespace QlikSnowflake.Emulator.Snowflake.Authentication;

/// <summary>A compact JWS taken apart: header, claims, the bytes that were signed and the signature. Nothing is verified here.</summary>
internal sealed class JsonWebToken
{
    // A time this large in seconds lies in the year 5138; in milliseconds it is 1973.
    private const double FirstMilliseconds = 100_000_000_000;

    private JsonWebToken(JsonElement header, JsonElement claims, byte[] signedBytes, byte[] signature)
    {
        Algorithm = Text(header, "alg");
        Issuer = Text(claims, "iss");
        Subject = Text(claims, "sub");
        IssuedAt = Time(claims, "iat");
        Expires = Time(claims, "exp");
        SignedBytes = signedBytes;
        Signature = signature;
    }

    public string? Algorithm { get; }

    public string? Issuer { get; }

    public string? Subject { get; }

    public DateTimeOffset? IssuedAt { get; }

    public DateTimeOffset? Expires { get; }

    public byte[] SignedBytes { get; }

    public byte[] Signature { get; }

    /// <returns>Null when the text is not three base64url parts of which the first two are JSON objects.</returns>
    public static JsonWebToken? TryParse(string text)
    {
        var parts = text.Split('.');
        if (parts.Length != 3)
            return null;
        try
        {
            using var header = JsonDocument.Parse(Base64Url.DecodeFromChars(parts[0]));
            using var claims = JsonDocument.Parse(Base64Url.DecodeFromChars(parts[1]));
            if (header.RootElement.ValueKind != JsonValueKind.Object || claims.RootElement.ValueKind != JsonValueKind.Object)
                return null;
            var signedBytes = Encoding.ASCII.GetBytes(string.Concat(parts[0], ".", parts[1]));
            return new JsonWebToken(header.RootElement, claims.RootElement, signedBytes, Base64Url.DecodeFromChars(parts[2]));
        }
        catch (Exception e) when (e is FormatException or JsonException)
        {
            return null;
        }
    }

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static DateTimeOffset? Time(JsonElement claims, string name)
    {
        if (
            !claims.TryGetProperty(name, out var value)
            || value.ValueKind != JsonValueKind.Number
            || !value.TryGetDouble(out var number)
        )
            return null;
        var milliseconds = Math.Abs(number) >= FirstMilliseconds ? number : number * 1000;
        return Math.Abs(milliseconds) > 250_000_000_000_000 ? null : DateTimeOffset.FromUnixTimeMilliseconds((long)milliseconds);
    }
}
