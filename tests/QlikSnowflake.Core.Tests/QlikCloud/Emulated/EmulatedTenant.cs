using QlikSnowflake.Emulator;
using QlikSnowflake.Emulator.Faults;
using QlikSnowflake.Http;
using QlikSnowflake.QlikCloud;
using QlikSnowflake.Tests.Support;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace QlikSnowflake.Tests.QlikCloud.Emulated;

/// <summary>An emulated tenant of a test class's own, in which waiting takes no time.</summary>
public sealed class EmulatedTenant(IMessageSink messages) : IAsyncLifetime, IDisposable
{
    private readonly TempFolder _folder = new();
    private int _users;

    /// <summary>Prints what a test has counted among the lines of the run itself, where a test's own output is not shown.</summary>
    public void Print(string counts) => messages.OnMessage(new DiagnosticMessage(counts));

    public EmulatorHost Host { get; private set; } = null!;

    public TempFolder Folder => _folder;

    public Emulator.QlikCloud.QlikCloudService Service => Host.QlikCloud;

    /// <summary>How long the clients have waited in all, by the emulator's clock.</summary>
    public TimeSpan Waited { get; private set; }

    public async Task InitializeAsync() =>
        Host = await EmulatorHost.StartAsync(new EmulatorOptions { StateDirectory = _folder.File("emulator") });

    public async Task DisposeAsync() => await Host.DisposeAsync();

    public void Dispose() => _folder.Dispose();

    /// <summary>A new user who may have keys, and one key.</summary>
    public (string UserId, string KeyId, string Token) AddUserWithKey()
    {
        var name = "user" + Interlocked.Increment(ref _users);
        var user = Service.AddUser(name, name + "@example.com");
        Service.AllowApiKeys(user);
        var (id, token) = Service.IssueApiKey(user, "reloads", TimeSpan.FromHours(20));
        return (user, id, token);
    }

    public QlikCloudSessionOptions Options(string token) => Options() with { ApiKey = token.Secret() };

    public QlikCloudSessionOptions Options() =>
        new()
        {
            Tenant = new Uri(Host.Manifest.QlikCloud.Url).Authority,
            Trust = new ServerTrust { RootCertificatePath = Host.Manifest.QlikCloud.RootCertificate },
            Now = Host.Clock.GetUtcNow,
            Delay = (span, _) =>
            {
                Waited += span;
                Host.Clock.Advance(span);
                return Task.CompletedTask;
            },
        };

    public Task<QlikCloudSession> OpenAsync(string token) =>
        QlikCloudSession.OpenAsync("test", Options(token), new CallContext());

    public Task<QlikCloudSession> OpenAsAdministratorAsync() => OpenAsync(Service.ApiKey);

    public int ActiveKeysOf(string userId) => Service.ApiKeys.Count(k => k.UserId == userId && k.Status == "active");

    public void Fail(FaultKind kind, int skip, int times, int? status = null) =>
        Host.Faults.Add(
            new Fault
            {
                Service = "qlikCloud",
                Kind = kind,
                Skip = skip,
                Times = times,
                Status = status,
                AfterBytes = 5,
            }
        );
}
