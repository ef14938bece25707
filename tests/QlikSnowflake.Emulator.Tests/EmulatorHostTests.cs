using System.Net.Http.Json;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using QlikSnowflake.Emulator;
using QlikSnowflake.Tests.Snowflake;
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
            foreach (
                var (section, name) in new[]
                {
                    ("qrs", "rootCertificate"),
                    ("qrs", "clientPfx"),
                    ("qrs", "clientCertificate"),
                    ("qrs", "clientKey"),
                    ("qlikCloud", "rootCertificate"),
                    ("snowflake", "rootCertificate"),
                    ("snowflake", "privateKey"),
                    ("snowflake", "adminPrivateKey"),
                }
            )
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
        const UnixFileMode others =
            UnixFileMode.GroupRead
            | UnixFileMode.GroupWrite
            | UnixFileMode.GroupExecute
            | UnixFileMode.OtherRead
            | UnixFileMode.OtherWrite
            | UnixFileMode.OtherExecute;
        var state = new DirectoryInfo(emulator.Host.Options.StateDirectory);
        var entries = state.EnumerateFileSystemInfos("*", SearchOption.AllDirectories).Append(state).ToList();
        Assert.True(entries.Count >= 8);
        Assert.All(entries, entry => Assert.Equal(UnixFileMode.None, entry.UnixFileMode & others));
    }

    [Fact]
    public async Task A_statement_signed_with_the_users_key_is_executed_and_counted()
    {
        await using var emulator = await RunningEmulator.StartAsync();
        var manifest = emulator.Manifest.Snowflake;
        using var client = new HttpClient(RunningEmulator.Trusting(manifest.RootCertificate));
        foreach (
            var (user, keyFile) in new[] { (manifest.User, manifest.PrivateKey), (manifest.AdminUser, manifest.AdminPrivateKey) }
        )
        {
            using var key = RSA.Create();
            key.ImportFromPem(await File.ReadAllTextAsync(keyFile));
            using var request = new HttpRequestMessage(HttpMethod.Post, manifest.Url + "/api/v2/statements");
            request.Headers.Add(
                "Authorization",
                "Bearer " + new TestJwt(emulator.Host.Clock.GetUtcNow(), manifest.Account.ToUpperInvariant(), user, key).Sign()
            );
            request.Headers.Add("X-Snowflake-Authorization-Token-Type", "KEYPAIR_JWT");
            request.Headers.Add("User-Agent", "tests/1.0");
            request.Headers.Add("Accept", "application/json");
            request.Content = JsonContent.Create(new { statement = "SELECT CURRENT_USER()" });
            using var response = await client.SendAsync(request);
            var answer = await response.Content.ReadAsStringAsync();
            Assert.True(response.IsSuccessStatusCode, answer);
            Assert.Equal(user, (string?)JsonNode.Parse(answer)!["data"]![0]![0]);
        }

        var state = JsonNode.Parse(await client.GetStringAsync(emulator.Manifest.Control.Url + "/_emulator/state"))!;
        Assert.Equal(2, (int)state["executions"]!["snowflake"]!);
        Assert.Equal(
            2,
            (int)Assert.Single(state["statements"]!.AsArray(), s => (string?)s!["text"] == "SELECT CURRENT_USER()")!["executed"]!
        );
        Assert.Null(emulator.Host.Snowflake.KeyFingerprint("SVC_NEW", 1));
    }

    [Fact]
    public async Task Whoever_asked_hears_of_every_secret_as_it_is_written()
    {
        var heard = new List<SecretChange>();
        await using var emulator = await RunningEmulator.StartAsync(o => o with { SecretChanged = heard.Add });
        var host = emulator.Host;
        Assert.Contains(
            new SecretChange("snowflake", "SVC_QLIK:RSA_PUBLIC_KEY", host.Snowflake.KeyFingerprint("SVC_QLIK", 1)),
            heard
        );
        heard.Clear();

        var site = host.Qrs.AddDataConnection(
            new JsonObject
            {
                ["name"] = "a",
                ["connectionstring"] = "x",
                ["type"] = "folder",
                ["password"] = "word",
            }
        );
        var tenant = host.QlikCloud.AddDataConnection(
            new JsonObject
            {
                ["dataSourceId"] = "snowflake",
                ["qName"] = "b",
                ["space"] = host.QlikCloud.SpaceId,
                ["connectionProperties"] = new JsonObject { ["server"] = "h", ["password"] = "other" },
            },
            null
        );

        Assert.Equal(new SecretChange("qrs", site.ToString("D"), "word"), heard[0]);
        Assert.Equal(("qlikCloud", tenant), (heard[1].Service, heard[1].Target));
        Assert.Equal("other", (string?)JsonNode.Parse(heard[1].Secret!)!["password"]);
    }

    [Fact]
    public async Task A_port_that_is_taken_fails_the_start()
    {
        using var taken = new TcpListener(System.Net.IPAddress.Loopback, 0);
        taken.Start();
        var port = ((System.Net.IPEndPoint)taken.LocalEndpoint).Port;
        var state = Path.Combine(Path.GetTempPath(), "emulator-" + Path.GetRandomFileName());
        await Assert.ThrowsAsync<IOException>(() =>
            EmulatorHost.StartAsync(new EmulatorOptions { StateDirectory = state, QlikCloudPort = port })
        );
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
