using System.Diagnostics;
using QlikSnowflake.Emulator.Qrs;

namespace QlikSnowflake.Benchmarks.Rotation;

/// <summary>Rotations that are killed at random moments and gone on with.</summary>
internal static class KillProof
{
    /// <param name="connections">How many.</param>
    /// <param name="shows">What the sites show of a connection's password.</param>
    /// <param name="kills">How many.</param>
    /// <param name="random">Chooses the moments.</param>
    /// <returns>Whether nothing was seen that must not be.</returns>
    public static async Task<bool> RunAsync(int connections, ReturnPassword shows, int kills, Random random)
    {
        Console.WriteLine($"-- {connections} connections over two sites and a tenant, passwords: {shows}, {kills} kills");
        await using var estate = await Estate.StartAsync(connections, shows);
        var watch = Stopwatch.StartNew();
        var faults = await RotateAsync(estate, "whole");
        var longest = watch.Elapsed;
        Console.WriteLine($"one whole rotation: {longest.TotalSeconds:N1} s");

        var (killed, rotations, starts) = (0, 0, 0);
        while (killed < kills && faults == 0)
        {
            var name = $"key{++rotations}";
            while (killed < kills)
            {
                starts++;
                using var process = RotatingProcess.Start(estate, estate.KeyPath(name));
                if (!await process.KillAsync(longest * random.NextDouble()))
                    break;
                killed++;
            }

            // Where it ended before it was to be killed, there is nothing left to do; that counts too.
            starts++;
            faults += await RotateAsync(estate, name);
        }

        var seen = estate.Ledger.Violations.Count;
        Console.WriteLine(
            $"{rotations} rotations in {starts} starts after {killed} kills, {watch.Elapsed.TotalSeconds:N0} s: "
                + $"{estate.Ledger.Writes:N0} writes, {seen} keys missing, {faults} faults at the end"
        );
        return faults == 0 && seen == 0;
    }

    private static async Task<int> RotateAsync(Estate estate, string name)
    {
        using var process = RotatingProcess.Start(estate, estate.KeyPath(name));
        if (await process.EndAsync() is not 0 and var code)
        {
            Console.WriteLine($"FAULT: ended with {code}: {process.Said}");
            return 1;
        }

        return estate.CheckEnd(estate.KeyPath(name));
    }
}
