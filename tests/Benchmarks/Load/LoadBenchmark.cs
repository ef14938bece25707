using QlikSnowflake.Benchmarks.Rows;
using QlikSnowflake.Benchmarks.Start;

namespace QlikSnowflake.Benchmarks.Load;

/// <summary>Rows into a table: objects and a CSV file by Add-SnowflakeRow, beside one INSERT a row.</summary>
internal static class LoadBenchmark
{
    private const int Rows = 20_000;
    private const int RowsEach = 500;
    private const int Rounds = 3;

    // Making the table, and counting its rows afterwards.
    private const int OtherRequests = 2;

    /// <param name="rounds">How often each is measured.</param>
    public static async Task<int> RunAsync(int rounds = Rounds)
    {
        if (PowerShellRun.Find() is not { } powerShell)
            return 1;

        await using var account = await EmulatedAccount.StartAsync();
        using var run = PowerShellRun.Start(powerShell, "Load.ps1", account.Login);
        var found = new Dictionary<string, List<(double Rate, double Requests)>>();
        for (var round = 0; round <= rounds; round++)
        {
            foreach (var (way, count) in new[] { ("objects", Rows), ("csv", Rows), ("each", RowsEach) })
            {
                var before = account.Host.Counters.Received("snowflake");
                var seconds = run.Ask($"{way} {count}");
                var requests = (account.Host.Counters.Received("snowflake") - before - OtherRequests) * 100_000.0 / count;
                if (round > 0)
                    (found.TryGetValue(way, out var known) ? known : found[way] = []).Add((count / seconds, requests));
            }
        }

        Console.WriteLine(
            $"5 columns, {Rows:N0} rows ({RowsEach:N0} one by one), {rounds} rounds in turns, emulator with DuckDB:"
        );
        Console.WriteLine();
        Console.WriteLine("| | median rows/s | range | requests for 100,000 rows |");
        Console.WriteLine("|---|---:|---:|---:|");
        Write("objects \\| Add-SnowflakeRow", found["objects"]);
        Write("Import-Csv \\| Add-SnowflakeRow", found["csv"]);
        Write("one INSERT a row", found["each"]);
        return 0;
    }

    private static void Write(string what, List<(double Rate, double Requests)> found)
    {
        var median = found.OrderBy(f => f.Rate).ElementAt(found.Count / 2);
        Console.WriteLine(
            $"| {what} | {median.Rate:N0} | {found.Min(f => f.Rate):N0}-{found.Max(f => f.Rate):N0} | {median.Requests:N0} |"
        );
    }
}
