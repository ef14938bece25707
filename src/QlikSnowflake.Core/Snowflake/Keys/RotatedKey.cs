using System.Globalization;
using QlikSnowflake.Errors;
using QlikSnowflake.Http;
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

    /// <exception cref="InputException">The journal is about something else.</exception>
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

    /// <summary>Chooses where the new key goes: a free slot, or the key pair that is named.</summary>
    /// <exception cref="InputException">There is no free slot.</exception>
    public static async Task<RotatedKey> ChooseAsync(
        UserKeyClient client,
        string account,
        SnowflakeUserDescription user,
        string? keyPairName,
        CallContext context
    ) =>
        keyPairName is null
            ? ForSlots(account, user, UserKeyClient.SlotsOf(user))
            : ForKeyPair(account, user, await client.ListNamedAsync(user.Name, context).ConfigureAwait(false), keyPairName);

    /// <summary>Whether it is what these options rotate.</summary>
    public bool IsFor(string account, SnowflakeUserDescription user, UserKeyRotationOptions options) =>
        string.Equals(Account, account, StringComparison.OrdinalIgnoreCase)
        && User == user.Name
        && (Slot is null) == (options.KeyPairName is not null)
        && (options.KeyPairName is null || string.Equals(Name, options.KeyPairName, StringComparison.OrdinalIgnoreCase));

    /// <summary>Another command began what a journal notes, and that one ends it.</summary>
    public static InputException OfAnother(RotationJournal journal, string noun) =>
        new(
            ErrorIds.RotationOfAnother,
            $"'{journal.Path}' notes a rotation that Update-{noun} began.",
            $"Go on with it by Update-{noun}, or choose another -Path.",
            FailureKind.AlreadyExists
        );

    private static RotatedKey ForSlots(string account, SnowflakeUserDescription user, IReadOnlyList<SnowflakeUserKey> keys)
    {
        var used = keys.Where(k => k.Slot is not null).ToArray();
        if (used.Length == 2)
        {
            throw new InputException(
                ErrorIds.NoFreeSlot,
                $"Both slots of {user.Name} hold a key ({used[0].Fingerprint} and {used[1].Fingerprint}), and either may be in use.",
                "Remove the one that is not with Remove-SnowflakeUserKey -Slot, or rotate a named key pair with -KeyPairName.",
                FailureKind.Limit
            );
        }

        var slot = used.Length == 1 && used[0].Slot == 1 ? 2 : 1;
        return new RotatedKey(account, user.Name, UserKeySql.SlotName(slot), slot, used.Length == 1 ? used[0].Fingerprint : null);
    }

    private static RotatedKey ForKeyPair(
        string account,
        SnowflakeUserDescription user,
        IReadOnlyList<SnowflakeUserKey> keys,
        string name
    )
    {
        var old = keys.FirstOrDefault(k => k.Slot is null && string.Equals(k.Name, name, StringComparison.OrdinalIgnoreCase));
        return new RotatedKey(account, user.Name, old?.Name ?? name, null, old?.Fingerprint);
    }

    private static string? Text(RotationJournal journal, string name) =>
        journal.Subject.TryGetValue(name, out var value) && value.Length > 0 ? value : null;
}
