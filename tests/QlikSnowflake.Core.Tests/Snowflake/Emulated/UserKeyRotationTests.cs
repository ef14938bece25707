using QlikSnowflake.Emulator.Faults;
using QlikSnowflake.Emulator.Snowflake;
using QlikSnowflake.Errors;
using QlikSnowflake.Http;
using QlikSnowflake.Keys;
using QlikSnowflake.Rotation;
using QlikSnowflake.Snowflake;
using QlikSnowflake.Snowflake.Keys;
using QlikSnowflake.Snowflake.Login;
using QlikSnowflake.Tests.Support;

namespace QlikSnowflake.Tests.Snowflake.Emulated;

/// <summary>Rotations that end, that are interrupted after each step or at each statement, and that meet each other.</summary>
public sealed class UserKeyRotationTests : IAsyncLifetime
{
    private EmulatedAccount _account = null!;
    private int _users;
    private SnowflakeKeyPair? _old;

    public async Task InitializeAsync() => _account = await EmulatedAccount.StartAsync();

    public async Task DisposeAsync() => await _account.DisposeAsync();

    [Theory]
    [InlineData(null)]
    [InlineData("QLIK")]
    [InlineData("qlik \"quoted\"; DROP")]
    public async Task A_rotation_leaves_the_new_key_alone(string? pair)
    {
        var (user, old) = await NewUserAsync(pair);
        using var admin = await _account.OpenAdminAsync();

        var done = await RotateAsync(admin, Options(user, pair));

        Assert.Equal(
            (user, pair ?? "RSA_PUBLIC_KEY_2", old.Fingerprint, true),
            (done.User, done.Name, done.OldFingerprint, done.OldKeyRetired)
        );
        await AssertNewOnlyAsync(user, old, pair);
        Assert.Equal(done.Fingerprint, PublicKey.ReadFile(done.PublicKeyPath).Fingerprint);
        Assert.DoesNotContain(Directory.GetFiles(_account.File("."), "*.rotation.json"), _ => true);

        var back = await RotateAsync(admin, Options(user, pair) with { PrivateKeyPath = _account.File("again.p8") });
        Assert.Equal((pair ?? "RSA_PUBLIC_KEY", done.Fingerprint), (back.Name, back.OldFingerprint));
        Assert.False(await _account.CanLoginAsync(_account.File("new.p8"), user));
        Assert.True(await _account.CanLoginAsync(_account.File("again.p8"), user));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("QLIK")]
    public async Task After_a_crash_at_any_step_a_key_works_and_the_same_command_ends_it(string? pair)
    {
        using var admin = await _account.OpenAdminAsync();
        var crashes = 0;
        for (var step = 0; ; step++)
        {
            var (user, old) = await NewUserAsync(pair);
            var options = Options(user, pair) with { PrivateKeyPath = _account.File($"crash{step}.p8") };
            var seen = 0;
            try
            {
                await RotateAsync(
                    admin,
                    options,
                    _ =>
                    {
                        if (seen++ == step)
                            throw new CrashException();
                    }
                );
                break;
            }
            catch (CrashException)
            {
                crashes++;
            }

            await AssertSomeKeyWorksAsync(user, old, options);
            using var later = await _account.OpenAdminAsync();
            var done = await RotateAsync(later, options);
            Assert.Equal(old.Fingerprint, done.OldFingerprint);
            await AssertNewOnlyAsync(user, old, pair, options.PrivateKeyPath);
        }

        Assert.Equal(4, crashes);
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData("QLIK", false)]
    [InlineData(null, true)]
    public async Task After_a_failure_of_any_statement_a_key_works_and_the_same_command_ends_it(string? pair, bool ownSession)
    {
        var failures = 0;
        for (var number = 1; ; number++)
        {
            var (user, old) = await NewUserAsync(pair);
            _account.Service.GrantKeyManagement(user, user);
            var options = Options(user, pair) with { PrivateKeyPath = _account.File($"fail{number}.p8") };
            var failed = false;
            using (var session = await OpenAsync())
            {
                var seen = 0;
                _account.Service.Script(
                    _ => Interlocked.Increment(ref seen) == number,
                    ScriptedResult.Error("000603", "XX000", "Internal error", options: new() { Times = 1 })
                );
                try
                {
                    await RotateAsync(session, options);
                }
                catch (QlikSnowflakeException e)
                {
                    failed = true;
                    Assert.True(
                        e is RotationException { RecommendedAction: { } advice }
                            ? advice.Contains("Run the same command again", StringComparison.Ordinal)
                            : e is SnowflakeException,
                        e.ToString()
                    );
                }

                // Whatever did not strike must not strike below.
                seen = int.MinValue;
            }

            if (!failed)
                break;
            failures++;
            await AssertSomeKeyWorksAsync(user, old, options);
            using var later = await OpenAsync();
            await RotateAsync(later, options);
            await AssertNewOnlyAsync(user, old, pair, options.PrivateKeyPath);

            async Task<SnowflakeSession> OpenAsync() =>
                !ownSession
                    ? await _account.OpenAdminAsync()
                    : await _account.OpenAsync(
                        user,
                        await _account.CanLoginAsync(old.PrivateKeyPath, user) ? old.PrivateKeyPath : options.PrivateKeyPath
                    );
        }

        Assert.True(failures >= 7, $"only {failures} statements failed");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("QLIK")]
    public async Task A_lost_reply_is_asked_for_again_and_no_statement_runs_twice(string? pair)
    {
        using var admin = await _account.OpenAdminAsync();
        for (var request = 0; request < 12; request++)
        {
            var (user, old) = await NewUserAsync(pair);
            var options = Options(user, pair) with { PrivateKeyPath = _account.File($"lost{request}.p8") };
            _account.Host.Faults.Add(
                new Fault
                {
                    Service = "snowflake",
                    Kind = FaultKind.DropAfter,
                    Skip = request,
                }
            );

            await RotateAsync(admin, options);

            _account.Host.Faults.Clear();
            await AssertNewOnlyAsync(user, old, pair, options.PrivateKeyPath);
            var changes = _account
                .Service.Statements.Select(s => s.Text)
                .Where(t =>
                    t.StartsWith($"ALTER USER {user} ", StringComparison.Ordinal)
                    && !t.Contains("ADD KEY", StringComparison.Ordinal)
                )
                .ToArray();
            Assert.Equal(2, changes.Length);
        }
    }

