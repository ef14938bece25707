using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace QlikSnowflake.Emulator.Certificates;

/// <summary>
/// The authority behind the two cloud services' endpoints, with certificates of the shape that public authorities issue.
/// One for the process, as there are public authorities for everybody.
/// </summary>
internal sealed class PublicAuthority
{
    private static readonly Lazy<PublicAuthority> Shared = new(() => new PublicAuthority(DateTimeOffset.UtcNow));

    private readonly CertificateIssuer _issuer;

    private PublicAuthority(DateTimeOffset now)
    {
        _issuer = CertificateIssuer.Create(
            "Emulated Public CA",
            now,
            10,
            new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true)
        );
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddDnsName("*.localhost");
        names.AddIpAddress(IPAddress.Loopback);
        Server = _issuer.Issue(
            "localhost",
            ProcessKey.PublicServer,
            now.AddDays(-1),
            now.AddDays(396),
            [names.Build()],
            [
                new X509BasicConstraintsExtension(false, false, 0, true),
                new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.KeyEncipherment, critical: true),
                new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], critical: false),
            ]
        );
    }

    public static PublicAuthority Instance => Shared.Value;

    public X509Certificate2 Root => _issuer.Root;

    public X509Certificate2 Server { get; }
}
