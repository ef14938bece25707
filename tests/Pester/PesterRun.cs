using System.Collections.Concurrent;
using QlikSnowflake.PowerShell;

namespace QlikSnowflake.Tests.Pester;

/// <summary>What came of a file of the suite.</summary>
/// <param name="Counts">The line of counts that the suite ends with; null where it did not come so far.</param>
/// <param name="Skipped">A line with the reason for each test that was skipped.</param>
/// <param name="Problem">What failed, or null.</param>
internal sealed record PesterRun(string? Counts, IReadOnlyList<string> Skipped, string? Problem)
{
    // Two rows may name the same PowerShell: PWSH_PATH may stand on PATH.
    private static readonly ConcurrentDictionary<(string, string, Place), Lazy<Task<PesterRun>>> Runs = new();

    /// <summary>Runs a file, once for each PowerShell.</summary>
    /// <param name="file">The file, below the suite's folder; of several, each is parted from the next as in PATH.</param>
    /// <param name="host">The PowerShell.</param>
    /// <param name="place">Where on earth.</param>
    public static Task<PesterRun> OfAsync(string file, PowerShellHost host, Place place) =>
        Runs.GetOrAdd(
            (file, host.Path, place),
            _ => new Lazy<Task<PesterRun>>(() => PesterWorkers.RunAsync(file, host, place))
        ).Value;
}
