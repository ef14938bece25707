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

    public static async Task<int> RunAsync()
    {
        if (PowerShellRun.Find() is not { } powerShell)
            return 1;

        await using var account = await EmulatedAccount.StartAsync();
        using var run = PowerShellRun.Start(powerShell, "Load.ps1", account.Login);
        var best = new Dictionary<string, (double Rate, double Requests)>();
        for (var round = 0; round <= Rounds; round++)
        {
            foreach (var (way, count) in new[] { ("objects", Rows), ("csv", Rows), ("each", RowsEach) })
            {
                var before = account.Host.Counters.Received("snowflake");
                var seconds = run.Ask($"{way} {count}");
                var requests = (account.Host.Counters.Received("snowflake") - before - OtherRequests) * 100_000.0 / count;
                if (round > 0 && count / seconds > best.GetValueOrDefault(way).Rate)
                    best[way] = (count / seconds, requests);
            }
        }

        Console.WriteLine(
            $"5 columns, {Rows:N0} rows ({RowsEach:N0} one by one), best of {Rounds} rounds in turns, emulator with DuckDB:"
        );
        Console.WriteLine();
        Console.WriteLine("| | rows/s | requests for 100,000 rows |");
        Console.WriteLine("|---|---:|---:|");
        Write("objects \\| Add-SnowflakeRow", best["objects"]);
        Write("Import-Csv \\| Add-SnowflakeRow", best["csv"]);
        Write("one INSERT a row", best["each"]);
        return 0;
    }

    private static void Write(string what, (double Rate, double Requests) found) =>
        Console.WriteLine($"| {what} | {found.Rate:N0} | {found.Requests:N0} |");
}
