using System.Diagnostics;
using System.Net;
using System.Security.Cryptography;
using Xunit;

namespace QlikSnowflake.Tests.Snowflake.Users;

public sealed class UserKeyTests
{
    private static string Body(RSA key) => Convert.ToBase64String(key.ExportSubjectPublicKeyInfo());

    private static Task<Reply> AsAdminAsync(SnowflakeHost host, string sql) => host.SubmitAsync(sql, user: SnowflakeHost.Admin);

    private static async Task<HttpStatusCode> LoginAsync(SnowflakeHost host, RSA key, string user = SnowflakeHost.User)
    {
        using var request = host.SubmitRequest("SELECT 1");
        request.Headers.Authorization = new("Bearer", new TestJwt(host.Clock.GetUtcNow(), "MYORG-MYACCOUNT", user, key).Sign());
        return (await host.SendAsync(request)).Status;
    }

    private static async Task<Dictionary<string, string?>> DescribeAsync(SnowflakeHost host, string sql)
    {
        var reply = await AsAdminAsync(host, sql);
        Assert.Equal(["property", "value", "default", "description"], reply.Columns);
        return reply.Rows.ToDictionary(r => r[0]!, r => r[1]);
    }

    [Fact]
    public async Task A_key_is_rotated_over_the_two_slots()
    {
        await using var host = await SnowflakeHost.StartAsync();
        using var next = RSA.Create(2048);
        Assert.Equal(HttpStatusCode.Unauthorized, await LoginAsync(host, next));

        var set = await AsAdminAsync(host, $"ALTER USER qlik_svc SET RSA_PUBLIC_KEY_2='{Body(next)}'");

        Assert.Equal("Statement executed successfully.", set.Cell);
        Assert.Equal("status", set.Columns.Single());
        Assert.Equal(HttpStatusCode.OK, await LoginAsync(host, next));
        Assert.Equal(HttpStatusCode.OK, await LoginAsync(host, SnowflakeHost.UserKey));
        Assert.Equal(TestJwt.Fingerprint(next), host.Service.KeyFingerprint("qlik_svc", 2));

        await AsAdminAsync(host, "alter user if exists \"QLIK_SVC\" unset rsa_public_key");

        Assert.Equal(HttpStatusCode.OK, await LoginAsync(host, next));
        Assert.Equal(HttpStatusCode.Unauthorized, await LoginAsync(host, SnowflakeHost.UserKey));
        Assert.Equal("394304", host.Service.LoginFailures[^1]);
        Assert.Null(host.Service.KeyFingerprint("QLIK_SVC", 1));
    }

    [Fact]
    public async Task Describe_shows_keys_and_fingerprints()
    {
        await using var host = await SnowflakeHost.StartAsync();

        var before = await DescribeAsync(host, "DESC USER qlik_svc");
        await AsAdminAsync(
            host,
            $"ALTER USER qlik_svc SET RSA_PUBLIC_KEY_2='{Body(SnowflakeHost.AdminKey)}', COMMENT = 'service'"
        );
        var after = await DescribeAsync(host, "DESCRIBE USER qlik_svc");

        Assert.Equal("QLIK_SVC", before["LOGIN_NAME"]);
        Assert.Equal("QLIK_ROLE", before["DEFAULT_ROLE"]);
        Assert.Equal("QLIK.PUBLIC", before["DEFAULT_NAMESPACE"]);
        Assert.Equal(Body(SnowflakeHost.UserKey), before["RSA_PUBLIC_KEY"]);
        Assert.Equal(TestJwt.Fingerprint(SnowflakeHost.UserKey), before["RSA_PUBLIC_KEY_FP"]);
        Assert.Equal("2026-03-01 12:00:00.000", before["RSA_PUBLIC_KEY_LAST_SET_TIME"]);
        Assert.Equal(("null", "null", "null"), (before["RSA_PUBLIC_KEY_2"], before["RSA_PUBLIC_KEY_2_FP"], before["COMMENT"]));
        Assert.Equal(TestJwt.Fingerprint(SnowflakeHost.AdminKey), after["RSA_PUBLIC_KEY_2_FP"]);
        Assert.Equal("service", after["COMMENT"]);
    }

