using QlikSnowflake.Errors;
using QlikSnowflake.Rotation;

namespace QlikSnowflake.QlikCloud.KeyRotation;

/// <summary>How a key is rotated.</summary>
public sealed record ApiKeyRotationOptions
{
    /// <summary>Where the key is kept.</summary>
    public required IApiKeyStore Store { get; init; }

    /// <summary>How long the new key lives; null takes the old one's length.</summary>
    public TimeSpan? ExpiresIn { get; init; }

    /// <summary>Rotate only when the stored key lives no longer than this; null rotates always.</summary>
    public TimeSpan? MinRemaining { get; init; }

    /// <summary>How long the old key stays good beside the new one; it is then retired by the next run. Null retires it at once.</summary>
    public TimeSpan? GracePeriod { get; init; }

    /// <summary>The name of this machine in the new key's description.</summary>
    internal string Machine { get; init; } = Environment.MachineName;

    /// <summary>The folder of the lock files.</summary>
    internal string LockFolder { get; init; } = RotationLock.UsualFolder;

    /// <summary>Refuses times that none can mean, before any request.</summary>
    /// <exception cref="InputException">The lifetime is not positive, or another time negative.</exception>
    internal void Check()
    {
        if (ExpiresIn is { } lifetime)
            ApiKeyClient.Check("rotation", lifetime);
        foreach (var (name, time) in new[] { ("MinRemaining", MinRemaining), ("GracePeriod", GracePeriod) })
        {
            if (time < TimeSpan.Zero)
                throw new InputException(
                    ErrorIds.RotationTimeInvalid,
                    $"-{name} is negative: {time}.",
                    "Give a time such as 7d, 12h or P1D, or leave it out."
                );
        }
    }
}
