using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Pkcs;
using Org.BouncyCastle.Asn1.Sec;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Asn1.X9;

namespace QlikSnowflake.Signing;

/// <summary>
/// Reads private keys in every form the field has: PEM or DER; PKCS#8 plain or encrypted; PKCS#1 plain or with DEK-Info.
/// The result is always PKCS#8 (RFC 5958 PrivateKeyInfo) as DER.
/// </summary>
public static class PrivateKeyDecoder
{
    /// <summary>Decodes a private key.</summary>
    /// <param name="content">The file's bytes.</param>
    /// <param name="passphrase">The passphrase as UTF-8 bytes, or null. Ignored where the key is not encrypted.</param>
    /// <returns>PKCS#8 as DER, of whatever algorithm. The caller zeroes it.</returns>
    /// <exception cref="PrivateKeyFormatException">The content is no private key, or cannot be opened.</exception>
    public static byte[] ToPkcs8(byte[] content, byte[]? passphrase)
    {
        try
        {
            return Open(content, passphrase);
        }
        catch (PrivateKeyFormatException e) when (e.Fault == PrivateKeyFault.PassphraseWrong && passphrase is { Length: 0 })
        {
            // A key may be encrypted by nothing; where this one is not, nothing was given.
            throw new PrivateKeyFormatException(PrivateKeyFault.PassphraseRequired, "The key is encrypted.");
        }
    }

    private static byte[] Open(byte[] content, byte[]? passphrase)
    {
        var blocks = PemBlock.FindAll(content);
        try
        {
            var block = blocks.Find(b => b.Label.EndsWith("PRIVATE KEY", StringComparison.Ordinal));
            if (block is not null)
                return FromBlock(block, passphrase);

            if (blocks.Count > 0)
                throw NoPrivateKeyIn(blocks);

            return content.Length > 0 && content[0] == 0x30 ? FromDer(content, passphrase) : FromBareBase64(content, passphrase);
        }
        finally
        {
            PemBlock.Clear(blocks);
        }
    }

    private static byte[] FromBlock(PemBlock block, byte[]? passphrase)
    {
        if (block.Body is not { } body)
            throw new PrivateKeyFormatException(
                PrivateKeyFault.Damaged,
                $"the text between BEGIN and END {block.Label} is not base64, or END is missing"
            );

        switch (block.Label)
        {
            case "PRIVATE KEY":
                return CheckPkcs8(body);
            case "ENCRYPTED PRIVATE KEY":
                return DecryptPkcs8(body, passphrase);
            case "RSA PRIVATE KEY" when block.Headers.TryGetValue("DEK-Info", out var dekInfo):
                var decrypted = KeyDecryption.DecryptTraditional(body, dekInfo, RequirePassphrase(passphrase));
                try
                {
                    return WrapDecryptedPkcs1(decrypted);
                }
                finally
                {
                    Array.Clear(decrypted, 0, decrypted.Length);
                }

            case "RSA PRIVATE KEY":
                return WrapPkcs1(body);
            case "EC PRIVATE KEY" when !block.Headers.ContainsKey("DEK-Info"):
                return WrapSec1(body);
            case "OPENSSH PRIVATE KEY":
                throw new PrivateKeyFormatException(
                    PrivateKeyFault.NotAKey,
                    "a key in OpenSSH's own form; 'ssh-keygen -p -m PKCS8 -f' writes a copy of it anew as PEM"
                );
            default:
                throw new PrivateKeyFormatException(PrivateKeyFault.NotRsa, block.Label.Replace(" PRIVATE KEY", string.Empty));
        }
    }

    private static byte[] FromBareBase64(byte[] content, byte[]? passphrase)
    {
        var der = PemBlock.DecodeBareBase64(content);

        // A secret store's base64 of a whole PEM file.
        if (der is { Length: > 0 } && der[0] != 0x30 && PemBlock.IsPem(der))
        {
            try
            {
                return Open(der, passphrase);
            }
            finally
            {
                Array.Clear(der, 0, der.Length);
            }
        }

        if (der is not { Length: > 0 } || der[0] != 0x30)
            throw new PrivateKeyFormatException(PrivateKeyFault.NotAKey, "neither PEM nor DER");

        try
        {
            return FromDer(der, passphrase);
        }
        finally
        {
            Array.Clear(der, 0, der.Length);
        }
    }

