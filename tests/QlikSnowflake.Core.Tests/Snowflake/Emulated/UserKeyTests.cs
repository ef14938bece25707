using QlikSnowflake.Emulator.Snowflake;
using QlikSnowflake.Errors;
using QlikSnowflake.Keys;
using QlikSnowflake.Snowflake;
using QlikSnowflake.Snowflake.Keys;

namespace QlikSnowflake.Tests.Snowflake.Emulated;

public sealed class UserKeyTests : IAsyncLifetime
{
    private EmulatedAccount _account = null!;
    private SnowflakeSession _admin = null!;
    private PublicKey _key = null!;

    public async Task InitializeAsync()
    {
        _account = await EmulatedAccount.StartAsync();
        _admin = await _account.OpenAdminAsync();
        _key = PublicKey.ReadFile(_account.NewKey("key.p8").PublicKeyPath);
        _account.Service.AddUser("EMPTY", null, isAdmin: false);
    }

    public async Task DisposeAsync()
    {
        _admin.Dispose();
        await _account.DisposeAsync();
    }

    [Fact]
    public async Task Slots_and_named_key_pairs_are_listed_with_what_Snowflake_says_of_them()
    {
        await RunAsync($"ALTER USER EMPTY SET RSA_PUBLIC_KEY_2='{_key.Body}'");
        var pair = PublicKey.ReadFile(_account.NewKey("pair.p8").PublicKeyPath);
        await RunAsync(UserKeySql.AddKeyPair("EMPTY", "my pair", pair, 30, "it's \\ \"mine\""));

        var keys = await new UserKeyClient(_admin).ListAsync("empty", EmulatedAccount.Context);

        Assert.Equal(
            [
                ("EMPTY", "RSA_PUBLIC_KEY_2", 2, _key.Fingerprint, "ACTIVE"),
                ("EMPTY", "my pair", (int?)null, pair.Fingerprint, "ACTIVE"),
            ],
            keys.Select(k => (k.User, k.Name, k.Slot, k.Fingerprint, k.Status))
        );
        Assert.Equal("it's \\ \"mine\"", keys[1].Comment);
        Assert.InRange((keys[1].ExpiresAt!.Value - DateTimeOffset.UtcNow).TotalDays, 29.9, 30.1);
        Assert.InRange((DateTimeOffset.UtcNow - keys[0].CreatedOn!.Value).TotalMinutes, -1, 5);
        Assert.InRange((DateTimeOffset.UtcNow - keys[1].CreatedOn!.Value).TotalMinutes, -1, 5);
    }

    [Fact]
    public async Task An_account_without_named_key_pairs_has_its_slots()
    {
        _account.Service.Script(
            t => t.StartsWith("SHOW USER KEY PAIRS", StringComparison.Ordinal),
            ScriptedResult.Error("001003", "42000", "SQL compilation error: syntax error")
        );

        var keys = await new UserKeyClient(_admin).ListAsync(_account.User, EmulatedAccount.Context);

        Assert.Equal("RSA_PUBLIC_KEY", Assert.Single(keys).Name);
    }

    [Fact]
    public async Task A_name_typed_in_lower_case_is_the_plain_user_and_else_the_quoted_one()
    {
        _account.Service.AddUser("a", null, isAdmin: false, name: "BOTH");
        _account.Service.AddUser("b", null, isAdmin: false, name: "both");
        _account.Service.AddUser("c", null, isAdmin: false, name: "only");
        var client = new UserKeyClient(_admin);

        Assert.Equal("A", (await client.DescribeAsync("both", EmulatedAccount.Context)).LoginName);
        Assert.Equal("C", (await client.DescribeAsync("only", EmulatedAccount.Context)).LoginName);
        Assert.Equal(
            "SqlObjectNotFound",
            (await Assert.ThrowsAsync<SnowflakeException>(() => client.DescribeAsync("nobody", EmulatedAccount.Context))).ErrorId
        );

        await RegisterAsync(new() { User = "only", Key = _key });
        Assert.Equal(_key.Fingerprint, _account.Service.KeyFingerprint("c", 1));
    }

