using System.Security.Cryptography;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Cms;
using Org.BouncyCastle.Asn1.Nist;
using Org.BouncyCastle.Asn1.Pkcs;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Cms;
using Org.BouncyCastle.X509;

namespace QlikSnowflake.Signing;

/// <summary>
/// CMS enveloped data (RFC 5652 §6) for one RSA certificate: AES-256-CBC for the content, PKCS#1 v1.5 for its key, as
/// <c>openssl cms</c> and Unprotect-CmsMessage read it.
/// </summary>
public static class CmsEnvelope
{
    // By number of bytes. Others write other sizes of the one algorithm: OpenSSL's usual one was 128 bits for a long time.
    private static readonly Dictionary<DerObjectIdentifier, int> KeyLengths = new()
    {
        [NistObjectIdentifiers.IdAes128Cbc] = 16,
        [NistObjectIdentifiers.IdAes192Cbc] = 24,
        [NistObjectIdentifiers.IdAes256Cbc] = 32,
    };

    /// <summary>Encrypts content.</summary>
    /// <param name="content">The content.</param>
    /// <param name="certificate">The recipient's certificate, DER.</param>
    /// <returns>The enveloped data, DER.</returns>
    /// <exception cref="FormatException">The certificate cannot be used.</exception>
    public static byte[] Encrypt(byte[] content, byte[] certificate)
    {
        try
        {
            var generator = new CmsEnvelopedDataGenerator();
            generator.AddKeyTransRecipient(new X509CertificateParser().ReadCertificate(certificate));
            return generator.Generate(new CmsProcessableByteArray(content), NistObjectIdentifiers.IdAes256Cbc).GetEncoded();
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            throw new FormatException("The certificate cannot be encrypted to: " + e.Message, e);
        }
    }

    /// <summary>Whether content is encrypted for a certificate.</summary>
    /// <param name="envelope">The enveloped data, DER.</param>
    /// <param name="certificate">The certificate, DER.</param>
    public static bool IsFor(byte[] envelope, byte[] certificate)
    {
        try
        {
            return FindRecipient(Read(envelope), certificate) is not null;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return false;
        }
    }

    /// <summary>Decrypts content.</summary>
    /// <param name="envelope">The enveloped data, DER.</param>
    /// <param name="certificate">The recipient's certificate, DER.</param>
    /// <param name="privateKey">Its private key; it may live in a store that never lets go of it.</param>
    /// <returns>The content, which the caller zeroes.</returns>
    /// <exception cref="FormatException">It is no such data, or for another certificate.</exception>
    public static byte[] Decrypt(byte[] envelope, byte[] certificate, RSA privateKey)
    {
        byte[]? key = null;
        try
        {
            var data = Read(envelope);
            var recipient =
                FindRecipient(data, certificate) ?? throw new FormatException("It is encrypted for another certificate.");
            key = Unwrap(recipient, privateKey);
            return DecryptContent(data.EncryptedContentInfo, key);
        }
        catch (Exception e) when (e is not OutOfMemoryException and not FormatException)
        {
            throw new FormatException("The encrypted data is damaged, or for another certificate.", e);
        }
        finally
        {
            if (key is not null)
                Array.Clear(key, 0, key.Length);
        }
    }

    private static EnvelopedData Read(byte[] envelope) =>
        EnvelopedData.GetInstance(new CmsEnvelopedData(envelope).ContentInfo.Content);

    private static KeyTransRecipientInfo? FindRecipient(EnvelopedData data, byte[] certificate)
    {
        var wanted = new X509CertificateParser().ReadCertificate(certificate);
        foreach (Asn1Encodable entry in data.RecipientInfos)
        {
            if (
                RecipientInfo.GetInstance(entry).Info is KeyTransRecipientInfo recipient
                && IsFor(recipient.RecipientIdentifier, wanted)
            )
                return recipient;
        }

        return null;
    }

    private static bool IsFor(RecipientIdentifier recipient, X509Certificate certificate)
    {
        if (recipient.IsTagged)
            return certificate.GetExtensionValue(X509Extensions.SubjectKeyIdentifier) is { } extension
                && Asn1OctetString
                    .GetInstance(recipient.ID)
                    .Equals(Asn1OctetString.GetInstance(Asn1Object.FromByteArray(extension.GetOctets())));
        var id = Org.BouncyCastle.Asn1.Cms.IssuerAndSerialNumber.GetInstance(recipient.ID);
        return id.SerialNumber.Value.Equals(certificate.SerialNumber) && id.Issuer.Equivalent(certificate.IssuerDN);
    }

    private static byte[] Unwrap(KeyTransRecipientInfo recipient, RSA privateKey)
    {
        var algorithm = recipient.KeyEncryptionAlgorithm.Algorithm;
        return algorithm.Equals(PkcsObjectIdentifiers.RsaEncryption)
            ? privateKey.Decrypt(recipient.EncryptedKey.GetOctets(), RSAEncryptionPadding.Pkcs1)
            : throw new FormatException($"Its key is wrapped by {algorithm.Id}, which is not supported.");
    }

    private static byte[] DecryptContent(EncryptedContentInfo content, byte[] key)
    {
        var algorithm = content.ContentEncryptionAlgorithm;
        if (!KeyLengths.TryGetValue(algorithm.Algorithm, out var length) || key.Length != length)
            throw new FormatException($"It is encrypted by {algorithm.Algorithm.Id}, which is not supported.");

        using var aes = Aes.Create();
        using var decryptor = aes.CreateDecryptor(key, Asn1OctetString.GetInstance(algorithm.Parameters).GetOctets());
        var encrypted = content.EncryptedContent.GetOctets();
        return decryptor.TransformFinalBlock(encrypted, 0, encrypted.Length);
    }
}
