using System.Globalization;
using QlikSnowflake.Connections;
using QlikSnowflake.Rotation;

namespace QlikSnowflake.Report;

/// <summary>The last rotation of a Snowflake user's key, by its journal and by what the connections are now.</summary>
/// <param name="Account">The account.</param>
/// <param name="User">The user.</param>
/// <param name="KeyName">The slot or named key pair that took the new key.</param>
/// <param name="OldFingerprint">The key before; null where the journal does not say.</param>
/// <param name="NewFingerprint">The key after; null where it was not made yet.</param>
/// <param name="StartedAt">When it began.</param>
/// <param name="LastAt">When it last did something.</param>
/// <param name="State">How far it came.</param>
/// <param name="WaitsUntil">Until when the old key stays, where it waits.</param>
/// <param name="Connections">The connections: failed ones first, switched ones last.</param>
public sealed record ReportRotation(
    string Account,
    string User,
    string KeyName,
    string? OldFingerprint,
    string? NewFingerprint,
    DateTimeOffset StartedAt,
    DateTimeOffset LastAt,
    RotationState State,
    DateTimeOffset? WaitsUntil,
    IReadOnlyList<ReportSwitch> Connections
)
{
    private const string EndStep = "Ended";

    /// <summary>How many connections came out so.</summary>
    /// <param name="outcome">What was done.</param>
    public int Count(SwitchOutcome outcome) => Connections.Count(c => c.Outcome == outcome);

    /// <inheritdoc/>
    public override string ToString() => $"{User} on {Account}";

    /// <summary>What journals prove of connections whose key nobody shows.</summary>
    internal static SwitchNotes NotesOf(IEnumerable<RotationJournal> journals)
    {
        var notes = new SwitchNotes();
        notes.AddFrom(journals.SelectMany(j => j.Entries).OrderBy(e => e.At));
        return notes;
    }

    /// <summary>The latest rotation of each user.</summary>
    internal static ReportRotation[] LastOf(
        IReadOnlyList<RotationJournal> journals,
        IReadOnlyList<SnowflakeConnection> connections
    ) =>
        [
            .. journals
                .Select(j => Of(j, connections))
                .GroupBy(r => (r.Account.ToUpperInvariant(), r.User.ToUpperInvariant()))
                .Select(g => g.OrderByDescending(r => r.StartedAt).First())
                .OrderByDescending(r => r.LastAt),
        ];

    private static ReportRotation Of(RotationJournal journal, IReadOnlyList<SnowflakeConnection> connections)
    {
        var entries = journal.Entries;
        var (account, user) = (Subject("account"), Subject("user"));
        var newFingerprint = entries
            .Where(e => e.Target is null)
            .Select(e => Evidence(e, "fingerprint"))
            .LastOrDefault(f => f is not null);
        var started = Time(Subject("at")) ?? entries.Select(e => (DateTimeOffset?)e.At).FirstOrDefault() ?? default;
        var end = entries.LastOrDefault(e => e.Step == EndStep);
        return new ReportRotation(
            account,
            user,
            Subject("name"),
            journal.Subject.TryGetValue("oldFingerprint", out var old) ? old : null,
            newFingerprint,
            started,
            entries.Count > 0 ? entries[entries.Count - 1].At : started,
            end?.Outcome switch
            {
                "done" => RotationState.Ended,
                "waiting" => RotationState.Waiting,
                _ => RotationState.Open,
            },
            end is null ? null : Time(Evidence(end, "until")),
            Switches(entries, newFingerprint, account, user, connections)
                .OrderBy(s => s.Outcome)
                .ThenBy(s => s.Site, StringComparer.OrdinalIgnoreCase)
                .ThenBy(s => s.Name, StringComparer.OrdinalIgnoreCase)
                .ToArray()
        );

        string Subject(string name) => journal.Subject.TryGetValue(name, out var value) ? value : string.Empty;
    }

    private static IEnumerable<ReportSwitch> Switches(
        IReadOnlyList<RotationEntry> entries,
        string? newFingerprint,
        string account,
        string user,
        IReadOnlyList<SnowflakeConnection> connections
    )
    {
        var now = new Dictionary<string, SnowflakeConnection>(StringComparer.OrdinalIgnoreCase);
        foreach (var connection in connections)
            now[SwitchNotes.NameOf(connection)] = connection;

        // Of several attempts at one connection the last counts.
        var tried = new Dictionary<string, RotationEntry>(StringComparer.OrdinalIgnoreCase);
        foreach (var entry in entries.Where(e => e is { Step: SwitchNotes.Step, Target: not null }))
            tried[entry.Target!] = entry;

        foreach (var entry in tried)
        {
            now.TryGetValue(entry.Key, out var connection);
            if (Switch(entry.Value, connection, newFingerprint) is { } outcome)
                yield return outcome;
        }

        foreach (var connection in now.Where(c => !tried.ContainsKey(c.Key)).Select(c => c.Value))
        {
            if (
                connection.Login == SnowflakeLoginKind.KeyPair
                && string.Equals(connection.User, user, StringComparison.OrdinalIgnoreCase)
                && UserKeyNames.IsSameAccount(connection.Account, account)
                && (newFingerprint is null || connection.KeyFingerprint != newFingerprint)
            )
                yield return new ReportSwitch(
                    connection.Service,
                    connection.Site,
                    connection.Id,
                    connection.Name,
                    SwitchOutcome.NotTried,
                    null,
                    null
                );
        }
    }

    private static ReportSwitch? Switch(RotationEntry entry, SnowflakeConnection? now, string? newFingerprint)
    {
        var parts = entry.Target!.Split(['|'], 3);
        if (parts.Length != 3)
            return null;

        var (outcome, message) = entry.Outcome switch
        {
            "done" or "seen to be done" => AfterSwitch(entry, now, newFingerprint),
            "failed" => (SwitchOutcome.Failed, Evidence(entry, "error")),
            _ => (SwitchOutcome.Unknown, Evidence(entry, "error")),
        };
        return new ReportSwitch(
            parts[0],
            parts[1],
            parts[2],
            now?.Name ?? Evidence(entry, "connection") ?? parts[2],
            outcome,
            message,
            entry.At
        );
    }

    // The journal says what was written, the connection what became of it.
    private static (SwitchOutcome Outcome, string? Message) AfterSwitch(
        RotationEntry entry,
        SnowflakeConnection? now,
        string? newFingerprint
    )
    {
        if (now is null)
            return (SwitchOutcome.Switched, "The connection was not found this time.");
        if (now.KeyFingerprint is { } fingerprint && newFingerprint is not null)
            return fingerprint == newFingerprint
                ? (SwitchOutcome.Switched, null)
                : (SwitchOutcome.Unknown, "It holds another key now.");
        return Time(Evidence(entry, "modifiedAt")) is { } written && now.ModifiedAt is { } modified && modified != written
            ? (SwitchOutcome.Unknown, "It was changed after it was switched.")
            : (SwitchOutcome.Switched, null);
    }

    private static string? Evidence(RotationEntry entry, string name) =>
        entry.Evidence.TryGetValue(name, out var value) ? value : null;

    private static DateTimeOffset? Time(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;
}
