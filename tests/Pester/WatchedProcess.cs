using System.Diagnostics;
using System.Text;

namespace QlikSnowflake.Tests.Pester;

/// <summary>A process whose output is kept, and which is ended when it hangs.</summary>
internal sealed class WatchedProcess : IDisposable
{
    /// <summary>
    /// A run that has written nothing and used no processor time for so long hangs. How long it takes as a whole does not matter:
    /// that depends on what else the machine does.
    /// </summary>
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(10);

    // From its input's end to its exit: it ends an emulator and deletes files.
    private static readonly TimeSpan LongestEnd = TimeSpan.FromMinutes(1);

    private readonly StringBuilder _text = new();
    private readonly Stopwatch _lastSign = Stopwatch.StartNew();
    private readonly Action<string>? _onLine;
    private readonly Process _process;

    /// <summary>Starts a process.</summary>
    /// <param name="start">How; its streams are redirected.</param>
    /// <param name="onLine">Is told each line that it writes.</param>
    public WatchedProcess(ProcessStartInfo start, Action<string>? onLine = null)
    {
        _onLine = onLine;
        _process = Process.Start(start)!;
        _process.StandardInput.Close();
        OutputEnded = Task.WhenAll(ReadAsync(_process.StandardOutput), ReadAsync(_process.StandardError));
    }

    /// <summary>Ends when the process has written all.</summary>
    public Task OutputEnded { get; }

    /// <summary>Waits for something that the process does.</summary>
    /// <exception cref="TimeoutException">It hung, and was ended.</exception>
    public async Task WaitAsync(Task condition)
    {
        var used = TimeSpan.Zero;
        _lastSign.Restart();
        while (await Task.WhenAny(condition, Task.Delay(TimeSpan.FromSeconds(5))) != condition)
        {
            _process.Refresh();
            if (!_process.HasExited && _process.TotalProcessorTime - used > TimeSpan.FromSeconds(1))
            {
                used = _process.TotalProcessorTime;
                _lastSign.Restart();
            }

            if (_lastSign.Elapsed < LongestPause)
                continue;
            _process.Kill(entireProcessTree: true);
            throw new TimeoutException(
                $"It hung: for {LongestPause.TotalMinutes} minutes it wrote nothing. Before:\n{End(TakeOutput())}"
            );
        }
    }

    /// <summary>What it has written since this was last asked.</summary>
    public string TakeOutput()
    {
        lock (_text)
        {
            var text = _text.ToString();
            _text.Clear();
            return text;
        }
    }

    /// <summary>Waits for its end.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> ExitCodeAsync()
    {
        await _process.WaitForExitAsync();
        return _process.ExitCode;
    }

    /// <summary>Runs a process to its end.</summary>
    /// <exception cref="TimeoutException">It hung, and was ended.</exception>
    public static async Task<(int ExitCode, string Output)> RunToEndAsync(ProcessStartInfo start)
    {
        using var process = new WatchedProcess(start);
        await process.WaitAsync(process.OutputEnded);
        return (await process.ExitCodeAsync(), process.TakeOutput());
    }

    /// <summary>The end of an output: of use where no test ran at all.</summary>
    public static string End(string text) => text.Length <= 2000 ? text : "…" + text[^2000..];

    /// <summary>Waits until it has cleaned up and ended; what does not end is killed.</summary>
    public void Dispose()
    {
        if (!_process.WaitForExit(LongestEnd))
            _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }

    private async Task ReadAsync(StreamReader reader)
    {
        while (await reader.ReadLineAsync() is { } line)
        {
            lock (_text)
                _text.Append(line).Append('\n');
            _lastSign.Restart();
            _onLine?.Invoke(line);
        }
    }
}
