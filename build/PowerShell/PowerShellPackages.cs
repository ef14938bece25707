using System.Diagnostics;
using System.Reflection;

namespace QlikSnowflake.PowerShell;

/// <summary>PowerShell and Pester as packages, fetched into the package cache when they are first asked for.</summary>
/// <remarks>Their versions stand in Versions.props. They are tools of the tests: nothing of them is committed or shipped.</remarks>
public sealed class PowerShellPackages
{
    private readonly Lock _oneAtATime = new();
    private bool _asked;
    private string? _problem;

    /// <summary>The version of the package PowerShell.</summary>
    public static string PowerShellVersion => Metadata("PowerShellVersion");

    /// <summary>The version of Pester that runs the suite.</summary>
    public static string PesterVersion => Metadata("PesterVersion");

    /// <summary>The version of Pester that the suite has to pass under besides.</summary>
    public static string OlderPesterVersion => Metadata("OlderPesterVersion");

    /// <summary>The folder of the packages; as a default the one that the build restored to.</summary>
    public string Root { get; init; } = Metadata("PackageRoot");

    /// <summary>Where packages come from, as MSBuild's RestoreSources has it; null for what the machine is set up for.</summary>
    public string? Sources { get; init; }

    /// <summary>PowerShell's pwsh.dll, or on Windows its pwsh.exe.</summary>
    /// <param name="say">Is told what is done when it takes time.</param>
    /// <param name="problem">Why it cannot be had, else null.</param>
    /// <returns>Null where it cannot be had.</returns>
    public string? GetPowerShell(Action<string> say, out string? problem)
    {
        var name = OperatingSystem.IsWindows() ? Path.Combine("win", "pwsh.exe") : Path.Combine("unix", "pwsh.dll");
        return Get(
            "PowerShell",
            PowerShellVersion,
            tools => Directory.EnumerateDirectories(tools).Select(framework => Path.Combine(framework, "any", name)),
            say,
            out problem
        );
    }

    /// <summary>The manifest of Pester.</summary>
    /// <param name="version">One of the two versions.</param>
    /// <param name="say">Is told what is done when it takes time.</param>
    /// <param name="problem">Why it cannot be had, else null.</param>
    /// <returns>Null where it cannot be had.</returns>
    public string? GetPester(string version, Action<string> say, out string? problem) =>
        Get("Pester", version, tools => [Path.Combine(tools, "Pester.psd1")], say, out problem);

    private static string Metadata(string key) =>
        typeof(PowerShellPackages).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == key).Value!;

    private string? Get(
        string package,
        string version,
        Func<string, IEnumerable<string>> files,
        Action<string> say,
        out string? problem
    )
    {
        lock (_oneAtATime)
        {
            if (Find() is null && !_asked)
            {
                say($"Fetching PowerShell {PowerShellVersion} and Pester as packages, once (46 MB) ...");
                _asked = true;
                _problem = Restore();
            }

            var file = Find();
            problem = file is null
                ? $"The package {package} {version} could not be had: {(_problem ?? "it lacks its files").TrimEnd('.')}."
                : null;
            return file;
        }

        string? Find()
        {
            var folder = Path.Combine(Root, package.ToLowerInvariant(), version);
            // NuGet writes this file last.
            return File.Exists(Path.Combine(folder, ".nupkg.metadata"))
                ? files(Path.Combine(folder, "tools")).FirstOrDefault(File.Exists)
                : null;
        }
    }

    /// <returns>What went wrong, or null.</returns>
    private string? Restore()
    {
        // Beside the tree: two programs may do this at the same time.
        var scratch = Directory.CreateTempSubdirectory("qliksnowflake-packages-").FullName;
        try
        {
            var start = new ProcessStartInfo(
                PowerShellHost.Dotnet,
                [
                    "restore",
                    Metadata("PackagesProject"),
                    "--verbosity",
                    "quiet",
                    $"-p:MSBuildProjectExtensionsPath={scratch}/",
                    $"-p:RestorePackagesPath={Root}",
                    .. Sources is null ? Array.Empty<string>() : [$"-p:RestoreSources={Sources}"],
                ]
            )
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            using var process = Process.Start(start)!;
            var errors = process.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEnd() + errors.Result;
            process.WaitForExit();
            if (process.ExitCode == 0)
                return null;

            const string Mark = "error ";
            var said = output
                .Split('\n')
                .Where(line => line.Contains(Mark, StringComparison.Ordinal))
                .Select(line => line[(line.IndexOf(Mark, StringComparison.Ordinal) + Mark.Length)..].Trim())
                .FirstOrDefault();
            return said ?? $"dotnet restore ended with exit code {process.ExitCode}.";
        }
        catch (Exception e) when (e is System.ComponentModel.Win32Exception or IOException)
        {
            return e.Message;
        }
        finally
        {
            Directory.Delete(scratch, recursive: true);
        }
    }
}
