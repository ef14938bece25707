using QlikSnowflake.Errors;
using QlikSnowflake.Http;
using QlikSnowflake.Rotation;

namespace QlikSnowflake.Snowflake.Keys;

/// <summary>Registers the new public key beside the old one.</summary>
internal sealed class RegisterKeyStep(UserKeyClient client, RotationJournal journal, NewKey key) : IRotationStep
{
    // The old key stays good while the new one is proved; it is retired by a step of its own.
    private const int GraceHours = 24;

    public string Name => "Register new key";

    public string Change =>
        journal.Slot is { } slot
            ? $"ALTER USER {UserKeySql.ExactIdentifier(journal.User)} SET {UserKeySql.SlotName(slot)}='<new public key>'"
        : journal.OldFingerprint is null
            ? $"ALTER USER {UserKeySql.ExactIdentifier(journal.User)} ADD KEY PAIR {UserKeySql.Identifier(journal.Name)} "
                + "PUBLIC_KEY='<new public key>'"
        : $"ALTER USER {UserKeySql.ExactIdentifier(journal.User)} ROTATE KEY PAIR "
            + $"{UserKeySql.ExactIdentifier(journal.Name)} PUBLIC_KEY='<new public key>' EXPIRE_ROTATED_KEY_PAIR_AFTER_HOURS={GraceHours}";

    public async Task<bool> IsDoneAsync(CallContext context)
    {
        if (!key.Exists)
            return false;

        var keys = await client.ListAsync(journal.User, context).ConfigureAwait(false);
        return keys.Any(k =>
            string.Equals(k.Name, journal.Name, StringComparison.OrdinalIgnoreCase) && k.Fingerprint == key.PublicKey.Fingerprint
        );
    }

    public async Task DoAsync(CallContext context)
    {
        var keys = await client.ListAsync(journal.User, context).ConfigureAwait(false);
        var found = keys.FirstOrDefault(k =>
            k.Slot == journal.Slot && string.Equals(k.Name, journal.Name, StringComparison.OrdinalIgnoreCase)
        );
        var expected = journal.Slot is null ? journal.OldFingerprint : null;
        if (found?.Fingerprint != expected)
        {
            throw new InputException(
                "KeyTakenMeanwhile",
                $"{journal.Name} of {journal.User} was changed by someone else since this rotation began: it holds "
                    + $"{found?.Fingerprint ?? "no key"}.",
                $"Look at Get-SnowflakeUserKey. To give this rotation up, remove '{RotationJournal.PathFor(key.Path)}' "
                    + "and the new key's files, and begin again.",
                FailureKind.Conflict
            );
        }

        await client.RunAsync(Statement(), context).ConfigureAwait(false);
    }

    private string Statement() =>
        journal.Slot is { } slot ? UserKeySql.SetSlot(journal.User, slot, key.PublicKey)
        : journal.OldFingerprint is null ? UserKeySql.AddKeyPair(journal.User, journal.Name, key.PublicKey, null, null)
        : UserKeySql.RotateKeyPair(journal.User, journal.Name, key.PublicKey, GraceHours);
}
