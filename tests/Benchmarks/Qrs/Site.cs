using QlikSnowflake.Emulator;
using QlikSnowflake.Http;
using QlikSnowflake.Keys;
using QlikSnowflake.Qrs;
using QlikSnowflake.Qrs.Certificates;
using QlikSnowflake.Qrs.Connections;
using QlikSnowflake.Qrs.Transfer;

namespace QlikSnowflake.Benchmarks.Qrs;

/// <summary>A session with the emulated site, and connections to make there.</summary>
internal static class Site
{
    public static Task<QrsSession> OpenAsync(EmulatorHost emulator)
    {
        var qrs = emulator.Manifest.Qrs;
        return QrsSession.OpenAsync(
            "benchmark",
            new QrsSessionOptions
            {
                Server = new Uri(qrs.Url).Authority,
                ClientCertificate = ClientCertificates.FromFile(
                    qrs.ClientPfx,
                    null,
                    SecretText.FromPlainText(qrs.ClientPfxPassword)
                ),
                Trust = new ServerTrust { RootCertificatePath = qrs.RootCertificate },
            },
            new CallContext()
        );
    }

    public static async Task CreateEachAsync(QrsSession session, string prefix, int count, CallContext context)
    {
        foreach (var connection in Connections(prefix, count))
            await session.DataConnections.CreateAsync(connection, context);
    }

    public static async Task CreateManyAsync(QrsSession session, string prefix, int count, CallContext context)
    {
        foreach (var batch in Connections(prefix, count).Chunk(DataConnectionImport.BatchSize))
            await session.DataConnections.CreateManyAsync(batch, isImport: false, context);
    }

    private static IEnumerable<NewDataConnection> Connections(string prefix, int count) =>
        Enumerable
            .Range(1, count)
            .Select(i => new NewDataConnection
            {
                Name = $"{prefix} {i:00000}",
                ConnectionString =
                    "CUSTOM CONNECT TO "
                    + $"\"provider={SnowflakeDataConnection.Provider};driver=snowflake;server=o-a.snowflakecomputing.com;"
                    + $"port=443;warehouse=W{i};authenticator=snowflake_jwt;\"",
                Type = SnowflakeDataConnection.Provider,
                UserName = "SVC_QLIK",
                Password = SecretText.FromPlainText(new string('p', 1800)),
            });
}
