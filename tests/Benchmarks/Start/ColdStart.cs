using System.Diagnostics;
using QlikSnowflake.Benchmarks.Rows;

namespace QlikSnowflake.Benchmarks.Start;

/// <summary>
/// What a scheduled task waits for in a new PowerShell: the import alone, and import, connect and a first row, beside an empty
/// script and the same by hand.
/// </summary>
internal static class ColdStart
{
    private const int Rounds = 9;

    /// <param name="rounds">How often each is measured.</param>
    public static async Task<int> RunAsync(int rounds = Rounds)
    {
        if (PowerShellRun.Find() is not { } powerShell)
            return 1;

        await using var site = await EmulatedAccount.StartAsync();
        var times = new Dictionary<string, List<double>>();
        string[] scripts = ["ColdEmpty.ps1", "ColdImport.ps1", "ColdModule.ps1", "ColdScript.ps1"];
        for (var round = 0; round <= rounds; round++)
        {
            foreach (var script in scripts)
            {
                var seconds = Measure(powerShell, script, site);
                // The first of each brings files into the system's cache.
                if (round > 0)
                    (times.TryGetValue(script, out var known) ? known : times[script] = []).Add(seconds);
            }
        }

        Console.WriteLine($"A new process each, {rounds} rounds in turns:");
        Console.WriteLine();
        Console.WriteLine("| | median ms | range ms | beyond PowerShell itself |");
        Console.WriteLine("|---|---:|---:|---:|");
        var empty = Median(times["ColdEmpty.ps1"]);
        Write("PowerShell alone", times["ColdEmpty.ps1"], empty);
        Write("Import-Module", times["ColdImport.ps1"], empty);
        Write("import, connect, first row", times["ColdModule.ps1"], empty);
        Write("a token signed by hand, Invoke-RestMethod", times["ColdScript.ps1"], empty);
        Console.WriteLine();
        var ratio = Median(times["ColdModule.ps1"]) / Median(times["ColdScript.ps1"]);
        Console.WriteLine(
            $"- {(ratio <= 1 ? "met" : "not met")}: a cold start no slower than the script by hand: {ratio:0.00} of it"
        );
        return 0;
    }

    private static double Measure(string powerShell, string script, EmulatedAccount account)
    {
        var clock = Stopwatch.StartNew();
        using var process = Process.Start(PowerShellRun.StartInfo(powerShell, script, account.Login))!;
        process.StandardInput.Close();
        process.WaitForExit();
        return process.ExitCode == 0
            ? clock.Elapsed.TotalMilliseconds
            : throw new InvalidOperationException($"{script} ended with {process.ExitCode}.");
    }

    private static void Write(string what, List<double> times, double empty) =>
        Console.WriteLine($"| {what} | {Median(times):0} | {times.Min():0}-{times.Max():0} | {Median(times) - empty:0} |");

    private static double Median(List<double> times) => times.Order().ElementAt(times.Count / 2);
}
