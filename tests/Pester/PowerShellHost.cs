using System.ComponentModel;
using System.Diagnostics;

namespace QlikSnowflake.Tests.Pester;

/// <summary>A PowerShell that has Pester 5.</summary>
/// <param name="Path">The executable.</param>
/// <param name="Version">PowerShell's version and Pester's.</param>
internal sealed record PowerShellHost(string Path, string Version)
{
    private const string Probe =
        "$p = Get-Module -Name Pester -ListAvailable | Where-Object { $_.Version -ge [version]'5.0' } | Sort-Object "
        + "-Property Version | Select-Object -Last 1; "
        + "if ($p) { 'PowerShell ' + $PSVersionTable.PSVersion + ' with Pester ' + $p.Version }";

    private static readonly Lazy<(IReadOnlyList<PowerShellHost> Found, IReadOnlyList<string> Problems)> Search = new(Find);

    /// <summary>The one that PWSH_PATH names, else pwsh; and Windows PowerShell.</summary>
    public static IReadOnlyList<PowerShellHost> Found => Search.Value.Found;

    /// <summary>Why those that were looked at cannot be used.</summary>
    public static IReadOnlyList<string> Problems => Search.Value.Problems;

    /// <summary>Runs it to its end; ends it when that takes too long.</summary>
    public (int ExitCode, string Output) Run(TimeSpan limit, params IEnumerable<string> arguments) => Run(Path, limit, arguments);

    private static (IReadOnlyList<PowerShellHost> Found, IReadOnlyList<string> Problems) Find()
    {
        var found = new List<PowerShellHost>();
        var problems = new List<string>();
        var given = Environment.GetEnvironmentVariable("PWSH_PATH");
        foreach (var path in new[] { string.IsNullOrWhiteSpace(given) ? "pwsh" : given, "powershell" })
        {
            try
            {
                var (exitCode, output) = Run(path, TimeSpan.FromMinutes(2), "-NoProfile", "-NonInteractive", "-Command", Probe);
                if (exitCode == 0 && output.Contains("Pester 5.", StringComparison.Ordinal))
                    found.Add(new PowerShellHost(path, output.Trim()));
                else
                    problems.Add($"{path} has no Pester 5.");
            }
            catch (Exception e) when (e is Win32Exception or TimeoutException)
            {
                problems.Add($"{path}: {e.Message}");
            }
        }

        return (found, problems);
    }

    private static (int ExitCode, string Output) Run(string path, TimeSpan limit, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(path)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            UseShellExecute = false,
        };
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        start.Environment["NO_COLOR"] = "1";

        // Each PowerShell has its own places for modules; those of one that may have started the tests are not it.
        start.Environment.Remove("PSModulePath");

        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(limit))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"It did not end within {limit}.");
        }

        return (process.ExitCode, output.Result + errors.Result);
    }
}
