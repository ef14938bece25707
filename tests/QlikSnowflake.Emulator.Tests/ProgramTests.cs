using System.Diagnostics;
using QlikSnowflake.Emulator;
using Xunit;

namespace QlikSnowflake.Tests;

public sealed class ProgramTests
{
    [Theory]
    [InlineData("")]
    [InlineData("--state")]
    [InlineData("--stat x")]
    [InlineData("--state x --qrs-port")]
    [InlineData("--state x --qrs-port http")]
    [InlineData("--state x --control-port 65536")]
    [InlineData("--state x --parent you")]
    [InlineData("--state x --qlik-cloud-tenant")]
    [InlineData("--state x --qlik-cloud-tenant old")]
    public async Task Bad_arguments_are_told_in_one_line_with_exit_code_2(string arguments)
    {
        var (exit, output, error) = await RunAsync(arguments);
        Assert.Equal((2, ""), (exit, output));
        Assert.Single(error.TrimEnd().Split('\n'));
        Assert.Contains("see --help", error.Replace("must be", "see --help", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_names_every_argument()
    {
        var (exit, output, error) = await RunAsync("--help");
        Assert.Equal((0, ""), (exit, error));
        foreach (
            var argument in new[]
            {
                "--state",
                "--qrs-port",
                "--qrs-proxy-port",
                "--qlik-cloud-port",
                "--snowflake-port",
                "--control-port",
                "--qlik-cloud-tenant",
                "--parent",
            }
        )
            Assert.Contains(argument, output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_prints_lines_to_paste_and_stops_when_told()
    {
        var state = Path.Combine(Path.GetTempPath(), "emulator o'state-" + Path.GetRandomFileName());
        using var process = Start(["--state", state]);
        try
        {
            var lines = new List<string>();
            while (lines.LastOrDefault()?.Contains("Ctrl+C", StringComparison.Ordinal) != true)
                lines.Add(
                    await process.StandardOutput.ReadLineAsync()
                        ?? throw new InvalidOperationException(await process.StandardError.ReadToEndAsync())
                );
            var manifest = EmulatorManifest.Read(state);
            Assert.StartsWith(
                $"Connect-Qrs -Server localhost -Port {new Uri(manifest.Qrs.Url).Port} -CertificatePath '",
                lines[0],
                StringComparison.Ordinal
            );
            Assert.Contains("emulator o''state-", lines[0], StringComparison.Ordinal);
            Assert.StartsWith(
                $"Connect-Qrs -Server {new Uri(manifest.Qrs.Proxy.Url).Authority} -VirtualProxy 'sense' -HeaderName "
                    + $"'{manifest.Qrs.Proxy.HeaderName}' -HeaderValue '{manifest.Qrs.Proxy.HeaderValue}' ",
                lines[1],
                StringComparison.Ordinal
            );
            Assert.StartsWith(
                $"Connect-QlikCloud -Tenant {new Uri(manifest.QlikCloud.Url).Authority} -ApiKey ",
                lines[2],
                StringComparison.Ordinal
            );
            Assert.StartsWith(
                $"Connect-QlikCloud -Tenant {new Uri(manifest.QlikCloud.Url).Authority} -ClientId '",
                lines[3],
                StringComparison.Ordinal
            );
            Assert.StartsWith(
                "Connect-Snowflake -Account myorg-myaccount -User SVC_QLIK -PrivateKeyPath '",
                lines[4],
                StringComparison.Ordinal
            );
            Assert.Contains(
                $" -HostName {new Uri(manifest.Snowflake.Url).Authority} -RootCertificatePath '",
                lines[4],
                StringComparison.Ordinal
            );
            Assert.Contains($" -User {manifest.Snowflake.AdminUser} ", lines[5], StringComparison.Ordinal);
            Assert.EndsWith(" -Name admin", lines[5], StringComparison.Ordinal);

            if (OperatingSystem.IsWindows())
                return;
            using (
                var kill = Process.Start(
                    "kill",
                    ["-TERM", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]
                )
            )
                await kill.WaitForExitAsync();
            await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(30));
            Assert.Equal(0, process.ExitCode);
            Assert.False(File.Exists(Path.Combine(state, EmulatorManifest.FileName)));
        }
        finally
        {
            if (!process.HasExited)
                process.Kill();
            await process.WaitForExitAsync();
            Directory.Delete(state, recursive: true);
        }
    }

    [Fact]
    public async Task It_ends_when_the_process_ends_that_it_was_started_for()
    {
        var state = Path.Combine(Path.GetTempPath(), "emulator-" + Path.GetRandomFileName());
        using var parent = Process.Start(
            OperatingSystem.IsWindows()
                ? new ProcessStartInfo("ping", ["-n", "600", "127.0.0.1"]) { RedirectStandardOutput = true }
                : new ProcessStartInfo("sleep", ["600"])
        )!;
        using var process = Start([
            "--state",
            state,
            "--parent",
            parent.Id.ToString(System.Globalization.CultureInfo.InvariantCulture),
        ]);
        try
        {
            while (await process.StandardOutput.ReadLineAsync() is { } line && !line.Contains("Ctrl+C", StringComparison.Ordinal))
            { }

            parent.Kill();
            await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(30));
            Assert.Equal(0, process.ExitCode);
        }
        finally
        {
            if (!parent.HasExited)
                parent.Kill();
            if (!process.HasExited)
                process.Kill();
            await process.WaitForExitAsync();
            Directory.Delete(state, recursive: true);
        }
    }

    private static async Task<(int Exit, string Output, string Error)> RunAsync(string arguments)
    {
        using var process = Start(arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, await error);
    }

    private static Process Start(string[] arguments) =>
        Process.Start(
            new ProcessStartInfo("dotnet", [typeof(EmulatorHost).Assembly.Location, .. arguments])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            }
        )!;
}
