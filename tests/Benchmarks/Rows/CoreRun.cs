using System.Diagnostics;
using QlikSnowflake.Http;
using QlikSnowflake.Keys;
using QlikSnowflake.Snowflake;
using QlikSnowflake.Snowflake.Statements;

namespace QlikSnowflake.Benchmarks.Rows;

/// <summary>The library without PowerShell: typed row objects, counted.</summary>
internal sealed class CoreRun : IDisposable
{
    private readonly SnowflakeSession _session;

    private CoreRun(SnowflakeSession session) => _session = session;

    public static async Task<CoreRun> OpenAsync(ServerProcess server)
    {
        var options = new SnowflakeSessionOptions
        {
            Account = SnowflakeAccount.Parse("myorg-myaccount"),
            User = "BENCHMARK",
            HostName = server.Host,
            Trust = new ServerTrust { RootCertificatePath = server.RootCertificate },
        };
        return new CoreRun(
            await SnowflakeSession.OpenAsync(
                "benchmark",
                options,
                SigningKey.ReadFile(server.PrivateKey, null),
                new CallContext()
            )
        );
    }

    public async Task<long> ReadAsync(long rows)
    {
        var context = new CallContext();
        using var result = await _session.Statements.RunAsync(new StatementRequest($"SELECT {rows} ROWS"), context);
        var found = 0L;
        while (await result.ReadAsync(context) is { } batch)
            found += batch.Length;
        return found;
    }

    /// <summary>When the first row was there, where the second partition is held back.</summary>
    public async Task<TimeSpan> TimeToFirstRowAsync()
    {
        var context = new CallContext();
        var clock = Stopwatch.StartNew();
        using var result = await _session.Statements.RunAsync(
            new StatementRequest($"SELECT SLOWLY {RecordedResult.PartitionRows * 2} ROWS"),
            context
        );
        await result.ReadAsync(context);
        return clock.Elapsed;
    }

    public void Dispose() => _session.Dispose();
}