    [Theory]
    [InlineData("X\"; ALTER USER EMPTY SET DISABLED=TRUE; --")]
    [InlineData("X SET DISABLED=TRUE")]
    [InlineData("EMPTY'")]
    [InlineData("EMPTY--")]
    public async Task A_user_name_cannot_become_a_statement(string name)
    {
        _account.Service.AddUser("target", null, isAdmin: false, name: name);

        await RegisterAsync(new() { User = name, Key = _key });

        Assert.Equal(_key.Fingerprint, _account.Service.KeyFingerprint("target", 1));
        Assert.Null(_account.Service.KeyFingerprint("EMPTY", 1));
        Assert.False((await new UserKeyClient(_admin).DescribeAsync("EMPTY", EmulatedAccount.Context)).IsDisabled);
    }

    [Theory]
    [InlineData("pair\" PUBLIC_KEY='x", "plain")]
    [InlineData("p", "c' DAYS_TO_EXPIRY=1 COMMENT='")]
    [InlineData("p", "c\\' DAYS_TO_EXPIRY=1 --")]
    [InlineData("p.q", "\\")]
    public async Task A_key_pairs_name_and_comment_cannot_become_a_statement(string name, string comment)
    {
        await RegisterAsync(
            new()
            {
                User = "EMPTY",
                Key = _key,
                KeyPairName = name,
                Comment = comment,
            }
        );

        var key = Assert.Single(await new UserKeyClient(_admin).ListAsync("EMPTY", EmulatedAccount.Context));
        Assert.Equal((name == "p" ? "P" : name, comment, null), (key.Name, key.Comment, key.ExpiresAt));

        await RunAsync(UserKeyClient.RemoveStatement(key));
        Assert.Empty(await new UserKeyClient(_admin).ListAsync("EMPTY", EmulatedAccount.Context));
    }

    [Fact]
    public async Task The_first_free_slot_is_taken_and_a_key_that_is_there_is_left()
    {
        var second = PublicKey.ReadFile(_account.NewKey("second.p8").PublicKeyPath);

        Assert.Contains("SET RSA_PUBLIC_KEY=", await RegisterAsync(new() { User = "EMPTY", Key = _key }));
        Assert.Null(await RegisterAsync(new() { User = "EMPTY", Key = _key }));
        Assert.Contains("SET RSA_PUBLIC_KEY_2=", await RegisterAsync(new() { User = "EMPTY", Key = second }));
        Assert.Equal("NoFreeSlot", (await RefusalAsync(new() { User = "EMPTY", Key = Third() })).ErrorId);

        PublicKey Third() => PublicKey.ReadFile(_account.NewKey("third.p8").PublicKeyPath);
    }

    [Fact]
    public async Task Another_key_is_replaced_only_on_request()
    {
        await RegisterAsync(new() { User = "EMPTY", Key = _key });
        var other = PublicKey.ReadFile(_account.NewKey("other.p8").PublicKeyPath);

        Assert.Equal(
            "UserKeyExists",
            (
                await RefusalAsync(
                    new()
                    {
                        User = "EMPTY",
                        Key = other,
                        Slot = 1,
                    }
                )
            ).ErrorId
        );
        Assert.Contains(
            "SET RSA_PUBLIC_KEY=",
            await RegisterAsync(
                new()
                {
                    User = "EMPTY",
                    Key = other,
                    Slot = 1,
                    Replace = true,
                }
            )
        );
    }

