using System.Collections.Concurrent;
using QlikSnowflake.Http;
using QlikSnowflake.Snowflake;
using QlikSnowflake.Snowflake.Keys;

namespace QlikSnowflake.Benchmarks.Rotation;

/// <summary>
/// Looks again and again, while a rotation runs and is killed, whether each connection's key is registered. The registered keys are
/// read before and after the connections: only a key that is in neither reading was certainly missing.
/// </summary>
internal sealed class KeyWatcher(Estate estate, SnowflakeSession admin) : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<string, string> _fingerprints = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> _violations = new();
    private Task _watching = Task.CompletedTask;

    /// <summary>How often it looked.</summary>
    public int Looks { get; private set; }

    /// <summary>What it saw that must not be.</summary>
    public IReadOnlyCollection<string> Violations => _violations;

    /// <summary>Makes a key known by the forms in which connections hold it.</summary>
    public void Know(string path, string fingerprint)
    {
        foreach (var form in Estate.FormsOf(path))
            _fingerprints[form] = fingerprint;
    }

    public void Begin() => _watching = Task.Run(WatchAsync);

    /// <summary>The fingerprints that are registered for the user.</summary>
    public async Task<IReadOnlyList<string>> RegisteredAsync()
    {
        var keys = await new UserKeyClient(admin).ListAsync(estate.First.Manifest.Snowflake.User, new CallContext());
        return [.. keys.Select(k => k.Fingerprint)];
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _watching;
        _stop.Dispose();
    }

    private async Task WatchAsync()
    {
        var before = await RegisteredAsync();
        while (!_stop.IsCancellationRequested)
        {
            var held = estate.Secrets();
            var after = await RegisteredAsync();
            foreach (var secret in held.Distinct(StringComparer.Ordinal))
                Check(secret, before, after);
            before = after;
            Looks++;

            // What is watched has the processor to itself for most of the time.
            await Task.WhenAny(Task.Delay(Pause), Task.Delay(Timeout.InfiniteTimeSpan, _stop.Token));
        }
    }

    private void Check(string secret, IReadOnlyList<string> before, IReadOnlyList<string> after)
    {
        if (!_fingerprints.TryGetValue(secret, out var fingerprint))
        {
            // The key of the rotation that runs: its file is there before any connection has it.
            foreach (var path in Directory.GetFiles(Path.Combine(estate.Folder, "keys"), "*.p8"))
                if (Estate.FormsOf(path).Contains(secret))
                    Know(path, fingerprint = Keys.PublicKey.ReadFile(Keys.KeyPairFile.PublicKeyPath(path)).Fingerprint);
        }

        if (fingerprint is null)
            _violations.Enqueue("A connection holds something that is no key of ours.");
        else if (!before.Contains(fingerprint) && !after.Contains(fingerprint))
            _violations.Enqueue($"A connection holds {fingerprint}, which is not registered.");
    }
}
