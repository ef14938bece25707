using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Nist;
using Org.BouncyCastle.Asn1.Pkcs;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Crypto.Digests;
using Org.BouncyCastle.Crypto.Engines;
using Org.BouncyCastle.Crypto.Modes;
using Org.BouncyCastle.Crypto.Paddings;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Security;
using QlikSnowflake.Signing.Compat;

namespace QlikSnowflake.Signing;

/// <summary>Writes encrypted PKCS#8 in the form that OpenSSL writes by default and every Snowflake driver reads.</summary>
internal static class KeyEncryption
{
    public static byte[] ToPbes2(byte[] pkcs8, byte[] passphrase, int iterations)
    {
        var random = new SecureRandom();
        var salt = SecureRandom.GetNextBytes(random, 16);
        var iv = SecureRandom.GetNextBytes(random, 16);

        var key = new KeyParameter(Pbkdf2.Derive(passphrase, salt, iterations, new Sha256Digest(), 32));

        var cipher = new PaddedBufferedBlockCipher(new CbcBlockCipher(new AesEngine()), new Pkcs7Padding());
        cipher.Init(true, new ParametersWithIV(key, iv));
        var encrypted = cipher.DoFinal(pkcs8);

        // Built field by field: the key length must stay out (OpenSSL leaves it out; some drivers refuse it) and the PRF in.
        var prf = new AlgorithmIdentifier(PkcsObjectIdentifiers.IdHmacWithSha256, DerNull.Instance);
        var derivation = new DerSequence(
            PkcsObjectIdentifiers.IdPbkdf2,
            new DerSequence(new DerOctetString(salt), DerInteger.ValueOf(iterations), prf)
        );
        var scheme = new DerSequence(NistObjectIdentifiers.IdAes256Cbc, new DerOctetString(iv));
        var algorithm = new DerSequence(PkcsObjectIdentifiers.IdPbeS2, new DerSequence(derivation, scheme));
        return new DerSequence(algorithm, new DerOctetString(encrypted)).GetDerEncoded();
    }
}
