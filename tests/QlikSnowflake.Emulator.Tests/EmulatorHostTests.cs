using System.Net.Sockets;
using System.Text.Json.Nodes;
using QlikSnowflake.Emulator;
using Xunit;

namespace QlikSnowflake.Tests;

public sealed class EmulatorHostTests
{
    [Fact]
    public async Task The_manifest_names_files_in_the_state_directory_and_goes_when_the_emulator_stops()
    {
        string file;
        await using (var emulator = await RunningEmulator.StartAsync())
        {
            var state = emulator.Host.Options.StateDirectory;
            file = Path.Combine(state, "emulator.json");
            var json = JsonNode.Parse(await File.ReadAllTextAsync(file))!;
            foreach (var (section, name) in new[] { ("qrs", "rootCertificate"), ("qrs", "clientPfx"), ("qrs", "clientCertificate"), ("qrs", "clientKey"), ("qlikCloud", "rootCertificate") })
            {
                var path = (string)json[section]![name]!;
                Assert.StartsWith(state + Path.DirectorySeparatorChar, path, StringComparison.Ordinal);
                Assert.True(File.Exists(path), path);
            }

            Assert.Equal(emulator.Manifest, EmulatorManifest.Read(state));
            await emulator.Host.DisposeAsync();
            Assert.False(File.Exists(file));
        }
    }

    [Fact]
    public async Task Everything_in_the_state_directory_is_for_its_owner_only()
    {
        if (OperatingSystem.IsWindows())
            return;
        await using var emulator = await RunningEmulator.StartAsync();
        const UnixFileMode others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
            | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;
        var state = new DirectoryInfo(emulator.Host.Options.StateDirectory);
        var entries = state.EnumerateFileSystemInfos("*", SearchOption.AllDirectories).Append(state).ToList();
        Assert.True(entries.Count >= 8);
        Assert.All(entries, entry => Assert.Equal(UnixFileMode.None, entry.UnixFileMode & others));
    }

    [Fact]
    public async Task A_port_that_is_taken_fails_the_start()
    {
        using var taken = new TcpListener(System.Net.IPAddress.Loopback, 0);
        taken.Start();
        var port = ((System.Net.IPEndPoint)taken.LocalEndpoint).Port;
        var state = Path.Combine(Path.GetTempPath(), "emulator-" + Path.GetRandomFileName());
        await Assert.ThrowsAsync<IOException>(() => EmulatorHost.StartAsync(new EmulatorOptions { StateDirectory = state, QlikCloudPort = port }));
        Assert.False(File.Exists(Path.Combine(state, EmulatorManifest.FileName)));
        Directory.Delete(state, recursive: true);
    }

    [Fact]
    public async Task A_given_port_is_used()
    {
        int port;
        using (var probe = new TcpListener(System.Net.IPAddress.Loopback, 0))
        {
            probe.Start();
            port = ((System.Net.IPEndPoint)probe.LocalEndpoint).Port;
        }

        await using var emulator = await RunningEmulator.StartAsync(options => options with { QrsPort = port });
        Assert.Equal($"https://localhost:{port}", emulator.Manifest.Qrs.Url);
    }
}
