using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace QlikSnowflake.Tests.Http.Transport;

/// <summary>A certificate authority as a Qlik site has one, made at test time.</summary>
internal sealed class TestAuthority : IDisposable
{
    private static readonly DateTimeOffset Start = DateTimeOffset.UtcNow.AddDays(-400);

    private readonly RSA _key = RSA.Create(2048);

    public TestAuthority(string name = "CN=qlikserver1-CA")
    {
        var request = new CertificateRequest(name, _key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        Root = request.CreateSelfSigned(Start, DateTimeOffset.UtcNow.AddDays(400));
    }

    public X509Certificate2 Root { get; }

    /// <summary>A server certificate with the key, for names in the subject alternative name.</summary>
    public X509Certificate2 Issue(string[] names, bool expired = false, X509Extension? extension = null)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=" + names[0], key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var alternative = new SubjectAlternativeNameBuilder();
        foreach (var name in names)
            alternative.AddDnsName(name);
        request.CertificateExtensions.Add(extension ?? alternative.Build());
        var end = DateTimeOffset.UtcNow.AddDays(expired ? -1 : 30);
        using var issued = request.Create(Root, Start, end, Guid.NewGuid().ToByteArray());
        using var withKey = issued.CopyWithPrivateKey(key);

        // Windows' TLS wants a key that was imported.
        return X509CertificateLoader.LoadPkcs12(withKey.Export(X509ContentType.Pfx), null);
    }

    public string WriteRoot(Support.TempFolder folder) =>
        folder.Write($"root{Guid.NewGuid():N}.pem", Root.ExportCertificatePem());

    public void Dispose()
    {
        Root.Dispose();
        _key.Dispose();
    }
}
