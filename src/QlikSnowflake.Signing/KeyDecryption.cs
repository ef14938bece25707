using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Nist;
using Org.BouncyCastle.Asn1.Pkcs;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Engines;
using Org.BouncyCastle.Crypto.Generators;
using Org.BouncyCastle.Crypto.Modes;
using Org.BouncyCastle.Crypto.Paddings;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Math;
using Org.BouncyCastle.Security;
using QlikSnowflake.Signing.Compat;

namespace QlikSnowflake.Signing;

/// <summary>
/// Opens encrypted private keys: PKCS#8 with PBES2 (RFC 8018: PBKDF2 or scrypt, AES or 3DES in CBC), the PKCS#12 and
/// PKCS#5 v1.5 schemes, and OpenSSL's traditional DEK-Info form. Passphrases are bytes, so that UTF-8 means UTF-8.
/// </summary>
internal static class KeyDecryption
{
    private static readonly DerObjectIdentifier ScryptOid = new("1.3.6.1.4.1.11591.4.11");

    // Beyond these a key file would hold the process for minutes or take all of its memory.
    private const int MostIterations = 10_000_000;
    private const long MostScryptMemory = 1L << 30;
    private const long MostScryptWork = 1L << 32;

    public static byte[] DecryptPkcs8(byte[] der, byte[] passphrase)
    {
        var info = Parse(der);
        var algorithm = info.EncryptionAlgorithm;
        var encrypted = info.GetEncryptedData();
        if (algorithm.Algorithm.Equals(PkcsObjectIdentifiers.IdPbeS2))
            return DecryptPbes2(algorithm, encrypted, passphrase);

        var name = AlgorithmName(algorithm.Algorithm);
        var cipher = CreateCipher(algorithm) ?? throw new PrivateKeyFormatException(PrivateKeyFault.UnsupportedEncryption, name);

        CheckIterations(algorithm, name);
        var password = IsPkcs12(algorithm.Algorithm)
            ? System.Text.Encoding.UTF8.GetChars(passphrase)
            : OneCharPerByte(passphrase);
        try
        {
            cipher.Init(false, PbeUtilities.GenerateCipherParameters(algorithm, password));
            return cipher.DoFinal(encrypted);
        }
        catch (Exception e) when (e is CryptoException || PrivateKeyDecoder.IsParseFailure(e))
        {
            throw WrongPassphrase();
        }
        finally
        {
            Array.Clear(password, 0, password.Length);
        }
    }

    /// <summary>Opens the body of a block with a DEK-Info header: EVP_BytesToKey with MD5, one iteration, salt from the IV.</summary>
    public static byte[] DecryptTraditional(byte[] body, string dekInfo, byte[] passphrase)
    {
        var comma = dekInfo.IndexOf(',');
        var name = (comma < 0 ? dekInfo : dekInfo.Substring(0, comma)).Trim().ToUpperInvariant();
        var (algorithm, keyBits, engine) = name switch
        {
            "AES-128-CBC" => ("AES128", 128, (IBlockCipher)new AesEngine()),
            "AES-192-CBC" => ("AES192", 192, new AesEngine()),
            "AES-256-CBC" => ("AES256", 256, new AesEngine()),
            "DES-EDE3-CBC" => ("DESEDE", 192, new DesEdeEngine()),
            "DES-CBC" => ("DES", 64, new DesEngine()),
            _ => throw new PrivateKeyFormatException(PrivateKeyFault.UnsupportedEncryption, name),
        };

        byte[] iv;
        try
        {
            iv = Org.BouncyCastle.Utilities.Encoders.Hex.Decode(dekInfo.Substring(comma + 1).Trim());
        }
        catch (Exception e) when (e is IOException or FormatException or ArgumentException or IndexOutOfRangeException)
        {
            throw Damaged("the DEK-Info header");
        }

        if (iv.Length != engine.GetBlockSize())
            throw Damaged("the DEK-Info header");

        var generator = new OpenSslPbeParametersGenerator();
        generator.Init(passphrase, iv.Take(8).ToArray());
        return DecryptCbc(engine, new ParametersWithIV(generator.GenerateDerivedParameters(algorithm, keyBits), iv), body);
    }

