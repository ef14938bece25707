using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace QlikSnowflake.Emulator.Hosting;

/// <summary>How a service does TLS: its certificate, and whether it asks for the client's.</summary>
/// <param name="Certificate">The server's certificate, with its key.</param>
/// <param name="AcceptsClient">Absent: clients aren't asked for a certificate. Otherwise decides, for what the client sent
/// (perhaps nothing), whether the handshake goes on.</param>
internal sealed record ServerTls(X509Certificate2 Certificate, Func<X509Certificate2?, bool>? AcceptsClient = null)
{
    public TlsHandshakeCallbackOptions HandshakeOptions()
    {
        var context = SslStreamCertificateContext.Create(Certificate, additionalCertificates: null, offline: true);
        return new TlsHandshakeCallbackOptions
        {
            OnConnection = _ =>
                ValueTask.FromResult(
                    new SslServerAuthenticationOptions
                    {
                        ServerCertificateContext = context,
                        ClientCertificateRequired = AcceptsClient is not null,
                        CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
                        RemoteCertificateValidationCallback = AcceptsClient is null
                            ? null
                            : (_, certificate, _, _) => AcceptsClient(certificate as X509Certificate2),
                    }
                ),
        };
    }
}
