using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using QlikSnowflake.Emulator;

namespace QlikSnowflake.Tests.Qrs.Proxy;

/// <summary>Calls the repository through the proxy service, as a client without a certificate does.</summary>
internal sealed class ProxyCaller : IDisposable
{
    private readonly HttpClient _client;
    private readonly string _start;

    public ProxyCaller(EmulatorManifest manifest, string prefix, Action<SocketsHttpHandler>? configure = null)
    {
        var handler = RunningEmulator.Trusting(manifest.Qrs.RootCertificate);
        handler.CookieContainer = Cookies;
        configure?.Invoke(handler);
        _client = new HttpClient(handler) { BaseAddress = new Uri(manifest.Qrs.Proxy.Url) };
        _start = prefix.Length == 0 ? "" : "/" + prefix;
    }

    public CookieContainer Cookies { get; } = new();

    /// <summary>Headers that every request gets.</summary>
    public IDictionary<string, string> Headers { get; } = new Dictionary<string, string>();

    /// <summary>Sends a request with the key twice.</summary>
    public Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, JsonNode? body = null) =>
        SendRawAsync(
            method,
            $"{_start}{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}xrfkey={QrsCaller.Key}",
            body
        );

    public async Task<HttpResponseMessage> SendRawAsync(HttpMethod method, string url, JsonNode? body = null)
    {
        using var request = new HttpRequestMessage(method, url);
        request.Headers.Add("X-Qlik-Xrfkey", QrsCaller.Key);
        foreach (var (name, value) in Headers)
            request.Headers.TryAddWithoutValidation(name, value);
        if (body is not null)
            request.Content = JsonContent.Create(body);
        return await _client.SendAsync(request);
    }

    /// <summary>Sends and returns the status and the text.</summary>
    public async Task<(int Status, string Text)> TryAsync(HttpMethod method, string path, JsonNode? body = null)
    {
        using var response = await SendAsync(method, path, body);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    public void Dispose() => _client.Dispose();
}
