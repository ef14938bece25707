using System.Security.Cryptography;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Cms;
using Org.BouncyCastle.Asn1.Nist;
using Org.BouncyCastle.Asn1.Pkcs;
using Org.BouncyCastle.Cms;
using Org.BouncyCastle.X509;

namespace QlikSnowflake.Signing;

/// <summary>
/// CMS enveloped data (RFC 5652 §6) for one RSA certificate: AES-256-CBC for the content, PKCS#1 v1.5 for its key, as
/// <c>openssl cms</c> and Unprotect-CmsMessage read it.
/// </summary>
public static class CmsEnvelope
{
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
            var data = EnvelopedData.GetInstance(new CmsEnvelopedData(envelope).ContentInfo.Content);
            key = Unwrap(RecipientOf(data, certificate), privateKey);
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

    private static KeyTransRecipientInfo RecipientOf(EnvelopedData data, byte[] certificate)
    {
        var wanted = new X509CertificateParser().ReadCertificate(certificate);
        foreach (Asn1Encodable entry in data.RecipientInfos)
        {
            if (
                RecipientInfo.GetInstance(entry).Info is not KeyTransRecipientInfo recipient
                || recipient.RecipientIdentifier.IsTagged
            )
                continue;
            var id = Org.BouncyCastle.Asn1.Cms.IssuerAndSerialNumber.GetInstance(recipient.RecipientIdentifier.ID);
            if (id.SerialNumber.Value.Equals(wanted.SerialNumber) && id.Issuer.Equivalent(wanted.IssuerDN))
                return recipient;
        }

        throw new FormatException("It is encrypted for another certificate.");
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
        if (!algorithm.Algorithm.Equals(NistObjectIdentifiers.IdAes256Cbc) || key.Length != 32)
            throw new FormatException($"It is encrypted by {algorithm.Algorithm.Id}, which is not supported.");

        using var aes = Aes.Create();
        using var decryptor = aes.CreateDecryptor(key, Asn1OctetString.GetInstance(algorithm.Parameters).GetOctets());
        var encrypted = content.EncryptedContent.GetOctets();
        return decryptor.TransformFinalBlock(encrypted, 0, encrypted.Length);
    }
}
