using QlikSnowflake.Connections.KeyRotation;
using QlikSnowflake.Emulator.Faults;
using QlikSnowflake.Errors;
using QlikSnowflake.Http;
using QlikSnowflake.Keys;
using QlikSnowflake.Rotation;
using QlikSnowflake.Snowflake;
using QlikSnowflake.Snowflake.Keys;
using QlikSnowflake.Tests.Support;

namespace QlikSnowflake.Tests.Connections.Emulated;

/// <summary>One key, every connection: what is switched, what is left, what stops it, and that the old key goes last.</summary>
public sealed class KeyRotationTests : IAsyncLifetime, IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly TestLog _log = new();
    private readonly Dictionary<string, string> _frames = [];
    private Estate _estate = null!;
    private SnowflakeSession _admin = null!;
    private string _old = string.Empty;

    private string NewPath => _folder.File("new.p8");

    private string Login => _estate.User;

    public async Task InitializeAsync()
    {
        _estate = await Estate.StartAsync();
        _admin = await _estate.OpenSnowflakeAsync();
        _old = FingerprintOfFile(_estate.KeyPath);
    }

    public async Task DisposeAsync() => await _estate.DisposeAsync();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Every_connection_gets_the_new_key_and_the_old_one_goes()
    {
        var qrs = Enumerable.Range(0, 3).Select(i => AddQrs($"q{i}")).ToArray();
        var cloud = Enumerable.Range(0, 3).Select(i => AddCloud($"c{i}")).ToArray();
        _estate.AddQrs("password", "", Login, "a word");
        _estate.AddQrs("another user", "authenticator=snowflake_jwt", "SOMEONE", Frame(_estate.KeyPath));

        var done = await RotateAsync();

        Assert.Equal((KeyRotationStatus.Completed, true, 0, 0), (done.Status, done.OldKeyRetired, done.Failed, done.Unknown));
        Assert.Equal(6, done.Switched);
        AssertHoldNew(qrs, cloud, done);
        Assert.Equal(done.Fingerprint, _estate.Host.Snowflake.KeyFingerprint(Login, 2));
        Assert.Null(_estate.Host.Snowflake.KeyFingerprint(Login, 1));
        Assert.Equal(["new.p8", "new.p8.rotation.json", "new.pub"], FilesThere());

        // The same command again finds nothing to do.
        var again = await RotateAsync();
        Assert.Equal((KeyRotationStatus.Completed, 6), (again.Status, again.Switched));
        Assert.Equal(done.Fingerprint, again.Fingerprint);
    }

    [Fact]
    public async Task After_a_crash_at_any_connection_or_step_the_same_command_ends_it()
    {
        foreach (var point in new[] { 0, 2, 4, 6 })
        {
            var qrs = new[] { AddQrs($"q{point}a"), AddQrs($"q{point}b") };
            var cloud = new[] { AddCloud($"c{point}") };
            var options = Options() with { Key = Options().Key with { PrivateKeyPath = _folder.File($"new{point}.p8") } };
            var old = CurrentFingerprint();
            var crash = new CrashAt(point);
            await Assert.ThrowsAnyAsync<Exception>(() => RotateAsync(options, crash));
            AssertEveryKeyIsRegistered();

            var done = await RotateAsync(options);

            Assert.Equal((KeyRotationStatus.Completed, old), (done.Status, done.OldFingerprint));
            AssertHoldNew(qrs, cloud, done);
            AssertEveryKeyIsRegistered();
        }
    }

    [Fact]
    public async Task A_connection_that_fails_stays_on_the_old_key_and_the_next_run_ends_it()
    {
        var ok = AddQrs("ok");
        var fails = AddQrs("fails");
        _estate.Host.Faults.Add(
            new Fault
            {
                Service = "qrs",
                Method = "PUT",
                Path = $"/qrs/dataconnection/{fails}",
                Kind = FaultKind.Status,
                Status = 403,
                Times = -1,
            }
        );

        var first = await RotateAsync();

        Assert.Equal(
            (KeyRotationStatus.Incomplete, 1, 1, false),
            (first.Status, first.Switched, first.Failed, first.OldKeyRetired)
        );
        Assert.Equal("fails", Assert.Single(first.Connections, c => c.Outcome == ConnectionOutcome.Failed).Name);
        Assert.Equal(_old, _estate.Host.Snowflake.KeyFingerprint(Login, 1));
        AssertEveryKeyIsRegistered();

        // Not even -Force takes a key away that a connection is known to hold.
        Assert.Equal(KeyRotationStatus.Incomplete, (await RotateAsync(Options() with { Force = true })).Status);

        _estate.Host.Faults.Clear();
        var second = await RotateAsync();
        Assert.Equal((KeyRotationStatus.Completed, 2), (second.Status, second.Switched));
        AssertHoldNew([ok, fails], [], second);
    }

    [Fact]
    public async Task What_may_hold_the_old_key_keeps_it_registered_unless_forced()
    {
        AddQrs("ok");
        _estate.AddQrs("source", "ODBC CONNECT TO [Some DSN]", "", "", type: "odbc");

        var first = await RotateAsync();

        Assert.Equal((KeyRotationStatus.Incomplete, 1, 1), (first.Status, first.Switched, first.Unknown));
        Assert.Contains(
            _log.Warnings,
            w => w.Contains("source", StringComparison.Ordinal) && w.Contains("stays registered", StringComparison.Ordinal)
        );
        Assert.NotNull(_estate.Host.Snowflake.KeyFingerprint(Login, 1));

        var second = await RotateAsync(Options() with { Force = true });
        Assert.Equal((KeyRotationStatus.Completed, true), (second.Status, second.OldKeyRetired));
        Assert.Contains(
            _log.Warnings,
            w => w.Contains("source", StringComparison.Ordinal) && w.Contains("-Force", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task A_site_that_cannot_be_read_keeps_the_old_key()
    {
        var ok = AddQrs("ok");
        var hidden = AddCloud("hidden");
        _estate.Host.Faults.Add(
            new Fault
            {
                Service = "qlikCloud",
                Method = "GET",
                Path = "/api/v1/data-connections",
                Kind = FaultKind.Status,
                Status = 403,
                Times = -1,
            }
        );

        var first = await RotateAsync();

        Assert.Equal((KeyRotationStatus.Incomplete, 1), (first.Status, first.Switched));
        AssertEveryKeyIsRegistered();
        _estate.Host.Faults.Clear();
        AssertHoldNew([ok], [hidden], await RotateAsync());
    }

    [Fact]
    public async Task With_a_grace_period_a_later_run_retires_the_old_key()
    {
        AddQrs("one");
        AddCloud("two");
        var options = Options() with { GracePeriod = TimeSpan.FromHours(1) };

        var first = await RotateAsync(options);
        Assert.Equal((KeyRotationStatus.Waiting, false), (first.Status, first.OldKeyRetired));
        Assert.InRange(first.RetireAfter!.Value - DateTimeOffset.UtcNow, TimeSpan.FromMinutes(55), TimeSpan.FromHours(1));
        Assert.NotNull(_estate.Host.Snowflake.KeyFingerprint(Login, 1));

        // A connection that somebody makes with the old key meanwhile is found.
        var late = AddQrs("late");
        var second = await RotateAsync(options);
        Assert.Equal((KeyRotationStatus.Waiting, 3), (second.Status, second.Switched));
        AssertHoldNew([late], [], second);

        var third = await RotateAsync(options with { GracePeriod = TimeSpan.Zero });
        Assert.Equal((KeyRotationStatus.Completed, true), (third.Status, third.OldKeyRetired));
        AssertEveryKeyIsRegistered();
    }

    [Fact]
    public async Task A_connection_that_appears_while_others_are_switched_is_found_before_the_old_key_goes()
    {
        AddQrs("first");
        var late = string.Empty;
        var done = await RotateAsync(
            null,
            step =>
            {
                if (step.Name == "Prove new key")
                    late = AddQrs("late");
            }
        );
        AssertHoldNew([late], [], done);
    }

    [Theory]
    [InlineData(FaultKind.DropBefore)]
    [InlineData(FaultKind.DropAfter)]
    [InlineData(FaultKind.Truncate)]
    [InlineData(FaultKind.Html)]
    public async Task Each_change_that_is_lost_once_is_made_again(FaultKind kind)
    {
        var qrs = Enumerable.Range(0, 3).Select(i => AddQrs($"q{i}")).ToArray();
        var cloud = Enumerable.Range(0, 3).Select(i => AddCloud($"c{i}")).ToArray();
        foreach (var (service, method) in new[] { ("qrs", "PUT"), ("qlikCloud", "PATCH") })
            _estate.Host.Faults.Add(
                new Fault
                {
                    Service = service,
                    Method = method,
                    Kind = kind,
                    Times = 2,
                }
            );

        var done = await RotateAsync();

        _estate.Host.Faults.Clear();
        if (done.Status != KeyRotationStatus.Completed)
            done = await RotateAsync();
        Assert.Equal((KeyRotationStatus.Completed, 6), (done.Status, done.Switched));
        AssertHoldNew(qrs, cloud, done);
    }

    [Fact]
    public async Task A_connection_with_another_registered_key_stays_as_it_is()
    {
        var other = _folder.File("other.p8");
        var second = KeyPairFile.Create(other, null, 2048, overwrite: false);
        await new UserKeyClient(_admin).RunAsync(
            $"ALTER USER {Login} ADD KEY PAIR SIDE PUBLIC_KEY='{second.PublicKey}'",
            Estate.Context
        );
        var side = _estate.AddQrs("side", "authenticator=snowflake_jwt", Login, Frame(other));
        AddQrs("main");

        var done = await RotateAsync();

        Assert.Equal((KeyRotationStatus.Completed, 1), (done.Status, done.Switched));
        Assert.Equal("side", Assert.Single(done.Connections, c => c.Outcome == ConnectionOutcome.OtherKey).Name);
        Assert.Equal(second.Fingerprint, FingerprintOf(_estate.Stored(side, "password")));
        AssertEveryKeyIsRegistered(second.Fingerprint);
    }

    [Fact]
    public async Task A_plan_changes_nothing_and_names_every_connection()
    {
        AddQrs("one");
        AddCloud("two");
        _estate.AddQrs("source", "ODBC CONNECT TO [Some DSN]", "", "", type: "odbc");
        var before = _estate.Host.Snowflake.Statements.Count;

        var plan = await ConnectionKeyRotation.PlanAsync(_admin, _estate.Sites, Options(), Estate.Context);

        Assert.Equal(
            [
                ("Make new key", (ConnectionOutcome?)null),
                ("Register new key", null),
                ("Prove new key", null),
                ("Switch connection", ConnectionOutcome.ToSwitch),
                ("Switch connection", ConnectionOutcome.ToSwitch),
                ("Switch connection", ConnectionOutcome.Unknown),
                ("Retire old key", null),
            ],
            plan.Changes.Select(c => (c.Step, c.Outcome))
        );
        Assert.Empty(plan.Changes[plan.Changes.Count - 1].Change);
        Assert.Contains("Give the new key to 2 connections, on 2 sites", plan.Steps);
        Assert.Empty(FilesThere());
        Assert.DoesNotContain(
            _estate.Host.Snowflake.Statements.Skip(before),
            s => s.Text.StartsWith("ALTER", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task Of_two_runs_at_once_the_second_says_so()
    {
        AddQrs("one");
        var late = await ConnectionKeyRotation.PlanAsync(_admin, _estate.Sites, Options(), Estate.Context);
        var met = new List<string>();
        await RotateAsync(
            null,
            _ => met.Add(Assert.ThrowsAsync<InputException>(() => late.RunAsync(Estate.Context)).Result.ErrorId)
        );
        Assert.NotEmpty(met);
        Assert.All(met, id => Assert.Equal("RotationRunning", id));
    }

    [Fact]
    public async Task What_cannot_be_is_refused_before_any_change()
    {
        await AssertRefusedAsync("RotationTimeInvalid", Options() with { GracePeriod = TimeSpan.FromHours(-1) });
        await AssertRefusedAsync("PassphraseEmpty", Options() with { Key = Options().Key with { Passphrase = null } });
        await AssertRefusedAsync("UserKeyNotAllowed", Options() with { Key = Options().Key with { User = "NOBODY" } });
        _folder.Write("new.p8", "x");
        await AssertRefusedAsync("KeyFileExists", Options());
        File.Delete(NewPath);

        foreach (
            var (text, id) in new[]
            {
                ("{", "RotationJournalUnreadable"),
                ("""{"version":9}""" + "\n", "RotationJournalNewer"),
                ("""{"version":2,"kind":"SnowflakeUserKey","account":"a","user":"b","name":"c"}""" + "\n", "RotationOfAnother"),
                (
                    """{"version":2,"kind":"QlikSnowflakeKey","account":"a","user":"b","name":"c","slot":"1"}""" + "\n",
                    "RotationOfAnother"
                ),
                (
                    """{"version":2,"kind":"QlikSnowflakeKey","account":"a","user":"b","name":"c","slot":"1"}"""
                        + "\n"
                        + """{"at":"2026-01-01T00:00:00Z","step":"Make new key","outcome":"done","evidence":{"fingerprint":"SHA256:x"}}"""
                        + "\n",
                    "KeyFileLost"
                ),
            }
        )
        {
            _folder.Write("new.p8.rotation.json", text);
            await AssertRefusedAsync(id, Options());
        }
    }

    [Fact]
    public async Task Without_the_right_to_change_the_user_nothing_is_left_behind()
    {
        AddQrs("one");
        using var own = await SnowflakeSession.OpenAsync(
            "own",
            _admin.Options with
            {
                User = Login,
            },
            SigningKey.ReadFile(_estate.KeyPath, null),
            Estate.Context
        );

        var refusal = await Assert.ThrowsAsync<InputException>(async () =>
            await (await ConnectionKeyRotation.PlanAsync(own, _estate.Sites, Options(), Estate.Context)).RunAsync(Estate.Context)
        );

        Assert.Equal(("UserKeyNotAllowed", FailureKind.Permission), (refusal.ErrorId, refusal.Kind));
        Assert.Contains("GRANT MODIFY PROGRAMMATIC AUTHENTICATION METHODS ON USER " + Login, refusal.RecommendedAction);
        Assert.Empty(FilesThere());
        AssertEveryKeyIsRegistered();
    }

    [Fact]
    public async Task Two_full_slots_are_refused_with_who_uses_which()
    {
        AddQrs("one");
        var second = KeyPairFile.Create(_folder.File("second.p8"), null, 2048, overwrite: false);
        await new UserKeyClient(_admin).RunAsync($"ALTER USER {Login} SET RSA_PUBLIC_KEY_2='{second.PublicKey}'", Estate.Context);

        var refusal = await Assert.ThrowsAsync<InputException>(() => RotateAsync());

        Assert.Equal(("NoFreeSlot", FailureKind.Limit), (refusal.ErrorId, refusal.Kind));
        Assert.Contains($"RSA_PUBLIC_KEY ({_old}, in 1 connections", refusal.Message);
        Assert.Contains("-KeyPairName", refusal.RecommendedAction);
        Assert.False(File.Exists(NewPath));
    }

    [Fact]
    public async Task Stopped_between_connections_it_goes_on_later()
    {
        var qrs = Enumerable.Range(0, 6).Select(i => AddQrs($"q{i}")).ToArray();
        using var stop = new CancellationTokenSource();
        var stopping = new StopAfter(2, stop);
        var plan = await ConnectionKeyRotation.PlanAsync(
            _admin,
            _estate.Sites,
            Options() with
            {
                ThrottleLimit = 1,
            },
            Estate.Context
        );
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => plan.RunAsync(new CallContext(stopping, stop.Token)));
        Assert.InRange(plan.Progress.Done, 2, 3);
        AssertEveryKeyIsRegistered();

        AssertHoldNew(qrs, [], await RotateAsync());
    }

    private async Task AssertRefusedAsync(string id, ConnectionKeyRotationOptions options)
    {
        var statements = _estate.Host.Snowflake.Statements.Count;
        var refusal = await Assert.ThrowsAsync<InputException>(() =>
            ConnectionKeyRotation.PlanAsync(_admin, _estate.Sites, options, Estate.Context)
        );
        Assert.Equal(id, refusal.ErrorId);
        Assert.NotEmpty(refusal.RecommendedAction!);
        Assert.DoesNotContain(
            _estate.Host.Snowflake.Statements.Skip(statements),
            s => s.Text.StartsWith("ALTER", StringComparison.Ordinal)
        );
    }

    private ConnectionKeyRotationOptions Options() =>
        new()
        {
            Key = new UserKeyRotationOptions
            {
                User = Login,
                PrivateKeyPath = NewPath,
                Passphrase = "a phrase".Secret(),
                LockFolder = _folder.File("locks"),
            },
        };

    private Task<QlikSnowflakeKeyRotation> RotateAsync(ConnectionKeyRotationOptions? options, CrashAt crash) =>
        RotateAsync(options, crash.After, new CallContext(crash));

    private async Task<QlikSnowflakeKeyRotation> RotateAsync(
        ConnectionKeyRotationOptions? options = null,
        Action<IRotationStep>? afterStep = null,
        CallContext? context = null
    )
    {
        var rotation = await ConnectionKeyRotation.PlanAsync(_admin, _estate.Sites, options ?? Options(), Estate.Context);
        rotation.AfterStep = afterStep;
        return await rotation.RunAsync(context ?? new CallContext(_log));
    }

    private string AddQrs(string name) => _estate.AddQrs(name, "authenticator=snowflake_jwt", Login, Frame(CurrentKeyPath()));

    private string AddCloud(string name) => _estate.AddCloud(name, properties: Estate.KeyPair(CurrentKeyPath()));

    private string CurrentKeyPath() =>
        Directory.GetFiles(_folder.Folder, "new*.p8").OrderBy(File.GetLastWriteTimeUtc).LastOrDefault(f => IsRegistered(f))
        ?? _estate.KeyPath;

    private bool IsRegistered(string path) =>
        Registered().Contains(PublicKey.ReadFile(KeyPairFile.PublicKeyPath(path)).Fingerprint);

    private string CurrentFingerprint() => Registered().Single();

    private IReadOnlyList<string> Registered() =>
        [
            .. new[] { 1, 2 }
                .Select(slot => _estate.Host.Snowflake.KeyFingerprint(Login, slot))
                .Where(f => f is not null)
                .Select(f => f!),
        ];

    // Reading an encrypted key takes its time on purpose.
    private string Frame(string path)
    {
        if (_frames.TryGetValue(path, out var known))
            return known;
        using var key = QlikKeyFile.Read(path, "a phrase".Secret());
        return _frames[path] = key.QrsPassword.Reveal();
    }

    private static string FingerprintOfFile(string path)
    {
        using var key = SigningKey.ReadFile(path, "a phrase".Secret());
        return key.PublicKey.Fingerprint;
    }

    private static string FingerprintOf(string password)
    {
        using var key = QlikSnowflake.Qrs.Connections.KeyPairSecret.TryRead(password)!;
        return key.Fingerprint;
    }

    private void AssertHoldNew(IEnumerable<string> qrs, IEnumerable<string> cloud, QlikSnowflakeKeyRotation done)
    {
        Assert.All(qrs, id => Assert.Equal(done.Fingerprint, FingerprintOf(_estate.Stored(id, "password"))));
        var file = Convert.ToBase64String(File.ReadAllBytes(done.PrivateKeyPath));
        Assert.All(cloud, id => Assert.Equal(file, _estate.StoredKey(id)));
    }

    private void AssertEveryKeyIsRegistered(params string[] besides)
    {
        var registered = Registered().Concat(besides).ToArray();
        foreach (var connection in _estate.Host.Qrs.DataConnections.Where(c => (string?)c["username"] == Login))
        {
            if ((string?)connection["password"] is { Length: > 50 } password)
                Assert.Contains(FingerprintOf(password), registered);
        }
    }

    private string[] FilesThere() =>
        [
            .. Directory
                .GetFiles(_folder.Folder, "*", SearchOption.TopDirectoryOnly)
                .Select(f => Path.GetFileName(f)!)
                .OrderBy(f => f, StringComparer.Ordinal),
        ];

    /// <summary>Dies at the n-th thing that is reported or done.</summary>
    private sealed class CrashAt(int point) : IServiceLog
    {
        private int _seen;

        public void After(IRotationStep step) => Count();

        public void Verbose(string message)
        {
            if (message.EndsWith("holds the new key.", StringComparison.Ordinal))
                Count();
        }

        public void Warning(string message) { }

        private void Count()
        {
            if (Interlocked.Increment(ref _seen) == point + 1)
                throw new CrashException();
        }
    }

    private sealed class StopAfter(int connections, CancellationTokenSource stop) : IServiceLog
    {
        private int _seen;

        public void Verbose(string message)
        {
            if (
                message.EndsWith("holds the new key.", StringComparison.Ordinal)
                && Interlocked.Increment(ref _seen) == connections
            )
                stop.Cancel();
        }

        public void Warning(string message) { }
    }

    private sealed class CrashException : Exception;
}
