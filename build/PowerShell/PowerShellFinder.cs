namespace QlikSnowflake.PowerShell;

/// <summary>Finds the PowerShell to run: the one that PWSH_PATH names, else the package's, else one on PATH.</summary>
public sealed class PowerShellFinder
{
    /// <summary>The environment variable that names another PowerShell.</summary>
    public const string Variable = "PWSH_PATH";

    /// <summary>What PWSH_PATH says; null or empty where it is not set.</summary>
    public string? Named { get; init; } = Environment.GetEnvironmentVariable(Variable);

    /// <summary>The folders of PATH.</summary>
    public string SearchPath { get; init; } = Environment.GetEnvironmentVariable("PATH") ?? "";

    /// <summary>Where the package comes from.</summary>
    public PowerShellPackages Packages { get; init; } = new();

    /// <summary>Finds one and starts it once.</summary>
    /// <param name="say">Is told what is done when it takes time.</param>
    /// <exception cref="PowerShellNotFoundException">
    /// PWSH_PATH names what is no PowerShell; or nothing is named and none can be had.
    /// </exception>
    public PowerShellHost Find(Action<string> say)
    {
        if (!string.IsNullOrWhiteSpace(Named))
            return PowerShellHost.Probe(Named, Variable, out var wrong)
                ?? throw new PowerShellNotFoundException(
                    $"{Variable} names '{Named}', which is no PowerShell: {wrong}. Name pwsh, its pwsh.dll or powershell.exe there.",
                    isNamed: true
                );

        if (Packages.GetPowerShell(say, out var problem) is { } package)
        {
            if (PowerShellHost.Probe(package, "package", out var broken) is { } host)
                return host;
            problem = $"The package PowerShell {PowerShellPackages.PowerShellVersion} does not start: {broken}.";
        }

        return OnPath().Select(path => PowerShellHost.Probe(path, "PATH", out _)).FirstOrDefault(host => host is not null)
            ?? throw new PowerShellNotFoundException(
                $"{problem} Install a PowerShell, or name one in {Variable}.",
                isNamed: false
            );
    }

    /// <summary>The files called pwsh and, on Windows, powershell that stand first on PATH, without a look into them.</summary>
    public IEnumerable<string> OnPath()
    {
        string[] names = OperatingSystem.IsWindows() ? ["pwsh.exe", "powershell.exe"] : ["pwsh"];
        foreach (var name in names)
        {
            var file = SearchPath
                .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
                .Select(folder => Path.Combine(folder.Trim('"'), name))
                .FirstOrDefault(File.Exists);
            if (file is not null)
                yield return file;
        }
    }
}
