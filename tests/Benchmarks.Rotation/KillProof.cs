using System.Diagnostics;
using QlikSnowflake.Http;
using QlikSnowflake.Keys;

namespace QlikSnowflake.Benchmarks.Rotation;

/// <summary>Rotations that are killed at random moments and gone on with.</summary>
internal sealed class KillProof(int connections, int kills, int seed)
{
    private readonly Random _random = new(seed);

    /// <summary>Does it.</summary>
    /// <returns>Whether nothing was seen that must not be.</returns>
    public async Task<bool> RunAsync()
    {
        Console.WriteLine($"{connections} connections over two sites and a tenant, {kills} kills, seed {seed}");
        await using var estate = await Estate.StartAsync(connections);
        using var admin = await RotatingProcess.OpenSnowflakeAsync(estate.First.Manifest.Snowflake, new CallContext());
        await using var watcher = new KeyWatcher(estate, admin);
        watcher.Know(estate.First.Manifest.Snowflake.PrivateKey, (await watcher.RegisteredAsync())[0]);
        watcher.Begin();

        var whole = Stopwatch.StartNew();
        await StartAsync(estate, "whole.p8", null);
        var faults = await CheckEndAsync(estate, watcher, "whole.p8");
        var longest = whole.Elapsed;
        Console.WriteLine($"one whole rotation: {longest.TotalSeconds:N1} s");

        var (killed, rotations, starts) = (0, 0, 0);
        while (killed < kills && faults == 0)
        {
            var name = $"key{++rotations}.p8";
            bool? isKilled;
            do
            {
                starts++;
                isKilled = await StartAsync(estate, name, killed < kills ? longest * _random.NextDouble() : null);
                if (isKilled == true)
                    killed++;
            } while (isKilled == true);

            faults += isKilled is null ? 1 : 0;
            faults += await CheckEndAsync(estate, watcher, name);
            Console.WriteLine($"rotation {rotations}: {killed} kills so far, {starts} starts, {watcher.Looks:N0} looks");
        }

        foreach (var violation in watcher.Violations.Distinct())
            Console.WriteLine(violation);
        Console.WriteLine(
            $"{rotations} rotations ended after {killed} kills in {whole.Elapsed.TotalSeconds:N0} s; "
                + $"{watcher.Looks:N0} looks at every connection, {watcher.Violations.Count} keys missing, {faults} faults at the end"
        );
        return faults == 0 && watcher.Violations.Count == 0;
    }

    // True where it was killed, false where it ended well, null where it failed.
    private static async Task<bool?> StartAsync(Estate estate, string key, TimeSpan? killAfter)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (Path.GetFileNameWithoutExtension(start.FileName) == "dotnet")
            start.ArgumentList.Add(typeof(KillProof).Assembly.Location);
        string[] arguments = ["rotate", .. estate.States, Path.Combine(estate.Folder, "keys", key)];
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        if (await process.StandardOutput.ReadLineAsync() == RotatingProcess.Begins && killAfter is { } delay)
        {
            // Not waited for longer than it runs: what ended before counts as no kill.
            await Task.WhenAny(process.WaitForExitAsync(), Task.Delay(delay));
            if (!process.HasExited)
            {
                process.Kill();
                await process.WaitForExitAsync();
                return true;
            }
        }

        var rest = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode == 0)
            return false;
        Console.WriteLine($"ended with {process.ExitCode}: {rest.Trim()} {await errors}");
        return null;
    }

    private static async Task<int> CheckEndAsync(Estate estate, KeyWatcher watcher, string key)
    {
        var path = Path.Combine(estate.Folder, "keys", key);
        var forms = Estate.FormsOf(path);
        var faults = new List<string>();
        var others = estate.Secrets().Count(secret => !forms.Contains(secret));
        if (others > 0)
            faults.Add($"{others} connections hold another key");
        var registered = await watcher.RegisteredAsync();
        if (registered.Count != 1 || registered[0] != PublicKey.ReadFile(KeyPairFile.PublicKeyPath(path)).Fingerprint)
            faults.Add($"{registered.Count} keys are registered");
        var files = Directory.GetFiles(Path.GetDirectoryName(path)!, $"*{Path.GetFileNameWithoutExtension(key)}*");
        if (files.Length != 3)
            faults.Add("files are left: " + string.Join(", ", files.Select(Path.GetFileName)));
        foreach (var fault in faults)
            Console.WriteLine($"{key}: {fault}");
        return faults.Count;
    }
}
