using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Pkcs;
using Org.BouncyCastle.Security;
using Org.BouncyCastle.X509;

namespace QlikSnowflake.Signing;

/// <summary>Client certificates from PEM files, and the names in a server's certificate.</summary>
public static class ClientCertificateFile
{
    /// <summary>Joins a certificate and its private key into a PFX, which every runtime can load.</summary>
    /// <param name="certificate">A file with one or more certificates (PEM or DER); the client's is the one that the key is for.</param>
    /// <param name="pkcs8">Its private key as PKCS#8 DER.</param>
    /// <param name="password">The password to put on the PFX.</param>
    /// <returns>The PFX (PKCS#12).</returns>
    /// <exception cref="FormatException">The file holds no certificate, or the key is not the certificate's.</exception>
    public static byte[] ToPfx(byte[] certificate, byte[] pkcs8, char[] password)
    {
        List<X509Certificate> certificates;
        try
        {
            var parser = new X509CertificateParser();
            certificates = [.. CertificateFile.ReadAll(certificate).Select(parser.ReadCertificate)];
        }
        catch (Exception e)
            when (e is Org.BouncyCastle.Security.Certificates.CertificateException || PrivateKeyDecoder.IsParseFailure(e))
        {
            throw new FormatException("The file holds no certificate.", e);
        }

        if (certificates.Count == 0)
            throw new FormatException("The file holds no certificate.");

        // Of a chain in one file the client's certificate need not be the first: it is the one that the key is for.
        var key = ReadKey(pkcs8);
        var publicHalf = PublicHalf(key);
        var client = certificates.Find(c => publicHalf.Equals(PublicKeyOf(c)));
        if (client is null)
            throw new FormatException("The private key is not the certificate's.");
        certificates.Remove(client);
        certificates.Insert(0, client);

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
    public static string[] DnsNames(byte[] certificate) => AlternativeNames(certificate, GeneralName.DnsName);

    /// <summary>The IP addresses in a certificate's subject alternative name.</summary>
    /// <param name="certificate">The certificate as DER. It comes from a server that nothing is known of yet.</param>
    /// <returns>The addresses as text; none where they cannot be read.</returns>
    public static string[] IpAddresses(byte[] certificate) => AlternativeNames(certificate, GeneralName.IPAddress);

    private static string[] AlternativeNames(byte[] certificate, int kind)
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
                        .Where(n => n.TagNo == kind)
                        .Select(n =>
                            kind == GeneralName.IPAddress
                                ? new System.Net.IPAddress(Asn1OctetString.GetInstance(n.Name).GetOctets()).ToString()
                                : n.Name.ToString()!
                        ),
                ];
        }
        catch (Exception e)
            when (e is Org.BouncyCastle.Security.Certificates.CertificateException || PrivateKeyDecoder.IsParseFailure(e))
        {
            return [];
        }
    }

    private static AsymmetricKeyParameter ReadKey(byte[] pkcs8)
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

    private static AsymmetricKeyParameter PublicHalf(AsymmetricKeyParameter key) =>
        key switch
        {
            RsaPrivateCrtKeyParameters rsa => new RsaKeyParameters(false, rsa.Modulus, rsa.PublicExponent),
            ECPrivateKeyParameters ec => new ECPublicKeyParameters(
                "EC",
                ec.Parameters.G.Multiply(ec.D),
                ec.PublicKeyParamSet ?? throw new FormatException("The private key's curve has no name.")
            ),
            _ => throw new FormatException("The private key is neither RSA nor EC."),
        };

    private static AsymmetricKeyParameter? PublicKeyOf(X509Certificate certificate)
    {
        try
        {
            return certificate.GetPublicKey() is ECPublicKeyParameters { PublicKeyParamSet: { } curve } ec
                ? new ECPublicKeyParameters("EC", ec.Q, curve)
                : certificate.GetPublicKey();
        }
        catch (Exception e) when (e is SecurityUtilityException || PrivateKeyDecoder.IsParseFailure(e))
        {
            return null;
        }
    }
}
