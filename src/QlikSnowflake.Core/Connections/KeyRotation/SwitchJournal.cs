using System.Globalization;
using QlikSnowflake.Rotation;

namespace QlikSnowflake.Connections.KeyRotation;

/// <summary>
/// What a rotation's journal says of connections: <c>Switch connection</c>, with the connection as
/// <see cref="SwitchNotes.NameOf"/> names it, and <c>fingerprint</c> and <c>modifiedAt</c> as evidence.
/// </summary>
internal sealed class SwitchJournal
{
    public const string Kind = "QlikSnowflakeKey";
    public const string AllSwitched = "All connections switched";
    public const string Ended = "Ended";

    private const string Step = SwitchNotes.Step;
    private const string Done = SwitchNotes.Done;

    private readonly RotationJournal _journal;
    private readonly object _sync = new();

    public SwitchJournal(RotationJournal journal)
    {
        _journal = journal;
        Notes.AddFrom(journal.Entries);
    }

    /// <summary>What the journal proves of connections whose key nobody shows.</summary>
    public SwitchNotes Notes { get; } = new();

    /// <summary>When the last connection was switched that was left; null while some are, or never were.</summary>
    public DateTimeOffset? AllSwitchedAt => _journal.Entries.LastOrDefault(e => e.Step == AllSwitched)?.At;

    /// <summary>The new key's fingerprint, once it was made.</summary>
    public string? NewFingerprint =>
        _journal
            .Entries.Select(e => e.Evidence.TryGetValue("fingerprint", out var f) && e.Target is null ? f : null)
            .LastOrDefault(f => f is not null);

    public bool HasEnded => _journal.Entries.Any(e => e is { Step: Ended, Outcome: Done });

    public void NoteSwitched(SnowflakeConnection before, SnowflakeConnection after, string fingerprint)
    {
        var evidence = new Dictionary<string, string>
        {
            ["connection"] = before.Name,
            ["fingerprint"] = fingerprint,
            ["shownBy"] = after.Evidence.ToString(),
        };
        if (after.ModifiedAt is { } modifiedAt)
            evidence["modifiedAt"] = modifiedAt.ToString("O", CultureInfo.InvariantCulture);
        var name = SwitchNotes.NameOf(before);
        _journal.Append(Step, Done, name, evidence);
        if (after.ModifiedAt is { } changed)
        {
            lock (_sync)
                Notes.Add(name, fingerprint, changed);
        }
    }

    public void NoteFailed(SnowflakeConnection connection, string outcome, string error) =>
        _journal.Append(
            Step,
            outcome,
            SwitchNotes.NameOf(connection),
            new Dictionary<string, string> { ["connection"] = connection.Name, ["error"] = error }
        );
}
