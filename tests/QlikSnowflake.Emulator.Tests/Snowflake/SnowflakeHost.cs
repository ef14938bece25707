using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;
using QlikSnowflake.Emulator.Snowflake;

namespace QlikSnowflake.Tests.Snowflake;

/// <summary>The emulated account on a loopback port, with a user QLIK_SVC and an administrator QLIK_ADMIN.</summary>
internal sealed class SnowflakeHost : IAsyncDisposable
{
    public const string User = "QLIK_SVC";
    public const string Admin = "QLIK_ADMIN";
    public const string StatementsPath = "/api/v2/statements";

    // Making keys is the slowest part of a test; the tests that change keys make their own.
    public static readonly RSA UserKey = RSA.Create(2048);
    public static readonly RSA AdminKey = RSA.Create(2048);

    private readonly WebApplication _app;

    private SnowflakeHost(WebApplication app, SnowflakeService service, ManualClock clock)
    {
        _app = app;
        Service = service;
        Clock = clock;
        Http = new HttpClient(
            new SocketsHttpHandler { AutomaticDecompression = DecompressionMethods.None, AllowAutoRedirect = false }
        )
        {
            BaseAddress = new Uri(app.Urls.First()),
        };
    }

    public SnowflakeService Service { get; }

    public ManualClock Clock { get; }

    public HttpClient Http { get; }

    public static async Task<SnowflakeHost> StartAsync(Action<SnowflakeSettings>? configure = null)
    {
        var settings = new SnowflakeSettings();
        configure?.Invoke(settings);
        var clock = new ManualClock();
        var service = new SnowflakeService(settings, clock);
        service.AddUser(User, UserKey.ExportSubjectPublicKeyInfo(), isAdmin: false);
        service.AddUser(Admin, AdminKey.ExportSubjectPublicKeyInfo(), isAdmin: true);

        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        service.Map(app);
        await app.StartAsync();
        return new SnowflakeHost(app, service, clock);
    }

    public TestJwt Jwt(string user = User) => new(Clock.GetUtcNow(), "MYORG-MYACCOUNT", user, user == Admin ? AdminKey : UserKey);

    public HttpRequestMessage Request(HttpMethod method, string path, string? token = null, string? tokenType = "KEYPAIR_JWT")
    {
        var request = new HttpRequestMessage(method, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token ?? Jwt().Sign());
        if (tokenType is not null)
            request.Headers.Add("X-Snowflake-Authorization-Token-Type", tokenType);
        request.Headers.Accept.ParseAdd("application/json");
        request.Headers.UserAgent.ParseAdd("tests/1.0");
        return request;
    }

    public Task<Reply> SendAsync(HttpRequestMessage request) =>
        Reply.ReadAsync(Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead));

    public HttpRequestMessage SubmitRequest(string statement, string query = "", object? body = null, string? user = null)
    {
        var request = Request(HttpMethod.Post, StatementsPath + query, Jwt(user ?? User).Sign());
        var content = body is null ? [] : JsonSerializer.SerializeToNode(body)!.AsObject();
        content["statement"] = statement;
        request.Content = new StringContent(content.ToJsonString(), Encoding.UTF8, "application/json");
        return request;
    }

    public Task<Reply> SubmitAsync(string statement, string query = "", object? body = null, string? user = null) =>
        SendAsync(SubmitRequest(statement, query, body, user));

    public Task<Reply> FetchAsync(string handle, int? partition = null, string? user = null) =>
        SendAsync(
            Request(
                HttpMethod.Get,
                $"{StatementsPath}/{handle}{(partition is null ? "" : $"?partition={partition}")}",
                Jwt(user ?? User).Sign()
            )
        );

    public Task<Reply> CancelAsync(string handle, string? user = null) =>
        SendAsync(Request(HttpMethod.Post, $"{StatementsPath}/{handle}/cancel", Jwt(user ?? User).Sign()));

    /// <summary>All rows of a finished statement, by its partitions.</summary>
    public async Task<List<string?[]>> RowsAsync(Reply first)
    {
        var rows = first.Rows.ToList();
        for (var i = 1; i < first.Json["resultSetMetaData"]!["partitionInfo"]!.AsArray().Count; i++)
            rows.AddRange((await FetchAsync(first.Handle, i)).Rows);
        return rows;
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.DisposeAsync();
    }
}
