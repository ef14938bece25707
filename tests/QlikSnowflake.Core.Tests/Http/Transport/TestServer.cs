using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace QlikSnowflake.Tests.Http.Transport;

/// <summary>
/// A real HTTPS server on a free port of loopback; each request is answered by the next of the given answers, the last
/// one again and again.
/// </summary>
internal sealed class TestServer : IAsyncDisposable
{
    private readonly WebApplication _application;

    private TestServer(WebApplication application) => _application = application;

    /// <summary>What arrived, in order.</summary>
    public ConcurrentQueue<Received> Requests { get; } = new();

    public int Port =>
        new Uri(
            _application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()
        ).Port;

    public Uri Address(string host = "localhost") => new($"https://{host}:{Port}/base/");

    public static async Task<TestServer> StartAsync(X509Certificate2 certificate, params RequestDelegate[] answers)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Logging.ClearProviders();
        builder.Services.AddRoutingCore();
        builder
            .WebHost.UseKestrelCore()
            .UseKestrelHttpsConfiguration()
            .ConfigureKestrel(k =>
                k.Listen(
                    IPAddress.Loopback,
                    0,
                    l =>
                        l.UseHttps(
                            certificate,
                            https =>
                            {
                                https.ClientCertificateMode = ClientCertificateMode.AllowCertificate;
                                https.ClientCertificateValidation = (_, _, _) => true;
                            }
                        )
                )
            );
        var application = builder.Build();
        var server = new TestServer(application);
        var count = 0;
        application.Run(async context =>
        {
            using var body = new StreamReader(context.Request.Body);
            var text = await body.ReadToEndAsync();
            context.Items["body"] = text;
            server.Requests.Enqueue(
                new Received(
                    context.Request.Method,
                    context.Request.Path + context.Request.QueryString,
                    context.Request.Headers.Authorization.ToString(),
                    text,
                    context.Connection.ClientCertificate?.Thumbprint
                )
            );
            await answers[Math.Min(Interlocked.Increment(ref count), answers.Length) - 1](context);
        });
        await application.StartAsync();
        return server;
    }

    /// <summary>Waits until so many requests have arrived.</summary>
    public async Task ArrivedAsync(int count)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (Requests.Count < count)
            await Task.Delay(5, limit.Token);
    }

    public static RequestDelegate Status(int status, string body = "{}", params (string Name, string Value)[] headers) =>
        async context =>
        {
            context.Response.StatusCode = status;
            context.Response.ContentType = "application/json";
            foreach (var (name, value) in headers)
                context.Response.Headers[name] = value;
            await context.Response.WriteAsync(body);
        };

    public static RequestDelegate Redirect(string location, int status = 302) =>
        Status(status, string.Empty, ("Location", location));

    public static Task Drop(HttpContext context)
    {
        context.Abort();
        return Task.CompletedTask;
    }

    /// <summary>Announces a body and ends the connection in its middle.</summary>
    public static async Task Truncate(HttpContext context)
    {
        context.Response.ContentLength = 1000;
        await context.Response.WriteAsync("{\"half\":");
        await context.Response.Body.FlushAsync();
        context.Abort();
    }

    /// <summary>Never answers.</summary>
    public static Task Hang(HttpContext context) =>
        Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);

    /// <summary>Sends the start of a body and then nothing.</summary>
    public static async Task HangInBody(HttpContext context)
    {
        context.Response.ContentLength = 1000;
        await context.Response.WriteAsync("{");
        await context.Response.Body.FlushAsync();
        await Hang(context);
    }

    public async ValueTask DisposeAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.Zero);
        await _application.StopAsync(limit.Token);
        await _application.DisposeAsync();
    }

    public sealed record Received(string Method, string Target, string Authorization, string Body, string? ClientThumbprint);
}
