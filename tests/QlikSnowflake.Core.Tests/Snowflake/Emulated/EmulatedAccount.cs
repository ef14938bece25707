using System.Security.Cryptography;
using QlikSnowflake.Emulator;
using QlikSnowflake.Emulator.Snowflake;
using QlikSnowflake.Http;
using QlikSnowflake.Keys;
using QlikSnowflake.Snowflake;
using QlikSnowflake.Snowflake.Statements;
using QlikSnowflake.Tests.Support;

namespace QlikSnowflake.Tests.Snowflake.Emulated;

/// <summary>An emulator of one test's own, with a user and an administrator who log in by key pair.</summary>
public sealed class EmulatedAccount : IAsyncDisposable
{
    private readonly TempFolder _folder = new();
    private TimeSpan _passed;

    public EmulatorHost Host { get; private set; } = null!;

    public SnowflakeService Service => Host.Snowflake;

    public string User => Host.Manifest.Snowflake.User;

    public string Admin => Host.Manifest.Snowflake.AdminUser;

    public string UserKeyPath => Host.Manifest.Snowflake.PrivateKey;

    public string AdminKeyPath => Host.Manifest.Snowflake.AdminPrivateKey;

    public static CallContext Context { get; } = new();

    public static async Task<EmulatedAccount> StartAsync(Action<SnowflakeSettings>? configure = null)
    {
        var account = new EmulatedAccount();
        var settings = new SnowflakeSettings();
        configure?.Invoke(settings);
        account.Host = await EmulatorHost.StartAsync(
            new EmulatorOptions { StateDirectory = account._folder.File("state"), Snowflake = settings }
        );
        return account;
    }

    public string File(string name) => _folder.File(name);

    /// <summary>This machine's clock, which moves together with the emulator's.</summary>
    public DateTimeOffset Now() => DateTimeOffset.UtcNow + _passed;

    /// <summary>Lets time pass on both sides.</summary>
    public void Pass(TimeSpan time)
    {
        _passed += time;
        Host.Clock.Advance(time);
    }

    public SnowflakeSessionOptions Options(string? user = null) =>
        new()
        {
            Account = SnowflakeAccount.Parse(Host.Manifest.Snowflake.Account),
            User = user ?? User,
            HostName = new Uri(Host.Manifest.Snowflake.Url).Authority,
            Trust = new ServerTrust { RootCertificatePath = Host.Manifest.Snowflake.RootCertificate },
            Clock = Now,
        };

    public Task<SnowflakeSession> OpenAsync(string? user = null, string? keyPath = null) =>
        SnowflakeSession.OpenAsync("test", Options(user), SigningKey.ReadFile(keyPath ?? UserKeyPath, null), Context);

    public Task<SnowflakeSession> OpenAdminAsync() => OpenAsync(Admin, AdminKeyPath);

    /// <summary>Whether the user can log in with a key.</summary>
    public async Task<bool> CanLoginAsync(string keyPath, string? user = null)
    {
        try
        {
            using var session = await OpenAsync(user, keyPath);
            return true;
        }
        catch (SnowflakeException e) when (e.StatusCode == 401)
        {
            return false;
        }
    }

    public static async Task RunAsync(SnowflakeSession session, string statement)
    {
        using var result = await session.Statements.RunAsync(new StatementRequest(statement), Context);
    }

    /// <summary>A new key on disk.</summary>
    public SnowflakeKeyPair NewKey(string name) => KeyPairFile.Create(File(name), null, 2048, overwrite: false);

    /// <summary>A key of a size that the product does not make.</summary>
    public string WeakKey()
    {
        using var rsa = RSA.Create(1024);
        return _folder.Write("weak.p8", rsa.ExportPkcs8PrivateKeyPem());
    }

    public string Write(string name, string text) => _folder.Write(name, text);

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        _folder.Dispose();
    }
}
