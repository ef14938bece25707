using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using QlikSnowflake.Errors;
using QlikSnowflake.Http;
using QlikSnowflake.Signing;

namespace QlikSnowflake.Tests.Http.Transport;

/// <summary>Which servers a session talks to, and what it says of the others.</summary>
public sealed class TrustTests(TransportFixture fixture) : IClassFixture<TransportFixture>
{
    private static readonly ServiceRequest Request = new(HttpMethod.Get, "about");

    [Fact]
    public async Task A_given_root_is_trusted_by_its_session_and_by_no_other()
    {
        await using var server = await fixture.StartAsync(TestServer.Status(200, "{\"ok\":1}"));
        using var trusting = fixture.Connect(server);
        using var other = TransportFixture.Connect(server.Address(), new ServerTrust());

        Assert.Equal("{\"ok\":1}", (await trusting.SendAsync(Request, TransportFixture.Bounded())).Text());
        var refusal = await Refuse(other);
        Assert.Equal(("ServerCertificateUntrusted", FailureKind.Security), (refusal.ErrorId, refusal.Kind));
        Assert.Contains("-RootCertificatePath", refusal.RecommendedAction);
        Assert.Contains("CN=qlikserver1-CA", refusal.Message);
        Assert.Equal(200, (int)(await trusting.SendAsync(Request, TransportFixture.Bounded())).Status);
        Assert.Equal(2, server.Requests.Count);
    }

    [Theory]
    [InlineData("CN=qlikserver1-CA", "another authority of that name")]
    [InlineData("CN=another-CA", "not by the authority given")]
    public async Task A_given_root_with_another_key_makes_no_server_trusted_whatever_its_name(string name, string words)
    {
        using var impostor = new TestAuthority(name);
        await using var server = await fixture.StartAsync(TestServer.Status(200));
        using var transport = TransportFixture.Connect(
            server.Address(),
            new ServerTrust { RootCertificatePath = impostor.WriteRoot(fixture.Folder) }
        );

        var refusal = await Refuse(transport);

        Assert.Equal("ServerCertificateUntrusted", refusal.ErrorId);
        Assert.Contains("CN=qlikserver1-CA", refusal.Message);
        Assert.Contains(words, refusal.Message);
        using var given = RootCertificates.Read(impostor.WriteRoot(fixture.Folder))[0];
        Assert.Contains($"'{name}', thumbprint {given.Thumbprint}, from {given.NotBefore:yyyy-MM-dd}", refusal.Message);
    }

    [Fact]
    public async Task A_certificate_for_another_name_is_refused_with_the_way_out()
    {
        await using var server = await fixture.StartAsync(TestServer.Status(200));
        using var transport = TransportFixture.Connect(
            server.Address("127.0.0.1"),
            new ServerTrust { RootCertificatePath = fixture.RootPath }
        );

        var refusal = await Refuse(transport);

        Assert.Equal("ServerCertificateNameMismatch", refusal.ErrorId);
        Assert.Contains("'localhost', not for '127.0.0.1'", refusal.Message);
        Assert.Contains("-ServerName", refusal.RecommendedAction);
    }

    [Theory]
    [InlineData("qlikserver1", "qlikserver1", true)]
    [InlineData("qlikserver1", "QLIKSERVER1", true)]
    [InlineData("qlikserver1", "qlikserver2", false)]
    [InlineData("*.qlik.test", "node1.qlik.test", true)]
    [InlineData("*.qlik.test", "NODE1.Qlik.Test", true)]
    [InlineData("*.qlik.test", "a.b.qlik.test", false)]
    [InlineData("*.qlik.test", "qlik.test", false)]
    [InlineData("*.qlik.test", "node1xqlik.test", false)]
    public async Task A_named_server_is_accepted_by_that_name_alone(string inCertificate, string serverName, bool accepted)
    {
        using var certificate = fixture.Issue([inCertificate]);
        await using var server = await TestServer.StartAsync(certificate, TestServer.Status(200));
        using var transport = TransportFixture.Connect(
            server.Address(),
            new ServerTrust { RootCertificatePath = fixture.RootPath, ServerName = serverName }
        );

        if (accepted)
            Assert.True((await transport.SendAsync(Request, TransportFixture.Bounded())).IsSuccess);
        else
            Assert.Contains($"not for '{serverName}'", (await Refuse(transport)).Message);
    }