    private static byte[] FromDer(byte[] der, byte[]? passphrase)
    {
        Asn1Sequence sequence;
        try
        {
            sequence = Asn1Sequence.GetInstance(Asn1Object.FromByteArray(der));
        }
        catch (Exception e) when (IsParseFailure(e))
        {
            throw new PrivateKeyFormatException(PrivateKeyFault.NotAKey, "neither PEM nor DER");
        }

        // PKCS#8 is (version, algorithm, octets); PKCS#1 is nine integers; encrypted PKCS#8 is (algorithm, octets);
        // a public key is (algorithm, bits), a certificate starts with a sequence of at least six, and PKCS#12 with its version, 3.
        return sequence.Count switch
        {
            >= 2 when sequence[0] is DerInteger version && version.HasValue(3) && sequence[1] is Asn1Sequence =>
                throw new PrivateKeyFormatException(
                    PrivateKeyFault.NotAKey,
                    "a PKCS#12 file (.pfx, .p12); 'openssl pkcs12 -nocerts' takes the key out of it"
                ),
            >= 3 when sequence[0] is DerInteger && sequence[1] is Asn1Sequence => CheckPkcs8(der),
            >= 9 when sequence[0] is DerInteger && sequence[1] is DerInteger => WrapPkcs1(der),
            2 when sequence[0] is Asn1Sequence && sequence[1] is Asn1OctetString => DecryptPkcs8(der, passphrase),
            2 when sequence[1] is DerBitString => throw new PrivateKeyFormatException(PrivateKeyFault.PublicKey, "a public key"),
            3 when sequence[0] is Asn1Sequence && sequence[2] is DerBitString => throw new PrivateKeyFormatException(
                PrivateKeyFault.PublicKey,
                "a certificate"
            ),
            _ => throw new PrivateKeyFormatException(PrivateKeyFault.NotAKey, "DER, but not of a key"),
        };
    }

    private static byte[] DecryptPkcs8(byte[] der, byte[]? passphrase)
    {
        var decrypted = KeyDecryption.DecryptPkcs8(der, RequirePassphrase(passphrase));
        try
        {
            return CheckPkcs8(decrypted);
        }
        catch (PrivateKeyFormatException e) when (e.Fault == PrivateKeyFault.Damaged)
        {
            // Padding comes out right by chance once in 256 wrong passphrases; what it leaves is then no structure.
            throw new PrivateKeyFormatException(PrivateKeyFault.PassphraseWrong, "The passphrase does not open the key.");
        }
        finally
        {
            Array.Clear(decrypted, 0, decrypted.Length);
        }
    }

    private static byte[] WrapDecryptedPkcs1(byte[] decrypted)
    {
        try
        {
            return WrapPkcs1(decrypted);
        }
        catch (PrivateKeyFormatException)
        {
            throw new PrivateKeyFormatException(PrivateKeyFault.PassphraseWrong, "The passphrase does not open the key.");
        }
    }

    private static byte[] CheckPkcs8(byte[] der)
    {
        try
        {
            var info = PrivateKeyInfo.GetInstance(Asn1Object.FromByteArray(der));
            if (info.PrivateKeyAlgorithm.Algorithm.Equals(PkcsObjectIdentifiers.RsaEncryption))
                RsaPrivateKeyStructure.GetInstance(Asn1Object.FromByteArray(info.PrivateKey.GetOctets()));
            return info.GetDerEncoded();
        }
        catch (Exception e) when (IsParseFailure(e))
        {
            throw new PrivateKeyFormatException(PrivateKeyFault.Damaged, "the PKCS#8 structure cannot be read");
        }
    }

    private static byte[] WrapPkcs1(byte[] der)
    {
        try
        {
            var key = RsaPrivateKeyStructure.GetInstance(Asn1Object.FromByteArray(der));
            var algorithm = new AlgorithmIdentifier(PkcsObjectIdentifiers.RsaEncryption, DerNull.Instance);
            return new PrivateKeyInfo(algorithm, key).GetDerEncoded();
        }
        catch (Exception e) when (IsParseFailure(e))
        {
            throw new PrivateKeyFormatException(PrivateKeyFault.Damaged, "the PKCS#1 structure cannot be read");
        }
    }

    // RFC 5915. Qlik's client certificates may have such a key; who wants RSA refuses it by its algorithm.
    private static byte[] WrapSec1(byte[] der)
    {
        try
        {
            var key = ECPrivateKeyStructure.GetInstance(Asn1Object.FromByteArray(der));
            return new PrivateKeyInfo(
                new AlgorithmIdentifier(X9ObjectIdentifiers.IdECPublicKey, key.Parameters),
                key
            ).GetDerEncoded();
        }
        catch (Exception e) when (IsParseFailure(e))
        {
            throw new PrivateKeyFormatException(PrivateKeyFault.Damaged, "the SEC 1 structure cannot be read");
        }
    }

    internal static bool IsParseFailure(Exception e) =>
        e
            is IOException
                or ArgumentException
                or InvalidCastException
                or FormatException
                or ArithmeticException
                or InvalidOperationException
                or NullReferenceException
                or IndexOutOfRangeException
                or OverflowException;

    private static byte[] RequirePassphrase(byte[]? passphrase) =>
        passphrase ?? throw new PrivateKeyFormatException(PrivateKeyFault.PassphraseRequired, "The key is encrypted.");

    private static PrivateKeyFormatException NoPrivateKeyIn(List<PemBlock> blocks)
    {
        var label = blocks[0].Label;
        return label.EndsWith("PUBLIC KEY", StringComparison.Ordinal) || label.EndsWith("CERTIFICATE", StringComparison.Ordinal)
            ? new PrivateKeyFormatException(PrivateKeyFault.PublicKey, label == "CERTIFICATE" ? "a certificate" : "a public key")
            : new PrivateKeyFormatException(PrivateKeyFault.NotAKey, "PEM, but of " + label);
    }
}