    [Fact]
    public async Task A_user_describes_itself_and_changes_nobody()
    {
        await using var host = await SnowflakeHost.StartAsync();

        Assert.Equal(HttpStatusCode.OK, (await host.SubmitAsync("DESC USER qlik_svc")).Status);
        foreach (
            var sql in new[]
            {
                "DESC USER qlik_admin",
                "SHOW USER KEY PAIRS FOR USER qlik_admin",
                "ALTER USER qlik_svc UNSET RSA_PUBLIC_KEY",
                "ALTER USER qlik_admin SET COMMENT = 'x'",
            }
        )
        {
            var reply = await host.SubmitAsync(sql);
            Assert.Equal((HttpStatusCode.UnprocessableEntity, "003001"), (reply.Status, reply.Code));
            Assert.Equal("42501", (string?)reply.Json["sqlState"]);
        }

        Assert.NotNull(host.Service.KeyFingerprint("QLIK_SVC", 1));
    }

    [Fact]
    public async Task An_administrator_needs_the_role_too()
    {
        await using var host = await SnowflakeHost.StartAsync();

        var reply = await host.SubmitAsync(
            "ALTER USER qlik_svc UNSET RSA_PUBLIC_KEY",
            body: new { role = "PUBLIC" },
            user: SnowflakeHost.Admin
        );
        var other = await host.SubmitAsync(
            "ALTER USER qlik_svc SET COMMENT='x'",
            body: new { role = "SECURITYADMIN" },
            user: SnowflakeHost.Admin
        );

        Assert.Equal("003001", reply.Code);
        Assert.Equal(HttpStatusCode.OK, other.Status);
    }

    [Fact]
    public async Task A_user_that_may_manage_its_keys_rotates_its_own()
    {
        await using var host = await SnowflakeHost.StartAsync();
        host.Service.GrantKeyManagement(SnowflakeHost.User, "qlik_svc");

        Assert.Equal(
            HttpStatusCode.OK,
            (await host.SubmitAsync($"ALTER USER qlik_svc SET RSA_PUBLIC_KEY_2='{Body(SnowflakeHost.AdminKey)}'")).Status
        );
        Assert.Equal("003001", (await host.SubmitAsync("ALTER USER qlik_admin UNSET RSA_PUBLIC_KEY")).Code);
    }

    [Fact]
    public async Task An_unknown_user_is_002003_unless_it_need_not_exist()
    {
        await using var host = await SnowflakeHost.StartAsync();

        var alter = await AsAdminAsync(host, "ALTER USER nobody UNSET RSA_PUBLIC_KEY");
        var ifExists = await AsAdminAsync(host, "ALTER USER IF EXISTS nobody UNSET RSA_PUBLIC_KEY");
        var describe = await AsAdminAsync(host, "DESC USER nobody");

        Assert.Equal("002003", alter.Code);
        Assert.Equal("SQL compilation error:\nUser 'NOBODY' does not exist or not authorized.", alter.ErrorText);
        Assert.Equal(HttpStatusCode.OK, ifExists.Status);
        Assert.Equal("002003", describe.Code);
    }

    [Fact]
    public async Task A_key_that_is_none_is_rejected()
    {
        await using var host = await SnowflakeHost.StartAsync();
        using var small = RSA.Create(1024);
        using var curve = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var bodies = new[]
        {
            "",
            "nonsense",
            Body(small),
            Convert.ToBase64String(SnowflakeHost.UserKey.ExportPkcs8PrivateKey()),
            SnowflakeHost.UserKey.ExportSubjectPublicKeyInfoPem(),
            Convert.ToBase64String(curve.ExportSubjectPublicKeyInfo()),
            Convert.ToBase64String(SnowflakeHost.UserKey.ExportRSAPublicKey()),
        };

        foreach (var body in bodies)
        {
            var reply = await AsAdminAsync(host, $"ALTER USER qlik_svc SET RSA_PUBLIC_KEY='{body}'");
            Assert.Contains(
                "New public key rejected by current policy. Reason: 'Invalid public key'",
                reply.ErrorText,
                StringComparison.Ordinal
            );
        }

        Assert.Equal(TestJwt.Fingerprint(SnowflakeHost.UserKey), host.Service.KeyFingerprint("QLIK_SVC", 1));
    }

    [Fact]
    public async Task A_key_may_be_in_several_lines()
    {
        await using var host = await SnowflakeHost.StartAsync();
        var lines = string.Join("\n", Body(SnowflakeHost.AdminKey).Chunk(64).Select(c => new string(c)));

        Assert.Equal(HttpStatusCode.OK, (await AsAdminAsync(host, $"ALTER USER qlik_svc SET RSA_PUBLIC_KEY='{lines}'")).Status);
        Assert.Equal(TestJwt.Fingerprint(SnowflakeHost.AdminKey), host.Service.KeyFingerprint("QLIK_SVC", 1));
    }

