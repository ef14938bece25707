using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Http;
using QlikSnowflake.Http;
using QlikSnowflake.Tests.Support;

namespace QlikSnowflake.Tests.Http.Transport;

/// <summary>What all transport tests share: an authority, a certificate for localhost, and short ways to a session.</summary>
public sealed class TransportFixture : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly TestAuthority _authority = new();

    public TransportFixture()
    {
        RootPath = _authority.WriteRoot(_folder);
        Localhost = Issue(["localhost"]);
    }

    public X509Certificate2 Localhost { get; }

    internal string RootPath { get; }

    internal TempFolder Folder => _folder;

    public X509Certificate2 Issue(string[] names, bool expired = false, X509Extension? extension = null) =>
        _authority.Issue(names, expired, extension);

    internal Task<TestServer> StartAsync(params RequestDelegate[] answers) => TestServer.StartAsync(Localhost, answers);

    internal ServiceTransport Connect(TestServer server, IRequestSigner? signer = null, TimeSpan? timeout = null) =>
        Connect(server.Address(), new ServerTrust { RootCertificatePath = RootPath }, signer, timeout);

    internal static ServiceTransport Connect(
        Uri address,
        ServerTrust trust,
        IRequestSigner? signer = null,
        TimeSpan? timeout = null
    ) =>
        new(
            new ServiceEndpoint
            {
                Service = "Test service",
                BaseAddress = address,
                Trust = trust,
                Timeout = timeout ?? TimeSpan.FromSeconds(30),
            },
            signer ?? new TestSigner()
        );

    /// <summary>A call that ends for certain, whatever the code under test does.</summary>
    internal static CallContext Bounded() => new(null, new CancellationTokenSource(TimeSpan.FromSeconds(60)).Token);

    public void Dispose()
    {
        Localhost.Dispose();
        _authority.Dispose();
        _folder.Dispose();
    }
}

/// <summary>Signs with a token that can be renewed, and counts.</summary>
internal sealed class TestSigner(bool renews = false) : IRequestSigner
{
    public const string Secret = "s3cret-token";

    public int Renewals { get; private set; }

    public bool IsDisposed { get; private set; }

    public ValueTask SignAsync(HttpRequestMessage message, CallContext context)
    {
        message.Headers.Authorization = new("Bearer", Secret + Renewals);
        RequestQuery.Add(message, [new("xrfkey", "secret-xrfkey")]);
        return default;
    }

    public ValueTask<bool> TryRenewAsync(ServiceReply reply, CallContext context)
    {
        if (renews)
            Renewals++;
        return new(renews);
    }

    public void Dispose() => IsDisposed = true;
}
