using QlikSnowflake.Emulator;
using QlikSnowflake.Emulator.Faults;
using QlikSnowflake.Http;
using QlikSnowflake.Keys;
using QlikSnowflake.Snowflake;
using QlikSnowflake.Snowflake.Statements;
using QlikSnowflake.Tests.Support;

namespace QlikSnowflake.Tests.Snowflake.Emulated;

/// <summary>An emulator of the test's own, and a session with its Snowflake account.</summary>
internal sealed class EmulatedStatements : IAsyncDisposable
{
    public const string Statements = "/api/v2/statements";

    private readonly TempFolder _folder = new();

    public EmulatorHost Emulator { get; private set; } = null!;

    public SnowflakeSession Session { get; private set; } = null!;

    public static async Task<EmulatedStatements> OpenAsync(TimeSpan? requestTimeout = null)
    {
        var account = new EmulatedStatements();
        account.Emulator = await EmulatorHost.StartAsync(new EmulatorOptions { StateDirectory = account._folder.Folder });
        var snowflake = account.Emulator.Manifest.Snowflake;
        var options = new SnowflakeSessionOptions
        {
            Account = SnowflakeAccount.Parse(snowflake.Account),
            User = snowflake.User,
            HostName = new Uri(snowflake.Url).Authority,
            Trust = new ServerTrust { RootCertificatePath = snowflake.RootCertificate },
            RequestTimeout = requestTimeout ?? TimeSpan.FromSeconds(100),
        };
        account.Session = await SnowflakeSession.OpenAsync(
            "test",
            options,
            SigningKey.ReadFile(snowflake.PrivateKey, null),
            new CallContext()
        );
        return account;
    }

    public void Fail(
        FaultKind kind,
        int? status = null,
        string method = "POST",
        string path = Statements,
        int times = 1,
        int? retryAfter = null,
        int afterBytes = 0,
        bool chunked = false,
        int delayMs = 0
    ) =>
        Emulator.Faults.Add(
            new Fault
            {
                Service = "snowflake",
                Method = method,
                Path = path,
                Kind = kind,
                Status = status,
                Times = times,
                RetryAfter = retryAfter,
                AfterBytes = afterBytes,
                Chunked = chunked,
                DelayMs = delayMs,
            }
        );

    public async Task<long> CountAsync(StatementRequest request, CallContext context)
    {
        using var result = await Session.Statements.RunAsync(request, context);
        var count = 0L;
        while (await result.ReadAsync(context) is { } rows)
            count += rows.Length;
        return count;
    }

    public async ValueTask DisposeAsync()
    {
        Session.Dispose();
        await Emulator.DisposeAsync();
        _folder.Dispose();
    }
}