    [Theory]
    [InlineData("ALTER USER qlik_svc SET FAVOURITE='x'", "001420")]
    [InlineData("ALTER USER qlik_svc UNSET FAVOURITE", "001420")]
    [InlineData("ALTER USER qlik_svc SET RSA_PUBLIC_KEY", "001003")]
    [InlineData("ALTER USER qlik_svc", "001003")]
    [InlineData("ALTER USER qlik_svc SET RSA_PUBLIC_KEY=MIIB", "001003")]
    [InlineData("ALTER USER qlik_svc UNSET RSA_PUBLIC_KEY RSA_PUBLIC_KEY_2", "001003")]
    public async Task What_is_no_ALTER_USER_does_not_compile(string sql, string code)
    {
        await using var host = await SnowflakeHost.StartAsync();

        Assert.Equal(code, (await AsAdminAsync(host, sql)).Code);
    }

    [Fact]
    public async Task A_named_key_pair_logs_in_and_a_rotated_one_until_its_grace_ends()
    {
        await using var host = await SnowflakeHost.StartAsync();
        using var first = RSA.Create(2048);
        using var second = RSA.Create(2048);

        await AsAdminAsync(
            host,
            $"ALTER USER qlik_svc ADD KEY PAIR main PUBLIC_KEY='{Body(first)}' ROLE_RESTRICTION='PUBLIC' DAYS_TO_EXPIRY=30 COMMENT='qlik'"
        );
        Assert.Equal(HttpStatusCode.OK, await LoginAsync(host, first));
        var rotated = await AsAdminAsync(host, $"ALTER USER qlik_svc ROTATE KEY PAIR main PUBLIC_KEY='{Body(second)}'");
        Assert.Equal(HttpStatusCode.OK, rotated.Status);
        Assert.Equal(HttpStatusCode.OK, await LoginAsync(host, first));
        Assert.Equal(HttpStatusCode.OK, await LoginAsync(host, second));

        var shown = await host.SubmitAsync("SHOW USER KEY PAIRS");

        Assert.Equal(
            [
                "name",
                "user_name",
                "fingerprint",
                "role_scope",
                "status",
                "comment",
                "created_on",
                "created_by",
                "last_used_on",
                "expires_at",
                "rotated_to",
            ],
            shown.Columns
        );
        var rows = shown.Rows.ToList();
        var now = host.Clock.GetUtcNow();
        Assert.Equal(
            new string?[]
            {
                "MAIN",
                "QLIK_SVC",
                TestJwt.Fingerprint(second),
                "PUBLIC",
                "ACTIVE",
                "qlik",
                Epoch(now),
                "QLIK_ADMIN",
                Epoch(now),
                Epoch(now.AddDays(30)),
                null,
            },
            rows[0]
        );
        Assert.Equal(
            new string?[]
            {
                $"MAIN_ROTATED_{now.ToUnixTimeMilliseconds()}",
                "QLIK_SVC",
                TestJwt.Fingerprint(first),
                "PUBLIC",
                "ACTIVE",
                "qlik",
                Epoch(now),
                "QLIK_ADMIN",
                Epoch(now),
                Epoch(now.AddHours(24)),
                "MAIN",
            },
            rows[1]
        );

        host.Clock.Advance(TimeSpan.FromHours(24));
        Assert.Equal(HttpStatusCode.Unauthorized, await LoginAsync(host, first));
        Assert.Equal(HttpStatusCode.OK, await LoginAsync(host, second));
        Assert.Equal("EXPIRED", (await host.SubmitAsync("SHOW USER KEY PAIRS FOR USER qlik_svc")).Rows.ElementAt(1)[4]);
        host.Clock.Advance(TimeSpan.FromDays(29));
        Assert.Equal(HttpStatusCode.Unauthorized, await LoginAsync(host, second));
    }