    [Theory]
    [InlineData("127.0.0.1", true)]
    [InlineData("[::1]", true)]
    [InlineData("0:0:0:0:0:0:0:1", true)]
    [InlineData("127.0.0.2", false)]
    [InlineData("localhost", false)]
    public async Task A_named_address_is_looked_for_among_the_certificates_addresses(string serverName, bool accepted)
    {
        var addresses = new SubjectAlternativeNameBuilder();
        addresses.AddIpAddress(IPAddress.Loopback);
        addresses.AddIpAddress(IPAddress.IPv6Loopback);
        using var certificate = fixture.Issue(["localhost"], extension: addresses.Build());

        await AssertNamedAsync(certificate, serverName, accepted);
    }

    [Theory]
    [InlineData("node1.qlik.test", "node1.qlik.test.", true)]
    [InlineData("node1.qlik.test.", "node1.qlik.test", true)]
    public async Task A_trailing_dot_is_no_other_name(string inCertificate, string serverName, bool accepted)
    {
        using var certificate = fixture.Issue([inCertificate]);

        await AssertNamedAsync(certificate, serverName, accepted);
    }

    [Theory]
    [InlineData("localhost", true)]
    [InlineData("LOCALHOST", true)]
    [InlineData("otherhost", false)]
    public async Task Without_alternative_names_the_subjects_own_counts(string serverName, bool accepted)
    {
        using var certificate = fixture.Issue(
            ["localhost"],
            extension: new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: false)
        );

        await AssertNamedAsync(certificate, serverName, accepted);
    }

    [Theory]
    [InlineData("1.3.6.1.5.5.7.3.2", false)]
    [InlineData("1.3.6.1.5.5.7.3.4", false)]
    [InlineData("1.3.6.1.5.5.7.3.1", true)]
    [InlineData("2.5.29.37.0", true)]
    public void A_certificate_that_is_not_for_servers_is_refused_under_a_given_root_too(string use, bool accepted)
    {
        // Kestrel itself would not show such a certificate.
        using var certificate = fixture.Issue(
            ["localhost"],
            extension: new X509EnhancedKeyUsageExtension([new System.Security.Cryptography.Oid(use)], critical: false)
        );
        using var message = new HttpRequestMessage();
        var check = new ServerTrust { RootCertificatePath = fixture.RootPath, ServerName = "localhost" }.CreateCheck();

        Assert.Equal(
            accepted,
            check.Accept(message, certificate, null, System.Net.Security.SslPolicyErrors.RemoteCertificateChainErrors)
        );
        Assert.Equal(!accepted, check.LastRefusal?.Problem == ServerCertificateProblem.WrongUse);
    }

    private async Task AssertNamedAsync(X509Certificate2 certificate, string serverName, bool accepted)
    {
        await using var server = await TestServer.StartAsync(certificate, TestServer.Status(200));
        using var transport = TransportFixture.Connect(
            server.Address(),
            new ServerTrust { RootCertificatePath = fixture.RootPath, ServerName = serverName }
        );

        if (accepted)
            Assert.True((await transport.SendAsync(Request, TransportFixture.Bounded())).IsSuccess);
        else
            Assert.Contains($"not for '{serverName}'", (await Refuse(transport)).Message);
    }

    [Fact]
    public async Task A_server_name_does_not_make_an_unknown_authority_trusted()
    {
        await using var server = await fixture.StartAsync(TestServer.Status(200));
        using var transport = TransportFixture.Connect(server.Address(), new ServerTrust { ServerName = "localhost" });

        Assert.Equal("ServerCertificateUntrusted", (await Refuse(transport)).ErrorId);
    }

    [Fact]
    public async Task An_expired_certificate_is_refused_as_such()
    {
        using var certificate = fixture.Issue(["localhost"], expired: true);
        await using var server = await TestServer.StartAsync(certificate, TestServer.Status(200));
        using var transport = fixture.Connect(server);

        var refusal = await Refuse(transport);

        Assert.Equal("ServerCertificateExpired", refusal.ErrorId);
        Assert.Contains("clock", refusal.RecommendedAction);
    }

    [Fact]
    public async Task Any_certificate_is_accepted_where_the_check_is_skipped_and_there_only()
    {
        using var certificate = fixture.Issue(["elsewhere"], expired: true);
        await using var server = await TestServer.StartAsync(certificate, TestServer.Status(200));
        using var skipping = TransportFixture.Connect(server.Address(), new ServerTrust { SkipCertificateCheck = true });
        using var checking = TransportFixture.Connect(server.Address(), new ServerTrust());

        Assert.True((await skipping.SendAsync(Request, TransportFixture.Bounded())).IsSuccess);
        await Refuse(checking);
    }

    [Fact]
    public async Task The_client_certificate_reaches_the_server()
    {
        await using var server = await fixture.StartAsync(TestServer.Status(200));
        using var client = fixture.Issue(["QlikClient"]);
        using var transport = new ServiceTransport(
            new ServiceEndpoint
            {
                Service = "Test service",
                BaseAddress = server.Address(),
                Trust = new ServerTrust { RootCertificatePath = fixture.RootPath },
                ClientCertificate = client,
            },
            new TestSigner()
        );

        await transport.SendAsync(Request, TransportFixture.Bounded());

        Assert.Equal(client.Thumbprint, server.Requests.Single().ClientThumbprint);
    }

    [Fact]
    public async Task A_host_that_is_not_known_is_named()
    {
        using var transport = TransportFixture.Connect(new Uri("https://no-such-host.invalid/"), new ServerTrust());

        var refusal = await Refuse(transport);

        Assert.Equal(("HostNotFound", FailureKind.Connection), (refusal.ErrorId, refusal.Kind));
        Assert.Contains("no-such-host.invalid", refusal.Message);
    }

    [Fact]
    public async Task A_port_where_nothing_answers_is_named()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        using var transport = TransportFixture.Connect(new Uri($"https://127.0.0.1:{port}/"), new ServerTrust());

        var refusal = await Refuse(transport);

        Assert.Equal("ConnectionRefused", refusal.ErrorId);
        Assert.Contains($"127.0.0.1:{port}", refusal.Message);
    }

    [Fact]
    public async Task A_port_that_does_not_speak_TLS_is_told_from_a_refused_certificate()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var answer = Task.Run(async () =>
        {
            using var client = await listener.AcceptTcpClientAsync();
            await client.GetStream().WriteAsync("HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n"u8.ToArray());
        });
        using var transport = TransportFixture.Connect(
            new Uri($"https://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/"),
            new ServerTrust()
        );

        var refusal = await Refuse(transport);

        await answer;
        Assert.Equal("TlsHandshakeFailed", refusal.ErrorId);
    }

