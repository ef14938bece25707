using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using QlikSnowflake.Connections;
using QlikSnowflake.Connections.KeyRotation;
using QlikSnowflake.Emulator;
using QlikSnowflake.Errors;
using QlikSnowflake.Http;
using QlikSnowflake.Keys;
using QlikSnowflake.QlikCloud;
using QlikSnowflake.Qrs;
using QlikSnowflake.Qrs.Certificates;
using QlikSnowflake.Qrs.Connections;
using QlikSnowflake.Report;
using QlikSnowflake.Snowflake;
using QlikSnowflake.Snowflake.Keys;
using QlikSnowflake.Snowflake.Login;
using QlikSnowflake.Snowflake.Results;
using QlikSnowflake.Snowflake.Statements;

namespace QlikSnowflake.Walkthrough;

/// <summary>Goes through the jobs by the library that the cmdlets call, for machines without a PowerShell.</summary>
internal sealed class CoreWalkthrough(EmulatorManifest emulator, EmulatorManifest second, string workFolder, string reportPath)
    : IWalkthrough
{
    private const string RowsStatement =
        "SELECT ID, AMOUNT, LABEL, ACTIVE, CREATED FROM TABLE(EMULATOR_ROWS(rows => 3, shape => 'mixed10'))";

    private readonly List<IDisposable> _open = [];
    private readonly string _keyPath = Path.Combine(workFolder, "rsa_key.p8");

    public string Through => "through the library, without PowerShell";

    public async IAsyncEnumerable<Step> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var context = new CallContext(cancellationToken: cancellationToken);
        SnowflakeKeyPair? pair = null;
        DataConnection? connection = null;
        QlikCloudApiKey? apiKey = null;

        yield return await DoAsync(
            "Make a key pair",
            "article 002: openssl, twice",
            () =>
            {
                pair = KeyPairFile.Create(_keyPath, null, 2048, overwrite: false);
                return Task.FromResult($"{pair.KeySize} bits, {pair.Fingerprint}");
            }
        );

        yield return await DoAsync(
            "Register its public key in Snowflake",
            "article 002: ALTER USER by hand",
            async () =>
            {
                var admin = await ConnectSnowflakeAsync(
                    "admin",
                    emulator.Snowflake.AdminUser,
                    emulator.Snowflake.AdminPrivateKey,
                    context
                );
                using var done = await admin.Statements.RunAsync(
                    new StatementRequest(
                        UserKeySql.SetPublicKey(emulator.Snowflake.User, PublicKey.ReadFile(pair!.PublicKeyPath))
                    ),
                    context
                );
                return $"ALTER USER {emulator.Snowflake.User} SET RSA_PUBLIC_KEY='{pair.PublicKey[..12]}…', by {admin.User}";
            }
        );

        yield return await DoAsync(
            "Mint a token (JWT)",
            "article 002: a Python client",
            () =>
            {
                using var issuer = new JwtIssuer(
                    SnowflakeAccount.Parse(emulator.Snowflake.Account),
                    emulator.Snowflake.User,
                    SigningKey.ReadFile(_keyPath, null)
                );
                var jwt = issuer.Issue(DateTimeOffset.UtcNow, JwtIssuer.LongestLifetime);
                return Task.FromResult($"{jwt.Subject}, valid until {jwt.ExpiresAt:HH:mm} UTC; the token stays a SecureString");
            }
        );

        yield return await QueryAsync(context);

        yield return await DoAsync(
            "Create the Qlik Sense data connection",
            "article 000: trust-all script, pasted JSON",
            async () =>
            {
                var qrs = await ConnectQrsAsync(emulator.Qrs, context);
                var account = SnowflakeAccount.Parse(emulator.Snowflake.Account);
                using var key = QlikKeyFile.Read(_keyPath, null);
                connection = await qrs.DataConnections.CreateAsync(
                    new NewDataConnection
                    {
                        Name = "Snowflake (walkthrough)",
                        ConnectionString = SnowflakeDataConnection
                            .ConnectionString(account, [new("database", "DEMO"), new("warehouse", "DEMO_WH")])
                            .ToString(),
                        Type = SnowflakeDataConnection.Provider,
                        UserName = emulator.Snowflake.User,
                        Password = key.QrsPassword,
                        LogOn = DataConnectionLogOn.CurrentUser,
                    },
                    context
                );
                return $"'{connection.Name}', {connection.Id}";
            }
        );

        yield return await DoAsync(
            "Read it back",
            "article 000: prints the private key",
            async () =>
            {
                var read = await _open
                    .OfType<QrsSession>()
                    .Single()
                    .DataConnections.GetAsync(connection!.Id, includeSecret: false, context);
                return read.KeyFingerprint == pair!.Fingerprint && read.ConnectionString == connection.ConnectionString
                    ? "same string, same key by its fingerprint; no secret shown"
                    : throw new InvalidOperationException($"The connection holds the key {read.KeyFingerprint ?? "(none)"}.");
            }
        );

        yield return await DoAsync(
            "Create a Qlik Cloud API key",
            "articles 001, 003, 004: copy it from the screen",
            async () =>
            {
                var cloud = await ConnectQlikCloudAsync("cloud", SecretText.FromPlainText(emulator.QlikCloud.ApiKey), context);
                apiKey = await cloud.ApiKeys.CreateAsync("walkthrough", TimeSpan.FromHours(1), context);
                return $"{apiKey.Id}, until {apiKey.ExpiresAt:HH:mm} UTC; the token stays a SecureString";
            }
        );

        yield return await DoAsync(
            "Prove the new key with users/me",
            "article 004: Postman",
            async () =>
            {
                var proof = await ConnectQlikCloudAsync("proof", apiKey!.Token!, context);
                return $"{proof.User.Name}, {proof.User.Status}";
            }
        );

        await foreach (var step in AcrossAsync(context))
            yield return step;

        foreach (var session in _open)
            session.Dispose();
    }

    private async IAsyncEnumerable<Step> AcrossAsync(CallContext context)
    {
        IReadOnlyList<IConnectionSite> sites = [];
        ConnectionList? all = null;
        SnowflakeSession? admin = null;

        yield return await DoAsync(
            "List every Snowflake connection",
            "by hand, site by site",
            async () =>
            {
                await ConnectQrsAsync(second.Qrs, context);
                admin = _open.OfType<SnowflakeSession>().Single(s => s.Name == "admin");
                sites =
                [
                    .. _open.OfType<QrsSession>().Select(s => (IConnectionSite)QrsConnectionSite.Of(s)),
                    QlikCloudConnectionSite.Of(_open.OfType<QlikCloudSession>().First()),
                ];
                await MakePasswordConnectionAsync(context);
                using var inventory = new ConnectionInventory(sites, new UserKeyNames(admin));
                all = await inventory.ReadAllAsync(context);
                var passwords = all.Connections.Count(c => c.Login == SnowflakeLoginKind.Password);
                return $"{all.Connections.Count} on {sites.Count} sites, {passwords} of them with a password";
            }
        );

        yield return await DoAsync(
            "Move a password connection to the key",
            "by hand, in the connection's dialog",
            async () =>
            {
                using var key = QlikKeyFile.Read(_keyPath, null);
                var conversion = new KeyPairConversion(key, new ConnectionLogins(admin, new UserKeyNames(admin!)));
                var found = all!.Connections.First(c => c.Login == SnowflakeLoginKind.Password);
                var plan = await conversion.PlanAsync(found, context);
                var done = await conversion.ConvertAsync(found, plan, context);
                return $"{done.Name}: {done.Before} -> {done.After}, the key proved by a login first";
            }
        );

        yield return await DoAsync(
            "Rotate the key through every connection",
            "by hand, one by one",
            () => RotateAsync(admin!, sites, context)
        );

        yield return await DoAsync(
            "Report on all of it",
            "nothing",
            async () =>
            {
                var reader = new EstateReader(sites, admin, [.. _open.OfType<QlikCloudSession>().Take(1)]);
                var report = EstateReport.Of(await reader.ReadAsync([], context));
                ReportFile.Write(reportPath, System.Text.Encoding.UTF8.GetBytes(HtmlReport.Write(report)), overwrite: true);
                return $"one page, no script: {reportPath}";
            }
        );
    }

    private async Task<string> RotateAsync(SnowflakeSession admin, IReadOnlyList<IConnectionSite> sites, CallContext context)
    {
        var options = new ConnectionKeyRotationOptions
        {
            Key = new UserKeyRotationOptions
            {
                User = emulator.Snowflake.User,
                PrivateKeyPath = Path.Combine(workFolder, "rotated_key.p8"),
                Passphrase = SecretText.FromPlainText("a passphrase"),
            },
        };
        var rotation = await ConnectionKeyRotation.PlanAsync(admin, sites, options, context);
        var done = await rotation.RunAsync(context);
        var left = await new UserKeyClient(admin).ListAsync(emulator.Snowflake.User, context);
        return done.Status == KeyRotationStatus.Completed && left.All(k => k.Fingerprint == done.Fingerprint)
            ? $"{done.Switched} connections have the new key, {done.Fingerprint} is registered alone"
            : throw new InvalidOperationException($"The rotation is {done.Status}.");
    }

    private async Task MakePasswordConnectionAsync(CallContext context)
    {
        var qrs = _open.OfType<QrsSession>().Last();
        await qrs.DataConnections.CreateAsync(
            new NewDataConnection
            {
                Name = "Finance (walkthrough)",
                ConnectionString =
                    "CUSTOM CONNECT TO \"provider=QvOdbcConnectorPackage.exe;driver=snowflake;"
                    + $"server={emulator.Snowflake.Account}.snowflakecomputing.com;\"",
                Type = SnowflakeDataConnection.Provider,
                UserName = emulator.Snowflake.User,
                Password = SecretText.FromPlainText("a password"),
            },
            context
        );
    }

    private async Task<Step> QueryAsync(CallContext context)
    {
        var rows = new List<object>();
        IReadOnlyList<ResultColumn> columns = [];
        var step = await DoAsync(
            "Query Snowflake with it",
            "article 002: rows of strings",
            async () =>
            {
                var session = await ConnectSnowflakeAsync("service", emulator.Snowflake.User, _keyPath, context);
                using var result = await session.Statements.RunAsync(new StatementRequest(RowsStatement), context);
                columns = result.Columns;
                while (await result.ReadAsync(context) is { } batch)
                    rows.AddRange(batch);
                return $"{rows.Count} rows of {columns.Count} typed columns, as {session.User}";
            }
        );
        return rows.Count == 0
            ? step
            : step with
            {
                Columns =
                [
                    .. rows[0]
                        .GetType()
                        .GetProperties()
                        .Select(p => $"{p.Name} ({(Nullable.GetUnderlyingType(p.PropertyType) ?? p.PropertyType).Name})"),
                ],
                Rows =
                [
                    .. rows.Select(row =>
                        (IReadOnlyList<string>)[.. row.GetType().GetProperties().Select(p => Text(p.GetValue(row)))]
                    ),
                ],
            };
    }

    private async Task<SnowflakeSession> ConnectSnowflakeAsync(string name, string user, string keyPath, CallContext context)
    {
        var options = new SnowflakeSessionOptions
        {
            Account = SnowflakeAccount.Parse(emulator.Snowflake.Account),
            User = user,
            HostName = new Uri(emulator.Snowflake.Url).Authority,
            Trust = new ServerTrust { RootCertificatePath = emulator.Snowflake.RootCertificate },
        };
        return Keep(await SnowflakeSession.OpenAsync(name, options, SigningKey.ReadFile(keyPath, null), context));
    }

    private async Task<QrsSession> ConnectQrsAsync(EmulatorManifest.QrsSection site, CallContext context)
    {
        var url = new Uri(site.Url);
        var options = new QrsSessionOptions
        {
            Server = url.Host,
            Port = url.Port,
            ClientCertificate = ClientCertificates.FromFile(
                site.ClientPfx,
                null,
                SecretText.FromPlainText(site.ClientPfxPassword)
            ),
            Trust = new ServerTrust { RootCertificatePath = site.RootCertificate },
        };
        return Keep(await QrsSession.OpenAsync(url.Authority, options, context));
    }

    private async Task<QlikCloudSession> ConnectQlikCloudAsync(
        string name,
        System.Security.SecureString apiKey,
        CallContext context
    )
    {
        var options = new QlikCloudSessionOptions
        {
            Tenant = new Uri(emulator.QlikCloud.Url).Authority,
            ApiKey = apiKey,
            Trust = new ServerTrust { RootCertificatePath = emulator.QlikCloud.RootCertificate },
        };
        return Keep(await QlikCloudSession.OpenAsync(name, options, context));
    }

    private T Keep<T>(T session)
        where T : IDisposable
    {
        _open.Add(session);
        return session;
    }

    private static async Task<Step> DoAsync(string title, string replaces, Func<Task<string>> work)
    {
        var clock = Stopwatch.StartNew();
        try
        {
            return new Step(title, replaces, await work(), true, clock.ElapsedMilliseconds);
        }
        catch (QlikSnowflakeException e)
        {
            return new Step(title, replaces, $"{e.Message}\n{e.RecommendedAction}", false, clock.ElapsedMilliseconds);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // A step that stands on a failed one fails too, and the walkthrough goes on to show which still work.
            return new Step(title, replaces, e.Message, false, clock.ElapsedMilliseconds);
        }
    }

    private static string Text(object? value) =>
        value switch
        {
            null => "NULL",
            DateTime time => time.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
            IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
            _ => value.ToString()!,
        };
}
