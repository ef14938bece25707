using QlikSnowflake.Benchmarks.Rows;
using QlikSnowflake.Emulator;

namespace QlikSnowflake.Benchmarks.Start;

/// <summary>An emulated account in a folder of its own.</summary>
internal sealed class EmulatedAccount : IAsyncDisposable
{
    private readonly string _folder;

    private EmulatedAccount(EmulatorHost host, string folder) => (Host, _folder) = (host, folder);

    public EmulatorHost Host { get; }

    /// <summary>How an administrator of it logs in.</summary>
    public SnowflakeLogin Login =>
        new(
            new Uri(Host.Manifest.Snowflake.Url).Authority,
            Host.Manifest.Snowflake.AdminUser,
            Host.Manifest.Snowflake.AdminPrivateKey,
            Host.Manifest.Snowflake.RootCertificate
        );

    public static async Task<EmulatedAccount> StartAsync()
    {
        var folder = Directory.CreateTempSubdirectory("qliksnowflake-benchmark-").FullName;
        return new EmulatedAccount(await EmulatorHost.StartAsync(new EmulatorOptions { StateDirectory = folder }), folder);
    }

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
