using System.Security.Cryptography;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Pkcs;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Math;
using Org.BouncyCastle.Security;
using QlikSnowflake.Signing.Compat;
using PublicKeyInfo = Org.BouncyCastle.Asn1.X509.SubjectPublicKeyInfo;

namespace QlikSnowflake.Signing;

/// <summary>RSA keys as DER: generation, the public half, and what a public key file holds.</summary>
public static class RsaKey
{
    // Smaller ones are the numbers of a textbook, or of a damaged file.
    private const int MinimumBits = 512;

    /// <summary>Makes a new key pair.</summary>
    /// <param name="bits">Modulus length in bits.</param>
    /// <returns>The private key as PKCS#8 DER. The caller zeroes it.</returns>
    public static byte[] Generate(int bits)
    {
        using var rsa = RsaProvider.Generate(bits);
        var p = rsa.ExportParameters(includePrivateParameters: true);
        try
        {
            var structure = new RsaPrivateKeyStructure(
                Unsigned(p.Modulus),
                Unsigned(p.Exponent),
                Unsigned(p.D),
                Unsigned(p.P),
                Unsigned(p.Q),
                Unsigned(p.DP),
                Unsigned(p.DQ),
                Unsigned(p.InverseQ)
            );
            var algorithm = new AlgorithmIdentifier(PkcsObjectIdentifiers.RsaEncryption, DerNull.Instance);
            return new PrivateKeyInfo(algorithm, structure).GetDerEncoded();
        }
        finally
        {
            foreach (var part in new[] { p.D, p.P, p.Q, p.DP, p.DQ, p.InverseQ })
                Array.Clear(part!, 0, part!.Length);
        }
    }

    /// <summary>The public half of a private key.</summary>
    /// <param name="pkcs8">The private key as PKCS#8 DER.</param>
    /// <returns>SubjectPublicKeyInfo (RFC 5280 §4.1) as DER.</returns>
    /// <exception cref="PrivateKeyFormatException">The key is not RSA, or its numbers do not fit together.</exception>
    public static byte[] SubjectPublicKeyInfo(byte[] pkcs8)
    {
        var key = ReadPrivate(pkcs8);
        try
        {
            return Encode(new RsaPublicKeyStructure(key.Modulus, key.PublicExponent));
        }
        catch (ArgumentException)
        {
            throw NumbersDoNotFit();
        }
    }

    /// <summary>Reads a public key from PEM (<c>PUBLIC KEY</c>, <c>RSA PUBLIC KEY</c>), DER, or bare base64.</summary>
    /// <param name="content">The file's bytes.</param>
    /// <returns>SubjectPublicKeyInfo as DER, re-encoded.</returns>
    /// <exception cref="PrivateKeyFormatException">The content is no RSA public key.</exception>
    public static byte[] ReadPublicKey(byte[] content)
    {
        var blocks = PemBlock.FindAll(content);
        try
        {
            return ReadPublicKey(content, blocks);
        }
        finally
        {
            // They may be of a private key, named by mistake.
            PemBlock.Clear(blocks);
        }
    }