    [Fact]
    public async Task A_key_pair_restricted_to_a_role_allows_no_other()
    {
        await using var host = await SnowflakeHost.StartAsync();
        using var key = RSA.Create(2048);
        await AsAdminAsync(host, $"ALTER USER qlik_svc ADD KEY PAIR k PUBLIC_KEY='{Body(key)}' ROLE_RESTRICTION='PUBLIC'");
        var token = new TestJwt(host.Clock.GetUtcNow(), "MYORG-MYACCOUNT", SnowflakeHost.User, key).Sign();

        using var none = host.SubmitRequest("SELECT CURRENT_ROLE()");
        none.Headers.Authorization = new("Bearer", token);
        using var same = host.SubmitRequest("SELECT CURRENT_ROLE()", body: new { role = "PUBLIC" });
        same.Headers.Authorization = new("Bearer", token);
        using var other = host.SubmitRequest("SELECT CURRENT_ROLE()", body: new { role = "QLIK_ROLE" });
        other.Headers.Authorization = new("Bearer", token);

        Assert.Equal("PUBLIC", (await host.SendAsync(none)).Cell);
        Assert.Equal("PUBLIC", (await host.SendAsync(same)).Cell);
        Assert.Equal("390189", (await host.SendAsync(other)).Code);
    }

    [Fact]
    public async Task A_disabled_user_cannot_log_in()
    {
        await using var host = await SnowflakeHost.StartAsync();

        await AsAdminAsync(host, "ALTER USER qlik_svc SET DISABLED = TRUE");
        Assert.Equal(HttpStatusCode.Unauthorized, await LoginAsync(host, SnowflakeHost.UserKey));
        await AsAdminAsync(host, "ALTER USER qlik_svc UNSET DISABLED");
        Assert.Equal(HttpStatusCode.OK, await LoginAsync(host, SnowflakeHost.UserKey));
    }

    [Fact]
    public async Task A_rotation_may_end_the_old_key_at_once()
    {
        await using var host = await SnowflakeHost.StartAsync();
        using var first = RSA.Create(2048);
        using var second = RSA.Create(2048);
        await AsAdminAsync(host, $"ALTER USER qlik_svc ADD KEY PAIR k PUBLIC_KEY='{Body(first)}'");

        await AsAdminAsync(
            host,
            $"ALTER USER qlik_svc ROTATE KEY PAIR k PUBLIC_KEY='{Body(second)}' EXPIRE_ROTATED_KEY_PAIR_AFTER_HOURS=0"
        );

        Assert.Equal(HttpStatusCode.Unauthorized, await LoginAsync(host, first));
        Assert.Equal(HttpStatusCode.OK, await LoginAsync(host, second));
    }

    [Fact]
    public async Task A_key_pair_is_modified_and_removed()
    {
        await using var host = await SnowflakeHost.StartAsync();
        using var key = RSA.Create(2048);
        await AsAdminAsync(host, $"ALTER USER qlik_svc ADD KEY PAIR k PUBLIC_KEY='{Body(key)}'");

        await AsAdminAsync(host, "ALTER USER qlik_svc MODIFY KEY PAIR k SET DISABLED=TRUE COMMENT='off'");
        Assert.Equal(HttpStatusCode.Unauthorized, await LoginAsync(host, key));
        var shown = (await host.SubmitAsync("SHOW USER KEY PAIRS")).Rows.Single();
        Assert.Equal(("DISABLED", "off"), (shown[4], shown[5]));
        await AsAdminAsync(host, "ALTER USER qlik_svc MODIFY KEY PAIR k UNSET DISABLED, COMMENT");
        await AsAdminAsync(host, "ALTER USER qlik_svc MODIFY KEY PAIR k RENAME TO k2");
        Assert.Equal(HttpStatusCode.OK, await LoginAsync(host, key));
        Assert.Equal("002003", (await AsAdminAsync(host, "ALTER USER qlik_svc REMOVE KEY PAIR k")).Code);
        Assert.Equal(HttpStatusCode.OK, (await AsAdminAsync(host, "ALTER USER qlik_svc REMOVE KEY PAIR k2")).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, await LoginAsync(host, key));
        Assert.Empty((await host.SubmitAsync("SHOW USER KEY PAIRS")).Rows);
    }

    [Fact]
    public async Task Without_a_name_the_key_pair_is_the_current_users()
    {
        await using var host = await SnowflakeHost.StartAsync();
        using var key = RSA.Create(2048);
        host.Service.GrantKeyManagement(SnowflakeHost.User, SnowflakeHost.User);

        await host.SubmitAsync($"ALTER USER ADD KEY PAIR mine PUBLIC_KEY='{Body(key)}'");

        Assert.Equal("MINE", (await host.SubmitAsync("SHOW USER KEY PAIRS")).Rows.Single()[0]);
    }