    private static IBufferedCipher? CreateCipher(AlgorithmIdentifier algorithm)
    {
        try
        {
            return PbeUtilities.CreateEngine(algorithm) as IBufferedCipher;
        }
        catch (Exception e) when (e is SecurityUtilityException or ArgumentException)
        {
            return null;
        }
    }

    private static EncryptedPrivateKeyInfo Parse(byte[] der)
    {
        try
        {
            return EncryptedPrivateKeyInfo.GetInstance(Asn1Object.FromByteArray(der));
        }
        catch (Exception e) when (PrivateKeyDecoder.IsParseFailure(e))
        {
            throw Damaged("the encrypted PKCS#8 structure");
        }
    }

    private static byte[] DecryptPbes2(AlgorithmIdentifier algorithm, byte[] encrypted, byte[] passphrase)
    {
        PbeS2Parameters scheme;
        byte[] iv;
        try
        {
            scheme = PbeS2Parameters.GetInstance(algorithm.Parameters);
            if (!IsCbc(scheme.EncryptionScheme.Algorithm))
                throw new PrivateKeyFormatException(
                    PrivateKeyFault.UnsupportedEncryption,
                    "PBES2 with " + AlgorithmName(scheme.EncryptionScheme.Algorithm)
                );
            iv = Asn1OctetString.GetInstance(scheme.EncryptionScheme.Parameters).GetOctets();
        }
        catch (Exception e) when (PrivateKeyDecoder.IsParseFailure(e))
        {
            throw Damaged("the PBES2 parameters");
        }

        var (engine, keyBytes) = Cipher(scheme.EncryptionScheme.Algorithm);
        if (iv.Length != engine.GetBlockSize())
            throw Damaged("the PBES2 initialisation vector");

        var key = DeriveKey(scheme.KeyDerivationFunc, passphrase, keyBytes);
        try
        {
            return DecryptCbc(engine, new ParametersWithIV(new KeyParameter(key), iv), encrypted);
        }
        finally
        {
            Array.Clear(key, 0, key.Length);
        }
    }

    private static byte[] DeriveKey(KeyDerivationFunc function, byte[] passphrase, int keyBytes)
    {
        try
        {
            if (function.Algorithm.Equals(ScryptOid))
                return DeriveByScrypt(Asn1Sequence.GetInstance(function.Parameters), passphrase, keyBytes);

            if (!function.Algorithm.Equals(PkcsObjectIdentifiers.IdPbkdf2))
                throw new PrivateKeyFormatException(
                    PrivateKeyFault.UnsupportedEncryption,
                    "key derivation " + function.Algorithm.Id
                );

            var parameters = Pbkdf2Params.GetInstance(function.Parameters);
            var iterations = CheckIterations(parameters.IterationCount, "PBKDF2");

            return Pbkdf2.Derive(passphrase, parameters.GetSalt(), iterations, PseudoRandomFunction(parameters.Prf), keyBytes);
        }
        catch (Exception e) when (PrivateKeyDecoder.IsParseFailure(e))
        {
            throw Damaged("the key derivation parameters");
        }
    }

    // PKCS#12 and PKCS#5 v1.5 schemes both have (salt, iterations).
    private static void CheckIterations(AlgorithmIdentifier algorithm, string name)
    {
        BigInteger iterations;
        try
        {
            var parameters = Asn1Sequence.GetInstance(algorithm.Parameters);
            Asn1OctetString.GetInstance(parameters[0]);
            iterations = DerInteger.GetInstance(parameters[1]).Value;
        }
        catch (Exception e) when (PrivateKeyDecoder.IsParseFailure(e))
        {
            throw Damaged("the encryption's parameters");
        }

        CheckIterations(iterations, name);
    }

    private static int CheckIterations(BigInteger iterations, string name) =>
        iterations.SignValue > 0 && iterations.BitLength <= 31 && iterations.IntValue <= MostIterations
            ? iterations.IntValue
            : throw new PrivateKeyFormatException(PrivateKeyFault.UnsupportedEncryption, $"{name} with {iterations} iterations");

