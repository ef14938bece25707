using QlikSnowflake.Emulator.Faults;
using QlikSnowflake.Keys;
using QlikSnowflake.Snowflake;
using QlikSnowflake.Snowflake.Login;
using QlikSnowflake.Snowflake.Statements;
using QlikSnowflake.Tests.Support;

namespace QlikSnowflake.Tests.Snowflake.Emulated;

/// <summary>Tokens over the life of a session, against an account that checks them by its own clock.</summary>
public sealed class SessionTokenTests
{
    [Fact]
    public async Task A_token_that_ends_between_partitions_is_renewed_once()
    {
        await using var account = await EmulatedAccount.StartAsync(s => (s.FirstPartitionRows, s.PartitionRows) = (10, 10));
        Script(account, 50);
        using var session = await account.OpenAsync();
        using var result = await session.Statements.RunAsync(new StatementRequest("SELECT ROWS"), EmulatedAccount.Context);

        var read = 0;
        while (await result.ReadAsync(EmulatedAccount.Context) is { } rows)
        {
            read += rows.Length;
            if (read == 20)
                account.Pass(TimeSpan.FromMinutes(61));
        }

        Assert.Equal(50, read);
        Assert.Equal(1, account.Service.Executions("SELECT ROWS"));
    }

    [Fact]
    public async Task A_token_that_the_server_ends_early_is_renewed_once_for_all_requests_under_way()
    {
        await using var account = await EmulatedAccount.StartAsync(s => (s.FirstPartitionRows, s.PartitionRows) = (10, 10));
        Script(account, 200);
        using var session = await account.OpenAsync();
        using var result = await session.Statements.RunAsync(new StatementRequest("SELECT ROWS"), EmulatedAccount.Context);
        await result.ReadAsync(EmulatedAccount.Context);

        // The client's clock sees a token with half of its time left; the server's settings cut it.
        account.Pass(TimeSpan.FromMinutes(30));
        account.Service.Settings.MaximumTokenLifetime = TimeSpan.FromMinutes(20);
        var read = 10;
        while (await result.ReadAsync(EmulatedAccount.Context) is { } rows)
            read += rows.Length;

        Assert.Equal(200, read);
        Assert.All(account.Service.LoginFailures, code => Assert.Equal("394303", code));
        Assert.NotEmpty(account.Service.LoginFailures);
    }

    [Fact]
    public async Task A_token_that_ends_while_a_statement_is_polled_is_renewed()
    {
        await using var account = await EmulatedAccount.StartAsync();
        account.Service.Script(
            "SELECT LONG",
            Emulator.Snowflake.ScriptedResult.Rows(
                [Emulator.Snowflake.Results.SnowflakeColumn.Fixed("N", 10)],
                [],
                new() { Polls = 3 }
            )
        );
        using var session = await account.OpenAsync();

        var polls = 0;
        using var result = await session.Statements.RunAsync(
            new StatementRequest("SELECT LONG"),
            EmulatedAccount.Context,
            (_, _) =>
            {
                if (++polls == 2)
                    account.Pass(TimeSpan.FromMinutes(61));
            }
        );

        Assert.True(polls >= 2, $"{polls} polls");
        Assert.Empty(account.Service.LoginFailures);
    }

    [Fact]
    public async Task A_refusal_that_age_does_not_explain_is_not_tried_again()
    {
        await using var account = await EmulatedAccount.StartAsync();
        using var session = await account.OpenAsync();
        using (var admin = await account.OpenAdminAsync())
            await EmulatedAccount.RunAsync(admin, $"ALTER USER {account.User} UNSET RSA_PUBLIC_KEY");

        var refusal = await Assert.ThrowsAsync<SnowflakeException>(() =>
            session.Statements.ReadScalarAsync("SELECT 1", EmulatedAccount.Context)
        );

        Assert.Equal("SnowflakeLoginFailed", refusal.ErrorId);
        Assert.Equal(["394304"], account.Service.LoginFailures);

        account.Pass(TimeSpan.FromMinutes(10));
        await Assert.ThrowsAsync<SnowflakeException>(() =>
            session.Statements.ReadScalarAsync("SELECT 1", EmulatedAccount.Context)
        );
        Assert.Equal(3, account.Service.LoginFailures.Count);
    }

    [Fact]
    public async Task A_server_far_ahead_is_asked_once_and_the_clock_is_named()
    {
        await using var account = await EmulatedAccount.StartAsync();
        account.Host.Clock.Advance(TimeSpan.FromHours(2));

        var refusal = await Assert.ThrowsAsync<SnowflakeException>(() => account.OpenAsync());

        Assert.Equal(["394303"], account.Service.LoginFailures);
        Assert.Contains("clock", refusal.RecommendedAction);
    }

