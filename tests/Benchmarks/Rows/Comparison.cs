using System.Diagnostics;

namespace QlikSnowflake.Benchmarks.Rows;

/// <summary>
/// Measures all sides in turns against the same server, so that a busy machine is busy for all, and prints each as a line of a
/// Markdown table.
/// </summary>
internal sealed class Comparison(ServerProcess server)
{
    private const long Rows = 200_000;
    private const long ManyRows = 5_000_000;
    private const int Rounds = 12;
    private const double Mebibyte = 1 << 20;

    private readonly string? _powerShell = PowerShellRun.Find();

    /// <param name="brief">Whether to leave the slow script and the memory runs out.</param>
    /// <param name="rounds">How often each side is measured.</param>
    /// <returns>0 where all limits are kept; the goals beyond them are told only.</returns>
    public async Task<int> RunAsync(bool brief, int rounds = Rounds)
    {
        Console.WriteLine(
            $"{Rows:N0} rows of shape mixed10 (10 columns), {Rows / RecordedResult.PartitionRows} partitions over TLS, "
                + $"{server.PackedBytes / Mebibyte:0.0} MiB packed; {rounds} rounds in turns, the ratio best over best:"
        );
        Console.WriteLine();
        var sides = await MeasureAsync(rounds);
        if (_powerShell is not null && !brief)
            sides.Script.Add(MeasureScript());
        Console.WriteLine("| | median rows/s | range | of the bare loop |");
        Console.WriteLine("|---|---:|---:|---:|");
        foreach (var side in sides.All)
            Console.WriteLine(side.Line(sides.Bare));
        Console.WriteLine();

        var limits = new List<(string Goal, bool Met)>();
        if (_powerShell is not null)
        {
            limits.Add(
                ("Invoke-SnowflakeSql | Out-Null at least 0.5 of the bare loop", sides.Module.Best >= sides.Bare.Best / 2)
            );
            if (sides.Script.Best > 0)
                limits.Add(
                    (
                        $"Invoke-SnowflakeSql | Out-Null at least 40 times the script: {sides.Module.Best / sides.Script.Best:0} times",
                        sides.Module.Best >= 40 * sides.Script.Best
                    )
                );
        }

        await FirstRowAsync(limits);
        if (_powerShell is not null && !brief)
            Memory(limits);
        foreach (var (goal, met) in limits)
            Tell(goal, met);
        if (_powerShell is not null)
        {
            TellRatio("Invoke-SnowflakeSql | Out-Null of PowerShell alone", sides.Module, sides.Engine, 0.85);
            TellRatio("$x = Invoke-SnowflakeSql of PowerShell alone", sides.Variable, sides.Engine, 0.7);
            TellRatio("-As DataTable of the library alone", sides.Table, sides.Core, 0.5);
        }

        return limits.TrueForAll(g => g.Met) ? 0 : 1;
    }

    private async Task<Sides> MeasureAsync(int rounds)
    {
        var sides = new Sides(Rows);
        using var bare = new BareLoop(server);
        using var core = await CoreRun.OpenAsync(server);
        using var module = Start();
        using var holding = Start();
        using var engine = Start();
        engine?.Ask($"hold SELECT {Rows} ROWS");
        for (var round = 0; round < rounds; round++)
        {
            sides.Bare.Add(Time(() => Check(bare.Read(Rows))));
            var clock = Stopwatch.StartNew();
            Check(await core.ReadAsync(Rows));
            sides.Core.Add(clock.Elapsed.TotalSeconds);
            if (module is null)
                continue;

            sides.Module.Add(module.Ask($"SELECT {Rows} ROWS"));
            sides.Variable.Add(holding!.Ask($"variable SELECT {Rows} ROWS"));
            sides.Table.Add(holding.Ask($"table SELECT {Rows} ROWS"));
            sides.Engine.Add(engine!.Ask("engine"));
        }

        return sides;
    }

    private PowerShellRun? Start() => _powerShell is null ? null : PowerShellRun.Start(_powerShell, "Module.ps1", server.Login);

    private double MeasureScript()
    {
        using var script = PowerShellRun.Start(_powerShell!, "Article.ps1", server.Login);
        script.Ask($"SELECT {RecordedResult.PartitionRows} ROWS");
        return script.Ask($"SELECT {Rows} ROWS");
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
            $"- first row after {first.TotalMilliseconds:0} ms; the second partition is held back for "
                + $"{RecordingServer.Delay.TotalMilliseconds:0} ms"
        );
        goals.Add(("first row before the second partition has arrived", first < RecordingServer.Delay));
    }

    private void Memory(List<(string Goal, bool Met)> goals)
    {
        var few = PeakOf(Rows);
        var many = PeakOf(ManyRows);
        Console.WriteLine(
            $"- peak memory of PowerShell: {few / Mebibyte:0} MiB for {Rows:N0} rows, {many / Mebibyte:0} MiB for {ManyRows:N0}"
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

    private static void TellRatio(string what, Side side, Side whole, double goal)
    {
        var ratio = side.Best / whole.Best;
        Tell($"{what}: {ratio:0.00}, goal {goal:0.00}", ratio >= goal);
    }

    private static void Tell(string goal, bool met) => Console.WriteLine($"- {(met ? "met" : "not met")}: {goal}");
}
