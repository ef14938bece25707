using System.Collections.Concurrent;
using QlikSnowflake.PowerShell;

namespace QlikSnowflake.Tests.Pester;

/// <summary>The PowerShells in which the suite runs.</summary>
internal static class PowerShells
{
    private const string Default = "the default PowerShell";

    private static readonly PowerShellFinder Finder = new();
    private static readonly ConcurrentDictionary<string, Lazy<PowerShellHost>> Found = new();
    private static readonly Lazy<string?> PesterManifest = new(FindPester);
    private static string _pesterProblem = "";

    /// <summary>The one of PWSH_PATH or of the package, and besides each that stands on PATH: its file.</summary>
    public static IReadOnlyList<string> Names { get; } = [Default, .. Finder.OnPath()];

    /// <summary>The manifest of the Pester that runs the suite; null where only one that is installed can.</summary>
    public static string? Pester => PesterManifest.Value;

    /// <summary>Why the package's Pester cannot be had.</summary>
    public static string PesterProblem => _pesterProblem;

    /// <summary>A PowerShell by its name here, started once.</summary>
    /// <exception cref="PowerShellNotFoundException">It is none, or cannot be had.</exception>
    public static PowerShellHost Get(string name) => Found.GetOrAdd(name, _ => new Lazy<PowerShellHost>(() => Find(name))).Value;

    private static PowerShellHost Find(string name) =>
        name == Default
            ? Finder.Find(Say)
            : PowerShellHost.Probe(name, "PATH", out var problem)
                ?? throw new PowerShellNotFoundException(
                    $"'{name}', which stands on PATH, is no PowerShell: {problem}.",
                    isNamed: false
                );

    // PESTER_VERSION chooses the other of the two.
    private static string? FindPester()
    {
        var version = Environment.GetEnvironmentVariable("PESTER_VERSION") is { Length: > 0 } wanted
            ? wanted
            : PowerShellPackages.PesterVersion;
        var manifest = Finder.Packages.GetPester(version, Say, out var problem);
        _pesterProblem = problem ?? "";
        return manifest;
    }

    private static void Say(string text) => Console.WriteLine(text);
}
