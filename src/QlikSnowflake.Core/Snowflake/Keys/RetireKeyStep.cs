using QlikSnowflake.Errors;
using QlikSnowflake.Http;
using QlikSnowflake.Rotation;

namespace QlikSnowflake.Snowflake.Keys;

/// <summary>Takes the old key away, wherever it is registered by now.</summary>
internal sealed class RetireKeyStep(RotatedKeyState keys, NewKey key) : IObservableStep
{
    private RotatedKey Rotated => keys.Rotated;

    public string Name => "Retire old key";

    public string Change =>
        Rotated.Slot is { } slot
            ? UserKeySql.UnsetSlot(Rotated.User, 3 - slot)
            : $"ALTER USER {UserKeySql.ExactIdentifier(Rotated.User)} REMOVE KEY PAIR <{Rotated.Name}, rotated>";

    public async Task<bool> IsDoneAsync(CallContext context) => !OldOf(await keys.LookAsync(context).ConfigureAwait(false)).Any();

    public async Task DoAsync(CallContext context)
    {
        var registered = await keys.LastLookAsync(context).ConfigureAwait(false);
        if (!registered.Any(k => k.Fingerprint == key.PublicKey.Fingerprint && k.Status == "ACTIVE"))
        {
            throw new InputException(
                ErrorIds.NewKeyGone,
                $"The new key is not registered for {Rotated.User} any more, so the old one is left.",
                "Someone else is changing this user's keys. Look at Get-SnowflakeUserKey before going on.",
                FailureKind.Conflict
            );
        }

        foreach (var old in OldOf(registered).ToArray())
            await keys.RunAsync(UserKeyClient.RemoveStatement(old), context).ConfigureAwait(false);
    }

    // The same key may be registered elsewhere too, on purpose: only where this rotation found it, it is old.
    private IEnumerable<SnowflakeUserKey> OldOf(IReadOnlyList<SnowflakeUserKey> registered) =>
        registered.Where(k => k.Fingerprint == Rotated.OldFingerprint && k.Status != "EXPIRED");
}