    [Fact]
    public async Task A_session_that_rotates_its_own_key_goes_on_with_the_new_one()
    {
        var (user, old) = await NewUserAsync(null);
        _account.Service.GrantKeyManagement(user, user);
        using var session = await _account.OpenAsync(user, old.PrivateKeyPath);

        var rotation = await UserKeyRotation.PlanAsync(session, Options(user, null), EmulatedAccount.Context);
        Assert.Equal(
            ["Make new key", "Register new key", "Prove new key", "Switch this session", "Retire old key"],
            rotation.Plan.Steps.Select(s => s.Name)
        );
        var done = await rotation.RunAsync(EmulatedAccount.Context);

        Assert.Equal(done.Fingerprint, session.Fingerprint);
        Assert.Equal("1", await session.Statements.ReadScalarAsync("SELECT 1", EmulatedAccount.Context));
        await AssertNewOnlyAsync(user, old, null);
    }

    [Theory]
    [InlineData(null, false, 8)]
    [InlineData(null, true, 8)]
    [InlineData("QLIK", false, 9)]
    public async Task A_rotation_asks_for_no_more_than_it_needs(string? pair, bool ownSession, int most)
    {
        var (user, old) = await NewUserAsync(pair);
        _account.Service.GrantKeyManagement(user, user);
        using var session = ownSession ? await _account.OpenAsync(user, old.PrivateKeyPath) : await _account.OpenAdminAsync();
        var before = _account.Service.Statements.Count;

        await RotateAsync(session, Options(user, pair));

        var sent = _account.Service.Statements.Skip(before).Select(s => s.Text).ToArray();
        Assert.True(sent.Length <= most, $"{sent.Length} statements:\n{string.Join("\n", sent)}");
    }

