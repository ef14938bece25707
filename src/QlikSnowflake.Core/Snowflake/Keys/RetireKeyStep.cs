using QlikSnowflake.Errors;
using QlikSnowflake.Http;
using QlikSnowflake.Rotation;

namespace QlikSnowflake.Snowflake.Keys;

/// <summary>Takes the old key away, wherever it is registered by now.</summary>
internal sealed class RetireKeyStep(UserKeyClient client, RotationJournal journal, NewKey key) : IRotationStep
{
    public string Name => "Retire old key";

    public string Change =>
        journal.Slot is { } slot
            ? UserKeySql.UnsetSlot(journal.User, 3 - slot)
            : $"ALTER USER {UserKeySql.ExactIdentifier(journal.User)} REMOVE KEY PAIR <{journal.Name}, rotated>";

    public async Task<bool> IsDoneAsync(CallContext context) => !OldOf(await ListAsync(context).ConfigureAwait(false)).Any();

    public async Task DoAsync(CallContext context)
    {
        var keys = await ListAsync(context).ConfigureAwait(false);
        if (!keys.Any(k => k.Fingerprint == key.PublicKey.Fingerprint && k.Status == "ACTIVE"))
        {
            throw new InputException(
                "NewKeyGone",
                $"The new key is not registered for {journal.User} any more, so the old one is left.",
                "Someone else is changing this user's keys. Look at Get-SnowflakeUserKey before going on.",
                FailureKind.Conflict
            );
        }

        foreach (var old in OldOf(keys).ToArray())
            await client.RunAsync(UserKeyClient.RemoveStatement(old), context).ConfigureAwait(false);
    }

    private Task<IReadOnlyList<SnowflakeUserKey>> ListAsync(CallContext context) => client.ListAsync(journal.User, context);

    // The same key may be registered elsewhere too, on purpose: only where this rotation found it, it is old.
    private IEnumerable<SnowflakeUserKey> OldOf(IReadOnlyList<SnowflakeUserKey> keys) =>
        keys.Where(k =>
            k.Fingerprint == journal.OldFingerprint && (k.Slot is null) == (journal.Slot is null) && k.Status != "EXPIRED"
        );
}