    [Fact]
    public async Task Key_pairs_have_their_limits()
    {
        await using var host = await SnowflakeHost.StartAsync();
        using var key = RSA.Create(2048);
        using var curve = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        var body = Body(key);

        Assert.Equal(
            "001008",
            (await AsAdminAsync(host, $"ALTER USER qlik_svc ADD KEY PAIR PUBLIC_KEY_1 PUBLIC_KEY='{body}'")).Code
        );
        Assert.Equal(
            "001008",
            (await AsAdminAsync(host, $"ALTER USER qlik_svc ADD KEY PAIR k PUBLIC_KEY='{body}' DAYS_TO_EXPIRY=0")).Code
        );
        Assert.Equal(
            "002003",
            (await AsAdminAsync(host, $"ALTER USER qlik_svc ADD KEY PAIR k PUBLIC_KEY='{body}' ROLE_RESTRICTION='NOPE'")).Code
        );
        Assert.Equal("001003", (await AsAdminAsync(host, "ALTER USER qlik_svc ADD KEY PAIR k COMMENT='no key'")).Code);
        Assert.Equal(
            "001008",
            (await AsAdminAsync(host, $"ALTER USER qlik_svc ADD KEY PAIR k PUBLIC_KEY='{Body(SnowflakeHost.UserKey)}'")).Code
        );
        Assert.Equal(
            HttpStatusCode.OK,
            (await AsAdminAsync(host, $"ALTER USER qlik_svc ADD KEY PAIR k PUBLIC_KEY='{body}'")).Status
        );
        Assert.Equal(
            "002002",
            (
                await AsAdminAsync(
                    host,
                    $"ALTER USER qlik_svc ADD KEY PAIR k PUBLIC_KEY='{Convert.ToBase64String(curve.ExportSubjectPublicKeyInfo())}'"
                )
            ).Code
        );
        for (var i = 1; i < 10; i++)
        {
            using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            Assert.Equal(
                HttpStatusCode.OK,
                (
                    await AsAdminAsync(
                        host,
                        $"ALTER USER qlik_svc ADD KEY PAIR k{i} PUBLIC_KEY='{Convert.ToBase64String(other.ExportSubjectPublicKeyInfo())}'"
                    )
                ).Status
            );
        }

        var eleventh = await AsAdminAsync(
            host,
            $"ALTER USER qlik_svc ADD KEY PAIR k10 PUBLIC_KEY='{Convert.ToBase64String(curve.ExportSubjectPublicKeyInfo())}'"
        );
        Assert.Contains("maximum of 10 key pairs", eleventh.ErrorText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Keys_and_fingerprints_made_with_openssl_are_the_same()
    {
        var folder = Directory.CreateTempSubdirectory("qliksnowflake-");
        try
        {
            var privateKey = Path.Combine(folder.FullName, "rsa_key.p8");
            var publicKey = Path.Combine(folder.FullName, "rsa_key.pub");
            await OpenSslAsync("genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048", "-out", privateKey);
            await OpenSslAsync("rsa", "-in", privateKey, "-pubout", "-out", publicKey);
            await OpenSslAsync(
                "rsa",
                "-pubin",
                "-in",
                publicKey,
                "-outform",
                "DER",
                "-out",
                Path.Combine(folder.FullName, "key.der")
            );
            var digest = await OpenSslAsync("dgst", "-sha256", "-hex", "-r", Path.Combine(folder.FullName, "key.der"));
            var fingerprint = "SHA256:" + Convert.ToBase64String(Convert.FromHexString(digest.Split(' ')[0]));
            var body = string.Concat(
                (await File.ReadAllLinesAsync(publicKey)).Where(l => !l.StartsWith("--", StringComparison.Ordinal))
            );
            await using var host = await SnowflakeHost.StartAsync();

            await AsAdminAsync(host, $"ALTER USER qlik_svc SET RSA_PUBLIC_KEY='{body}'");

            Assert.Equal(fingerprint, host.Service.KeyFingerprint("QLIK_SVC", 1));
            using var key = RSA.Create();
            key.ImportFromPem(await File.ReadAllTextAsync(privateKey));
            Assert.Equal(HttpStatusCode.OK, await LoginAsync(host, key));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string Epoch(DateTimeOffset time) => $"{time.ToUnixTimeSeconds()}.000000000";

    private static async Task<string> OpenSslAsync(params string[] arguments)
    {
        using var process = Process.Start(
            new ProcessStartInfo("openssl", arguments) { RedirectStandardOutput = true, RedirectStandardError = true }
        )!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, await errors);
        return await output;
    }
}
