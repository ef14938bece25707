using System.Diagnostics;
using QlikSnowflake.Connections.KeyRotation;
using QlikSnowflake.Emulator;
using QlikSnowflake.Errors;

namespace QlikSnowflake.Benchmarks.Rotation;

/// <summary>A process that does one rotation, as Update-QlikSnowflakeKey would: it can be killed, and run beside another.</summary>
internal sealed class RotatingProcess : IDisposable
{
    private const string Begins = "begins";

    private readonly Process _process;
    private readonly Task<string> _errors;

    private RotatingProcess(Process process)
    {
        _process = process;
        _errors = process.StandardError.ReadToEndAsync();
    }

    /// <summary>What it said at its end.</summary>
    public string Said { get; private set; } = string.Empty;

    /// <summary>Starts one.</summary>
    /// <param name="estate">What it rotates in.</param>
    /// <param name="path">Where the new key goes.</param>
    /// <param name="machine">A name for the machine that it believes to be on: processes of one machine see each other's locks.</param>
    public static RotatingProcess Start(Estate estate, string path, string machine = "machine")
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (Path.GetFileNameWithoutExtension(start.FileName) == "dotnet")
            start.ArgumentList.Add(typeof(RotatingProcess).Assembly.Location);
        string[] arguments = ["rotation", "rotate", .. estate.States, path, Path.Combine(estate.Folder, machine)];
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        return new RotatingProcess(Process.Start(start)!);
    }

    /// <summary>The end of the process: what <c>RunAsync</c> returned.</summary>
    public async Task<int> EndAsync()
    {
        Said = (await _process.StandardOutput.ReadToEndAsync()).Replace(Begins, "", StringComparison.Ordinal).Trim();
        await _process.WaitForExitAsync();
        Said = $"{Said} {await _errors}".Trim();
        return _process.ExitCode;
    }

    /// <summary>Kills it some time after it began.</summary>
    /// <param name="after">The time.</param>
    /// <returns>Whether it was killed; it may have ended before.</returns>
    public async Task<bool> KillAsync(TimeSpan after)
    {
        if (await _process.StandardOutput.ReadLineAsync() != Begins)
            return false;

        // Not waited for longer than it runs: what ended before counts as no kill.
        await Task.WhenAny(_process.WaitForExitAsync(), Task.Delay(after));
        if (_process.HasExited)
            return false;
        _process.Kill();
        await _process.WaitForExitAsync();
        return true;
    }

    public void Dispose() => _process.Dispose();

    /// <summary>What the process does.</summary>
    /// <param name="firstState">The folder of the emulator with the Snowflake account, the tenant and a site.</param>
    /// <param name="secondState">The folder of the emulator with the other site.</param>
    /// <param name="path">Where the new key goes.</param>
    /// <param name="locks">The folder of the machine's locks.</param>
    /// <returns>0 where the rotation is complete, 3 where it is not, 4 where it was refused or a step failed.</returns>
    public static async Task<int> RunAsync(string firstState, string secondState, string path, string locks)
    {
        using var sessions = await Sessions.OpenAsync(EmulatorManifest.Read(firstState), EmulatorManifest.Read(secondState));
        Console.WriteLine(Begins);
        try
        {
            var done = await OneRotation.RunAsync(sessions, path, locks);
            Console.WriteLine($"{done.Status}: {done.Switched} switched, {done.Failed} failed, {done.Unknown} unknown");
            return done.Status == KeyRotationStatus.Completed ? 0 : 3;
        }
        catch (QlikSnowflakeException e)
        {
            Console.WriteLine($"{e.ErrorId}: {e.Message}");
            return 4;
        }
    }
}