    [Fact]
    public async Task The_log_says_what_was_done_and_what_was_seen_to_be_done()
    {
        var (user, _) = await NewUserAsync(null);
        using var admin = await _account.OpenAdminAsync();
        await Assert.ThrowsAsync<CrashException>(() =>
            RotateAsync(
                admin,
                Options(user, null),
                step =>
                {
                    if (step.Name == "Prove new key")
                        throw new CrashException();
                }
            )
        );
        var log = new TestLog();

        await RotateAsync(admin, Options(user, null), context: new CallContext(log));

        Assert.Equal(
            [
                "Make new key: seen to be done.",
                "Register new key: seen to be done.",
                "Prove new key: done.",
                "Retire old key: done.",
            ],
            log.Messages.Where(m => m.EndsWith("done.", StringComparison.Ordinal))
        );
    }

    [Fact]
    public async Task A_key_that_is_not_known_everywhere_at_once_is_waited_for()
    {
        var (user, old) = await NewUserAsync(null);
        _account.Service.Script(
            "SELECT CURRENT_USER()",
            ScriptedResult.Error("390144", "08004", "JWT token is invalid.", status: 401, options: new() { Times = 3 })
        );
        var waited = new List<double>();
        var options = _account.Options(_account.Admin) with
        {
            Delay = (time, _) =>
            {
                waited.Add(time.TotalSeconds);
                return Task.CompletedTask;
            },
        };
        using var admin = SnowflakeSession.Create(
            "test",
            options,
            SnowflakeCredential.KeyPair(SigningKey.ReadFile(_account.AdminKeyPath, null))
        );

        await RotateAsync(admin, Options(user, null));

        Assert.NotEmpty(waited);
        Assert.Equal(new[] { 1.0, 2, 4, 8 }.Take(waited.Count), waited);
        await AssertNewOnlyAsync(user, old, null);
    }

    [Fact]
    public async Task A_rotation_that_version_0_1_0_left_half_done_goes_on()
    {
        var (user, old) = await NewUserAsync(null);
        using var admin = await _account.OpenAdminAsync();
        var path = _account.File("new.p8");
        var half = KeyPairFile.Create(path, null, 2048, overwrite: false);
        await EmulatedAccount.RunAsync(admin, $"ALTER USER {user} SET RSA_PUBLIC_KEY_2='{half.PublicKey}'");
        _account.Write(
            "new.p8.rotation.json",
            $$"""{"Account":"{{admin.Account}}","User":"{{user}}","Name":"RSA_PUBLIC_KEY_2","Slot":2,"OldFingerprint":"{{old.Fingerprint}}"}"""
        );

        var done = await RotateAsync(admin, Options(user, null));

        Assert.Equal((half.Fingerprint, old.Fingerprint), (done.Fingerprint, done.OldFingerprint));
        await AssertNewOnlyAsync(user, old, null);
    }

