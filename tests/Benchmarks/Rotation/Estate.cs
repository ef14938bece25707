using System.Net;
using System.Text.Json.Nodes;
using QlikSnowflake.Emulator;
using QlikSnowflake.Emulator.Qrs;
using QlikSnowflake.Keys;

namespace QlikSnowflake.Benchmarks.Rotation;

/// <summary>Two Qlik Sense sites, a tenant and an account, with connections that all hold one key.</summary>
internal sealed class Estate : IAsyncDisposable
{
    private const string Text =
        "CUSTOM CONNECT TO \"provider=QvOdbcConnectorPackage.exe;driver=snowflake;"
        + "server=myorg-myaccount.snowflakecomputing.com;authenticator=snowflake_jwt;\"";

    private Estate(string folder, EmulatorHost first, EmulatorHost second, KeyLedger ledger)
    {
        Folder = folder;
        First = first;
        Second = second;
        Ledger = ledger;
    }

    /// <summary>Where states and keys are.</summary>
    public string Folder { get; }

    /// <summary>The emulator with the account, the tenant and one site.</summary>
    public EmulatorHost First { get; }

    /// <summary>The emulator with the other site.</summary>
    public EmulatorHost Second { get; }

    /// <summary>How many connections there are.</summary>
    public int Connections { get; private init; }

    /// <summary>What was written since the start.</summary>
    public KeyLedger Ledger { get; }

    /// <summary>The folders of both emulators.</summary>
    public IReadOnlyList<string> States => [First.Options.StateDirectory, Second.Options.StateDirectory];

    /// <summary>Starts the emulators and makes the connections, of which every fifth is the tenant's.</summary>
    /// <param name="connections">How many.</param>
    /// <param name="shows">What the sites show of a connection's password.</param>
    public static async Task<Estate> StartAsync(int connections, ReturnPassword shows)
    {
        var folder = Directory.CreateTempSubdirectory("qliksnowflake-rotation-").FullName;
        var keys = Directory.CreateDirectory(Path.Combine(folder, "keys")).FullName;
        var ledger = new KeyLedger(keys);
        var first = await StartAsync("first");
        var second = await StartAsync("second");
        var estate = new Estate(folder, first, second, ledger) { Connections = connections };
        ledger.Know(first.Manifest.Snowflake.PrivateKey, ledger.RegisteredOf(first.Manifest.Snowflake.User).Single());
        var forms = FormsOf(first.Manifest.Snowflake.PrivateKey);
        for (var i = 0; i < connections; i++)
            estate.Add(i, forms);
        return estate;

        Task<EmulatorHost> StartAsync(string name) =>
            EmulatorHost.StartAsync(
                new EmulatorOptions
                {
                    StateDirectory = Path.Combine(folder, name),
                    Qrs = new QrsSettings { ReturnPassword = shows },
                    SecretChanged = change => ledger.Note(name, change),
                }
            );
    }

    /// <summary>The file of a new key.</summary>
    public string KeyPath(string name) => Path.Combine(Folder, "keys", name + ".p8");

    /// <summary>What is not as it must be once a rotation is complete; each is printed.</summary>
    /// <param name="path">The new key's file.</param>
    /// <returns>How many faults there are.</returns>
    public int CheckEnd(string path)
    {
        var faults = new List<string>();
        var made = PublicKey.ReadFile(KeyPairFile.PublicKeyPath(path)).Fingerprint;
        var others = Connections - Ledger.CountOf(made);
        if (others > 0)
            faults.Add($"{others} connections hold another key");
        var registered = Ledger.RegisteredOf(First.Manifest.Snowflake.User);
        if (registered.Count != 1 || registered[0] != made)
            faults.Add($"{registered.Count} keys are registered");
        var files = Directory.GetFiles(Path.GetDirectoryName(path)!, $"*{Path.GetFileNameWithoutExtension(path)}*");
        if (files.Length != 3)
            faults.Add("files are left: " + string.Join(", ", files.Select(Path.GetFileName)));
        foreach (var fault in faults)
            Console.WriteLine($"FAULT: {Path.GetFileName(path)}: {fault}");
        return faults.Count;
    }

    public async ValueTask DisposeAsync()
    {
        await First.DisposeAsync();
        await Second.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }

    // The two forms in which a connection holds a key.
    private static string[] FormsOf(string path)
    {
        using var key = QlikKeyFile.Read(path, null);
        return [new NetworkCredential("", key.QrsPassword).Password, Convert.ToBase64String(File.ReadAllBytes(path))];
    }

    private void Add(int number, string[] forms)
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
            (number % 2 == 0 ? First : Second).Qrs.AddDataConnection(
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
