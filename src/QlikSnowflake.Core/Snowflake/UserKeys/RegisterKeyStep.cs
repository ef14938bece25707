using QlikSnowflake.Errors;
using QlikSnowflake.Http;
using QlikSnowflake.Rotation;

namespace QlikSnowflake.Snowflake.UserKeys;

/// <summary>Registers the new public key beside the old one.</summary>
internal sealed class RegisterKeyStep(UserKeyClient client, RotationJournal journal, NewKey key) : IRotationStep
{
    // The old key stays good while the new one is proved; it is retired by a step of its own.
    private const int GraceHours = 24;

    public string Name => "Register new key";

    public string Change => journal.Slot is { } slot
        ? $"ALTER USER {UserKeySql.Identifier(journal.User)} SET {UserKeySql.SlotName(slot)}='<new public key>'"
        : $"ALTER USER {UserKeySql.Identifier(journal.User)} {(journal.OldFingerprint is null ? "ADD" : "ROTATE")} KEY PAIR {UserKeySql.Identifier(journal.Name)} PUBLIC_KEY='<new public key>'";

    public async Task<bool> IsDoneAsync(CallContext context)
    {
        if (!key.Exists)
            return false;

        var keys = await client.ListAsync(journal.User, context).ConfigureAwait(false);
        return keys.Any(k => string.Equals(k.Name, journal.Name, StringComparison.OrdinalIgnoreCase) && k.Fingerprint == key.PublicKey.Fingerprint);
    }

    public async Task DoAsync(CallContext context)
    {
        var keys = await client.ListAsync(journal.User, context).ConfigureAwait(false);
        if (journal.Slot is { } slot && keys.FirstOrDefault(k => k.Slot == slot) is { } other && other.Fingerprint != key.PublicKey.Fingerprint)
        {
            throw new InputException(
                "SlotTaken", $"The slot {other.Name} of {journal.User} has been taken by another key in the meantime ({other.Fingerprint}).",
                "Someone else is rotating this user's key. Look at Get-SnowflakeUserKey before going on.", FailureKind.Conflict);
        }

        await client.RunAsync(Statement(), context).ConfigureAwait(false);
    }

    private string Statement() => journal.Slot is { } slot ? UserKeySql.SetSlot(journal.User, slot, key.PublicKey)
        : journal.OldFingerprint is null ? UserKeySql.AddKeyPair(journal.User, journal.Name, key.PublicKey, null, null)
        : UserKeySql.RotateKeyPair(journal.User, journal.Name, key.PublicKey, GraceHours);
}
