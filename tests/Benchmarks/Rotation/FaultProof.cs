using System.Diagnostics;
using QlikSnowflake.Connections.KeyRotation;
using QlikSnowflake.Emulator.Faults;
using QlikSnowflake.Emulator.Qrs;
using QlikSnowflake.Errors;

namespace QlikSnowflake.Benchmarks.Rotation;

/// <summary>Rotations whose requests fail, are lost or are slow: one by one in turn, and many of one rotation.</summary>
internal static class FaultProof
{
    // Three in a row outlast no retry; six outlast every one, so that the run itself ends and is gone on with.
    private const int Outlasting = 6;

    // Waits before another attempt take a twentieth of their time: there are thousands.
    private const int Haste = 20;

    private static readonly (string Name, int Times, Fault Fault)[] Kinds =
    [
        ("refused once (503)", 1, new Fault { Kind = FaultKind.Status, Status = 503 }),
        ("refused for good (500)", Outlasting, new Fault { Kind = FaultKind.Status, Status = 500 }),
        ("lost on the way there", 1, new Fault { Kind = FaultKind.DropBefore }),
        ("lost on the way back", 1, new Fault { Kind = FaultKind.DropAfter }),
        ("lost on the way back, again and again", Outlasting, new Fault { Kind = FaultKind.DropAfter }),
        ("cut short", 1, new Fault { Kind = FaultKind.Truncate, AfterBytes = 5 }),
        ("slow", 1, new Fault { Kind = FaultKind.Slow, DelayMs = 200 }),
    ];

    /// <summary>Strikes each request of a rotation in turn, in each way.</summary>
    /// <param name="connections">How many.</param>
    /// <param name="shows">What the sites show of a connection's password.</param>
    /// <returns>Whether nothing was seen that must not be.</returns>
    public static async Task<bool> EachInTurnAsync(int connections, ReturnPassword shows)
    {
        Console.WriteLine(
            $"-- {connections} connections, passwords: {shows}, each request struck in turn in {Kinds.Length} ways"
        );
        var watch = Stopwatch.StartNew();
        await using var estate = await Estate.StartAsync(connections, shows);
        using var sessions = await Sessions.OpenAsync(estate.First.Manifest, estate.Second.Manifest, Haste);
        var (rotations, again, faults) = (0, 0, 0);
        foreach (var (name, times, fault) in Kinds)
        {
            var before = (rotations, again);
            foreach (var host in new[] { estate.First, estate.Second })
            {
                for (var request = 0; ; request++)
                {
                    host.Faults.Add(fault with { Skip = request, Times = times });
                    var runs = await ToEndAsync(sessions, estate, estate.KeyPath($"key{++rotations}"), host.Faults);
                    again += runs - 1;
                    faults += estate.CheckEnd(estate.KeyPath($"key{rotations}"));
                    var unused = host.Faults.Snapshot().Count > 0;
                    host.Faults.Clear();
                    if (unused)
                        break;
                }
            }

            Console.WriteLine($"{name}: {rotations - before.rotations} rotations, {again - before.again} more runs needed");
        }

        return Result(estate, watch, rotations, again, faults);
    }

    /// <summary>Strikes every n-th request of rotations of many connections, each in some way.</summary>
    /// <param name="connections">How many.</param>
    /// <param name="shows">What the sites show of a connection's password.</param>
    /// <param name="rotations">How many rotations.</param>
    /// <param name="random">Chooses the ways.</param>
    /// <returns>Whether nothing was seen that must not be.</returns>
    public static async Task<bool> ManyAtOnceAsync(int connections, ReturnPassword shows, int rotations, Random random)
    {
        const int Every = 10;
        Console.WriteLine($"-- {connections} connections, passwords: {shows}, about every {Every}th request struck in some way");
        var watch = Stopwatch.StartNew();
        await using var estate = await Estate.StartAsync(connections, shows);
        using var sessions = await Sessions.OpenAsync(estate.First.Manifest, estate.Second.Manifest, Haste);
        var (again, faults) = (0, 0);
        for (var i = 1; i <= rotations; i++)
        {
            foreach (var host in new[] { estate.First, estate.Second })
                for (var skip = random.Next(Every); skip < connections * 2; skip += 1 + random.Next((2 * Every) - 1))
                    host.Faults.Add(Kinds[random.Next(Kinds.Length)].Fault with { Skip = skip });
            again += await ToEndAsync(sessions, estate, estate.KeyPath($"key{i}"), estate.First.Faults, estate.Second.Faults) - 1;
            faults += estate.CheckEnd(estate.KeyPath($"key{i}"));
            Console.WriteLine($"rotation {i}: {again} more runs so far, {watch.Elapsed.TotalSeconds:N0} s");
        }

        return Result(estate, watch, rotations, again, faults);
    }

    // As an operator would: the same again until it is complete, with a network that gets better.
    private static async Task<int> ToEndAsync(Sessions sessions, Estate estate, string path, params FaultList[] faults)
    {
        for (var run = 1; ; run++)
        {
            try
            {
                var done = await OneRotation.RunAsync(sessions, path, estate.Folder);
                if (done.Status == KeyRotationStatus.Completed)
                    return run;
            }
            catch (QlikSnowflakeException e)
            {
                if (run >= 3)
                    Console.WriteLine($"{Path.GetFileName(path)}, run {run}: {e.ErrorId}: {e.Message}");
            }

            if (run == 2)
                foreach (var list in faults)
                    list.Clear();
            if (run == 6)
                throw new InvalidOperationException($"{path} does not come to an end.");
        }
    }

    private static bool Result(Estate estate, Stopwatch watch, int rotations, int again, int faults)
    {
        var seen = estate.Ledger.Violations.Count;
        Console.WriteLine(
            $"{rotations} rotations, {again} more runs needed, {watch.Elapsed.TotalSeconds:N0} s: "
                + $"{estate.Ledger.Writes:N0} writes, {seen} keys missing, {faults} faults at the end"
        );
        return faults == 0 && seen == 0;
    }
}
