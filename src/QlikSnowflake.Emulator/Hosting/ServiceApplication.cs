using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using QlikSnowflake.Emulator.Faults;

namespace QlikSnowflake.Emulator.Hosting;

/// <summary>
/// The web application that one service runs in: its own port, its own TLS, and what all services have in common in
/// front of it.
/// </summary>
internal sealed class ServiceApplication : IAsyncDisposable
{
    private readonly WebApplication _app;

    private ServiceApplication(WebApplication app, bool tls)
    {
        _app = app;
        var bound = app
            .Services.GetRequiredService<IServer>()
            .Features.GetRequiredFeature<IServerAddressesFeature>()
            .Addresses.Single();
        Port = new Uri(bound).Port;
        Url = $"{(tls ? "https" : "http")}://{(tls ? "localhost" : "127.0.0.1")}:{Port}";
    }

    public int Port { get; }

    /// <summary>Without a path, and without a slash at the end.</summary>
    public string Url { get; }

    /// <summary>Starts a service with TLS.</summary>
    public static async Task<ServiceApplication> StartAsync(
        IEmulatedService service,
        int port,
        ServerTls tls,
        EmulatorClock clock,
        RequestCounters counters,
        FaultList faults,
        CancellationToken cancellationToken
    )
    {
        var app = Build(port, tls);
        app.Use(
            (context, next) =>
            {
                context.Response.Headers.Date = clock
                    .GetUtcNow()
                    .ToString("R", System.Globalization.CultureInfo.InvariantCulture);
                counters.CountReceived(service.Name, context.Request.Method, RouteOf(context));
                return next(context);
            }
        );
        app.Use(new FaultMiddleware(service.Name, faults).InvokeAsync);
        app.Use(
            (context, next) =>
            {
                counters.CountExecuted(service.Name, context.Request.Method, RouteOf(context));
                return next(context);
            }
        );
        service.Map(app);
        await StartAsync(app, cancellationToken);
        return new ServiceApplication(app, tls: true);
    }

    /// <summary>Starts an application without TLS.</summary>
    public static async Task<ServiceApplication> StartPlainAsync(
        int port,
        Action<WebApplication> map,
        CancellationToken cancellationToken
    )
    {
        var app = Build(port, null);
        map(app);
        await StartAsync(app, cancellationToken);
        return new ServiceApplication(app, tls: false);
    }

    public async ValueTask DisposeAsync()
    {
        // Idle connections of clients that are still alive would hold a graceful stop up.
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
    }

    private static WebApplication Build(int port, ServerTls? tls)
    {
        // An empty builder reads no settings from files or the environment, and writes no log.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton<IHostLifetime, NoSignals>();
        builder.WebHost.UseKestrelCore();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = 256L << 20;
            kestrel.Listen(
                IPAddress.Loopback,
                port,
                listen =>
                {
                    listen.Protocols = HttpProtocols.Http1;
                    if (tls is not null)
                        listen.UseHttps(tls.HandshakeOptions());
                }
            );
        });
        return builder.Build();
    }

    private static async Task StartAsync(WebApplication app, CancellationToken cancellationToken)
    {
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    private static string RouteOf(HttpContext context) =>
        context.GetEndpoint() is RouteEndpoint { RoutePattern.RawText: { } pattern }
        && !pattern.StartsWith("{*", StringComparison.Ordinal)
            ? pattern
            : context.Request.Path.ToString();

    /// <summary>Ctrl+C belongs to the program around the emulator, not to each application inside.</summary>
    private sealed class NoSignals : IHostLifetime
    {
        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
