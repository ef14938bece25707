using System.Text.Json.Nodes;
using QlikSnowflake.Emulator;
using QlikSnowflake.Keys;
using QlikSnowflake.Qrs.Connections;

namespace QlikSnowflake.Benchmarks.Rotation;

/// <summary>
/// What each connection holds and which keys are registered, from every write that the services tell of, in their order. After each
/// write it looks whether every connection's key is registered: between two writes that cannot change.
/// </summary>
internal sealed class KeyLedger(string keyFolder)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, string> _fingerprints = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _held = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _registered = new(StringComparer.Ordinal);
    private readonly List<string> _violations = [];

    /// <summary>How many writes it was told of.</summary>
    public int Writes { get; private set; }

    /// <summary>What it saw that must not be.</summary>
    public IReadOnlyList<string> Violations
    {
        get
        {
            lock (_lock)
                return [.. _violations];
        }
    }

    /// <summary>The registered keys of a user.</summary>
    public IReadOnlyList<string> RegisteredOf(string user)
    {
        lock (_lock)
            return [.. _registered.Where(r => IsOf(r.Key, user)).Select(r => r.Value)];
    }

    /// <summary>How many connections hold a key.</summary>
    public int CountOf(string fingerprint)
    {
        lock (_lock)
            return _held.Values.Count(f => f == fingerprint);
    }

    /// <summary>Makes the file of a key known, by the form in which a tenant's connection holds it.</summary>
    public void Know(string path, string fingerprint)
    {
        lock (_lock)
            _fingerprints[Convert.ToBase64String(File.ReadAllBytes(path))] = fingerprint;
    }

    /// <summary>Takes a write of an emulator.</summary>
    /// <param name="emulator">Which of them.</param>
    /// <param name="change">What was written.</param>
    public void Note(string emulator, SecretChange change)
    {
        lock (_lock)
        {
            Writes++;
            var name = $"{emulator}|{change.Service}|{change.Target}";
            if (change.Service == "snowflake")
                NoteKey(change.Target, change.Secret);
            else
                NoteConnection(name, change);
        }
    }

    private static bool IsOf(string target, string user) => target.StartsWith(user + ":", StringComparison.Ordinal);

    private void NoteKey(string target, string? fingerprint)
    {
        _registered.Remove(target, out var gone);
        if (fingerprint is not null)
            _registered[target] = fingerprint;
        if (gone is null || _registered.ContainsValue(gone))
            return;
        if (_held.Values.Count(f => f == gone) is > 0 and var holders)
            Report($"{gone} was taken away while {holders} connections held it.");
    }

    private void NoteConnection(string name, SecretChange change)
    {
        var fingerprint = change.Service == "qrs" ? OfFrame(change.Secret) : OfFile(change.Secret);
        if (fingerprint is null)
            Report($"{name} was given something that is no key of ours.");
        else if (!_registered.ContainsValue(fingerprint))
            Report($"{name} was given {fingerprint}, which is not registered.");
        _held[name] = fingerprint ?? string.Empty;
    }

    private string? OfFrame(string? password)
    {
        if (password is null)
            return null;
        if (!_fingerprints.TryGetValue(password, out var fingerprint) && KeyPairSecret.FingerprintOf(password) is { } read)
            _fingerprints[password] = fingerprint = read;
        return fingerprint;
    }

    private string? OfFile(string? secrets)
    {
        var content = (string?)JsonNode.Parse(secrets ?? "{}")!["PRIV_KEY_FILE"]?[0]?["value"];
        if (content is null)
            return null;
        if (!_fingerprints.ContainsKey(content))
        {
            // The key of the rotation that runs: its file is there before any connection has it.
            foreach (var path in Directory.GetFiles(keyFolder, "*.p8"))
                _fingerprints[Convert.ToBase64String(File.ReadAllBytes(path))] = PublicKey
                    .ReadFile(KeyPairFile.PublicKeyPath(path))
                    .Fingerprint;
        }

        return _fingerprints.GetValueOrDefault(content);
    }

    // Said as it happens: a proof that runs for an hour need not be waited for to know that it failed.
    private void Report(string violation)
    {
        _violations.Add(violation);
        Console.WriteLine("VIOLATION: " + violation);
    }
}
