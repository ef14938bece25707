using QlikSnowflake.Http;
using QlikSnowflake.Keys;
using QlikSnowflake.Snowflake;
using QlikSnowflake.Snowflake.Diagnosis;
using QlikSnowflake.Snowflake.Login;
using QlikSnowflake.Tests.Support;

namespace QlikSnowflake.Tests.Snowflake.Emulated;

/// <summary>Each check failing in turn.</summary>
public sealed class DiagnosisTests
{
    private static readonly string[] Names =
    [
        "Key readable",
        "Key size",
        "Fingerprint",
        "Account",
        "Host",
        "DNS",
        "TCP",
        "TLS",
        "Clock",
        "Login",
        "Key slot",
        "Role",
        "Warehouse",
    ];

    [Fact]
    public async Task All_is_well()
    {
        await using var account = await EmulatedAccount.StartAsync();

        var checks = await RunAsync(account, account.Options() with { Role = "QLIK_ROLE", Warehouse = "QLIK_WH" });

        Assert.Equal(Names, checks.Select(c => c.Name));
        Assert.All(checks, c => Assert.Equal(ConnectionCheckStatus.Passed, c.Status));
        Assert.Contains("MYORG-MYACCOUNT", Of(checks, "Account").Detail);
        Assert.Contains("RSA_PUBLIC_KEY", Of(checks, "Key slot").Detail);
        Assert.Contains("2048", Of(checks, "Key size").Detail);
    }

    [Fact]
    public async Task A_wrong_passphrase_is_the_key_and_nothing_is_sent()
    {
        await using var account = await EmulatedAccount.StartAsync();
        var pair = KeyPairFile.Create(account.File("e.p8"), "right".Secret(), 2048, overwrite: false);

        var checks = await RunAsync(
            account,
            account.Options(),
            new LoginSource { PrivateKeyPath = pair.PrivateKeyPath, Passphrase = "wrong".Secret() }
        );

        AssertFails(checks, "Key readable", advice: "passphrase");
        AssertSkipped(checks, "Key size", "Fingerprint", "TLS", "Clock", "Login", "Key slot", "Role", "Warehouse");
        Assert.Equal(0, account.Service.Requests);
    }

    [Fact]
    public async Task A_key_of_1024_bits_is_too_small()
    {
        await using var account = await EmulatedAccount.StartAsync();

        var checks = await RunAsync(account, account.Options(), new LoginSource { PrivateKeyPath = account.WeakKey() });

        Assert.Equal(ConnectionCheckStatus.Passed, Of(checks, "Key readable").Status);
        AssertFails(checks, "Key size", advice: "New-SnowflakeKeyPair");
        Assert.Equal(0, account.Service.Requests);
    }

    [Fact]
    public async Task An_unknown_host_is_DNS()
    {
        await using var account = await EmulatedAccount.StartAsync();

        var checks = await RunAsync(account, account.Options() with { HostName = "no-such-host.invalid" });

        AssertFails(checks, "DNS", advice: "-Account");
        AssertSkipped(checks, "TCP", "TLS", "Clock", "Login");
    }

    [Fact]
    public async Task A_closed_port_is_TCP()
    {
        await using var account = await EmulatedAccount.StartAsync();
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        var port = ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();

        var checks = await RunAsync(account, account.Options() with { HostName = $"127.0.0.1:{port}" });

        AssertFails(checks, "TCP", advice: "firewall");
        AssertSkipped(checks, "TLS", "Clock", "Login");
    }

    [Fact]
    public async Task An_authority_that_is_not_trusted_is_TLS()
    {
        await using var account = await EmulatedAccount.StartAsync();

        var checks = await RunAsync(account, account.Options() with { Trust = new ServerTrust() });

        AssertFails(checks, "TLS", advice: "-RootCertificatePath");
        AssertSkipped(checks, "Clock", "Login");
        Assert.Equal(0, account.Service.Requests);
    }