    [Fact]
    public async Task A_run_that_meets_another_says_so_and_one_that_comes_after_its_end_as_well()
    {
        var (user, old) = await NewUserAsync(null);
        using var admin = await _account.OpenAdminAsync();
        await Assert.ThrowsAsync<CrashException>(() => RotateAsync(admin, Options(user, null), _ => throw new CrashException()));
        var first = await UserKeyRotation.PlanAsync(admin, Options(user, null), EmulatedAccount.Context);
        var late = await UserKeyRotation.PlanAsync(admin, Options(user, null), EmulatedAccount.Context);
        var met = new List<string>();
        first.Plan.AfterStep = _ =>
            met.Add(Assert.ThrowsAsync<InputException>(() => late.RunAsync(EmulatedAccount.Context)).Result.ErrorId);

        await first.RunAsync(EmulatedAccount.Context);

        Assert.Equal(Enumerable.Repeat("RotationRunning", 4), met);
        var ended = await Assert.ThrowsAsync<InputException>(() => late.RunAsync(EmulatedAccount.Context));
        Assert.Equal(("RotationEndedMeanwhile", FailureKind.Conflict), (ended.ErrorId, ended.Kind));
        await AssertNewOnlyAsync(user, old, null);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("QLIK")]
    public async Task With_KeepOld_both_keys_work(string? pair)
    {
        var (user, old) = await NewUserAsync(pair);
        using var admin = await _account.OpenAdminAsync();

        var done = await RotateAsync(admin, Options(user, pair) with { KeepOld = true });

        Assert.False(done.OldKeyRetired);
        Assert.True(await _account.CanLoginAsync(old.PrivateKeyPath, user));
        Assert.True(await _account.CanLoginAsync(_account.File("new.p8"), user));
    }

    [Theory]
    [InlineData(null, "RSA_PUBLIC_KEY")]
    [InlineData("FRESH", "FRESH")]
    public async Task A_user_without_a_key_gets_one(string? pair, string name)
    {
        _account.Service.AddUser("KEYLESS", null, isAdmin: false);
        using var admin = await _account.OpenAdminAsync();

        var done = await RotateAsync(admin, Options("keyless", pair));

        Assert.Equal(("KEYLESS", name, null, false), (done.User, done.Name, done.OldFingerprint, done.OldKeyRetired));
        Assert.True(await _account.CanLoginAsync(_account.File("new.p8"), "KEYLESS"));
    }

    [Fact]
    public async Task A_user_whose_login_name_and_quoted_name_differ_is_rotated_by_both()
    {
        var old = _account.NewKey("old.p8");
        _account.Service.AddUser("First.Last@corp.com", Der(old), isAdmin: false, name: "svc \"x\"");
        _account.Service.AddUser("other", null, isAdmin: false, name: "SVC");
        using var admin = await _account.OpenAdminAsync();

        var done = await RotateAsync(admin, Options("svc \"x\"", null));

        Assert.Equal("svc \"x\"", done.User);
        await AssertNewOnlyAsync("first.last@corp.com", old, null);
        Assert.Null(_account.Service.KeyFingerprint("other", 2));
    }

    [Fact]
    public async Task Two_full_slots_are_refused_before_anything_is_made()
    {
        var (user, _) = await NewUserAsync(null);
        using var admin = await _account.OpenAdminAsync();
        await EmulatedAccount.RunAsync(
            admin,
            $"ALTER USER {user} SET RSA_PUBLIC_KEY_2='{_account.NewKey("second.p8").PublicKey}'"
        );

        var refusal = await Assert.ThrowsAsync<InputException>(() => RotateAsync(admin, Options(user, null)));

        Assert.Equal(("NoFreeSlot", FailureKind.Limit), (refusal.ErrorId, refusal.Kind));
        Assert.Contains("Remove-SnowflakeUserKey", refusal.RecommendedAction);
        Assert.False(File.Exists(_account.File("new.p8")));
    }

    [Fact]
    public async Task A_plan_changes_nothing_and_says_every_statement()
    {
        var (user, _) = await NewUserAsync(null);
        using var admin = await _account.OpenAdminAsync();

        var plan = await UserKeyRotation.PlanAsync(admin, Options(user, null), EmulatedAccount.Context);

        Assert.Equal(
            [
                $"Write a new key pair to {_account.File("new.p8")}",
                $"ALTER USER {user} SET RSA_PUBLIC_KEY_2='<new public key>'",
                $"ALTER USER {user} UNSET RSA_PUBLIC_KEY",
            ],
            plan.Plan.Changes
        );
        Assert.Empty(Directory.GetFiles(_account.File("."), "new.p8*"));
        Assert.DoesNotContain(
            _account.Service.Statements,
            s => s.Text.StartsWith($"ALTER USER {user}", StringComparison.Ordinal)
        );
    }

