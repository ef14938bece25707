using System.Diagnostics;
using QlikSnowflake.Emulator.Faults;
using QlikSnowflake.Emulator.Qrs;

namespace QlikSnowflake.Benchmarks.Rotation;

/// <summary>The time of a rotation beside that of one that switches connection after connection, in turns.</summary>
internal static class SerialComparison
{
    /// <param name="connections">How many.</param>
    /// <param name="latencies">Milliseconds that every answer of the services takes longer.</param>
    public static async Task RunAsync(int connections, params int[] latencies)
    {
        await using var estate = await Estate.StartAsync(connections, ReturnPassword.Clear);
        using var sessions = await Sessions.OpenAsync(estate.First.Manifest, estate.Second.Manifest);
        await RotateAsync("warm", null);
        foreach (var latency in latencies)
        {
            Console.WriteLine($"-- {connections} connections, each answer {latency} ms late");
            foreach (var host in new[] { estate.First, estate.Second })
            {
                host.Faults.Clear();
                if (latency > 0)
                    host.Faults.Add(
                        new Fault
                        {
                            Kind = FaultKind.Slow,
                            DelayMs = latency,
                            Times = -1,
                        }
                    );
            }

            var serial = await RotateAsync($"serial{latency}", 1);
            var parallel = await RotateAsync($"parallel{latency}", null);
            Console.WriteLine(
                $"one after the other {serial.TotalSeconds:N1} s, side by side {parallel.TotalSeconds:N1} s: {serial / parallel:N1} times"
            );
        }

        async Task<TimeSpan> RotateAsync(string name, int? throttleLimit)
        {
            var watch = Stopwatch.StartNew();
            await OneRotation.RunAsync(sessions, estate.KeyPath(name), estate.Folder, throttleLimit);
            return watch.Elapsed;
        }
    }
}
