using System.Diagnostics;
using System.Globalization;
using System.Reflection;

namespace QlikSnowflake.Benchmarks;

/// <summary>A PowerShell that runs one of the scripts beside this program: a line in, a line out.</summary>
internal sealed class PowerShellRun : IDisposable
{
    private static readonly string StagedModule = typeof(PowerShellRun)
        .Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(a => a.Key == "StagedModule")
        .Value!;

    private readonly Process _process;

    private PowerShellRun(Process process) => _process = process;

    /// <summary>The PowerShell that PWSH_PATH names, else pwsh on PATH; null where none starts.</summary>
    public static string? Find()
    {
        var path = Environment.GetEnvironmentVariable("PWSH_PATH") is { Length: > 0 } named ? named : "pwsh";
        try
        {
            using var process = Process.Start(
                new ProcessStartInfo(path, ["-NoProfile", "-Version"]) { RedirectStandardOutput = true }
            );
            process!.WaitForExit();
            return process.ExitCode == 0 ? path : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    public static PowerShellRun Start(string powerShell, string script, ServerProcess server)
    {
        var folder = AppContext.BaseDirectory;
        var process = Process.Start(
            new ProcessStartInfo(
                powerShell,
                [
                    "-NoProfile",
                    "-NonInteractive",
                    "-File",
                    Path.Combine(folder, script),
                    "-HostName",
                    server.Host,
                    "-PrivateKeyPath",
                    server.PrivateKey,
                    "-RootCertificatePath",
                    server.RootCertificate,
                    "-ModulePath",
                    StagedModule,
                ]
            )
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
            }
        )!;
        return new PowerShellRun(process);
    }

    /// <summary>Sends a command and reads the number it answers.</summary>
    public double Ask(string command)
    {
        _process.StandardInput.WriteLine(command);
        _process.StandardInput.Flush();
        var answer = _process.StandardOutput.ReadLine();
        return double.TryParse(answer, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new InvalidOperationException($"PowerShell answered '{answer}' to {command}.");
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        if (!_process.WaitForExit(10_000))
            _process.Kill();
        _process.Dispose();
    }
}
