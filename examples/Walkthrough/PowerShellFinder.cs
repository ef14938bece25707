using System.Diagnostics;

namespace QlikSnowflake.Walkthrough;

/// <summary>A PowerShell on this machine.</summary>
/// <param name="Path">Its executable.</param>
/// <param name="Version">Its version.</param>
internal sealed record PowerShellFinder(string Path, string Version)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>The one that PWSH_PATH names, else pwsh or powershell on PATH; null where none starts.</summary>
    public static PowerShellFinder? Find()
    {
        var named = Environment.GetEnvironmentVariable("PWSH_PATH");
        string[] candidates = string.IsNullOrEmpty(named)
            ? OperatingSystem.IsWindows()
                ? ["pwsh.exe", "powershell.exe"]
                : ["pwsh"]
            : [named];
        return candidates.Select(Probe).FirstOrDefault(p => p is not null);
    }

    private static PowerShellFinder? Probe(string executable)
    {
        try
        {
            var start = new ProcessStartInfo(
                executable,
                ["-NoProfile", "-NonInteractive", "-Command", "$PSVersionTable.PSVersion.ToString()"]
            )
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            using var process = Process.Start(start)!;
            var version = process.StandardOutput.ReadToEndAsync();
            if (!process.WaitForExit(Patience))
            {
                process.Kill(entireProcessTree: true);
                return null;
            }

            return process.ExitCode == 0 && version.Result.Trim() is { Length: > 0 } text
                ? new PowerShellFinder(executable, text)
                : null;
        }
        catch (Exception e) when (e is System.ComponentModel.Win32Exception or FileNotFoundException)
        {
            return null;
        }
    }
}