    [Theory]
    [InlineData(null)]
    [InlineData("QLIK")]
    public async Task Of_two_rotations_planned_at_once_the_second_stops_and_the_firsts_key_works(string? pair)
    {
        var (user, old) = await NewUserAsync(pair);
        using var admin = await _account.OpenAdminAsync();
        var first = await UserKeyRotation.PlanAsync(
            admin,
            Options(user, pair) with
            {
                PrivateKeyPath = _account.File("a.p8"),
            },
            EmulatedAccount.Context
        );
        var second = await UserKeyRotation.PlanAsync(
            admin,
            Options(user, pair) with
            {
                PrivateKeyPath = _account.File("b.p8"),
            },
            EmulatedAccount.Context
        );

        await first.RunAsync(EmulatedAccount.Context);
        var stopped = await Assert.ThrowsAsync<RotationException>(() => second.RunAsync(EmulatedAccount.Context));

        Assert.Equal(("Register new key", FailureKind.Conflict), (stopped.Step, stopped.Kind));
        Assert.Contains(".rotation.json", stopped.RecommendedAction);
        await AssertNewOnlyAsync(user, old, pair, _account.File("a.p8"));
        Assert.False(await _account.CanLoginAsync(_account.File("b.p8"), user));
    }

    [Fact]
    public async Task Rotations_that_run_at_once_leave_a_working_key()
    {
        using var admin = await _account.OpenAdminAsync();
        for (var round = 0; round < 4; round++)
        {
            var (user, old) = await NewUserAsync(null);
            var paths = Enumerable.Range(0, 3).Select(i => _account.File($"r{round}-{i}.p8")).ToArray();
            await Task.WhenAll(
                paths.Select(path =>
                    Task.Run(async () =>
                    {
                        try
                        {
                            await RotateAsync(admin, Options(user, null) with { PrivateKeyPath = path });
                        }
                        catch (QlikSnowflakeException)
                        {
                            // All but one may be refused.
                        }
                    })
                )
            );

            var working = 0;
            foreach (var path in paths.Append(old.PrivateKeyPath).Where(File.Exists))
                working += await _account.CanLoginAsync(path, user) ? 1 : 0;
            Assert.True(working > 0, "no key works");
        }
    }

    [Fact]
    public async Task Two_rotations_into_the_same_file_do_not_replace_each_others_key()
    {
        var (user, old) = await NewUserAsync(null);
        using var admin = await _account.OpenAdminAsync();
        var first = await UserKeyRotation.PlanAsync(admin, Options(user, null), EmulatedAccount.Context);
        var second = await UserKeyRotation.PlanAsync(admin, Options(user, null), EmulatedAccount.Context);
        var seen = 0;
        first.Plan.AfterStep = _ =>
        {
            if (seen++ == 1)
                throw new CrashException();
        };
        await Assert.ThrowsAsync<CrashException>(() => first.RunAsync(EmulatedAccount.Context));

        var refusal = await Assert.ThrowsAsync<InputException>(() => second.RunAsync(EmulatedAccount.Context));

        Assert.Equal(FailureKind.AlreadyExists, refusal.Kind);
        await RotateAsync(admin, Options(user, null));
        await AssertNewOnlyAsync(user, old, null);
    }

