using System.Runtime.InteropServices;
using QlikSnowflake.Benchmarks.Load;
using QlikSnowflake.Benchmarks.Qrs;
using QlikSnowflake.Benchmarks.Rows;
using QlikSnowflake.Benchmarks.Start;
using QlikSnowflake.Benchmarks.Tokens;

namespace QlikSnowflake.Benchmarks;

/// <summary>All figures in one run, as a page in Markdown.</summary>
internal static class AllBenchmarks
{
    private const string Processors = "/proc/cpuinfo";

    /// <param name="quick">Fewer rounds.</param>
    public static async Task<int> RunAsync(bool quick)
    {
        Console.WriteLine(
            $"{Environment.ProcessorCount} processors ({ProcessorName()}), {RuntimeInformation.OSDescription}, "
                + $"{RuntimeInformation.FrameworkDescription}."
        );
        var result = 0;
        Head("A cold start");
        result |= await (quick ? ColdStart.RunAsync(3) : ColdStart.RunAsync());
        Head("Rows");
        using (var server = ServerProcess.Start())
            result |= await (quick ? new Comparison(server).RunAsync(true, 5) : new Comparison(server).RunAsync(false));
        Head("Rows into a table");
        result |= await (quick ? LoadBenchmark.RunAsync(1) : LoadBenchmark.RunAsync());
        Head("Tokens");
        result |= quick ? TokenBenchmark.Run(5) : TokenBenchmark.Run();
        Head("Connections of a Qlik Sense site");
        return result | await QrsBenchmark.RunAsync();
    }

    private static void Head(string what)
    {
        Console.WriteLine();
        Console.WriteLine($"## {what}");
        Console.WriteLine();
    }

    private static string ProcessorName() =>
        File.Exists(Processors)
            ? File.ReadLines(Processors)
                .FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))
                ?.Split(':')[1]
                .Trim()
                ?? RuntimeInformation.ProcessArchitecture.ToString()
            : RuntimeInformation.ProcessArchitecture.ToString();
}
