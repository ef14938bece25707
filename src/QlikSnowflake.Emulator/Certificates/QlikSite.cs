using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace QlikSnowflake.Emulator.Certificates;

/// <summary>
/// The certificates of a Qlik Sense site as its installer makes them: no extended key usage, no key usage, one DNS name
/// on the server's, and Qlik's private extension on all three. (As seen on certificates exported from sites: "Certificates", Qlik
/// Sense for administrators.)
/// </summary>
internal sealed class QlikSite : IDisposable
{
    /// <summary>The private extension that says which of the three a certificate is.</summary>
    public const string KindExtension = "1.3.6.1.5.5.7.13.3";

    private readonly CertificateIssuer _issuer;

    private QlikSite(CertificateIssuer issuer, X509Certificate2 server, X509Certificate2 client)
    {
        _issuer = issuer;
        Server = server;
        Client = client;
    }

    public X509Certificate2 Root => _issuer.Root;

    public X509Certificate2 Server { get; }

    public X509Certificate2 Client { get; }

    public static QlikSite Create(string hostName, DateTimeOffset now)
    {
        var issuer = CertificateIssuer.Create($"{hostName}-CA", now, 10, Kind("Root"));
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(hostName);
        var server = issuer.Issue(
            hostName,
            ProcessKey.SiteServer,
            now.AddDays(-1),
            now.AddYears(5),
            [names.Build()],
            [
                Kind("Service"),
                Private("1.3.6.1.5.5.7.13.1", RandomNumberGenerator.GetBytes(256)),
                Private("1.3.6.1.5.5.7.13.2", RandomNumberGenerator.GetBytes(256)),
            ]
        );
        var client = issuer.Issue("QlikClient", ProcessKey.SiteClient, now.AddDays(-1), now.AddYears(5), [], [Kind("Client")]);
        return new QlikSite(issuer, server, client);
    }

    /// <summary>Whether a certificate was issued by this site's root and is within its time.</summary>
    public bool Issued(X509Certificate2 certificate, DateTimeOffset now)
    {
        using var root = Root;
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(root);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.VerificationTime = now.LocalDateTime;
        return chain.Build(certificate);
    }

    public void Dispose()
    {
        Server.Dispose();
        Client.Dispose();
        _issuer.Dispose();
    }

    private static X509Extension Kind(string text) => Private(KindExtension, Encoding.ASCII.GetBytes(text));

    /// <summary>The value is an OCTET STRING inside the one that every extension's value is.</summary>
    private static X509Extension Private(string oid, byte[] content)
    {
        var writer = new System.Formats.Asn1.AsnWriter(System.Formats.Asn1.AsnEncodingRules.DER);
        writer.WriteOctetString(content);
        return new X509Extension(oid, writer.Encode(), critical: false);
    }
}
