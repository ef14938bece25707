using QlikSnowflake.Connections;
using QlikSnowflake.Connections.KeyRotation;
using QlikSnowflake.Emulator;
using QlikSnowflake.Http;
using QlikSnowflake.Keys;
using QlikSnowflake.QlikCloud;
using QlikSnowflake.Qrs;
using QlikSnowflake.Qrs.Certificates;
using QlikSnowflake.Snowflake;
using QlikSnowflake.Snowflake.Keys;

namespace QlikSnowflake.Benchmarks.Rotation;

/// <summary>What is killed: a process that does one rotation, as Update-QlikSnowflakeKey would.</summary>
internal static class RotatingProcess
{
    /// <summary>Of the keys that rotations make.</summary>
    public const string Passphrase = "a phrase for the proof";

    /// <summary>Written when the sessions are open and the rotation begins.</summary>
    public const string Begins = "begins";

    /// <param name="firstState">The folder of the emulator with the Snowflake account, the tenant and a site.</param>
    /// <param name="secondState">The folder of the emulator with the other site.</param>
    /// <param name="path">Where the new key goes.</param>
    /// <returns>0 where the rotation is complete, else 3.</returns>
    public static async Task<int> RunAsync(string firstState, string secondState, string path)
    {
        var (first, second) = (EmulatorManifest.Read(firstState), EmulatorManifest.Read(secondState));
        var context = new CallContext();
        using var admin = await OpenSnowflakeAsync(first.Snowflake, context);
        using var site = await OpenQrsAsync("first", first.Qrs, context);
        using var otherSite = await OpenQrsAsync("second", second.Qrs, context);
        using var tenant = await OpenQlikCloudAsync(first.QlikCloud, context);
        IConnectionSite[] sites =
        [
            QrsConnectionSite.Of(site),
            QrsConnectionSite.Of(otherSite),
            QlikCloudConnectionSite.Of(tenant),
        ];
        var options = new ConnectionKeyRotationOptions
        {
            Key = new UserKeyRotationOptions
            {
                User = first.Snowflake.User,
                PrivateKeyPath = path,
                Passphrase = SecretText.FromPlainText(Passphrase),
            },
        };
        Console.WriteLine(Begins);
        var rotation = await ConnectionKeyRotation.PlanAsync(admin, sites, options, context);
        var done = await rotation.RunAsync(context);
        Console.WriteLine($"{done.Status}: {done.Switched} switched, {done.Failed} failed, {done.Unknown} unknown");
        return done.Status == KeyRotationStatus.Completed ? 0 : 3;
    }

    /// <summary>A session as the administrator of keys.</summary>
    public static Task<SnowflakeSession> OpenSnowflakeAsync(EmulatorManifest.SnowflakeSection snowflake, CallContext context) =>
        SnowflakeSession.OpenAsync(
            "admin",
            new SnowflakeSessionOptions
            {
                Account = SnowflakeAccount.Parse(snowflake.Account),
                User = snowflake.AdminUser,
                HostName = new Uri(snowflake.Url).Authority,
                Trust = new ServerTrust { RootCertificatePath = snowflake.RootCertificate },
            },
            SigningKey.ReadFile(snowflake.AdminPrivateKey, null),
            context
        );

    private static Task<QrsSession> OpenQrsAsync(string name, EmulatorManifest.QrsSection qrs, CallContext context) =>
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
            },
            context
        );

    private static Task<QlikCloudSession> OpenQlikCloudAsync(EmulatorManifest.QlikCloudSection cloud, CallContext context) =>
        QlikCloudSession.OpenAsync(
            "tenant",
            new QlikCloudSessionOptions
            {
                Tenant = new Uri(cloud.Url).Authority,
                ApiKey = SecretText.FromPlainText(cloud.ApiKey),
                Trust = new ServerTrust { RootCertificatePath = cloud.RootCertificate },
            },
            context
        );
}
