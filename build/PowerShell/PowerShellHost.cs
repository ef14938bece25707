using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;

namespace QlikSnowflake.PowerShell;

/// <summary>A PowerShell that was started once and said which it is.</summary>
/// <param name="Path">Its executable, or the pwsh.dll that dotnet runs.</param>
/// <param name="Version">What it calls its version.</param>
/// <param name="Origin">Where it was found, such as "PWSH_PATH".</param>
public sealed partial record PowerShellHost(string Path, string Version, string Origin)
{
    // Long enough for a machine that does twenty other things; a program that is no PowerShell ends by itself, or is this one's fault.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    // Put together by PowerShell, so that a program that only repeats its arguments is not taken for one.
    private const string Question = "'Power' + 'Shell ' + $PSVersionTable.PSVersion";

    /// <summary>The dotnet that runs this program.</summary>
    public static string Dotnet { get; } =
        System.IO.Path.GetFullPath(
            System.IO.Path.Combine(
                RuntimeEnvironment.GetRuntimeDirectory(),
                "..",
                "..",
                "..",
                OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet"
            )
        );

    /// <summary>How to start it, with its streams redirected, its output as UTF-8.</summary>
    /// <param name="path">Its executable, or a pwsh.dll.</param>
    /// <param name="arguments">What to start it with.</param>
    public static ProcessStartInfo StartInfo(string path, params IEnumerable<string> arguments)
    {
        var isLibrary = path.EndsWith(".dll", StringComparison.OrdinalIgnoreCase);
        var start = new ProcessStartInfo(isLibrary ? Dotnet : path)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            StandardOutputEncoding = Encoding.UTF8,
        };
        if (isLibrary)
        {
            start.ArgumentList.Add("exec");
            start.ArgumentList.Add(path);
        }

        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        start.Environment["NO_COLOR"] = "1";
        // The package's pwsh.exe looks there for the runtime.
        start.Environment["DOTNET_ROOT"] = System.IO.Path.GetDirectoryName(Dotnet);
        // Each PowerShell has its own places for modules; those of one that may have started this program are not it.
        start.Environment.Remove("PSModulePath");
        return start;
    }

    /// <summary>Starts what may be a PowerShell and asks it for its version.</summary>
    /// <param name="path">Its executable, or a pwsh.dll.</param>
    /// <param name="origin">Where it was found.</param>
    /// <param name="problem">Why it is none, else null.</param>
    /// <returns>Null where it is none.</returns>
    public static PowerShellHost? Probe(string path, string origin, out string? problem)
    {
        try
        {
            using var process = Process.Start(StartInfo(path, "-NoProfile", "-NonInteractive", "-Command", Question))!;
            process.StandardInput.Close();
            var output = process.StandardOutput.ReadToEndAsync();
            var errors = process.StandardError.ReadToEndAsync();
            if (!process.WaitForExit(Patience))
            {
                process.Kill(entireProcessTree: true);
                problem = $"it did not answer within {Patience.TotalMinutes} minutes";
                return null;
            }

            if (Answer().Match(output.Result.Trim()) is { Success: true } answer)
            {
                problem = null;
                return new PowerShellHost(path, answer.Groups[1].Value, origin);
            }

            problem =
                $"it does not answer as PowerShell does: {FirstLine(errors.Result) ?? FirstLine(output.Result) ?? "it says nothing"}";
            return null;
        }
        catch (Exception e) when (e is Win32Exception or IOException)
        {
            problem = e.Message;
            return null;
        }
    }

    /// <summary>How to start this one.</summary>
    public ProcessStartInfo StartInfo(params IEnumerable<string> arguments) => StartInfo(Path, arguments);

    private static string? FirstLine(string text) =>
        text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).FirstOrDefault();

    [GeneratedRegex(@"^PowerShell (\d+\.\d+\S*)$")]
    private static partial Regex Answer();
}
