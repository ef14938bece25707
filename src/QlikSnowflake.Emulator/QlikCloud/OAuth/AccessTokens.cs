using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using QlikSnowflake.Emulator.Hosting;

namespace QlikSnowflake.Emulator.QlikCloud.OAuth;

/// <summary>
/// The newest ten thousand access tokens that have been issued. They look like JSON web tokens, but are looked up: clients are
/// told to treat them as opaque. Not safe for several threads.
/// </summary>
internal sealed class AccessTokens(string tenantId, TimeProvider clock)
{
    /// <summary>Six hours.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(21600);

    private readonly NewestEntries<string, (string UserId, DateTimeOffset Expires)> _tokens = new();

    public string Issue(string userId)
    {
        var now = clock.GetUtcNow();
        var claims = new JsonObject
        {
            ["subType"] = "user",
            ["tenantId"] = tenantId,
            ["jti"] = Guid.NewGuid().ToString("D"),
            ["aud"] = "qlik.api",
            ["iss"] = "qlik.api",
            ["iat"] = now.ToUnixTimeSeconds(),
            ["exp"] = (now + Lifetime).ToUnixTimeSeconds(),
            ["sub"] = userId,
        };
        var header = new JsonObject { ["alg"] = "ES384", ["typ"] = "JWT" };
        var signature = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(96));
        var token = $"{Encode(header)}.{Encode(claims)}.{signature}";
        _tokens.Set(token, (userId, now + Lifetime));
        return token;
    }

    public bool Knows(string token) => _tokens.TryGet(token, out _);

    /// <summary>The user of a token within its time; null otherwise.</summary>
    public string? UserOf(string token) =>
        _tokens.TryGet(token, out var known) && clock.GetUtcNow() < known.Expires ? known.UserId : null;

    /// <summary>A revoked token stays known, so that it isn't taken for an API key.</summary>
    public void Revoke(string token)
    {
        if (_tokens.TryGet(token, out var known))
            _tokens.Set(token, known with { Expires = DateTimeOffset.MinValue });
    }

    private static string Encode(JsonObject json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json.ToJsonString()));
}
