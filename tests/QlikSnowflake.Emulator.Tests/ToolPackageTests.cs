using System.Diagnostics;
using System.IO.Compression;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using QlikSnowflake.Emulator;
using QlikSnowflake.Tests.Snowflake;
using Xunit;

namespace QlikSnowflake.Tests;

/// <summary>The .NET tool as its users get it: packed, installed into an empty folder, and started by its command.</summary>
public sealed class ToolPackageTests : IDisposable
{
    // The tests run in tests/PROJECT/bin/CONFIGURATION/net10.0, and the emulator is built in the same configuration.
    private static readonly DirectoryInfo Output = new DirectoryInfo(
        AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar)
    );

    private readonly string _folder = Directory.CreateTempSubdirectory("emulator tool ").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task It_is_packed_with_its_licences_installed_and_runs_sql()
    {
        var package = await PackAsync();
        using (var archive = await ZipFile.OpenReadAsync(package))
        {
            var names = archive.Entries.Select(entry => entry.FullName).ToHashSet();
            Assert.Superset(
                new HashSet<string>
                {
                    "README.md",
                    "licenses/Apache.Arrow.txt",
                    "licenses/DuckDB.NET.md",
                    "licenses/DuckDB.txt",
                    "tools/net10.0/any/QlikSnowflake.Emulator.dll",
                },
                names
            );
            Assert.DoesNotContain("tools/net10.0/any/QlikSnowflake.Emulator.xml", names);
        }

        var command = await InstallAsync(package);

        var state = Path.Combine(_folder, "state");
        using var tool = Process.Start(
            new ProcessStartInfo(command, ["--state", state]) { RedirectStandardOutput = true, RedirectStandardError = true }
        )!;
        try
        {
            while (await tool.StandardOutput.ReadLineAsync() is { } line && !line.Contains("Ctrl+C", StringComparison.Ordinal))
            { }

            Assert.Equal("10", await CountOrdersAsync(EmulatorManifest.Read(state)));
        }
        finally
        {
            tool.Kill(entireProcessTree: true);
            await tool.WaitForExitAsync();
        }
    }

    private async Task<string> PackAsync()
    {
        var configuration = Output.Parent!.Name;
        var project = Path.Combine(Output.FullName, "..", "..", "..", "..", "..", "src", "QlikSnowflake.Emulator");
        await RunAsync("dotnet", "pack", project, "--no-build", "--configuration", configuration, "--output", _folder);
        return Directory.GetFiles(_folder, "*.nupkg").Single();
    }

    private async Task<string> InstallAsync(string package)
    {
        // No registry is asked: what the tool needs is in its package.
        var sources = Path.Combine(_folder, "nuget.config");
        await File.WriteAllTextAsync(
            sources,
            $"""
            <configuration>
              <packageSources><clear /><add key="folder" value="{_folder}" /></packageSources>
            </configuration>
            """
        );
        var tools = Path.Combine(_folder, "tools");
        var version = Path.GetFileNameWithoutExtension(package)["QlikSnowflake.Emulator.".Length..];
        await RunAsync(
            "dotnet",
            "tool",
            "install",
            "QlikSnowflake.Emulator",
            "--version",
            version,
            "--tool-path",
            tools,
            "--configfile",
            sources
        );
        return Path.Combine(tools, "qliksnowflake-emulator" + (OperatingSystem.IsWindows() ? ".exe" : ""));
    }

    private static async Task<string> CountOrdersAsync(EmulatorManifest manifest)
    {
        var login = manifest.Snowflake;
        using var key = RSA.Create();
        key.ImportFromPem(await File.ReadAllTextAsync(login.PrivateKey));
        var token = new TestJwt(DateTimeOffset.UtcNow, login.Account.ToUpperInvariant(), login.User, key).Sign();
        using var handler = RunningEmulator.Trusting(login.RootCertificate);
        using var client = new HttpClient(handler) { BaseAddress = new Uri(login.Url) };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        client.DefaultRequestHeaders.Add("X-Snowflake-Authorization-Token-Type", "KEYPAIR_JWT");
        client.DefaultRequestHeaders.Accept.ParseAdd("application/json");
        client.DefaultRequestHeaders.UserAgent.ParseAdd("ToolPackageTests/1.0");
        using var response = await client.PostAsJsonAsync(
            "/api/v2/statements",
            new { statement = "SELECT COUNT(*) FROM SALES.PUBLIC.ORDERS" }
        );
        var answer = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, answer);
        return JsonNode.Parse(answer)!["data"]![0]![0]!.GetValue<string>();
    }

    private static async Task RunAsync(string command, params string[] arguments)
    {
        var start = new ProcessStartInfo(command, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        // A build server of this run's would hold its output open.
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, await output + await error);
    }
}
