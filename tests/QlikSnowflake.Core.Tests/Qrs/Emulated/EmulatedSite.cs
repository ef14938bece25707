using QlikSnowflake.Emulator;
using QlikSnowflake.Http;
using QlikSnowflake.Qrs;
using QlikSnowflake.Qrs.Certificates;
using QlikSnowflake.Tests.Support;

namespace QlikSnowflake.Tests.Qrs.Emulated;

/// <summary>An emulated site and sessions with it, for the tests of one class.</summary>
public sealed class EmulatedSite : IAsyncLifetime
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), "qliksnowflake-tests-" + Guid.NewGuid().ToString("N"));

    public EmulatorHost Emulator { get; private set; } = null!;

    public async Task InitializeAsync() =>
        Emulator = await EmulatorHost.StartAsync(new EmulatorOptions { StateDirectory = _folder });

    public Task<QrsSession> OpenAsync()
    {
        var qrs = Emulator.Manifest.Qrs;
        return QrsSession.OpenAsync(
            "test",
            new QrsSessionOptions
            {
                Server = new Uri(qrs.Url).Authority,
                ClientCertificate = ClientCertificates.FromFile(qrs.ClientPfx, null, qrs.ClientPfxPassword.Secret()),
                Trust = new ServerTrust { RootCertificatePath = qrs.RootCertificate },
            },
            new CallContext()
        );
    }

    public async Task DisposeAsync()
    {
        await Emulator.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