    /// <summary>Whether a signature by RS256 (RSASSA-PKCS1-v1_5 with SHA-256) is the key's.</summary>
    /// <param name="subjectPublicKeyInfo">An RSA public key as DER.</param>
    /// <param name="data">What was signed.</param>
    /// <param name="signature">The signature.</param>
    public static bool Verify(byte[] subjectPublicKeyInfo, byte[] data, byte[] signature)
    {
        var key = Decode(subjectPublicKeyInfo);
        using var rsa = RsaProvider.Import(
            new RSAParameters { Modulus = key.Modulus.ToByteArrayUnsigned(), Exponent = key.PublicExponent.ToByteArrayUnsigned() }
        );
        return rsa.VerifyData(data, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
    }

    /// <summary>The modulus length in bits.</summary>
    /// <param name="subjectPublicKeyInfo">An RSA public key as DER.</param>
    public static int SizeInBits(byte[] subjectPublicKeyInfo) => Decode(subjectPublicKeyInfo).Modulus.BitLength;

    /// <summary>Encrypts a private key: PBES2 (RFC 8018), PBKDF2 with HMAC-SHA256 and a 16-byte salt, AES-256-CBC.</summary>
    /// <param name="pkcs8">The private key as PKCS#8 DER.</param>
    /// <param name="passphrase">The passphrase as UTF-8 bytes.</param>
    /// <param name="iterations">PBKDF2 iterations.</param>
    /// <returns>EncryptedPrivateKeyInfo as DER.</returns>
    public static byte[] Encrypt(byte[] pkcs8, byte[] passphrase, int iterations) =>
        KeyEncryption.ToPbes2(pkcs8, passphrase, iterations);

    private static byte[] ReadPublicKey(byte[] content, List<PemBlock> blocks)
    {
        var block = blocks.Find(b => b.Label is "PUBLIC KEY" or "RSA PUBLIC KEY");
        if (block is null && blocks.Count > 0)
            throw new PrivateKeyFormatException(PrivateKeyFault.NotAKey, "PEM, but of " + blocks[0].Label);

        var der =
            block is not null ? block.Body
            : content.Length > 0 && content[0] == 0x30 ? content
            : PemBlock.DecodeBareBase64(content);
        if (der is null)
            throw new PrivateKeyFormatException(
                block is null ? PrivateKeyFault.NotAKey : PrivateKeyFault.Damaged,
                "neither PEM nor DER"
            );

        try
        {
            var parsed = Asn1Object.FromByteArray(der);
            if (block?.Label == "RSA PUBLIC KEY")
                return Encode(RsaPublicKeyStructure.GetInstance(parsed));

            var info = PublicKeyInfo.GetInstance(parsed);
            if (!info.Algorithm.Algorithm.Equals(PkcsObjectIdentifiers.RsaEncryption))
                throw new PrivateKeyFormatException(PrivateKeyFault.NotRsa, KeyAlgorithm.Name(info.Algorithm.Algorithm));
            return Encode(RsaPublicKeyStructure.GetInstance(Asn1Object.FromByteArray(info.PublicKey.GetOctets())));
        }
        catch (Exception e) when (PrivateKeyDecoder.IsParseFailure(e))
        {
            throw new PrivateKeyFormatException(PrivateKeyFault.NotAKey, "the public key structure cannot be read");
        }
    }

    internal static RsaPrivateKeyStructure ReadPrivate(byte[] pkcs8)
    {
        PrivateKeyInfo info;
        try
        {
            info = PrivateKeyInfo.GetInstance(Asn1Object.FromByteArray(pkcs8));
            if (info.PrivateKeyAlgorithm.Algorithm.Equals(PkcsObjectIdentifiers.RsaEncryption))
                return CheckNumbers(RsaPrivateKeyStructure.GetInstance(Asn1Object.FromByteArray(info.PrivateKey.GetOctets())));
        }
        catch (Exception e) when (PrivateKeyDecoder.IsParseFailure(e))
        {
            throw new PrivateKeyFormatException(PrivateKeyFault.Damaged, "the PKCS#8 structure cannot be read");
        }

        throw new PrivateKeyFormatException(PrivateKeyFault.NotRsa, KeyAlgorithm.Name(info.PrivateKeyAlgorithm.Algorithm));
    }

    internal static RSA ToRsa(byte[] pkcs8)
    {
        var key = ReadPrivate(pkcs8);
        RSAParameters parameters = default;
        try
        {
            parameters = DotNetUtilities.ToRSAParameters(key);
            return RsaProvider.Import(parameters);
        }
        catch (Exception e) when (e is ArgumentException or CryptographicException)
        {
            throw NumbersDoNotFit();
        }
        finally
        {
            foreach (
                var part in new[] { parameters.D, parameters.P, parameters.Q, parameters.DP, parameters.DQ, parameters.InverseQ }
            )
            {
                if (part is not null)
                    Array.Clear(part, 0, part.Length);
            }
        }
    }

    // A file damaged within its numbers still has its structure; it would sign, and every signature would be refused.
    private static RsaPrivateKeyStructure CheckNumbers(RsaPrivateKeyStructure key)
    {
        if (
            key.Prime1.CompareTo(BigInteger.Two) <= 0
            || key.Prime2.CompareTo(BigInteger.Two) <= 0
            || !key.Modulus.Equals(key.Prime1.Multiply(key.Prime2))
            || !IsInverse(key.Coefficient, key.Prime2, key.Prime1)
        )
        {
            throw NumbersDoNotFit();
        }

        foreach (var (prime, exponent) in new[] { (key.Prime1, key.Exponent1), (key.Prime2, key.Exponent2) })
        {
            var order = prime.Subtract(BigInteger.One);
            if (!exponent.Equals(key.PrivateExponent.Mod(order)) || !IsInverse(exponent, key.PublicExponent, order))
                throw NumbersDoNotFit();
        }

        return key;
    }

    private static bool IsInverse(BigInteger a, BigInteger b, BigInteger modulus) =>
        a.Multiply(b).Mod(modulus).Equals(BigInteger.One);

    private static PrivateKeyFormatException NumbersDoNotFit() => new(PrivateKeyFault.Damaged, "its numbers do not fit together");

    // Not by RsaKeyParameters: it looks for a factor of the modulus, which takes fifty times as long as all else here.
    private static byte[] Encode(RsaPublicKeyStructure key)
    {
        if (key.Modulus.BitLength < MinimumBits || !key.Modulus.TestBit(0) || !key.PublicExponent.TestBit(0))
            throw new ArgumentException("These numbers are no RSA public key.");

        var algorithm = new AlgorithmIdentifier(PkcsObjectIdentifiers.RsaEncryption, DerNull.Instance);
        return new PublicKeyInfo(algorithm, key).GetDerEncoded();
    }

    private static RsaPublicKeyStructure Decode(byte[] subjectPublicKeyInfo) =>
        RsaPublicKeyStructure.GetInstance(PublicKeyInfo.GetInstance(subjectPublicKeyInfo).ParsePublicKey());

    private static BigInteger Unsigned(byte[]? bytes) => new(1, bytes!);
}
