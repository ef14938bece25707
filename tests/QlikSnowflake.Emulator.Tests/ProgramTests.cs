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
                "Connect-Snowflake -Account myorg-myaccount -User SVC_QLIK -PrivateKeyPath '",
                lines[3],
                StringComparison.Ordinal
            );
            Assert.Contains(
                $" -HostName {new Uri(manifest.Snowflake.Url).Authority} -RootCertificatePath '",
                lines[3],
                StringComparison.Ordinal
            );

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
