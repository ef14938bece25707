using System.IO.Pipes;
using System.Text;
using System.Xml.Linq;
using QlikSnowflake.PowerShell;

namespace QlikSnowflake.Tests.Pester;

/// <summary>A PowerShell that runs one file of the suite after the other, each with a new emulator.</summary>
internal sealed class PesterWorker : IDisposable
{
    private readonly string _pipeName = $"qliksnowflake-pester-{Guid.NewGuid():N}";
    private readonly string _data = Directory.CreateTempSubdirectory("qliksnowflake-data-").FullName;
    private readonly NamedPipeServerStream _pipe;
    private readonly WatchedProcess _process;
    private TaskCompletionSource<bool> _ended = new();

    /// <summary>Starts one.</summary>
    public PesterWorker(PowerShellHost host, Place place, string modulePath)
    {
        Host = host;
        Place = place;
        _pipe = new NamedPipeServerStream(_pipeName, PipeDirection.Out, 1, PipeTransmissionMode.Byte, PipeOptions.Asynchronous);
        string[] arguments =
        [
            "-NoProfile",
            "-NonInteractive",
            "-ExecutionPolicy",
            "Bypass",
            "-File",
            Path.Combine(BuiltPaths.Suite, "Invoke-PesterSuite.ps1"),
            "-ModulePath",
            modulePath,
            "-EmulatorPath",
            BuiltPaths.Emulator,
            "-PipeName",
            _pipeName,
            .. PowerShells.Pester is { } pester ? new[] { "-PesterPath", pester } : [],
            .. place.Culture is { } culture ? new[] { "-Culture", culture } : [],
            .. place == Place.Here ? [] : new[] { "-ExcludeTag", "Slow" },
        ];
        var start = host.StartInfo(arguments);
        place.Apply(start);

        // Workers side by side rotate keys of the same name in emulators of their own; one account's locks would keep them apart.
        start.Environment["XDG_DATA_HOME"] = _data;

        // Of the code that runs in a suite, little runs often enough to earn back what measuring it costs.
        start.Environment["DOTNET_TieredPGO"] = "0";
        _process = new WatchedProcess(start, OnLine);
    }

    /// <summary>The PowerShell.</summary>
    public PowerShellHost Host { get; }

    /// <summary>Where on earth.</summary>
    public Place Place { get; }

    /// <summary>Runs a file.</summary>
    /// <param name="file">The file, below the suite's folder; of several, each is parted from the next as in PATH.</param>
    public async Task<PesterRun> RunAsync(string file)
    {
        var resultPath = Path.Combine(Path.GetTempPath(), $"qliksnowflake-pester-{Guid.NewGuid():N}.xml");
        var paths = file.Split(Path.PathSeparator).Select(one => Path.Combine(BuiltPaths.Suite, one));
        _ended = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        try
        {
            var ran = SendAndWaitAsync($"{string.Join(Path.PathSeparator, paths)}\t{resultPath}\n");
            await _process.WaitAsync(Task.WhenAny(ran, _process.OutputEnded));
            var hasPassed = _ended.Task.IsCompletedSuccessfully && await _ended.Task;
            var text = _process.TakeOutput();
            var lines = text.Split('\n', StringSplitOptions.TrimEntries);
            var counts = lines.LastOrDefault(line =>
                line.StartsWith("Pester ", StringComparison.Ordinal) && line.Contains(" tests, ", StringComparison.Ordinal)
            );
            var skipped = lines.Where(line => line.StartsWith("Skipped: ", StringComparison.Ordinal)).ToList();
            return hasPassed && counts is not null
                ? new PesterRun(counts, skipped, null)
                : new PesterRun(
                    counts,
                    skipped,
                    $"{Host.Path} ({Host.Version}) failed.\n"
                        + $"{Failures(resultPath)}\n{WatchedProcess.End(text)}\n{PowerShells.PesterProblem}"
                );
        }
        catch (TimeoutException e)
        {
            return new PesterRun(null, [], e.Message);
        }
        finally
        {
            File.Delete(resultPath);
        }
    }

    /// <summary>Lets it clean up and end.</summary>
    public void Dispose()
    {
        _pipe.Dispose();
        _process.Dispose();
        Directory.Delete(_data, recursive: true);
    }

    private async Task SendAndWaitAsync(string line)
    {
        if (!_pipe.IsConnected)
            await _pipe.WaitForConnectionAsync();
        await _pipe.WriteAsync(Encoding.UTF8.GetBytes(line));
        await _ended.Task;
    }

    private void OnLine(string line)
    {
        if (line.StartsWith(_pipeName, StringComparison.Ordinal))
            _ended.TrySetResult(line.EndsWith(" passed", StringComparison.Ordinal));
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
}
