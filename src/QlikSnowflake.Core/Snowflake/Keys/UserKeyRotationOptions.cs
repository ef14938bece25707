using System.Security;
using QlikSnowflake.Errors;
using QlikSnowflake.Keys;
using QlikSnowflake.Rotation;

namespace QlikSnowflake.Snowflake.Keys;

/// <summary>Whose key to rotate, and where the new one goes.</summary>
public sealed record UserKeyRotationOptions
{
    /// <summary>The user's NAME.</summary>
    public required string User { get; init; }

    /// <summary>Where the new private key is written; its public key goes beside it.</summary>
    public required string PrivateKeyPath { get; init; }

    /// <summary>The passphrase of the new key's file, or null for a plain one.</summary>
    public SecureString? Passphrase { get; init; }

    /// <summary>The new key's size in bits.</summary>
    public int KeySize { get; init; } = 2048;

    /// <summary>Leave the old key registered.</summary>
    public bool KeepOld { get; init; }

    /// <summary>The named key pair to rotate or to add; null rotates over the two slots.</summary>
    public string? KeyPairName { get; init; }

    /// <summary>The folder of the lock files.</summary>
    internal string LockFolder { get; init; } = RotationLock.UsualFolder;

    /// <summary>Refuses what cannot be, before any request.</summary>
    /// <param name="isNew">Whether the files must not be there yet.</param>
    /// <exception cref="InputException">The passphrase is empty, the name is none, or a file is in the way.</exception>
    internal void Check(bool isNew)
    {
        if (Passphrase is { Length: 0 })
            throw new InputException(
                ErrorIds.PassphraseEmpty,
                "The passphrase is empty.",
                "Give one, or ask for a key without with -NoPassphrase."
            );
        if (KeyPairName is { } name)
            UserKeyRegistration.CheckKeyPairName(name);
        KeyPairFile.CheckFolder(PrivateKeyPath);
        if (isNew)
            KeyPairFile.CheckFree(PrivateKeyPath);
    }
}
