using System.Globalization;
using QlikSnowflake.Emulator.Qrs;

namespace QlikSnowflake.Benchmarks.Rotation;

/// <summary>
/// Rotates a key through the connections of two Qlik Sense sites and a tenant while the process is killed, requests fail, or another
/// does the same, and hears of every write whether a connection holds a key that is not registered. Ends with 1 where one did, a key or
/// a file was left over, or a rotation did not come to its end.
///
///   kill    killed at random moments, and started again
///   faults  each request of a small rotation struck in turn, and every tenth of large ones
///   race    two rotations at once
///   serial  the time beside a rotation of one connection after the other
/// </summary>
internal static class RotationProof
{
    public static async Task<int> RunAsync(string[] args)
    {
        if (args is ["rotate", var first, var second, var path, var locks])
            return await RotatingProcess.RunAsync(first, second, path, locks);

        var connections = Number("--connections", 500);
        var small = Math.Min(connections, Number("--small", 8));
        var kills = Number("--kills", 50);
        var seed = Number("--seed", Environment.TickCount & 0xFFFF);
        var random = new Random(seed);
        var chosen = args is [[not '-', ..] mode, ..] ? mode : null;
        var passwords = Enum.GetValues<ReturnPassword>();
        Console.WriteLine($"seed {seed}");

        var good = true;
        foreach (var shows in passwords)
        {
            if (chosen is null or "kill")
                good &= await KillProof.RunAsync(connections, shows, kills, random);
            if (chosen is null or "faults")
            {
                good &= await FaultProof.EachInTurnAsync(small, shows);
                good &= await FaultProof.ManyAtOnceAsync(connections, shows, rotations: 2, random);
            }

            if (chosen is null or "race")
                good &= await RaceProof.RunAsync(connections / 10, shows, rotations: 5);
        }

        if (chosen is null or "serial")
            await SerialComparison.RunAsync(connections, 0, 20);
        Console.WriteLine(good ? "nothing was seen that must not be" : "FAILED");
        return good ? 0 : 1;

        int Number(string name, int usual)
        {
            var at = Array.IndexOf(args, name);
            return at < 0 ? usual : int.Parse(args[at + 1], CultureInfo.InvariantCulture);
        }
    }
}
