namespace QlikSnowflake.Snowflake.Keys;

/// <summary>A rotation that reached its end. It holds nothing secret.</summary>
/// <param name="User">The user's NAME.</param>
/// <param name="Name">Where the new key is: <c>RSA_PUBLIC_KEY</c>, <c>RSA_PUBLIC_KEY_2</c>, or the key pair's name.</param>
/// <param name="Fingerprint">The new key's fingerprint.</param>
/// <param name="OldFingerprint">The old key's, or null where there was none.</param>
/// <param name="OldKeyRetired">Whether the old key is registered no more.</param>
/// <param name="PrivateKeyPath">The new private key's file.</param>
/// <param name="PublicKeyPath">The new public key's file.</param>
public sealed record SnowflakeKeyRotation(
    string User,
    string Name,
    string Fingerprint,
    string? OldFingerprint,
    bool OldKeyRetired,
    string PrivateKeyPath,
    string PublicKeyPath
);