#if !NETFRAMEWORK
    // .NET Framework does not tell a handshake from what follows it.
    [Fact]
    public async Task A_server_that_ends_the_handshake_is_asked_once()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var asked = 0;
        var serving = Task.Run(async () =>
        {
            while (true)
            {
                using var client = await listener.AcceptTcpClientAsync();
                Interlocked.Increment(ref asked);
                await client.GetStream().ReadExactlyAsync(new byte[5]);
                client.LingerState = new LingerOption(true, 0);
            }
        });
        using var transport = TransportFixture.Connect(
            new Uri($"https://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/"),
            new ServerTrust()
        );

        var refusal = await Refuse(transport);

        listener.Stop();
        await Assert.ThrowsAnyAsync<Exception>(() => serving);
        Assert.Equal(("TlsHandshakeFailed", 1), (refusal.ErrorId, asked));
        Assert.Contains("client certificate", refusal.RecommendedAction);
    }
#endif

    [Fact]
    public void A_server_name_that_is_none_is_refused_before_any_request() =>
        Assert.Equal(
            "ServerNameInvalid",
            Assert
                .Throws<InputException>(() =>
                    TransportFixture.Connect(new Uri("https://localhost/"), new ServerTrust { ServerName = "a b/c" })
                )
                .ErrorId
        );

    [Fact]
    public void Names_nested_beyond_reason_in_an_unknown_servers_certificate_do_not_end_the_process()
    {
        byte[] nested = [.. Enumerable.Repeat<byte[]>([0x30, 0x80], 20_000).SelectMany(o => o)];
        using var authority = new TestAuthority();
        using var certificate = authority.Issue(
            ["localhost"],
            extension: new X509Extension("2.5.29.17", nested, critical: false)
        );

        Assert.Empty(ClientCertificateFile.DnsNames(certificate.RawData));
    }

    private static Task<ConnectionException> Refuse(ServiceTransport transport) =>
        Assert.ThrowsAsync<ConnectionException>(() => transport.SendAsync(Request, TransportFixture.Bounded()));
}
