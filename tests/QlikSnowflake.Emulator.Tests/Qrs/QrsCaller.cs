using System.Net.Http.Json;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using QlikSnowflake.Emulator;
using Xunit;

namespace QlikSnowflake.Tests.Qrs;

/// <summary>Calls the repository service as a client with a certificate of the site does.</summary>
internal sealed class QrsCaller : IDisposable
{
    public const string Key = "0123456789abcDEF";

    private readonly HttpClient _client;

    public QrsCaller(EmulatorManifest manifest, X509Certificate2? certificate = null, bool withCertificate = true)
    {
        var own = withCertificate ? certificate ?? Certificate(manifest) : null;
        _client = new HttpClient(RunningEmulator.Trusting(manifest.Qrs.RootCertificate, own))
        {
            BaseAddress = new Uri(manifest.Qrs.Url),
        };
    }

    public string? User { get; init; } = "UserDirectory=INTERNAL; UserId=sa_repository";

    public static X509Certificate2 Certificate(EmulatorManifest manifest) =>
        X509CertificateLoader.LoadPkcs12FromFile(manifest.Qrs.ClientPfx, manifest.Qrs.ClientPfxPassword);

    /// <summary>Sends a request with the key twice.</summary>
    public Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, JsonNode? body = null) =>
        SendRawAsync(method, $"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}xrfkey={Key}", Key, body);

    public async Task<HttpResponseMessage> SendRawAsync(
        HttpMethod method,
        string pathAndQuery,
        string? key,
        JsonNode? body = null
    )
    {
        using var request = new HttpRequestMessage(method, pathAndQuery);
        if (key is not null)
            request.Headers.Add("X-Qlik-Xrfkey", key);
        if (User is not null)
            request.Headers.Add("X-Qlik-User", User);
        if (body is not null)
            request.Content = JsonContent.Create(body);
        return await _client.SendAsync(request);
    }

    public async Task<JsonNode> GetAsync(string path)
    {
        using var response = await SendAsync(HttpMethod.Get, path);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, $"{(int)response.StatusCode} {text}");
        return JsonNode.Parse(text)!;
    }

    /// <summary>Sends and returns the status and the text.</summary>
    public async Task<(int Status, string Text)> TryAsync(HttpMethod method, string path, JsonNode? body = null)
    {
        using var response = await SendAsync(method, path, body);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    /// <summary>Posts a data connection and returns it as answered.</summary>
    public async Task<JsonObject> CreateAsync(string name, string type = "QvOdbcConnectorPackage.exe")
    {
        var (status, text) = await TryAsync(HttpMethod.Post, "/qrs/dataconnection", Connection(name, type));
        Assert.True(status == 201, $"{status} {text}");
        return (JsonObject)JsonNode.Parse(text)!;
    }

    public static JsonObject Connection(string name, string type = "QvOdbcConnectorPackage.exe") =>
        new()
        {
            ["name"] = name,
            ["connectionstring"] = "CUSTOM CONNECT TO \"provider=QvOdbcConnectorPackage.exe;driver=snowflake;\"",
            ["type"] = type,
            ["username"] = "SVC",
            ["password"] = "secret",
        };

    public static string Filter(string filter) => "filter=" + Uri.EscapeDataString(filter);

    public void Dispose() => _client.Dispose();
}
