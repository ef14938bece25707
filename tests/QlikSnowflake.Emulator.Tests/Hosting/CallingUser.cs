using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using QlikSnowflake.Tests.Snowflake;

namespace QlikSnowflake.Tests.Hosting;

/// <summary>The manifest's Snowflake user, who runs statements.</summary>
internal sealed class CallingUser : IDisposable
{
    private readonly RunningEmulator _emulator;
    private readonly RSA _key = RSA.Create();
    private readonly HttpClient _http;

    public CallingUser(RunningEmulator emulator)
    {
        _emulator = emulator;
        _key.ImportFromPem(File.ReadAllText(emulator.Manifest.Snowflake.PrivateKey));
        _http = new HttpClient(RunningEmulator.Trusting(emulator.Manifest.Snowflake.RootCertificate))
        {
            BaseAddress = new Uri(emulator.Manifest.Snowflake.Url),
        };
        _http.DefaultRequestHeaders.UserAgent.ParseAdd("tests/1.0");
        _http.DefaultRequestHeaders.Accept.ParseAdd("application/json");
        _http.DefaultRequestHeaders.Add("X-Snowflake-Authorization-Token-Type", "KEYPAIR_JWT");
    }

    /// <summary>The code of the reply to a statement.</summary>
    public async Task<string?> CodeOfAsync(string statement)
    {
        var snowflake = _emulator.Manifest.Snowflake;
        var jwt = new TestJwt(
            _emulator.Host.Clock.GetUtcNow(),
            snowflake.Account.ToUpperInvariant(),
            snowflake.User,
            _key
        ).Sign();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v2/statements")
        {
            Content = JsonContent.Create(new { statement }),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", jwt);
        using var response = await _http.SendAsync(request);
        return (string?)(await response.Content.ReadFromJsonAsync<JsonNode>())!["code"];
    }

    public void Dispose()
    {
        _http.Dispose();
        _key.Dispose();
    }
}
