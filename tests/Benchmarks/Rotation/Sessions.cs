using QlikSnowflake.Connections;
using QlikSnowflake.Emulator;
using QlikSnowflake.Http;
using QlikSnowflake.Keys;
using QlikSnowflake.QlikCloud;
using QlikSnowflake.Qrs;
using QlikSnowflake.Qrs.Certificates;
using QlikSnowflake.Snowflake;

namespace QlikSnowflake.Benchmarks.Rotation;

/// <summary>Sessions with two sites, a tenant and an account, as an administrator opens them before he rotates.</summary>
internal sealed class Sessions : IDisposable
{
    private readonly List<IDisposable> _open = [];

    private Sessions() { }

    /// <summary>A session as the administrator of keys.</summary>
    public SnowflakeSession Admin { get; private set; } = null!;

    /// <summary>Both sites and the tenant.</summary>
    public IReadOnlyList<IConnectionSite> Sites { get; private set; } = [];

    /// <summary>Opens them all.</summary>
    /// <param name="first">The emulator with the account, the tenant and a site.</param>
    /// <param name="second">The emulator with the other site.</param>
    /// <param name="haste">By how much the waits before another attempt are cut.</param>
    public static async Task<Sessions> OpenAsync(EmulatorManifest first, EmulatorManifest second, int haste = 1)
    {
        var sessions = new Sessions();
        var context = new CallContext();
        Task Wait(TimeSpan time, CancellationToken cancelled) => Task.Delay(time / haste, cancelled);
        sessions.Admin = sessions.Keep(await OpenSnowflakeAsync(first.Snowflake, Wait, context));
        sessions.Sites =
        [
            QrsConnectionSite.Of(sessions.Keep(await OpenQrsAsync("first", first.Qrs, Wait, context))),
            QrsConnectionSite.Of(sessions.Keep(await OpenQrsAsync("second", second.Qrs, Wait, context))),
            QlikCloudConnectionSite.Of(sessions.Keep(await OpenQlikCloudAsync(first.QlikCloud, Wait, context))),
        ];
        return sessions;
    }

    public void Dispose() => _open.ForEach(o => o.Dispose());

    private T Keep<T>(T session)
        where T : IDisposable
    {
        _open.Add(session);
        return session;
    }

    private static Task<SnowflakeSession> OpenSnowflakeAsync(
        EmulatorManifest.SnowflakeSection snowflake,
        Func<TimeSpan, CancellationToken, Task> delay,
        CallContext context
    ) =>
        SnowflakeSession.OpenAsync(
            "admin",
            new SnowflakeSessionOptions
            {
                Account = SnowflakeAccount.Parse(snowflake.Account),
                User = snowflake.AdminUser,
                HostName = new Uri(snowflake.Url).Authority,
                Trust = new ServerTrust { RootCertificatePath = snowflake.RootCertificate },
                Delay = delay,
            },
            SigningKey.ReadFile(snowflake.AdminPrivateKey, null),
            context
        );

    private static Task<QrsSession> OpenQrsAsync(
        string name,
        EmulatorManifest.QrsSection qrs,
        Func<TimeSpan, CancellationToken, Task> delay,
        CallContext context
    ) =>
        QrsSession.OpenAsync(
            name,
            new QrsSessionOptions
            {
                Server = new Uri(qrs.Url).Authority,
                ClientCertificate = ClientCertificates.FromFile(
                    qrs.ClientPfx,
                    null,
                    SecretText.FromPlainText(qrs.ClientPfxPassword)
                ),
                Trust = new ServerTrust { RootCertificatePath = qrs.RootCertificate },
                Delay = delay,
            },
            context
        );

    private static Task<QlikCloudSession> OpenQlikCloudAsync(
        EmulatorManifest.QlikCloudSection cloud,
        Func<TimeSpan, CancellationToken, Task> delay,
        CallContext context
    ) =>
        QlikCloudSession.OpenAsync(
            "tenant",
            new QlikCloudSessionOptions
            {
                Tenant = new Uri(cloud.Url).Authority,
                ApiKey = SecretText.FromPlainText(cloud.ApiKey),
                Trust = new ServerTrust { RootCertificatePath = cloud.RootCertificate },
                Delay = delay,
            },
            context
        );
}
