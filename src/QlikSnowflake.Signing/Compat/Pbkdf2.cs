using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Generators;
using Org.BouncyCastle.Crypto.Parameters;
#if !NETFRAMEWORK
using System.Security.Cryptography;
#endif

namespace QlikSnowflake.Signing.Compat;

/// <summary>PBKDF2 (RFC 8018 §5.2), by the system where it has the hash: twice as fast as managed code.</summary>
internal static class Pbkdf2
{
    /// <summary>Derives a key.</summary>
    /// <param name="passphrase">The passphrase; it may be empty.</param>
    /// <param name="salt">The salt.</param>
    /// <param name="iterations">How often, at least once.</param>
    /// <param name="digest">The hash of the HMAC.</param>
    /// <param name="keyBytes">How long the key is.</param>
    /// <returns>The key, which the caller zeroes.</returns>
    public static byte[] Derive(byte[] passphrase, byte[] salt, int iterations, IDigest digest, int keyBytes)
    {
#if !NETFRAMEWORK
        HashAlgorithmName? hash = digest.AlgorithmName switch
        {
            "SHA-1" => HashAlgorithmName.SHA1,
            "SHA-256" => HashAlgorithmName.SHA256,
            "SHA-384" => HashAlgorithmName.SHA384,
            "SHA-512" => HashAlgorithmName.SHA512,
            _ => null,
        };
        if (hash is { } known)
            return Rfc2898DeriveBytes.Pbkdf2(passphrase, salt, iterations, known, keyBytes);
#endif
        var generator = new Pkcs5S2ParametersGenerator(digest);
        generator.Init(passphrase, salt, iterations);
        return ((KeyParameter)generator.GenerateDerivedMacParameters(keyBytes * 8)).GetKey();
    }
}
