using System.Diagnostics;
using QlikSnowflake.Emulator;
using QlikSnowflake.Http;
using QlikSnowflake.Qrs.Connections;

namespace QlikSnowflake.Benchmarks.Qrs;

/// <summary>Connections of a Qlik Sense site, listed and made.</summary>
internal static class QrsBenchmark
{
    private const int Listed = 10_000;
    private const int Created = 1_000;

    public static async Task<int> RunAsync()
    {
        var state = Path.Combine(Path.GetTempPath(), "qliksnowflake-benchmark-" + Guid.NewGuid().ToString("N"));
        try
        {
            await using var emulator = await EmulatorHost.StartAsync(new EmulatorOptions { StateDirectory = state });
            using var session = await Site.OpenAsync(emulator);
            var context = new CallContext();

            Console.WriteLine("Server and client in one process:");
            Console.WriteLine();
            Console.WriteLine("| | seconds | requests | a second |");
            Console.WriteLine("|---|---:|---:|---:|");
            await MeasureAsync(
                $"Make {Listed:N0} connections, 100 a request",
                Listed,
                () => Site.CreateManyAsync(session, "listed", Listed, context)
            );

            var held = new List<long>();
            await MeasureAsync(
                $"List {Listed:N0} connections",
                Listed,
                async () =>
                {
                    var count = 0;
                    using var reader = session.DataConnections.Open(new DataConnectionQuery(), includeSecret: false);
                    while (await reader.ReadAsync(context) is { Count: > 0 } found)
                    {
                        // At every thousandth, what is still held: not what was used and let go.
                        if (count / 1000 != (count + found.Count) / 1000)
                            held.Add(GC.GetTotalMemory(forceFullCollection: true));
                        count += found.Count;
                    }

                    if (count != Listed)
                        throw new InvalidOperationException($"{count} connections were listed.");
                }
            );
            await MeasureAsync(
                $"Make {Created:N0} connections, one a request",
                Created,
                () => Site.CreateEachAsync(session, "each", Created, context)
            );
            await MeasureAsync(
                $"Make {Created:N0} connections, 100 a request",
                Created,
                () => Site.CreateManyAsync(session, "many", Created, context)
            );

            Console.WriteLine();
            Console.WriteLine(
                $"- {(held[^1] - held[0]) / 1024:N0} KB more are held after {Listed:N0} listed than after the first thousand"
            );

            async Task MeasureAsync(string what, int count, Func<Task> work)
            {
                var before = emulator.Counters.Received("qrs");
                var clock = Stopwatch.StartNew();
                await work();
                var seconds = clock.Elapsed.TotalSeconds;
                Console.WriteLine(
                    $"| {what} | {seconds:0.00} | {emulator.Counters.Received("qrs") - before:N0} | {count / seconds:N0} |"
                );
            }
        }
        finally
        {
            if (Directory.Exists(state))
                Directory.Delete(state, recursive: true);
        }

        return 0;
    }
}
