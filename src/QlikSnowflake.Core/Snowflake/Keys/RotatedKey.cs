using System.Globalization;
using QlikSnowflake.Rotation;

namespace QlikSnowflake.Snowflake.Keys;

/// <summary>What a rotation of a user's key is about, as its journal's first line says it.</summary>
/// <param name="Account">The account identifier.</param>
/// <param name="User">The user's NAME.</param>
/// <param name="Name">Where the new key goes: a slot's name, or a key pair's.</param>
/// <param name="Slot">1 or 2, or null for a named key pair.</param>
/// <param name="OldFingerprint">The key that is replaced, or null where there is none.</param>
internal sealed record RotatedKey(string Account, string User, string Name, int? Slot, string? OldFingerprint)
{
    public IReadOnlyDictionary<string, string?> ToSubject() =>
        new Dictionary<string, string?>
        {
            ["account"] = Account,
            ["user"] = User,
            ["name"] = Name,
            ["slot"] = Slot?.ToString(CultureInfo.InvariantCulture),
            ["oldFingerprint"] = OldFingerprint,
        };

    /// <exception cref="Errors.InputException">The journal is about something else.</exception>
    public static RotatedKey Of(RotationJournal journal)
    {
        var slot = Text(journal, "slot");
        return
            Text(journal, "account") is { } account
            && Text(journal, "user") is { } user
            && Text(journal, "name") is { } name
            && slot is null or "1" or "2"
            ? new RotatedKey(
                account,
                user,
                name,
                slot is null ? null : int.Parse(slot, CultureInfo.InvariantCulture),
                Text(journal, "oldFingerprint")
            )
            : throw JournalText.Unreadable(journal.Path, "its first line names no user's key.", null);
    }

    private static string? Text(RotationJournal journal, string name) =>
        journal.Subject.TryGetValue(name, out var value) && value.Length > 0 ? value : null;
}