    [Theory]
    [InlineData(7200, "behind", "394303")]
    [InlineData(-7200, "ahead", "394302")]
    public async Task A_wrong_clock_is_told_and_proves_the_refusal(int seconds, string side, string code)
    {
        await using var account = await EmulatedAccount.StartAsync();
        account.Host.Clock.Advance(TimeSpan.FromSeconds(seconds));

        var checks = await RunAsync(account, account.Options());

        AssertFails(checks, "Clock", advice: "clock", detail: side);
        AssertFails(checks, "Login", detail: code);
        Assert.Contains("Proven", Of(checks, "Login").Detail);
        Assert.StartsWith("Correct this machine's clock.", Of(checks, "Login").Advice);
        Assert.All(account.Service.LoginFailures, failure => Assert.Equal(code, failure));
    }

    [Fact]
    public async Task A_clock_that_is_a_little_wrong_does_not_take_the_blame_for_an_unknown_key()
    {
        await using var account = await EmulatedAccount.StartAsync();
        account.Host.Clock.Advance(TimeSpan.FromMinutes(5));

        var checks = await RunAsync(
            account,
            account.Options(),
            new LoginSource { PrivateKeyPath = account.NewKey("other.p8").PrivateKeyPath }
        );

        AssertFails(checks, "Clock", detail: "behind");
        Assert.Matches("(29[0-9]|30[0-9]) seconds", Of(checks, "Clock").Detail);
        AssertFails(checks, "Login", detail: "394304");
        Assert.DoesNotContain("Proven", Of(checks, "Login").Detail);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_key_that_is_not_registered_is_told_from_the_other_reasons(bool asAdmin)
    {
        await using var account = await EmulatedAccount.StartAsync();
        var pair = account.NewKey("other.p8");
        using var admin = asAdmin ? await account.OpenAdminAsync() : null;

        var checks = await RunAsync(account, account.Options(), new LoginSource { PrivateKeyPath = pair.PrivateKeyPath }, admin);

        if (asAdmin)
        {
            AssertFails(
                checks,
                "Login",
                detail: "JWT_TOKEN_INVALID_PUBLIC_KEY_FINGERPRINT_MISMATCH",
                advice: "Set-SnowflakeUserKey"
            );
            AssertFails(checks, "Key slot", detail: "not registered", advice: "Set-SnowflakeUserKey");
        }
        else
        {
            AssertFails(checks, "Login", detail: "Ruled out", advice: "SYSTEM$GET_LOGIN_FAILURE_DETAILS('");
            Assert.Contains(pair.Fingerprint, Of(checks, "Login").Detail);
            AssertSkipped(checks, "Key slot");
        }

        AssertSkipped(checks, "Role", "Warehouse");
    }

    [Theory]
    [InlineData("wrong-account", "myorg-myaccount.snowflakecomputing.com", "Likely: the host", "394307")]
    [InlineData("wrong-account", null, "Ruled out", "another account than the host's (394307)")]
    [InlineData("wrong-account", "snowflake.corp.example", "Left", "is not the host's (394307)")]
    [InlineData(
        "myorg-my_account",
        "myorg-my-account.snowflakecomputing.com",
        "Ruled out",
        "another account than the host's (394307)"
    )]
    public async Task Whether_the_host_is_of_another_account_is_seen_by_its_name(
        string identifier,
        string? host,
        string verdict,
        string detail
    )
    {
        await using var account = await EmulatedAccount.StartAsync();
        var emulated = account.Options();
        using var proxy = new TunnelProxy(new Uri("https://" + emulated.HostName));

        var checks = await RunAsync(
            account,
            emulated with
            {
                Account = SnowflakeAccount.Parse(identifier),
                HostName = host,
                Proxy = ServerProxy.Parse(proxy.Address.AbsoluteUri),
                Trust = emulated.Trust with { ServerName = "localhost" },
            }
        );

        AssertFails(checks, "Login", detail: verdict, advice: "SYSTEM$GET_LOGIN_FAILURE_DETAILS('");
        Assert.Contains(detail, Of(checks, "Login").Detail);
        AssertSkipped(checks, "DNS", "TCP", "Key slot");
        Assert.All(
            proxy.Requests,
            r => Assert.Equal($"CONNECT {host ?? identifier + ".snowflakecomputing.com"}:443 HTTP/1.1", r)
        );
        Assert.NotEmpty(proxy.Requests);
        Assert.All(account.Service.LoginFailures, code => Assert.Equal("394307", code));
    }

    [Fact]
    public async Task A_certificate_that_is_not_checked_is_said_to_be_so()
    {
        await using var account = await EmulatedAccount.StartAsync();

        var checks = await RunAsync(account, account.Options() with { Trust = new ServerTrust { SkipCertificateCheck = true } });

        AssertSkipped(checks, "TLS");
        Assert.Contains("not checked", Of(checks, "TLS").Detail);
        Assert.Equal(ConnectionCheckStatus.Passed, Of(checks, "Login").Status);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_unknown_user_is_told(bool asAdmin)
    {
        await using var account = await EmulatedAccount.StartAsync();
        using var admin = asAdmin ? await account.OpenAdminAsync() : null;

        var checks = await RunAsync(account, account.Options("NOBODY"), admin: admin);

        AssertFails(
            checks,
            "Login",
            detail: asAdmin ? "JWT_TOKEN_INVALID_USER_IN_ISSUER" : "NOBODY",
            advice: asAdmin ? "LOGIN_NAME" : "SYSTEM$GET_LOGIN_FAILURE_DETAILS"
        );
        AssertSkipped(checks, "Key slot");
    }

    [Fact]
    public async Task A_name_given_for_a_login_name_is_told_from_an_unknown_user()
    {
        await using var account = await EmulatedAccount.StartAsync();
        var pair = account.NewKey("named.p8");
        account.Service.AddUser(
            "svc.qlik@corp.example",
            Convert.FromBase64String(pair.PublicKey),
            isAdmin: false,
            name: "SVC_NAMED"
        );
        using var admin = await account.OpenAdminAsync();

        var checks = await RunAsync(
            account,
            account.Options("svc_named"),
            new LoginSource { PrivateKeyPath = pair.PrivateKeyPath },
            admin
        );

        AssertFails(
            checks,
            "Login",
            detail: "JWT_TOKEN_INVALID_USER_IN_ISSUER",
            advice: "The user SVC_NAMED has the LOGIN_NAME "
        );
        Assert.Contains("svc.qlik@corp.example", Of(checks, "Login").Advice, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(ConnectionCheckStatus.Passed, Of(checks, "Key slot").Status);
    }

    [Fact]
    public async Task An_administrator_without_the_right_is_told_and_the_query_kept()
    {
        await using var account = await EmulatedAccount.StartAsync();
        using var other = await account.OpenAsync();
        account.Service.Script(
            text => text.Contains("GET_LOGIN_FAILURE_DETAILS", StringComparison.Ordinal),
            Emulator.Snowflake.ScriptedResult.Error("003001", "42501", "SQL access control error: Insufficient privileges")
        );

        var checks = await RunAsync(account, account.Options("NOBODY"), admin: other);

        AssertFails(checks, "Login", advice: "Insufficient privileges");
        Assert.Contains("SYSTEM$GET_LOGIN_FAILURE_DETAILS", Of(checks, "Login").Advice);
    }

    [Fact]
    public async Task A_disabled_user_is_told_in_Snowflakes_words()
    {
        await using var account = await EmulatedAccount.StartAsync();
        using (var admin = await account.OpenAdminAsync())
            await EmulatedAccount.RunAsync(admin, $"ALTER USER {account.User} SET DISABLED=TRUE");

        AssertFails(await RunAsync(account, account.Options()), "Login", detail: "disabled", advice: "DESCRIBE USER");
    }

    [Fact]
    public async Task A_role_that_is_not_granted_is_the_role_and_not_the_login()
    {
        await using var account = await EmulatedAccount.StartAsync();

        var checks = await RunAsync(account, account.Options() with { Role = "NOT_MINE", Warehouse = "QLIK_WH" });

        Assert.Equal(ConnectionCheckStatus.Passed, Of(checks, "Login").Status);
        AssertFails(checks, "Role", detail: "NOT_MINE");
        AssertSkipped(checks, "Warehouse");
    }

    [Theory]
    [InlineData("NOT_THERE")]
    [InlineData("qlik_wh")]
    public async Task A_warehouse_that_is_not_there_or_in_another_case_is_the_warehouse(string warehouse)
    {
        await using var account = await EmulatedAccount.StartAsync();

        var checks = await RunAsync(account, account.Options() with { Warehouse = warehouse });

        Assert.Equal(ConnectionCheckStatus.Passed, Of(checks, "Role").Status);
        AssertFails(checks, "Warehouse", detail: warehouse);
    }

    [Fact]
    public async Task A_user_without_a_warehouse_is_warned()
    {
        await using var account = await EmulatedAccount.StartAsync(s => s.DefaultWarehouse = null);

        var check = Of(await RunAsync(account, account.Options()), "Warehouse");

        Assert.Equal(ConnectionCheckStatus.Skipped, check.Status);
        Assert.Contains("no default", check.Detail);
    }

    [Fact]
    public async Task A_login_by_token_has_no_key_to_check()
    {
        await using var account = await EmulatedAccount.StartAsync();
        account.Service.AddToken("s3cret-token", account.User);

        var right = await RunAsync(
            account,
            account.Options() with
            {
                User = null,
            },
            new LoginSource { Token = "s3cret-token".Secret() }
        );
        Assert.Equal(Names, right.Select(c => c.Name));
        AssertSkipped(right, "Key readable", "Key size", "Fingerprint", "Key slot");
        Assert.Equal(ConnectionCheckStatus.Passed, Of(right, "Login").Status);

        var wrong = await RunAsync(
            account,
            account.Options() with
            {
                User = null,
            },
            new LoginSource { Token = "s3cret-wrong".Secret() }
        );
        AssertFails(wrong, "Login", detail: "token is invalid", advice: "revoked");
        Assert.DoesNotContain("s3cret", string.Join(" ", wrong.Concat(right).Select(c => c.Detail + c.Advice)));
    }

    [Fact]
    public async Task A_cancellation_ends_the_checks()
    {
        await using var account = await EmulatedAccount.StartAsync();
        using var stop = new CancellationTokenSource();
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            new SnowflakeDiagnosis(
                account.Options(),
                new LoginSource { PrivateKeyPath = account.UserKeyPath }.ToCredential,
                null
            ).RunAsync(new CallContext(null, stop.Token))
        );
    }

    private static Task<IReadOnlyList<ConnectionCheck>> RunAsync(
        EmulatedAccount account,
        SnowflakeSessionOptions options,
        LoginSource? source = null,
        SnowflakeSession? admin = null
    ) =>
        new SnowflakeDiagnosis(
            options,
            (source ?? new LoginSource { PrivateKeyPath = account.UserKeyPath }).ToCredential,
            admin
        ).RunAsync(EmulatedAccount.Context);

    private static ConnectionCheck Of(IEnumerable<ConnectionCheck> checks, string name) =>
        Assert.Single(checks, c => c.Name == name);

    private static void AssertFails(
        IReadOnlyList<ConnectionCheck> checks,
        string name,
        string? detail = null,
        string? advice = null
    )
    {
        var check = Of(checks, name);
        Assert.Equal(ConnectionCheckStatus.Failed, check.Status);
        Assert.False(string.IsNullOrEmpty(check.Advice), "a failure without advice");
        Assert.Contains(detail ?? string.Empty, check.Detail);
        Assert.Contains(advice ?? string.Empty, check.Advice);
        Assert.Equal(Names, checks.Select(c => c.Name));
    }

    private static void AssertSkipped(IReadOnlyList<ConnectionCheck> checks, params string[] names) =>
        Assert.All(names, name => Assert.Equal(ConnectionCheckStatus.Skipped, Of(checks, name).Status));
}
