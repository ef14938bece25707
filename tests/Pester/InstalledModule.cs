using System.Diagnostics;

namespace QlikSnowflake.Tests.Pester;

/// <summary>The module as users get it: packed by build.ps1, and installed from a folder of packages.</summary>
internal static class InstalledModule
{
    /// <summary>The environment variable that names the manifest of another copy to test.</summary>
    public const string Variable = "QLIKSNOWFLAKE_TEST_MODULE";

    private static readonly Lazy<Task<string>> Installed = new(PackAndInstallAsync);

    /// <summary>The manifest of the installed module; the first to ask has it packed and installed.</summary>
    /// <exception cref="InvalidOperationException">It cannot be packed or installed; the message holds what was said.</exception>
    public static Task<string> ManifestAsync() => Installed.Value;

    /// <summary>
    /// The manifest of the module to test: the one that is named, else the installed one. Where that cannot be had, which is a failure of
    /// a test of its own, the one that the build has staged.
    /// </summary>
    public static async Task<string> ManifestToTestAsync()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named)
            return named;
        try
        {
            return await ManifestAsync();
        }
        catch (InvalidOperationException)
        {
            return BuiltPaths.Module;
        }
    }

    private static async Task<string> PackAndInstallAsync()
    {
        var folder = Directory.CreateTempSubdirectory("qliksnowflake-installed-").FullName;
        CleaningTestFramework.AtEnd(() => Directory.Delete(folder, recursive: true));
        var root = BuiltPaths.Root;
        var packages = Path.Combine(folder, "packages");
        await RunAsync(
            folder,
            Path.Combine(root, "build.ps1"),
            "-Task",
            "Package",
            "-Configuration",
            BuiltPaths.Configuration,
            "-Destination",
            packages
        );
        var said = await RunAsync(
            folder,
            Path.Combine(root, "build", "Package", "Install-FromFolder.ps1"),
            "-Package",
            Directory.EnumerateFiles(packages, "*.nupkg").Single(),
            "-Path",
            folder
        );
        return said.Trim();
    }

    private static async Task<string> RunAsync(string home, string script, params string[] arguments)
    {
        var isPacking = Path.GetFileName(script) == "build.ps1";
        ProcessStartInfo start = PowerShells
            .Get(PowerShells.Names[0])
            .StartInfo(["-NoProfile", "-NonInteractive", "-ExecutionPolicy", "Bypass", "-File", script, .. arguments]);
        if (!isPacking)
        {
            // A user of its own, whose modules and repositories are nobody else's.
            start.Environment["HOME"] = home;
            start.Environment.Remove("XDG_DATA_HOME");
        }

        var (exitCode, output) = await WatchedProcess.RunToEndAsync(start);
        return exitCode == 0
            ? output
            : throw new InvalidOperationException($"{script} ended with exit code {exitCode}:\n{output}");
    }
}
