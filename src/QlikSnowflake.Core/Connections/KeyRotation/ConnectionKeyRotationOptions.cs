using QlikSnowflake.Errors;
using QlikSnowflake.Snowflake.Keys;

namespace QlikSnowflake.Connections.KeyRotation;

/// <summary>How a user's key is rotated through all connections that use it.</summary>
public sealed record ConnectionKeyRotationOptions
{
    /// <summary>Whose key, and where the new one goes. It has a passphrase: the file lies there for good.</summary>
    public required UserKeyRotationOptions Key { get; init; }

    /// <summary>How long the old key stays good after the last connection was switched; a later run then retires it. Null retires it at
    /// once.</summary>
    public TimeSpan? GracePeriod { get; init; }

    /// <summary>How many connections are switched side by side, over all sites.</summary>
    public int ThrottleLimit { get; init; } = 8;

    /// <summary>
    /// Retire the old key although sites or connections could not be looked at. One that is known to hold the old key keeps it
    /// registered all the same.
    /// </summary>
    public bool Force { get; init; }

    /// <summary>Refuses what cannot be, before any request.</summary>
    /// <param name="isNew">Whether the key's files must not be there yet.</param>
    internal void Check(bool isNew)
    {
        if (Key.Passphrase is null)
            throw new InputException(
                ErrorIds.PassphraseEmpty,
                "There is no passphrase.",
                "Give -Passphrase: the new key's file is encrypted by it."
            );
        if (GracePeriod < TimeSpan.Zero)
            throw new InputException(
                ErrorIds.RotationTimeInvalid,
                $"-GracePeriod is negative: {GracePeriod}.",
                "Give a time such as 7d, 12h or P1D, or leave it out."
            );
        Key.Check(isNew);
    }
}
