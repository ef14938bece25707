using System.Security.Cryptography;
using System.Text.Json.Nodes;
using QlikSnowflake.Emulator.Certificates;
using QlikSnowflake.Emulator.Faults;
using QlikSnowflake.Emulator.Hosting;
using QlikSnowflake.Emulator.QlikCloud;
using QlikSnowflake.Emulator.Qrs;
using QlikSnowflake.Emulator.Qrs.Proxy;
using QlikSnowflake.Emulator.Snowflake;

namespace QlikSnowflake.Emulator;

/// <summary>A running emulator: the services, each on its own port with real TLS, and the control service.</summary>
public sealed class EmulatorHost : IAsyncDisposable
{
    // Any site but one's own will do, so one for the whole process saves its keys' making.
    private static readonly Lazy<Task<QlikSite>> OtherSite = new(() =>
        Task.Run(() => QlikSite.Create("other-site", DateTimeOffset.UtcNow))
    );

    private readonly List<ServiceApplication> _applications = [];
    private readonly StateFiles _files;

    private EmulatorHost(EmulatorOptions options)
    {
        Options = options;
        BeginKeys();
        _files = new StateFiles(options.StateDirectory);
        _files.Delete(EmulatorManifest.FileName);
        Qrs = new QrsService(options.Qrs, Clock, _files);
        QrsProxy = new QrsProxyService(options.QrsProxy, Qrs, Clock);
        QlikCloud = new QlikCloudService(options.QlikCloud, Clock);
        Snowflake = new SnowflakeService(options.Snowflake, Clock);
        Qrs.SecretChanged = QlikCloud.SecretChanged = Snowflake.SecretChanged = options.SecretChanged;
    }

    /// <summary>What it was started with.</summary>
    public EmulatorOptions Options { get; }

    /// <summary>The clock that all services share.</summary>
    public EmulatorClock Clock { get; } = new();

    /// <summary>What shall go wrong.</summary>
    public FaultList Faults { get; } = new();

    /// <summary>Requests so far, by service, method and route.</summary>
    public RequestCounters Counters { get; } = new();

    /// <summary>The repository service of Qlik Sense on Windows.</summary>
    public QrsService Qrs { get; }

    /// <summary>The proxy service in front of <see cref="Qrs"/>.</summary>
    public QrsProxyService QrsProxy { get; }

    /// <summary>The Qlik Cloud tenant.</summary>
    public QlikCloudService QlikCloud { get; }

    /// <summary>The Snowflake account.</summary>
    public SnowflakeService Snowflake { get; }

    /// <summary>The content of <c>emulator.json</c>.</summary>
    public EmulatorManifest Manifest { get; private set; } = null!;