    [Fact]
    public async Task Many_requests_refused_with_one_token_all_go_on_with_one_new_token()
    {
        await using var account = await EmulatedAccount.StartAsync();
        using var session = await account.OpenAsync();
        account.Pass(TimeSpan.FromMinutes(5));
        account.Service.Settings.MaximumTokenLifetime = TimeSpan.FromMinutes(3);

        // Answers come in any order: some of the refusals arrive when the new token has been sent already.
        for (var i = 0; i < 6; i++)
            account.Host.Faults.Add(
                new Fault
                {
                    Service = "snowflake",
                    Kind = FaultKind.Slow,
                    DelayMs = 40 * i,
                    Skip = i,
                }
            );
        var values = await Task.WhenAll(
            Enumerable.Range(0, 12).Select(i => session.Statements.ReadScalarAsync($"SELECT {i}", EmulatedAccount.Context))
        );

        Assert.Equal(Enumerable.Range(0, 12).Select(i => $"{i}"), values);
    }

    [Theory]
    [InlineData("PROGRAMMATIC_ACCESS_TOKEN", "ProgrammaticAccessToken")]
    [InlineData("OAUTH", "OAuth")]
    public async Task A_token_someone_issued_opens_a_session_and_is_never_renewed(string type, string kind)
    {
        await using var account = await EmulatedAccount.StartAsync();
        account.Service.AddToken("tok-123.abc", account.User, type, account.Now().AddHours(1));
        using var session = await SnowflakeSession.OpenAsync(
            "test",
            account.Options() with
            {
                User = null,
            },
            Credential("tok-123.abc"),
            EmulatedAccount.Context
        );

        Assert.Equal((account.User, kind, null), (session.User, session.Authentication, session.Fingerprint));
        Assert.Equal("1", await session.Statements.ReadScalarAsync("SELECT 1", EmulatedAccount.Context));

        account.Pass(TimeSpan.FromHours(2));
        var before = account.Service.Requests;
        var refusal = await Assert.ThrowsAsync<SnowflakeException>(() =>
            session.Statements.ReadScalarAsync("SELECT 1", EmulatedAccount.Context)
        );
        Assert.Equal("SnowflakeLoginFailed", refusal.ErrorId);
        Assert.Equal(before + 1, account.Service.Requests);
        Assert.DoesNotContain("RSA_PUBLIC_KEY_FP", refusal.RecommendedAction);

        var other = await Assert.ThrowsAsync<SnowflakeException>(() =>
            SnowflakeSession.OpenAsync(
                "test",
                account.Options() with
                {
                    User = null,
                },
                Credential("unknown"),
                EmulatedAccount.Context
            )
        );
        Assert.DoesNotContain("unknown", other.ToString());

        SnowflakeCredential Credential(string token) =>
            type == "OAUTH"
                ? SnowflakeCredential.OAuth(token.Secret())
                : SnowflakeCredential.ProgrammaticAccessToken(token.Secret());
    }

    [Fact]
    public async Task A_session_changes_its_key_without_a_break_while_statements_run()
    {
        await using var account = await EmulatedAccount.StartAsync();
        var pair = account.NewKey("second.p8");
        using (var admin = await account.OpenAdminAsync())
            await EmulatedAccount.RunAsync(admin, $"ALTER USER {account.User} SET RSA_PUBLIC_KEY_2='{pair.PublicKey}'");

        using var session = await account.OpenAsync();
        using var stop = new CancellationTokenSource();
        var done = 0;
        var callers = Enumerable
            .Range(0, 6)
            .Select(_ =>
                Task.Run(async () =>
                {
                    while (!stop.IsCancellationRequested)
                    {
                        Assert.Equal("1", await session.Statements.ReadScalarAsync("SELECT 1", EmulatedAccount.Context));
                        Interlocked.Increment(ref done);
                    }
                })
            )
            .ToArray();
        foreach (var path in Enumerable.Range(0, 10).Select(i => i % 2 == 0 ? pair.PrivateKeyPath : account.UserKeyPath))
        {
            var seen = Volatile.Read(ref done);
            session.UseKey(SigningKey.ReadFile(path, null));
            SpinWait.SpinUntil(() => Volatile.Read(ref done) > seen + 3, TimeSpan.FromSeconds(20));
        }

        await stop.CancelAsync();
        await Task.WhenAll(callers);
        Assert.True(done > 30, $"{done} statements");
        Assert.Empty(account.Service.LoginFailures);
    }

    [Fact]
    public async Task A_session_by_token_takes_no_key()
    {
        await using var account = await EmulatedAccount.StartAsync();
        account.Service.AddToken("t", account.User);
        using var session = await SnowflakeSession.OpenAsync(
            "test",
            account.Options(),
            SnowflakeCredential.ProgrammaticAccessToken("t".Secret()),
            EmulatedAccount.Context
        );

        Assert.Equal(
            "SessionHasNoKey",
            Assert
                .Throws<QlikSnowflake.Errors.InputException>(() => session.UseKey(SigningKey.ReadFile(account.UserKeyPath, null)))
                .ErrorId
        );
    }

    private static void Script(EmulatedAccount account, int rows) =>
        account.Service.Script(
            "SELECT ROWS",
            Emulator.Snowflake.ScriptedResult.Rows(
                [Emulator.Snowflake.Results.SnowflakeColumn.Fixed("N", 10)],
                rows,
                i => [$"{i}"],
                new() { PartitionRows = 10 }
            )
        );
}
