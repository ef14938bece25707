using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Xunit;

namespace QlikSnowflake.Tests.Snowflake.Authentication;

public sealed class SeededTokenTests : IAsyncLifetime, IDisposable
{
    private readonly HttpClient _client = new(
        new HttpClientHandler
        {
            ServerCertificateCustomValidationCallback = HttpClientHandler.DangerousAcceptAnyServerCertificateValidator,
        }
    );
    private RunningEmulator _emulator = null!;

    public async Task InitializeAsync() => _emulator = await RunningEmulator.StartAsync();

    public async Task DisposeAsync() => await _emulator.DisposeAsync();

    public void Dispose() => _client.Dispose();

    [Theory]
    [InlineData("PROGRAMMATIC_ACCESS_TOKEN")]
    [InlineData("OAUTH")]
    public async Task A_token_that_was_asked_for_logs_its_user_in_by_its_own_type_only(string type)
    {
        using var made = await SeedAsync(
            new JsonObject
            {
                ["service"] = "snowflake",
                ["user"] = _emulator.Manifest.Snowflake.User,
                ["tokenType"] = type,
            }
        );
        Assert.Equal(HttpStatusCode.OK, made.StatusCode);
        var token = (string)(await made.Content.ReadFromJsonAsync<JsonObject>())!["token"]!;

        Assert.Equal(HttpStatusCode.OK, await LoginAsync(token, type));
        Assert.Equal(
            HttpStatusCode.Unauthorized,
            await LoginAsync(token, type == "OAUTH" ? "PROGRAMMATIC_ACCESS_TOKEN" : "OAUTH")
        );
        Assert.Equal(HttpStatusCode.Unauthorized, await LoginAsync(token + "0", type));
    }

    [Theory]
    [InlineData("NOBODY", "OAUTH", "NOBODY")]
    [InlineData("SVC_QLIK", "KEYPAIR_JWT", "tokenType")]
    [InlineData("SVC_QLIK", null, "tokenType")]
    [InlineData(null, "OAUTH", "user")]
    public async Task What_cannot_be_made_is_refused_with_the_reason(string? user, string? type, string reason)
    {
        using var refused = await SeedAsync(
            new JsonObject
            {
                ["service"] = "snowflake",
                ["user"] = user,
                ["tokenType"] = type,
            }
        );

        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Contains(reason, await refused.Content.ReadAsStringAsync());
    }

    private Task<HttpResponseMessage> SeedAsync(JsonObject body) =>
        _client.PostAsJsonAsync(_emulator.Manifest.Control.Url + "/_emulator/seed", body);

    private async Task<HttpStatusCode> LoginAsync(string token, string type)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, _emulator.Manifest.Snowflake.Url + "/api/v2/statements")
        {
            Content = JsonContent.Create(new { statement = "SELECT CURRENT_USER()" }),
        };
        request.Headers.Authorization = new("Bearer", token);
        request.Headers.Add("X-Snowflake-Authorization-Token-Type", type);
        request.Headers.Add("Accept", "application/json");
        request.Headers.Add("User-Agent", "tests/1.0");
        using var response = await _client.SendAsync(request);
        return response.StatusCode;
    }
}
