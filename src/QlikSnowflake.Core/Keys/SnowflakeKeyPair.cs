namespace QlikSnowflake.Keys;

/// <summary>A key pair on disk: where its files are, and its public half. It holds nothing secret.</summary>
/// <param name="PrivateKeyPath">The private key's file (PKCS#8 PEM), readable by its owner only.</param>
/// <param name="PublicKeyPath">The public key's file (PEM).</param>
/// <param name="Fingerprint">What DESCRIBE USER shows as RSA_PUBLIC_KEY_FP once the key is registered.</param>
/// <param name="PublicKey">The public key's base64 in one line, as ALTER USER takes it.</param>
/// <param name="KeySize">Modulus length in bits.</param>
/// <param name="Encrypted">Whether the private key's file is encrypted.</param>
public sealed record SnowflakeKeyPair(
    string PrivateKeyPath,
    string PublicKeyPath,
    string Fingerprint,
    string PublicKey,
    int KeySize,
    bool Encrypted
)
{
    /// <inheritdoc/>
    public override string ToString() => PrivateKeyPath;
}
