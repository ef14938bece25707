using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace QlikSnowflake.Emulator.Certificates;

/// <summary>A certificate authority of one's own: a root with its key, from which certificates are issued.</summary>
internal sealed class CertificateIssuer : IDisposable
{
    private readonly X509Certificate2 _root;

    private CertificateIssuer(X509Certificate2 root) => _root = root;

    /// <summary>The root without its key.</summary>
    public X509Certificate2 Root => X509CertificateLoader.LoadCertificate(_root.RawData);

    public static CertificateIssuer Create(
        string commonName,
        DateTimeOffset now,
        int years,
        params IEnumerable<X509Extension> extensions
    )
    {
        using var key = RSA.Create(2048);
        var request = Request(commonName, key);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        var keyIdentifier = new X509SubjectKeyIdentifierExtension(request.PublicKey, false);
        request.CertificateExtensions.Add(keyIdentifier);
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromSubjectKeyIdentifier(keyIdentifier));
        foreach (var extension in extensions)
            request.CertificateExtensions.Add(extension);
        return new CertificateIssuer(request.CreateSelfSigned(now.AddDays(-7), now.AddYears(years)));
    }

    /// <summary>Issues a certificate. The caller disposes it.</summary>
    public X509Certificate2 Issue(
        string commonName,
        ProcessKey processKey,
        DateTimeOffset notBefore,
        DateTimeOffset notAfter,
        IEnumerable<X509Extension> before,
        IEnumerable<X509Extension> after
    )
    {
        using var key = processKey.Open();
        var request = Request(commonName, key);
        foreach (var extension in before)
            request.CertificateExtensions.Add(extension);
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(_root, true, false));
        foreach (var extension in after)
            request.CertificateExtensions.Add(extension);

        var serial = RandomNumberGenerator.GetBytes(16);
        serial[0] = (byte)((serial[0] & 0x7F) | 0x01);
        using var issued = request.Create(_root, notBefore, notAfter, serial);
        using var withKey = issued.CopyWithPrivateKey(key);

        // Windows refuses TLS with a key that lives in memory only; one that came out of a PFX it takes.
        return X509CertificateLoader.LoadPkcs12(withKey.Export(X509ContentType.Pkcs12), null, X509KeyStorageFlags.Exportable);
    }

    public void Dispose() => _root.Dispose();

    private static CertificateRequest Request(string commonName, RSA key)
    {
        var name = new X500DistinguishedNameBuilder();
        name.AddCommonName(commonName);
        return new CertificateRequest(name.Build(), key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
    }
}
