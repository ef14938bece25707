namespace QlikSnowflake.Keys;

/// <summary>A public key with what is needed to register it.</summary>
/// <param name="Path">The file it was read from.</param>
/// <param name="Fingerprint">What DESCRIBE USER shows as RSA_PUBLIC_KEY_FP once the key is registered.</param>
/// <param name="PublicKey">The key's base64 in one line.</param>
/// <param name="KeySize">Modulus length in bits.</param>
/// <param name="AlterUserStatement">The statement that registers it.</param>
public sealed record SnowflakePublicKey(string Path, string Fingerprint, string PublicKey, int KeySize, string AlterUserStatement)
{
    /// <inheritdoc/>
    public override string ToString() => Fingerprint;
}
