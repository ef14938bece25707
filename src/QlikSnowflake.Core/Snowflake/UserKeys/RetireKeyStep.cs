using QlikSnowflake.Http;
using QlikSnowflake.Rotation;

namespace QlikSnowflake.Snowflake.UserKeys;

/// <summary>Takes the old key away, wherever it is registered by now.</summary>
internal sealed class RetireKeyStep(UserKeyClient client, RotationJournal journal) : IRotationStep
{
    public string Name => "Retire old key";

    public string Change => journal.Slot is { } slot
        ? UserKeySql.UnsetSlot(journal.User, 3 - slot)
        : $"ALTER USER {UserKeySql.Identifier(journal.User)} REMOVE KEY PAIR <{journal.Name}, rotated>";

    public async Task<bool> IsDoneAsync(CallContext context) => (await FindAsync(context).ConfigureAwait(false)).Length == 0;

    public async Task DoAsync(CallContext context)
    {
        foreach (var old in await FindAsync(context).ConfigureAwait(false))
            await client.RunAsync(UserKeyClient.RemoveStatement(old), context).ConfigureAwait(false);
    }

    // The same key may be registered elsewhere too, on purpose: only where this rotation found it, it is old.
    private async Task<SnowflakeUserKey[]> FindAsync(CallContext context)
    {
        var keys = await client.ListAsync(journal.User, context).ConfigureAwait(false);
        return [.. keys.Where(k => k.Fingerprint == journal.OldFingerprint && k.Slot is null == (journal.Slot is null) && k.Status != "EXPIRED")];
    }
}