    /// <summary>Starts an emulator. When the task completes, every port answers and <c>emulator.json</c> is there.</summary>
    /// <param name="options">Where, and how.</param>
    /// <param name="cancellationToken">Gives the start up.</param>
    public static async Task<EmulatorHost> StartAsync(EmulatorOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        var host = new EmulatorHost(options);
        try
        {
            await host.StartAsync(cancellationToken);
            return host;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    /// <summary>Stops the services and takes <c>emulator.json</c> away; certificates and keys stay.</summary>
    public async ValueTask DisposeAsync()
    {
        _files.Delete(EmulatorManifest.FileName);
        foreach (var application in _applications)
            await application.DisposeAsync();
        _applications.Clear();
        Qrs.Dispose();
        QlikCloud.Dispose();
        Snowflake.Dispose();
    }

    private async Task StartAsync(CancellationToken cancellationToken)
    {
        var cloudTls = new ServerTls(PublicAuthority.Instance.Server);
        var qrs = await StartServiceAsync(
            Qrs,
            Options.QrsPort,
            new ServerTls(Qrs.Site.Server, Qrs.AcceptsInHandshake),
            cancellationToken
        );
        var proxy = await StartServiceAsync(QrsProxy, Options.QrsProxyPort, new ServerTls(Qrs.Site.Server), cancellationToken);
        var qlikCloud = await StartServiceAsync(QlikCloud, Options.QlikCloudPort, cloudTls, cancellationToken);
        var snowflake = await StartServiceAsync(Snowflake, Options.SnowflakePort, cloudTls, cancellationToken);

        var settings = new Dictionary<string, object>
        {
            [Qrs.Name] = Qrs.Settings,
            [QrsProxy.Name] = QrsProxy.Settings,
            [QlikCloud.Name] = QlikCloud.Settings,
            [Snowflake.Name] = Snowflake.Settings,
        };
        var seeds = new Dictionary<string, Func<SeedRequest, JsonObject>>
        {
            [Qrs.Name] = Qrs.Seed,
            [QrsProxy.Name] = QrsProxy.Seed,
            [QlikCloud.Name] = QlikCloud.Seed,
            [Snowflake.Name] = Snowflake.Seed,
        };
        var control = await ServiceApplication.StartPlainAsync(
            Options.ControlPort,
            new ControlRoutes(
                Clock,
                Counters,
                Faults,
                settings,
                Executions,
                () => Snowflake.Statements.Select(statement => statement.Text),
                seeds,
                Snowflake
            ).Map,
            cancellationToken
        );
        _applications.Add(control);

        var authorityRoot = _files.Write("public-ca.pem", SiteExport.Pem(PublicAuthority.Instance.Root));
        Manifest = new EmulatorManifest
        {
            Qrs = WriteSite(qrs.Url, QrsProxy.Describe(proxy.Url)),
            QlikCloud = new EmulatorManifest.QlikCloudSection
            {
                Url = qlikCloud.Url,
                RootCertificate = authorityRoot,
                TenantId = QlikCloud.TenantId,
                UserId = QlikCloud.AdministratorId,
                ApiKey = QlikCloud.ApiKey,
                OAuthClientId = QlikCloud.OAuthClientId,
                OAuthClientSecret = QlikCloud.OAuthClientSecret,
            },
            Snowflake = new EmulatorManifest.SnowflakeSection
            {
                Url = snowflake.Url,
                RootCertificate = authorityRoot,
                Account = Snowflake.Settings.Account,
                User = Options.SnowflakeUser,
                PrivateKey = RegisterKey(Options.SnowflakeUser, ProcessKey.SnowflakeUser, "snowflake/rsa_key.p8", isAdmin: false),
                AdminUser = Options.SnowflakeAdminUser,
                AdminPrivateKey = RegisterKey(
                    Options.SnowflakeAdminUser,
                    ProcessKey.SnowflakeAdmin,
                    "snowflake/admin_rsa_key.p8",
                    isAdmin: true
                ),
            },
            Control = new EmulatorManifest.ControlSection { Url = control.Url },
        };
        Snowflake.AddUser(Options.SnowflakeKeylessUser, null, isAdmin: false);
        Snowflake.SeedSales();
        _files.Write(EmulatorManifest.FileName, Manifest.ToJson());
    }

    // The keys that are needed last are made on another core while the services start.
    private static void BeginKeys()
    {
        _ = OtherSite.Value;
        _ = Task.Run(() => PublicAuthority.Instance);
    }

    /// <summary>Statements executed, where there are statements; requests worked on otherwise.</summary>
    private long Executions(string service) =>
        service == Snowflake.Name
            ? Snowflake.TotalExecutions
            : Counters.Snapshot().Where(count => count.Service == service).Sum(count => count.Executed);

    /// <summary>Adds a user with a key pair, and writes its private half.</summary>
    private string RegisterKey(string user, ProcessKey processKey, string file, bool isAdmin)
    {
        using var key = processKey.Open();
        Snowflake.AddUser(user, key.ExportSubjectPublicKeyInfo(), isAdmin);
        return _files.Write(file, key.ExportPkcs8PrivateKeyPem() + "\n");
    }

    private async Task<ServiceApplication> StartServiceAsync(
        IEmulatedService service,
        int port,
        ServerTls tls,
        CancellationToken cancellationToken
    )
    {
        var application = await ServiceApplication.StartAsync(service, port, tls, Clock, Counters, Faults, cancellationToken);
        _applications.Add(application);
        return application;
    }

    /// <summary>
    /// Writes the files that a certificate export of a site holds, and a client certificate of another site, which must
    /// not be let in.
    /// </summary>
    private EmulatorManifest.QrsSection WriteSite(string url, EmulatorManifest.ProxySection proxy)
    {
        var password = RandomNumberGenerator.GetHexString(24);
        _files.Write("qrs/foreign-client.pfx", SiteExport.Pfx(OtherSite.Value.Result.Client, password));
        Qrs.Export.WriteWindows("qrs", password, withKeys: true);
        Qrs.Export.WritePem("qrs", withKeys: true);
        return new EmulatorManifest.QrsSection
        {
            Url = url,
            RootCertificate = _files.PathOf("qrs/root.pem"),
            ClientPfx = _files.PathOf("qrs/client.pfx"),
            ClientPfxPassword = password,
            ClientCertificate = _files.PathOf("qrs/client.pem"),
            ClientKey = _files.PathOf("qrs/client_key.pem"),
            UserDirectory = "INTERNAL",
            UserId = "sa_repository",
            Proxy = proxy,
        };
    }
}
