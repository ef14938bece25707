using System.Net;
using System.Text.Json.Nodes;
using QlikSnowflake.Emulator;
using QlikSnowflake.Keys;

namespace QlikSnowflake.Benchmarks.Rotation;

/// <summary>Two Qlik Sense sites, a tenant and an account, with connections that all hold one key.</summary>
internal sealed class Estate : IAsyncDisposable
{
    private const string Text =
        "CUSTOM CONNECT TO \"provider=QvOdbcConnectorPackage.exe;driver=snowflake;"
        + "server=myorg-myaccount.snowflakecomputing.com;authenticator=snowflake_jwt;\"";

    private readonly EmulatorHost _second;

    private Estate(string folder, EmulatorHost first, EmulatorHost second)
    {
        Folder = folder;
        First = first;
        _second = second;
    }

    /// <summary>Where states and keys are.</summary>
    public string Folder { get; }

    /// <summary>The emulator with the account, the tenant and one site.</summary>
    public EmulatorHost First { get; }

    /// <summary>The folders of both emulators.</summary>
    public IReadOnlyList<string> States => [First.Options.StateDirectory, _second.Options.StateDirectory];

    public static async Task<Estate> StartAsync(int connections)
    {
        var folder = Directory.CreateTempSubdirectory("qliksnowflake-rotation-").FullName;
        Directory.CreateDirectory(Path.Combine(folder, "keys"));
        var first = await EmulatorHost.StartAsync(new EmulatorOptions { StateDirectory = Path.Combine(folder, "first") });
        var second = await EmulatorHost.StartAsync(new EmulatorOptions { StateDirectory = Path.Combine(folder, "second") });
        var estate = new Estate(folder, first, second);
        var forms = FormsOf(first.Manifest.Snowflake.PrivateKey);
        for (var i = 0; i < connections; i++)
            estate.Add(i, forms);
        return estate;
    }

    /// <summary>What each connection holds now: the frame of a key on a site, the file of a key on the tenant.</summary>
    public IReadOnlyList<string> Secrets() =>
        [
            .. new[] { First, _second }.SelectMany(e => e.Qrs.DataConnections).Select(c => (string)c["password"]!),
            .. First.QlikCloud.DataConnections.Select(c => (string)c["secrets"]!["PRIV_KEY_FILE"]![0]!["value"]!),
        ];

    /// <summary>The two forms in which a connection holds a key.</summary>
    /// <param name="path">The key's file.</param>
    public static IReadOnlyList<string> FormsOf(string path)
    {
        using var key = QlikKeyFile.Read(path, SecretText.FromPlainText(RotatingProcess.Passphrase));
        return [new NetworkCredential("", key.QrsPassword).Password, Convert.ToBase64String(File.ReadAllBytes(path))];
    }

    public async ValueTask DisposeAsync()
    {
        await First.DisposeAsync();
        await _second.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }

    private void Add(int number, IReadOnlyList<string> forms)
    {
        var snowflake = First.Manifest.Snowflake;
        if (number % 5 == 4)
            First.QlikCloud.AddDataConnection(
                new JsonObject
                {
                    ["dataSourceId"] = "snowflake",
                    ["qName"] = $"cloud {number}",
                    ["space"] = First.QlikCloud.SpaceId,
                    ["connectionProperties"] = new JsonObject
                    {
                        ["server"] = "myorg-myaccount.snowflakecomputing.com",
                        ["username"] = snowflake.User,
                        ["authenticator"] = "snowflake_jwt",
                        ["PRIV_KEY_FILE"] = new JsonArray(new JsonObject { ["name"] = "old.p8", ["value"] = forms[1] }),
                    },
                },
                null
            );
        else
            (number % 2 == 0 ? First : _second).Qrs.AddDataConnection(
                new JsonObject
                {
                    ["name"] = $"sense {number}",
                    ["connectionstring"] = Text,
                    ["type"] = "QvOdbcConnectorPackage.exe",
                    ["username"] = snowflake.User,
                    ["password"] = forms[0],
                }
            );
    }
}
