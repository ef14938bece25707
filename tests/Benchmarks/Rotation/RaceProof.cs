using System.Diagnostics;
using QlikSnowflake.Emulator.Qrs;

namespace QlikSnowflake.Benchmarks.Rotation;

/// <summary>Two rotations of one key at once: on one machine, and on two that know nothing of each other.</summary>
internal static class RaceProof
{
    /// <param name="connections">How many.</param>
    /// <param name="shows">What the sites show of a connection's password.</param>
    /// <param name="rotations">How many rotations each way.</param>
    /// <returns>Whether nothing was seen that must not be.</returns>
    public static async Task<bool> RunAsync(int connections, ReturnPassword shows, int rotations)
    {
        var watch = Stopwatch.StartNew();
        await using var estate = await Estate.StartAsync(connections, shows);
        var faults = 0;
        foreach (var machines in new[] { 1, 2 })
        {
            Console.WriteLine(
                $"-- {connections} connections, passwords: {shows}, two rotations at once on {machines} machine(s)"
            );
            var ends = new Dictionary<string, int>(StringComparer.Ordinal);
            for (var i = 1; i <= rotations; i++)
            {
                var paths = new[] { estate.KeyPath($"m{machines}r{i}a"), estate.KeyPath($"m{machines}r{i}b") };
                using var one = RotatingProcess.Start(estate, paths[0], "one");
                using var other = RotatingProcess.Start(estate, paths[machines - 1], machines == 1 ? "one" : "other");
                var codes = await Task.WhenAll(one.EndAsync(), other.EndAsync());
                foreach (var process in new[] { one, other })
                {
                    var end = process.Said.Split(':')[0];
                    ends[end] = ends.GetValueOrDefault(end) + 1;
                }

                faults += await CheckAsync(estate, paths, codes);
            }

            Console.WriteLine("ended: " + string.Join(", ", ends.Select(e => $"{e.Key} {e.Value}")));
        }

        var seen = estate.Ledger.Violations.Count;
        Console.WriteLine(
            $"{2 * rotations} races, {watch.Elapsed.TotalSeconds:N0} s: "
                + $"{estate.Ledger.Writes:N0} writes, {seen} keys missing, {faults} faults at the end"
        );
        return faults == 0 && seen == 0;
    }

    // Whoever has a key that is registered goes on alone.
    private static async Task<int> CheckAsync(Estate estate, string[] paths, int[] codes)
    {
        if (codes.Any(code => code is not (0 or 3 or 4)))
        {
            Console.WriteLine("FAULT: ended with " + string.Join(" and ", codes));
            return 1;
        }

        foreach (var path in paths.Distinct().Where(File.Exists))
        {
            using var again = RotatingProcess.Start(estate, path, "one");
            if (await again.EndAsync() == 0)
                return estate.CheckEnd(path);
        }

        Console.WriteLine("FAULT: neither can go on");
        return 1;
    }
}
