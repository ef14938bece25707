using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Pkcs;
using Org.BouncyCastle.Security;
using Org.BouncyCastle.X509;

namespace QlikSnowflake.Signing;

/// <summary>Client certificates from PEM files, and the names in a server's certificate.</summary>
public static class ClientCertificateFile
{
    /// <summary>Joins a certificate and its private key into a PFX, which every runtime can load.</summary>
    /// <param name="certificate">A file with one or more certificates (PEM or DER); the first is the client's.</param>
    /// <param name="pkcs8">Its private key as PKCS#8 DER.</param>
    /// <param name="password">The password to put on the PFX.</param>
    /// <returns>The PFX (PKCS#12).</returns>
    /// <exception cref="FormatException">The file holds no certificate, or the key is not the certificate's.</exception>
    public static byte[] ToPfx(byte[] certificate, byte[] pkcs8, char[] password)
    {
        var certificates = new List<X509Certificate>();
        try
        {
            foreach (X509Certificate item in new X509CertificateParser().ReadCertificates(certificate))
                certificates.Add(item);
        }
        catch (Exception e)
            when (e is Org.BouncyCastle.Security.Certificates.CertificateException || PrivateKeyDecoder.IsParseFailure(e))
        {
            throw new FormatException("The file holds no certificate.", e);
        }

        if (certificates.Count == 0)
            throw new FormatException("The file holds no certificate.");

        var key = ReadKey(pkcs8);
        if (!PublicHalf(key).Equals(certificates[0].GetPublicKey()))
            throw new FormatException("The private key is not the certificate's.");

        var store = new Pkcs12StoreBuilder().Build();
        store.SetKeyEntry(
            "client",
            new AsymmetricKeyEntry(key),
            certificates.ConvertAll(c => new X509CertificateEntry(c)).ToArray()
        );
        using var stream = new MemoryStream();
        store.Save(stream, password, new SecureRandom());
        return stream.ToArray();
    }

    /// <summary>The DNS names in a certificate's subject alternative name (RFC 5280 §4.2.1.6).</summary>
    /// <param name="certificate">The certificate as DER. It comes from a server that nothing is known of yet.</param>
    /// <returns>The names; none where they cannot be read.</returns>
    public static string[] DnsNames(byte[] certificate)
    {
        try
        {
            var extension = new X509CertificateParser()
                .ReadCertificate(certificate)
                .GetExtensionValue(X509Extensions.SubjectAlternativeName);
            return extension is null
                ? []
                :
                [
                    .. GeneralNames
                        .GetInstance(Asn1Object.FromByteArray(extension.GetOctets()))
                        .GetNames()
                        .Where(n => n.TagNo == GeneralName.DnsName)
                        .Select(n => n.Name.ToString()!),
                ];
        }
        catch (Exception e)
            when (e is Org.BouncyCastle.Security.Certificates.CertificateException || PrivateKeyDecoder.IsParseFailure(e))
        {
            return [];
        }
    }

    private static Org.BouncyCastle.Crypto.AsymmetricKeyParameter ReadKey(byte[] pkcs8)
    {
        try
        {
            return PrivateKeyFactory.CreateKey(pkcs8);
        }
        catch (Exception e) when (e is SecurityUtilityException || PrivateKeyDecoder.IsParseFailure(e))
        {
            throw new FormatException("The private key cannot be read.", e);
        }
    }

    private static Org.BouncyCastle.Crypto.Parameters.RsaKeyParameters PublicHalf(
        Org.BouncyCastle.Crypto.AsymmetricKeyParameter key
    ) =>
        key switch
        {
            Org.BouncyCastle.Crypto.Parameters.RsaPrivateCrtKeyParameters rsa =>
                new Org.BouncyCastle.Crypto.Parameters.RsaKeyParameters(false, rsa.Modulus, rsa.PublicExponent),
            _ => throw new FormatException("The private key is not RSA."),
        };
}
