using System.Globalization;
using QlikSnowflake.Rotation;

namespace QlikSnowflake.Connections;

/// <summary>
/// What rotations noted of the keys that they wrote to connections: the evidence for services that show none. A note holds as long
/// as the connection was not changed since.
/// </summary>
public sealed class SwitchNotes
{
    /// <summary>The step of a journal's lines that note a switch.</summary>
    internal const string Step = "Switch connection";

    /// <summary>The outcome of those that did one.</summary>
    internal const string Done = "done";

    private readonly Dictionary<string, (string Fingerprint, DateTimeOffset ModifiedAt)> _notes = new(
        StringComparer.OrdinalIgnoreCase
    );

    /// <summary>By what a note names a connection: service, site and id.</summary>
    /// <param name="connection">The connection.</param>
    public static string NameOf(SnowflakeConnection connection) => $"{connection.Service}|{connection.Site}|{connection.Id}";

    /// <summary>Adds a note; a later one takes the place of an earlier.</summary>
    /// <param name="name">The connection, as <see cref="NameOf"/> names it.</param>
    /// <param name="fingerprint">The key that was written.</param>
    /// <param name="modifiedAt">The connection's last change after that.</param>
    public void Add(string name, string fingerprint, DateTimeOffset modifiedAt) => _notes[name] = (fingerprint, modifiedAt);

    /// <summary>Adds what journals of rotations note: their lines <c>Switch connection</c> with what shows the switch.</summary>
    /// <param name="entries">The lines, in the order in which they were written.</param>
    public void AddFrom(IEnumerable<RotationEntry> entries)
    {
        foreach (var entry in entries.Where(IsSwitch))
        {
            if (
                entry.Evidence.TryGetValue("fingerprint", out var fingerprint)
                && entry.Evidence.TryGetValue("modifiedAt", out var text)
                && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var modifiedAt)
            )
                Add(entry.Target!, fingerprint, modifiedAt);
        }
    }

    /// <summary>Whether a journal's line notes a switch.</summary>
    internal static bool IsSwitch(RotationEntry entry) =>
        entry is { Step: Step, Outcome: Done or "seen to be done", Target: not null };

    /// <summary>The connection with the key that the notes prove, where the service shows none and they do.</summary>
    /// <param name="connection">The connection as it is.</param>
    public SnowflakeConnection AddTo(SnowflakeConnection connection) =>
        connection is { Login: SnowflakeLoginKind.KeyPair, KeyFingerprint: null, ModifiedAt: { } modifiedAt }
        && _notes.TryGetValue(NameOf(connection), out var note)
        && note.ModifiedAt == modifiedAt
            ? connection with
            {
                KeyFingerprint = note.Fingerprint,
                Evidence = KeyEvidence.Written,
            }
            : connection;
}
