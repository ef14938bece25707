using QlikSnowflake.Errors;
using QlikSnowflake.Http;
using QlikSnowflake.Rotation;

namespace QlikSnowflake.Snowflake.Keys;

/// <summary>Registers the new public key beside the old one.</summary>
internal sealed class RegisterKeyStep(RotatedKeyState keys, NewKey key, int graceHours = RegisterKeyStep.GraceHours)
    : IObservableStep
{
    // The old key stays good while the new one is proved; it is retired by a step of its own.
    private const int GraceHours = 24;

    private RotatedKey Rotated => keys.Rotated;

    public string Name => "Register new key";

    public string Change =>
        Rotated.Slot is { } slot
            ? $"ALTER USER {UserKeySql.ExactIdentifier(Rotated.User)} SET {UserKeySql.SlotName(slot)}='<new public key>'"
        : Rotated.OldFingerprint is null
            ? $"ALTER USER {UserKeySql.ExactIdentifier(Rotated.User)} ADD KEY PAIR {UserKeySql.Identifier(Rotated.Name)} "
                + "PUBLIC_KEY='<new public key>'"
        : $"ALTER USER {UserKeySql.ExactIdentifier(Rotated.User)} ROTATE KEY PAIR "
            + $"{UserKeySql.ExactIdentifier(Rotated.Name)} PUBLIC_KEY='<new public key>' EXPIRE_ROTATED_KEY_PAIR_AFTER_HOURS={graceHours}";

    public async Task<bool> IsDoneAsync(CallContext context) =>
        key.Exists && (await keys.LookAsync(context).ConfigureAwait(false)).Any(IsNewInPlace);

    public async Task DoAsync(CallContext context)
    {
        var found = (await keys.LastLookAsync(context).ConfigureAwait(false)).FirstOrDefault(IsPlace);
        var expected = Rotated.Slot is null ? Rotated.OldFingerprint : null;
        if (found?.Fingerprint != expected)
        {
            throw new InputException(
                ErrorIds.KeyTakenMeanwhile,
                $"{Rotated.Name} of {Rotated.User} was changed by someone else since this rotation began: it holds "
                    + $"{found?.Fingerprint ?? "no key"}.",
                $"Look at Get-SnowflakeUserKey. To give this rotation up, remove '{RotationJournal.PathFor(key.Path)}' "
                    + "and the new key's files, and begin again.",
                FailureKind.Conflict
            );
        }

        await keys.RunAsync(Statement(), context).ConfigureAwait(false);
    }

    private bool IsNewInPlace(SnowflakeUserKey registered) =>
        IsPlace(registered) && registered.Fingerprint == key.PublicKey.Fingerprint;

    private bool IsPlace(SnowflakeUserKey registered) =>
        registered.Slot == Rotated.Slot && string.Equals(registered.Name, Rotated.Name, StringComparison.OrdinalIgnoreCase);

    private string Statement() =>
        Rotated.Slot is { } slot ? UserKeySql.SetSlot(Rotated.User, slot, key.PublicKey)
        : Rotated.OldFingerprint is null ? UserKeySql.AddKeyPair(Rotated.User, Rotated.Name, key.PublicKey, null, null)
        : UserKeySql.RotateKeyPair(Rotated.User, Rotated.Name, key.PublicKey, graceHours);
}
