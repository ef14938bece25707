using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using QlikSnowflake.Emulator;
using Xunit;

namespace QlikSnowflake.Tests.QlikCloud;

/// <summary>Calls the tenant with an API key.</summary>
internal sealed class CloudCaller : IDisposable
{
    private readonly HttpClient _client;

    public CloudCaller(EmulatorManifest manifest, string? token = null)
    {
        _client = new HttpClient(RunningEmulator.Trusting(manifest.QlikCloud.RootCertificate))
        {
            BaseAddress = new Uri(manifest.QlikCloud.Url),
        };
        _client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token ?? manifest.QlikCloud.ApiKey);
    }

    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, JsonNode? body = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
            request.Content = JsonContent.Create(body);
        return await _client.SendAsync(request);
    }

    /// <summary>Sends, and returns the status and the body as JSON (null where there is none).</summary>
    public async Task<(int Status, JsonNode? Body)> TryAsync(HttpMethod method, string path, JsonNode? body = null)
    {
        using var response = await SendAsync(method, path, body);
        var text = await response.Content.ReadAsStringAsync();
        return ((int)response.StatusCode, text.Length == 0 ? null : JsonNode.Parse(text));
    }

    public async Task<JsonNode> GetAsync(string path)
    {
        var (status, body) = await TryAsync(HttpMethod.Get, path);
        Assert.True(status == 200, $"{status} {body}");
        return body!;
    }

    public async Task<JsonNode> CreateKeyAsync(string description, string? expiry = null)
    {
        var body = new JsonObject { ["description"] = description };
        if (expiry is not null)
            body["expiry"] = expiry;
        var (status, key) = await TryAsync(HttpMethod.Post, "/api/v1/api-keys", body);
        Assert.True(status == 201, $"{status} {key}");
        return key!;
    }

    public static JsonArray Patch(string op, string path, JsonNode? value) =>
        new(
            new JsonObject
            {
                ["op"] = op,
                ["path"] = path,
                ["value"] = value,
            }
        );

    /// <summary>Checks the shape every refusal has.</summary>
    public static void AssertRefused((int Status, JsonNode? Body) answer, int status, string? code = null)
    {
        Assert.True(answer.Status == status, $"{answer.Status} {answer.Body}");
        var error = answer.Body!["errors"]![0]!;
        Assert.NotNull(error["title"]);
        if (code is not null)
            Assert.Equal(code, (string?)error["code"]);
        Assert.False(string.IsNullOrEmpty((string?)answer.Body["traceId"]));
    }

    public void Dispose() => _client.Dispose();
}
