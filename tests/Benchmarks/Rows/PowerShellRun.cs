using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using QlikSnowflake.PowerShell;

namespace QlikSnowflake.Benchmarks.Rows;

/// <summary>A PowerShell that runs one of the scripts beside this program: a line in, a line out.</summary>
internal sealed class PowerShellRun : IDisposable
{
    private static readonly string StagedModule = typeof(PowerShellRun)
        .Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(a => a.Key == "StagedModule")
        .Value!;

    private readonly Process _process;

    private PowerShellRun(Process process) => _process = process;

    /// <summary>The PowerShell that the tests run too; null where none can be had.</summary>
    public static string? Find()
    {
        try
        {
            return new PowerShellFinder().Find(Console.WriteLine).Path;
        }
        catch (PowerShellNotFoundException e)
        {
            Console.WriteLine(e.Message);
            return null;
        }
    }

    public static PowerShellRun Start(string powerShell, string script, SnowflakeLogin login)
    {
        var start = StartInfo(powerShell, script, login);
        start.RedirectStandardError = false;
        return new PowerShellRun(Process.Start(start)!);
    }

    public static ProcessStartInfo StartInfo(string powerShell, string script, SnowflakeLogin login) =>
        PowerShellHost.StartInfo(
            powerShell,
            "-NoProfile",
            "-NonInteractive",
            "-File",
            Path.Combine(AppContext.BaseDirectory, script),
            "-HostName",
            login.Host,
            "-User",
            login.User,
            "-PrivateKeyPath",
            login.PrivateKey,
            "-RootCertificatePath",
            login.RootCertificate,
            "-ModulePath",
            StagedModule
        );

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
