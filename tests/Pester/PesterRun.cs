using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using System.Xml.Linq;
using QlikSnowflake.PowerShell;

namespace QlikSnowflake.Tests.Pester;

/// <summary>What came of a file of the suite.</summary>
/// <param name="Counts">The line of counts that the suite ends with; null where it did not come so far.</param>
/// <param name="Skipped">A line with the reason for each test that was skipped.</param>
/// <param name="Problem">What failed, or null.</param>
internal sealed record PesterRun(string? Counts, IReadOnlyList<string> Skipped, string? Problem)
{
    /// <summary>
    /// A run that has written nothing and used no processor time for so long hangs. How long it takes as a whole does not matter:
    /// that depends on what else the machine does.
    /// </summary>
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(10);

    // Two rows may name the same PowerShell: PWSH_PATH may stand on PATH.
    private static readonly ConcurrentDictionary<(string, string, Place), Lazy<Task<PesterRun>>> Runs = new();

    /// <summary>Runs a file, once for each PowerShell.</summary>
    /// <param name="file">The file, below the suite's folder; of several, each is parted from the next as in PATH.</param>
    /// <param name="host">The PowerShell.</param>
    /// <param name="place">Where on earth.</param>
    public static Task<PesterRun> OfAsync(string file, PowerShellHost host, Place place) =>
        Runs.GetOrAdd((file, host.Path, place), _ => new Lazy<Task<PesterRun>>(() => RunAsync(file, host, place))).Value;

    private static async Task<PesterRun> RunAsync(string file, PowerShellHost host, Place place)
    {
        var resultPath = Path.Combine(Path.GetTempPath(), $"qliksnowflake-pester-{Guid.NewGuid():N}.xml");
        var data = Directory.CreateTempSubdirectory("qliksnowflake-data-").FullName;
        try
        {
            string[] arguments =
            [
                "-NoProfile",
                "-NonInteractive",
                "-ExecutionPolicy",
                "Bypass",
                "-File",
                Path.Combine(BuiltPaths.Suite, "Invoke-PesterSuite.ps1"),
                "-ModulePath",
                await InstalledModule.ManifestToTestAsync(),
                "-EmulatorPath",
                BuiltPaths.Emulator,
                "-ResultPath",
                resultPath,
                "-Path",
                string.Join(
                    Path.PathSeparator,
                    file.Split(Path.PathSeparator).Select(one => Path.Combine(BuiltPaths.Suite, one))
                ),
                .. PowerShells.Pester is { } pester ? new[] { "-PesterPath", pester } : [],
                .. place.Culture is { } culture ? new[] { "-Culture", culture } : [],
                .. place == Place.Here ? [] : new[] { "-ExcludeTag", "Slow" },
            ];
            var start = host.StartInfo(arguments);
            place.Apply(start);

            // Rows side by side rotate keys of the same name in emulators of their own; one account's locks would keep them apart.
            start.Environment["XDG_DATA_HOME"] = data;
            var (exitCode, text) = await RunToEndAsync(start);
            var lines = text.Split('\n', StringSplitOptions.TrimEntries);
            var counts = lines.LastOrDefault(line =>
                line.StartsWith("Pester ", StringComparison.Ordinal) && line.Contains(" tests, ", StringComparison.Ordinal)
            );
            var skipped = lines.Where(line => line.StartsWith("Skipped: ", StringComparison.Ordinal)).ToList();
            return exitCode == 0 && counts is not null
                ? new PesterRun(counts, skipped, null)
                : new PesterRun(
                    counts,
                    skipped,
                    $"{host.Path} ({host.Version}) ended with {exitCode}.\n"
                        + $"{Failures(resultPath)}\n{End(text)}\n{PowerShells.PesterProblem}"
                );
        }
        catch (TimeoutException e)
        {
            return new PesterRun(null, [], e.Message);
        }
        finally
        {
            File.Delete(resultPath);
            Directory.Delete(data, recursive: true);
        }
    }

    /// <summary>Runs a process to its end, unless it hangs.</summary>
    /// <exception cref="TimeoutException">It hung, and was ended.</exception>
    public static async Task<(int ExitCode, string Output)> RunToEndAsync(ProcessStartInfo start)
    {
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var text = new StringBuilder();
        var lastSign = Stopwatch.StartNew();
        var reading = Task.WhenAll(ReadAsync(process.StandardOutput), ReadAsync(process.StandardError));
        var used = TimeSpan.Zero;
        while (await Task.WhenAny(reading, Task.Delay(TimeSpan.FromSeconds(5))) != reading)
        {
            process.Refresh();
            if (!process.HasExited && process.TotalProcessorTime - used > TimeSpan.FromSeconds(1))
            {
                used = process.TotalProcessorTime;
                lastSign.Restart();
            }

            if (lastSign.Elapsed < LongestPause)
                continue;
            process.Kill(entireProcessTree: true);
            throw new TimeoutException(
                $"It hung: for {LongestPause.TotalMinutes} minutes it wrote nothing. Before:\n{End(text.ToString())}"
            );
        }

        await process.WaitForExitAsync();
        return (process.ExitCode, text.ToString());

        async Task ReadAsync(StreamReader reader)
        {
            while (await reader.ReadLineAsync() is { } line)
            {
                lock (text)
                    text.Append(line).Append('\n');
                lastSign.Restart();
            }
        }
    }

    private static string Failures(string resultPath)
    {
        if (!File.Exists(resultPath))
            return "It wrote no results.";
        var failed =
            from test in XDocument.Load(resultPath).Descendants("test-case")
            where (string?)test.Attribute("result") is "Failure" or "Error"
            select $"{(string?)test.Attribute("name")}\n    "
                + $"{((string?)test.Element("failure")?.Element("message"))?.Trim().ReplaceLineEndings("\n    ")}";
        return string.Join("\n", failed);
    }

    // Of use where no test ran at all; the failures themselves are listed before.
    private static string End(string text) => text.Length <= 2000 ? text : "…" + text[^2000..];
}
