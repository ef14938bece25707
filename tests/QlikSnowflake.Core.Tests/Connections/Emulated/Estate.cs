using System.Text.Json.Nodes;
using QlikSnowflake.Connections;
using QlikSnowflake.Emulator;
using QlikSnowflake.Http;
using QlikSnowflake.Keys;
using QlikSnowflake.QlikCloud;
using QlikSnowflake.Qrs;
using QlikSnowflake.Qrs.Certificates;
using QlikSnowflake.Snowflake;
using QlikSnowflake.Tests.Support;

namespace QlikSnowflake.Tests.Connections.Emulated;

/// <summary>An emulated site, tenant and account of one test's own, with sessions as administrators.</summary>
public sealed class Estate : IAsyncDisposable
{
    private const string Head =
        "CUSTOM CONNECT TO \"provider=QvOdbcConnectorPackage.exe;driver=snowflake;server=myorg-myaccount.snowflakecomputing.com;";

    private readonly TempFolder _folder = new();
    private readonly List<IDisposable> _open = [];

    public EmulatorHost Host { get; private set; } = null!;

    public QrsSession Qrs { get; private set; } = null!;

    public QlikCloudSession Cloud { get; private set; } = null!;

    public static CallContext Context { get; } = new();

    public IReadOnlyList<IConnectionSite> Sites => [QrsConnectionSite.Of(Qrs), QlikCloudConnectionSite.Of(Cloud)];

    /// <summary>The Snowflake user whose key is at <see cref="KeyPath"/>.</summary>
    public string User => Host.Manifest.Snowflake.User;

    public string KeyPath => Host.Manifest.Snowflake.PrivateKey;

    public static async Task<Estate> StartAsync()
    {
        var estate = new Estate();
        estate.Host = await EmulatorHost.StartAsync(new EmulatorOptions { StateDirectory = estate._folder.File("state") });
        var qrs = estate.Host.Manifest.Qrs;
        estate.Qrs = await QrsSession.OpenAsync(
            "site",
            new QrsSessionOptions
            {
                Server = new Uri(qrs.Url).Authority,
                ClientCertificate = ClientCertificates.FromFile(qrs.ClientPfx, null, qrs.ClientPfxPassword.Secret()),
                Trust = new ServerTrust { RootCertificatePath = qrs.RootCertificate },
            },
            Context
        );
        estate.Cloud = await estate.OpenCloudAsync(estate.Host.QlikCloud.ApiKey);
        return estate;
    }

    public Task<QlikCloudSession> OpenCloudAsync(string token) =>
        QlikCloudSession.OpenAsync(
            "tenant",
            new QlikCloudSessionOptions
            {
                Tenant = new Uri(Host.Manifest.QlikCloud.Url).Authority,
                Trust = new ServerTrust { RootCertificatePath = Host.Manifest.QlikCloud.RootCertificate },
                ApiKey = token.Secret(),
            },
            Context
        );

    public async Task<SnowflakeSession> OpenSnowflakeAsync()
    {
        var snowflake = Host.Manifest.Snowflake;
        var session = await SnowflakeSession.OpenAsync(
            "admin",
            new SnowflakeSessionOptions
            {
                Account = SnowflakeAccount.Parse(snowflake.Account),
                User = snowflake.AdminUser,
                HostName = new Uri(snowflake.Url).Authority,
                Trust = new ServerTrust { RootCertificatePath = snowflake.RootCertificate },
            },
            SigningKey.ReadFile(snowflake.AdminPrivateKey, null),
            Context
        );
        _open.Add(session);
        return session;
    }

    public string NewKey(string name, string? passphrase = null) =>
        KeyPairFile.Create(_folder.File(name), passphrase?.Secret(), 2048, overwrite: false).PrivateKeyPath;

    /// <summary>A connection on the Qlik Sense site; the text's <c>%</c> stands for nothing but itself.</summary>
    public string AddQrs(
        string name,
        string properties,
        string? user,
        string? password,
        string type = "QvOdbcConnectorPackage.exe"
    ) =>
        Host
            .Qrs.AddDataConnection(
                new JsonObject
                {
                    ["name"] = name,
                    ["connectionstring"] = properties.Contains(" TO ", StringComparison.OrdinalIgnoreCase)
                        ? properties
                        : Head + properties + "\"",
                    ["type"] = type,
                    ["username"] = user ?? "",
                    ["password"] = password ?? "",
                }
            )
            .ToString("D");

    /// <summary>A connection on the tenant.</summary>
    public string AddCloud(
        string name,
        string? owner = null,
        bool personal = false,
        params (string Name, JsonNode? Value)[] properties
    )
    {
        var all = new JsonObject { ["server"] = "myorg-myaccount.snowflakecomputing.com", ["username"] = User };
        foreach (var (key, value) in properties)
            all[key] = value?.DeepClone();
        var body = new JsonObject
        {
            ["dataSourceId"] = "snowflake",
            ["qName"] = name,
            ["connectionProperties"] = all,
        };
        if (!personal)
            body["space"] = Host.QlikCloud.SpaceId;
        return Host.QlikCloud.AddDataConnection(body, owner);
    }

    /// <summary>A connection on the tenant by its text, as old ones and those of scripts are.</summary>
    public string AddCloudText(string name, string dataSource, string text) =>
        Host.QlikCloud.AddDataConnection(
            new JsonObject
            {
                ["dataSourceId"] = dataSource,
                ["qName"] = name,
                ["qType"] = dataSource == "odbc" ? "odbc" : "QvOdbcConnectorPackage.exe",
                ["qConnectStatement"] = text,
                ["space"] = Host.QlikCloud.SpaceId,
            }
        );

    public static (string, JsonNode?)[] Password => [("password", "a word")];

    public static (string, JsonNode?)[] KeyPair(string path) =>
        [
            ("authenticator", "snowflake_jwt"),
            (
                "PRIV_KEY_FILE",
                new JsonArray(new JsonObject { ["name"] = "old.p8", ["value"] = Convert.ToBase64String(File.ReadAllBytes(path)) })
            ),
        ];

    /// <summary>Everything that an inventory of both sites finds.</summary>
    public async Task<ConnectionList> ListAsync(UserKeyNames? names = null)
    {
        using var inventory = new ConnectionInventory(Sites, names);
        return await inventory.ReadAllAsync(Context);
    }

    public async Task<SnowflakeConnection> FindAsync(string name) => (await ListAsync()).Connections.Single(c => c.Name == name);

    /// <summary>The stored field of a connection of the Qlik Sense site.</summary>
    public string Stored(string id, string field) => (string)Host.Qrs.DataConnections.Single(c => (string)c["id"]! == id)[field]!;

    /// <summary>What a connection of the tenant signs in with.</summary>
    public JsonObject Secrets(string id) =>
        Host.QlikCloud.DataConnections.Single(c => (string)c["qID"]! == id)["secrets"]!.AsObject();

    /// <summary>The content of the key file that a connection of the tenant holds.</summary>
    public string StoredKey(string id) => (string)Secrets(id)["PRIV_KEY_FILE"]![0]!["value"]!;

    public async ValueTask DisposeAsync()
    {
        _open.ForEach(o => o.Dispose());
        Qrs.Dispose();
        Cloud.Dispose();
        await Host.DisposeAsync();
        _folder.Dispose();
    }
}
