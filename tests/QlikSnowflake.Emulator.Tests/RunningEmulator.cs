using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using QlikSnowflake.Emulator;
using Xunit;

namespace QlikSnowflake.Tests;

/// <summary>An emulator in a temporary folder, for one test class or one test.</summary>
public sealed class RunningEmulator : IAsyncLifetime, IAsyncDisposable
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), "emulator-" + Path.GetRandomFileName());

    public EmulatorHost Host { get; private set; } = null!;

    public EmulatorManifest Manifest => Host.Manifest;

    public static async Task<RunningEmulator> StartAsync(Func<EmulatorOptions, EmulatorOptions>? configure = null)
    {
        var emulator = new RunningEmulator();
        var options = new EmulatorOptions { StateDirectory = emulator._folder };
        emulator.Host = await EmulatorHost.StartAsync(configure?.Invoke(options) ?? options);
        return emulator;
    }

    public async Task InitializeAsync() => Host = await EmulatorHost.StartAsync(new EmulatorOptions { StateDirectory = _folder });

    async Task IAsyncLifetime.DisposeAsync() => await DisposeAsync();

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>A handler that trusts one root only, checks the host name, and follows no redirect.</summary>
    public static SocketsHttpHandler Trusting(string rootFile, X509Certificate2? client = null)
    {
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false };
        handler.SslOptions.CertificateChainPolicy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            CustomTrustStore = { X509CertificateLoader.LoadCertificateFromFile(rootFile) },
            RevocationMode = X509RevocationMode.NoCheck,
        };
        if (client is not null)
            handler.SslOptions.ClientCertificateContext = SslStreamCertificateContext.Create(client, null, offline: true);
        return handler;
    }
}
