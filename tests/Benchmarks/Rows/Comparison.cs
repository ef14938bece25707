using System.Diagnostics;
using QlikSnowflake.Snowflake.Results;

namespace QlikSnowflake.Benchmarks.Rows;

/// <summary>
/// Measures all sides in turns against the same server, so that a busy machine is busy for all, and prints the best of
/// each.
/// </summary>
internal sealed class Comparison(ServerProcess server)
{
    private const long Rows = 200_000;
    private const long ManyRows = 5_000_000;
    private const int Rounds = 12;
    private const double Mebibyte = 1 << 20;

    private readonly string? _powerShell = PowerShellRun.Find();

    /// <param name="brief">Whether to leave the slow script and the memory runs out.</param>
    /// <returns>0 where all limits are kept; the goal beyond them is told only.</returns>
    public async Task<int> RunAsync(bool brief)
    {
        Console.WriteLine(
            $"{Rows:N0} rows of shape mixed10 (10 columns), {Rows / RecordedResult.PartitionRows} partitions, "
                + $"{server.PackedBytes / Mebibyte:0.0} MiB packed, {Environment.ProcessorCount} processors"
        );
        Console.WriteLine(
            $"Best of {Rounds} rounds, taken in turns, same server for all sides; {ResultReader.Ahead} partitions ahead"
        );
        var (bare, core, module) = await MeasureAsync();
        var script = _powerShell is null || brief ? 0 : MeasureScript();
        Print("(a) article-style script in PowerShell", script, bare);
        Print("(b) download, unzip and tokenise on one thread", bare, bare);
        Print("(c) Core alone, typed objects", core, bare);
        Print("(d) Invoke-SnowflakeSql | Out-Null", module, bare);
        Print("    PowerShell alone: Write-Output $rows | Out-Null", MeasureEngine(), bare);

        var goals = new List<(string Goal, bool Met)>();
        if (module > 0)
        {
            goals.Add(("(d) at least 0.5 of (b)", module >= bare / 2));
            if (script > 0)
                goals.Add(($"(d) at least 40 times (a): {module / script:0} times", module >= 40 * script));
        }

        await FirstRowAsync(goals);
        if (_powerShell is not null && !brief)
            Memory(goals);
        foreach (var (goal, met) in goals)
            Console.WriteLine($"{(met ? "met    " : "not met")}  {goal}");
        if (module > 0)
            Console.WriteLine($"{(module >= bare ? "met    " : "not met")}  goal beyond the limits: (d) as fast as (b)");
        return goals.TrueForAll(g => g.Met) ? 0 : 1;
    }

    private async Task<(double Bare, double Core, double Module)> MeasureAsync()
    {
        using var bare = new BareLoop(server);
        using var core = await CoreRun.OpenAsync(server);
        using var module = _powerShell is null ? null : PowerShellRun.Start(_powerShell, "Module.ps1", server.Login);
        double bestBare = double.MaxValue,
            bestCore = double.MaxValue,
            bestModule = double.MaxValue;
        for (var round = 0; round < Rounds; round++)
        {
            bestBare = Math.Min(bestBare, Time(() => Check(bare.Read(Rows))));
            var clock = Stopwatch.StartNew();
            Check(await core.ReadAsync(Rows));
            bestCore = Math.Min(bestCore, clock.Elapsed.TotalSeconds);
            if (module is not null)
            {
                var seconds = module.Ask($"SELECT {Rows} ROWS");
                if (round == 0)
                    Console.WriteLine($"First run of Invoke-SnowflakeSql in its process, cold: {Rows / seconds:N0} rows/s");
                bestModule = Math.Min(bestModule, seconds);
            }
        }

        return (Rows / bestBare, Rows / bestCore, module is null ? 0 : Rows / bestModule);
    }

    private double MeasureScript()
    {
        using var script = PowerShellRun.Start(_powerShell!, "Article.ps1", server.Login);
        script.Ask($"SELECT {RecordedResult.PartitionRows} ROWS");
        return Rows / script.Ask($"SELECT {Rows} ROWS");
    }

    private double MeasureEngine()
    {
        if (_powerShell is null)
            return 0;

        using var module = PowerShellRun.Start(_powerShell, "Module.ps1", server.Login);
        return Rows / module.Ask($"engine SELECT {Rows} ROWS");
    }

    private async Task FirstRowAsync(List<(string Goal, bool Met)> goals)
    {
        using var core = await CoreRun.OpenAsync(server);
        await core.TimeToFirstRowAsync();
        var first = await core.TimeToFirstRowAsync();
        if (_powerShell is not null)
        {
            using var module = PowerShellRun.Start(_powerShell, "Module.ps1", server.Login);
            var statement = $"first SELECT SLOWLY {RecordedResult.PartitionRows * 2} ROWS";
            module.Ask(statement);
            first = TimeSpan.FromSeconds(module.Ask(statement));
        }

        Console.WriteLine(
            $"First row after {first.TotalMilliseconds:0} ms; the second partition is held back for "
                + $"{RecordingServer.Delay.TotalMilliseconds:0} ms"
        );
        goals.Add(("first row before the second partition has arrived", first < RecordingServer.Delay));
    }

    private void Memory(List<(string Goal, bool Met)> goals)
    {
        var few = PeakOf(Rows);
        var many = PeakOf(ManyRows);
        Console.WriteLine(
            $"Peak memory of PowerShell: {few / Mebibyte:0} MiB for {Rows:N0} rows, {many / Mebibyte:0} MiB for {ManyRows:N0}"
        );
        goals.Add(($"peak memory for {ManyRows:N0} rows at most 1.2 times: {many / few:0.00} times", many <= 1.2 * few));
    }

    private double PeakOf(long rows)
    {
        using var module = PowerShellRun.Start(_powerShell!, "Module.ps1", server.Login);
        module.Ask($"SELECT {rows} ROWS");
        return module.Ask("memory");
    }

    private static double Time(Action work)
    {
        var clock = Stopwatch.StartNew();
        work();
        return clock.Elapsed.TotalSeconds;
    }

    private static void Check(long rows)
    {
        if (rows != Rows)
            throw new InvalidOperationException($"{rows} rows were read.");
    }

    private static void Print(string side, double rate, double bare)
    {
        if (rate > 0)
            Console.WriteLine($"{side, -50} {rate, 12:N0} rows/s  {rate / bare, 6:0.00} of (b)");
        else
            Console.WriteLine($"{side, -50} not measured");
    }
}
