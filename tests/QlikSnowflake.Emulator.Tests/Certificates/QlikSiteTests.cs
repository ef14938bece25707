using System.Security.Cryptography.X509Certificates;
using QlikSnowflake.Emulator.Qrs;
using Xunit;

namespace QlikSnowflake.Tests.Certificates;

public sealed class QlikSiteTests(RunningEmulator emulator) : IClassFixture<RunningEmulator>
{
    private const string Kind = "1.3.6.1.5.5.7.13.3";

    [Fact]
    public void The_root_has_the_shape_of_a_sites_root()
    {
        using var root = X509CertificateLoader.LoadCertificateFromFile(emulator.Manifest.Qrs.RootCertificate);
        Assert.Equal("CN=localhost-CA", root.Subject);
        Assert.Equal(root.SubjectName.RawData, root.IssuerName.RawData);
        AssertExtensions(root, ("2.5.29.19", "30030101FF"), (Kind, "0404526F6F74"));
        Assert.True(root.Extensions["2.5.29.19"]!.Critical);
        AssertRsaSha256(root);
    }

    [Fact]
    public void The_client_certificate_has_no_names_and_no_usages()
    {
        using var client = QlikSnowflake.Tests.Qrs.QrsCaller.Certificate(emulator.Manifest);
        Assert.Equal("CN=QlikClient", client.Subject);
        Assert.Equal("CN=localhost-CA", client.Issuer);
        Assert.True(client.HasPrivateKey);
        AssertExtensions(client, (Kind, "0406436C69656E74"));
        AssertRsaSha256(client);
    }

    [Fact]
    public async Task The_server_certificate_has_one_dns_name()
    {
        using var server = await ServerCertificateAsync(emulator);
        Assert.Equal("CN=localhost", server.Subject);
        var names = server.Extensions.OfType<X509SubjectAlternativeNameExtension>().Single();
        Assert.Equal(["localhost"], names.EnumerateDnsNames());
        Assert.Empty(names.EnumerateIPAddresses());
        AssertExtensions(server, ("2.5.29.17", "300B82096C6F63616C686F7374"), (Kind, "040753657276696365"));
        Assert.StartsWith(
            "04820100",
            Convert.ToHexString(server.Extensions["1.3.6.1.5.5.7.13.1"]!.RawData),
            StringComparison.Ordinal
        );
        AssertRsaSha256(server);
    }

    [Fact]
    public async Task Another_host_name_gives_clients_a_mismatch()
    {
        await using var other = await RunningEmulator.StartAsync(options =>
            options with
            {
                Qrs = new QrsSettings { HostName = "qlik-central" },
            }
        );
        using var caller = new QlikSnowflake.Tests.Qrs.QrsCaller(other.Manifest);
        var refused = await Assert.ThrowsAsync<HttpRequestException>(() => caller.SendAsync(HttpMethod.Get, "/qrs/about"));
        Assert.Contains("RemoteCertificateNameMismatch", refused.InnerException?.Message, StringComparison.Ordinal);
        using var server = await ServerCertificateAsync(other);
        Assert.Equal(
            ["qlik-central"],
            server.Extensions.OfType<X509SubjectAlternativeNameExtension>().Single().EnumerateDnsNames()
        );
    }

    [Theory]
    [InlineData(ClientKeyFormat.Pkcs1, "-----BEGIN RSA PRIVATE KEY-----")]
    [InlineData(ClientKeyFormat.Pkcs8, "-----BEGIN PRIVATE KEY-----")]
    public async Task The_client_key_is_written_in_the_form_asked_for(ClientKeyFormat format, string begin)
    {
        await using var own = await RunningEmulator.StartAsync(options =>
            options with
            {
                Qrs = new QrsSettings { ClientKeyFormat = format },
            }
        );
        Assert.StartsWith(begin, await File.ReadAllTextAsync(own.Manifest.Qrs.ClientKey), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_cloud_endpoints_have_another_authority()
    {
        using var wrong = new HttpClient(RunningEmulator.Trusting(emulator.Manifest.Qrs.RootCertificate));
        await Assert.ThrowsAsync<HttpRequestException>(() => wrong.GetAsync(emulator.Manifest.QlikCloud.Url));
        using var right = new HttpClient(RunningEmulator.Trusting(emulator.Manifest.QlikCloud.RootCertificate));
        Assert.Equal(401, (int)(await right.GetAsync(emulator.Manifest.QlikCloud.Url)).StatusCode);
    }

    private static void AssertRsaSha256(X509Certificate2 certificate)
    {
        Assert.Equal("1.2.840.113549.1.1.11", certificate.SignatureAlgorithm.Value);
        Assert.Equal(2048, certificate.GetRSAPublicKey()!.KeySize);
        Assert.Null(certificate.Extensions["2.5.29.15"]);
        Assert.Null(certificate.Extensions["2.5.29.37"]);
    }

    /// <summary>Besides key identifiers and the server's blobs these are all, byte for byte.</summary>
    private static void AssertExtensions(X509Certificate2 certificate, params (string Oid, string Hex)[] expected) =>
        Assert.Equal(
            expected,
            certificate
                .Extensions.Where(extension =>
                    extension.Oid!.Value is not ("2.5.29.14" or "2.5.29.35" or "1.3.6.1.5.5.7.13.1" or "1.3.6.1.5.5.7.13.2")
                )
                .Select(extension => (extension.Oid!.Value!, Convert.ToHexString(extension.RawData)))
        );

    private static async Task<X509Certificate2> ServerCertificateAsync(RunningEmulator of)
    {
        byte[]? seen = null;
        using var handler = new SocketsHttpHandler();
        handler.SslOptions.RemoteCertificateValidationCallback = (_, certificate, _, _) =>
        {
            seen = certificate?.GetRawCertData();
            return seen is not null;
        };
        using var client = new HttpClient(handler);
        using var response = await client.GetAsync(of.Manifest.Qrs.Url);
        return X509CertificateLoader.LoadCertificate(seen!);
    }
}