    [Fact]
    public async Task The_old_key_stays_where_the_new_one_was_taken_away_meanwhile()
    {
        var (user, old) = await NewUserAsync(null);
        using var admin = await _account.OpenAdminAsync();
        var stopped = await Assert.ThrowsAsync<RotationException>(() =>
            RotateAsync(
                admin,
                Options(user, null),
                step =>
                {
                    if (step.Name == "Prove new key")
                        EmulatedAccount.RunAsync(admin, $"ALTER USER {user} UNSET RSA_PUBLIC_KEY_2").GetAwaiter().GetResult();
                }
            )
        );

        Assert.Equal(("Retire old key", FailureKind.Conflict), (stopped.Step, stopped.Kind));
        Assert.True(await _account.CanLoginAsync(old.PrivateKeyPath, user));
    }

    [Fact]
    public async Task A_key_that_cannot_be_proved_leaves_the_old_one()
    {
        var (user, old) = await NewUserAsync(null);
        using var admin = await _account.OpenAdminAsync();
        _account.Service.Script(
            "SELECT CURRENT_USER()",
            ScriptedResult.Error(
                "390422",
                "08001",
                "Incoming request with IP is not allowed to access Snowflake",
                status: 403,
                options: new() { Times = 1 }
            )
        );

        var stopped = await Assert.ThrowsAsync<RotationException>(() => RotateAsync(admin, Options(user, null)));

        Assert.Equal(
            ("Prove new key", "RotationIncomplete", FailureKind.Permission),
            (stopped.Step, stopped.ErrorId, stopped.Kind)
        );
        Assert.True(await _account.CanLoginAsync(old.PrivateKeyPath, user));
        await RotateAsync(admin, Options(user, null));
        await AssertNewOnlyAsync(user, old, null);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"Account":"a","User":"","Name":"n"}""")]
    [InlineData("""{"Account":"myorg-myaccount","User":"SVC_QLIK","Name":"RSA_PUBLIC_KEY","Slot":7}""")]
    public async Task A_damaged_journal_is_named_and_nothing_is_sent(string text)
    {
        using var admin = await _account.OpenAdminAsync();
        _account.Write("new.p8.rotation.json", text);
        var before = _account.Service.Requests;

        var refusal = await Assert.ThrowsAsync<InputException>(() => RotateAsync(admin, Options(_account.User, null)));

        Assert.Equal("RotationJournalUnreadable", refusal.ErrorId);
        Assert.Contains("new.p8.rotation.json", refusal.Message);
        Assert.Equal(before, _account.Service.Requests);
    }

    [Theory]
    [InlineData("""{"Account":"myorg-myaccount","User":"SOMEONE","Name":"RSA_PUBLIC_KEY","Slot":1}""")]
    [InlineData("""{"Account":"other-account","User":"SVC_QLIK","Name":"RSA_PUBLIC_KEY","Slot":1}""")]
    [InlineData("""{"Account":"myorg-myaccount","User":"SVC_QLIK","Name":"PAIR"}""")]
    public async Task A_journal_of_another_rotation_is_refused(string text)
    {
        using var admin = await _account.OpenAdminAsync();
        _account.Write("new.p8.rotation.json", text);

        Assert.Equal(
            "RotationOfAnother",
            (await Assert.ThrowsAsync<InputException>(() => RotateAsync(admin, Options(_account.User, null)))).ErrorId
        );
    }

    [Fact]
    public async Task What_cannot_be_is_refused_before_any_request()
    {
        using var admin = await _account.OpenAdminAsync();
        var options = Options(_account.User, null);
        var before = _account.Service.Requests;
        _account.Write("exists.p8", "x");

        await AssertRefusedAsync("KeyFileExists", options with { PrivateKeyPath = _account.File("exists.p8") });
        await AssertRefusedAsync("FolderNotFound", options with { PrivateKeyPath = _account.File("none/new.p8") });
        await AssertRefusedAsync("KeyPathIsPublic", options with { PrivateKeyPath = _account.File("new.pub") });
        await AssertRefusedAsync("PassphraseEmpty", options with { Passphrase = string.Empty.Secret() });
        await AssertRefusedAsync("KeyPairNameReserved", options with { KeyPairName = "public_key_1" });
        await AssertRefusedAsync("NameInvalid", options with { KeyPairName = "a\nb" });
        Assert.Equal(before, _account.Service.Requests);

        async Task AssertRefusedAsync(string id, UserKeyRotationOptions wrong) =>
            Assert.Equal(id, (await Assert.ThrowsAsync<InputException>(() => RotateAsync(admin, wrong))).ErrorId);
    }

    [Fact]
    public async Task An_interrupted_rotation_wants_the_passphrase_its_key_was_written_with()
    {
        var (user, old) = await NewUserAsync(null);
        using var admin = await _account.OpenAdminAsync();
        var options = Options(user, null) with { Passphrase = "right".Secret() };
        await Assert.ThrowsAsync<CrashException>(() => RotateAsync(admin, options, _ => throw new CrashException()));

        var stopped = await Assert.ThrowsAsync<RotationException>(() =>
            RotateAsync(admin, options with { Passphrase = "wrong".Secret() })
        );
        Assert.Equal("Make new key", stopped.Step);
        Assert.Equal("KeyPassphraseWrong", Assert.IsType<KeyException>(stopped.InnerException).ErrorId);

        await RotateAsync(admin, options);
        Assert.False(await _account.CanLoginAsync(old.PrivateKeyPath, user));
    }

    private static async Task<SnowflakeKeyRotation> RotateAsync(
        SnowflakeSession session,
        UserKeyRotationOptions options,
        Action<IRotationStep>? afterStep = null,
        CallContext? context = null
    )
    {
        var rotation = await UserKeyRotation.PlanAsync(session, options, context ?? EmulatedAccount.Context);
        rotation.Plan.AfterStep = afterStep;
        return await rotation.RunAsync(context ?? EmulatedAccount.Context);
    }

    private static byte[] Der(SnowflakeKeyPair pair) => Convert.FromBase64String(pair.PublicKey);

    private UserKeyRotationOptions Options(string user, string? pair) =>
        new()
        {
            User = user,
            PrivateKeyPath = _account.File("new.p8"),
            KeyPairName = pair,
            LockFolder = _account.File("locks"),
        };

    private async Task<(string User, SnowflakeKeyPair Old)> NewUserAsync(string? pair)
    {
        var user = $"USER_{++_users}";

        // All users begin with one key: making keys is most of the time that these tests take.
        var old = _old ??= _account.NewKey("old.p8");
        _account.Service.AddUser(user, pair is null ? Der(old) : null, isAdmin: false);
        if (pair is not null)
        {
            using var admin = await _account.OpenAdminAsync();
            await EmulatedAccount.RunAsync(
                admin,
                UserKeySql.AddKeyPair(user, pair, PublicKey.ReadFile(old.PublicKeyPath), null, null)
            );
        }

        return (user, old);
    }

    private async Task AssertSomeKeyWorksAsync(string user, SnowflakeKeyPair old, UserKeyRotationOptions options) =>
        Assert.True(
            await _account.CanLoginAsync(old.PrivateKeyPath, user)
                || (File.Exists(options.PrivateKeyPath) && await _account.CanLoginAsync(options.PrivateKeyPath, user)),
            "no key works"
        );

    private async Task AssertNewOnlyAsync(string user, SnowflakeKeyPair old, string? pair, string? path = null)
    {
        path ??= _account.File("new.p8");
        Assert.False(await _account.CanLoginAsync(old.PrivateKeyPath, user), "the old key still works");
        Assert.True(await _account.CanLoginAsync(path, user), "the new key does not work");
        Assert.False(File.Exists(RotationJournal.PathFor(path)), "the journal is left");
        if (pair is not null)
            Assert.Null(_account.Service.KeyFingerprint(user, 1) ?? _account.Service.KeyFingerprint(user, 2));
    }

    private sealed class CrashException : Exception;
}
