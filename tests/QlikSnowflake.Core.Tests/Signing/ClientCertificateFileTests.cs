using QlikSnowflake.Signing;
using QlikSnowflake.Tests.Support;

namespace QlikSnowflake.Tests.Signing;

public sealed class ClientCertificateFileTests(SampleKeys keys) : IClassFixture<SampleKeys>
{
    private const string Certificate = "req -new -x509 -key {key} -subj /CN=qlikserver1 -outform DER";

    [OpenSslFact]
    public void The_DNS_names_of_a_certificate_are_found_among_others()
    {
        var certificate = keys.Output(
            Certificate + " -addext subjectAltName=DNS:qlikserver1,IP:10.1.2.3,DNS:*.qlik.test,email:a@b.c"
        );

        Assert.Equal(["qlikserver1", "*.qlik.test"], ClientCertificateFile.DnsNames(certificate));
    }

    [OpenSslFact]
    public void A_certificate_without_names_has_none() => Assert.Empty(ClientCertificateFile.DnsNames(keys.Output(Certificate)));

    [OpenSslTheory]
    [InlineData("DER:30:05:82:7F:61")]
    [InlineData("DER:04:00")]
    [InlineData("DER:FF")]
    public void Names_that_cannot_be_read_are_none(string extension) =>
        Assert.Empty(ClientCertificateFile.DnsNames(keys.Output($"{Certificate} -addext subjectAltName={extension}")));

    [Fact]
    public void What_is_no_certificate_has_no_names() => Assert.Empty(ClientCertificateFile.DnsNames([1, 2, 3]));
}