    // RFC 7914 §7: salt, cost N, block size r, parallelization p, and an optional key length.
    private static byte[] DeriveByScrypt(Asn1Sequence parameters, byte[] passphrase, int keyBytes)
    {
        var salt = Asn1OctetString.GetInstance(parameters[0]).GetOctets();
        var cost = DerInteger.GetInstance(parameters[1]).Value;
        var blockSize = DerInteger.GetInstance(parameters[2]).Value;
        var parallelization = DerInteger.GetInstance(parameters[3]).Value;
        if (
            cost.BitLength > 30
            || blockSize.BitLength > 16
            || parallelization.BitLength > 8
            || 128L * cost.IntValue * blockSize.IntValue > MostScryptMemory
            || 128L * cost.IntValue * blockSize.IntValue * parallelization.IntValue > MostScryptWork
        )
        {
            throw new PrivateKeyFormatException(
                PrivateKeyFault.UnsupportedEncryption,
                $"scrypt with N={cost}, r={blockSize}, p={parallelization}"
            );
        }

        return SCrypt.Generate(passphrase, salt, cost.IntValue, blockSize.IntValue, parallelization.IntValue, keyBytes);
    }

    // RFC 8018, appendix B.1.
    private static IDigest PseudoRandomFunction(AlgorithmIdentifier prf) =>
        DigestUtilities.GetDigest(
            prf.Algorithm.Id switch
            {
                "1.2.840.113549.2.7" => "SHA-1",
                "1.2.840.113549.2.8" => "SHA-224",
                "1.2.840.113549.2.9" => "SHA-256",
                "1.2.840.113549.2.10" => "SHA-384",
                "1.2.840.113549.2.11" => "SHA-512",
                "1.2.840.113549.2.12" => "SHA-512/224",
                "1.2.840.113549.2.13" => "SHA-512/256",
                "1.2.840.113549.2.6" => throw new PrivateKeyFormatException(
                    PrivateKeyFault.UnsupportedEncryption,
                    "PBKDF2 with HMAC-MD5"
                ),
                var other => throw new PrivateKeyFormatException(
                    PrivateKeyFault.UnsupportedEncryption,
                    "PBKDF2 with PRF " + other
                ),
            }
        );

    private static bool IsCbc(DerObjectIdentifier oid) =>
        oid.Equals(NistObjectIdentifiers.IdAes128Cbc)
        || oid.Equals(NistObjectIdentifiers.IdAes192Cbc)
        || oid.Equals(NistObjectIdentifiers.IdAes256Cbc)
        || oid.Equals(PkcsObjectIdentifiers.DesEde3Cbc);

    private static (IBlockCipher Engine, int KeyBytes) Cipher(DerObjectIdentifier oid)
    {
        if (oid.Equals(PkcsObjectIdentifiers.DesEde3Cbc))
            return (new DesEdeEngine(), 24);
        if (oid.Equals(NistObjectIdentifiers.IdAes128Cbc))
            return (new AesEngine(), 16);
        return (new AesEngine(), oid.Equals(NistObjectIdentifiers.IdAes192Cbc) ? 24 : 32);
    }

    private static byte[] DecryptCbc(IBlockCipher engine, ICipherParameters parameters, byte[] encrypted)
    {
        var cipher = new PaddedBufferedBlockCipher(new CbcBlockCipher(engine), new Pkcs7Padding());
        try
        {
            cipher.Init(false, parameters);
            return cipher.DoFinal(encrypted);
        }
        catch (Exception e) when (e is CryptoException or ArgumentException)
        {
            throw WrongPassphrase();
        }
    }

    private static bool IsPkcs12(DerObjectIdentifier oid) =>
        oid.Id.StartsWith("1.2.840.113549.1.12.1.", StringComparison.Ordinal);

    // The library turns each char into one byte, which would lose all but Latin-1.
    private static char[] OneCharPerByte(byte[] passphrase) => Array.ConvertAll(passphrase, b => (char)b);

    private static string AlgorithmName(DerObjectIdentifier oid)
    {
        // RFC 5794; the library has the cipher but not the names of its modes.
        if (oid.Id.StartsWith("1.2.410.200046.1.1.", StringComparison.Ordinal))
            return $"ARIA ({oid.Id})";

        try
        {
            return PbeUtilities.GetEncodingName(oid) ?? CipherUtilities.GetAlgorithmName(oid) ?? oid.Id;
        }
        catch (SecurityUtilityException)
        {
            return oid.Id;
        }
    }

    private static PrivateKeyFormatException WrongPassphrase() =>
        new(PrivateKeyFault.PassphraseWrong, "The passphrase does not open the key.");

    private static PrivateKeyFormatException Damaged(string what) => new(PrivateKeyFault.Damaged, what + " cannot be read");
}