    [Fact]
    public async Task A_named_key_pair_is_rotated_at_once_and_keeps_its_options()
    {
        await RegisterAsync(
            new()
            {
                User = "EMPTY",
                Key = _key,
                KeyPairName = "pair",
                DaysToExpiry = 9,
            }
        );
        var other = PublicKey.ReadFile(_account.NewKey("other.p8").PublicKeyPath);

        Assert.Null(
            await RegisterAsync(
                new()
                {
                    User = "EMPTY",
                    Key = _key,
                    KeyPairName = "PAIR",
                }
            )
        );
        Assert.Equal(
            "UserKeyExists",
            (
                await RefusalAsync(
                    new()
                    {
                        User = "EMPTY",
                        Key = other,
                        KeyPairName = "pair",
                    }
                )
            ).ErrorId
        );
        Assert.Equal(
            "KeyPairKeepsOptions",
            (
                await RefusalAsync(
                    new()
                    {
                        User = "EMPTY",
                        Key = other,
                        KeyPairName = "pair",
                        Replace = true,
                        DaysToExpiry = 5,
                    }
                )
            ).ErrorId
        );
        Assert.Contains(
            "ROTATE KEY PAIR PAIR",
            await RegisterAsync(
                new()
                {
                    User = "EMPTY",
                    Key = other,
                    KeyPairName = "pair",
                    Replace = true,
                }
            )
        );
        Assert.False(await _account.CanLoginAsync(_account.File("key.p8"), "EMPTY"));
        Assert.True(await _account.CanLoginAsync(_account.File("other.p8"), "EMPTY"));
    }

    [Fact]
    public async Task What_contradicts_itself_is_refused_before_any_request()
    {
        var before = _account.Service.Requests;

        Assert.Equal(
            "SlotAndKeyPair",
            (
                await RefusalAsync(
                    new()
                    {
                        User = "EMPTY",
                        Key = _key,
                        Slot = 1,
                        KeyPairName = "x",
                    }
                )
            ).ErrorId
        );
        Assert.Equal(
            "SlotWithoutExpiry",
            (
                await RefusalAsync(
                    new()
                    {
                        User = "EMPTY",
                        Key = _key,
                        DaysToExpiry = 1,
                    }
                )
            ).ErrorId
        );
        Assert.Equal(
            "SlotWithoutExpiry",
            (
                await RefusalAsync(
                    new()
                    {
                        User = "EMPTY",
                        Key = _key,
                        Comment = "c",
                    }
                )
            ).ErrorId
        );
        Assert.Equal(
            "KeyPairNameReserved",
            (
                await RefusalAsync(
                    new()
                    {
                        User = "EMPTY",
                        Key = _key,
                        KeyPairName = "Public_Key_2",
                    }
                )
            ).ErrorId
        );
        Assert.Equal(
            "NameInvalid",
            (
                await RefusalAsync(
                    new()
                    {
                        User = "EMPTY",
                        Key = _key,
                        KeyPairName = "a\0",
                    }
                )
            ).ErrorId
        );
        Assert.Equal("NameInvalid", (await RefusalAsync(new() { User = "", Key = _key })).ErrorId);
        Assert.Equal(before, _account.Service.Requests);
    }

    [Fact]
    public async Task A_session_without_the_right_is_told_so()
    {
        using var user = await _account.OpenAsync();

        var refusal = await Assert.ThrowsAsync<SnowflakeException>(() =>
            new UserKeyClient(user).ListAsync("EMPTY", EmulatedAccount.Context)
        );

        Assert.Equal(("SqlAccessDenied", FailureKind.Permission), (refusal.ErrorId, refusal.Kind));
        Assert.Single(await new UserKeyClient(user).ListAsync(user.User, EmulatedAccount.Context));
    }

    private Task RunAsync(string statement) => EmulatedAccount.RunAsync(_admin, statement);

    private async Task<string?> RegisterAsync(UserKeyRegistration registration)
    {
        var statement = await registration.ToStatementAsync(new UserKeyClient(_admin), EmulatedAccount.Context);
        if (statement is not null)
            await RunAsync(statement);
        return statement;
    }

    private Task<InputException> RefusalAsync(UserKeyRegistration registration) =>
        Assert.ThrowsAsync<InputException>(() => RegisterAsync(registration));
}
