using QlikSnowflake.Emulator.Faults;
using QlikSnowflake.Errors;
using QlikSnowflake.Http;
using QlikSnowflake.QlikCloud;
using QlikSnowflake.QlikCloud.KeyRotation;
using QlikSnowflake.Rotation;

namespace QlikSnowflake.Tests.QlikCloud.Emulated;

/// <summary>Whatever interrupts a rotation, the store has a key that works, and the next run leaves that key alone.</summary>
public sealed class RotationTests(EmulatedTenant tenant) : IClassFixture<EmulatedTenant>
{
    private static readonly CallContext Silent = new();

    private sealed class CrashException : Exception;

    [Fact]
    public async Task ReplacesTheKeyAndRetiresTheOldOne()
    {
        var (user, oldId, token) = tenant.AddUserWithKey();
        var store = new MemoryKeyStore(token);
        var result = await RotateAsync(store, token);

        Assert.True(result.Rotated);
        Assert.True(result.OldKeyRetired);
        Assert.True(result.ReadBack);
        Assert.Equal(oldId, result.OldKeyId);
        Assert.NotEqual(token, store.Token);
        Assert.Equal(1, tenant.ActiveKeysOf(user));
        var key = Assert.Single(tenant.Service.ApiKeys, k => k.UserId == user);
        Assert.StartsWith("reloads [rotated ", key.Description, StringComparison.Ordinal);
        Assert.InRange(key.Expiry - tenant.Host.Clock.GetUtcNow(), TimeSpan.FromHours(19.9), TimeSpan.FromHours(20));
        await AssertStoredKeyWorksAsync(store);
    }

    [Fact]
    public async Task MarkersDoNotPileUp()
    {
        var (user, _, token) = tenant.AddUserWithKey();
        var store = new MemoryKeyStore(token);
        for (var i = 0; i < 3; i++)
            await RotateAsync(store, store.Token!);
        var key = Assert.Single(tenant.Service.ApiKeys, k => k.UserId == user);
        Assert.Equal(1, key.Description.Split("[rotated").Length - 1);
    }

    [Fact]
    public async Task SkipsWhileEnoughIsLeft()
    {
        var (user, oldId, token) = tenant.AddUserWithKey();
        var store = new MemoryKeyStore(token);
        var result = await RotateAsync(store, token, minRemaining: TimeSpan.FromHours(10));
        Assert.False(result.Rotated);
        Assert.Equal(oldId, result.KeyId);
        Assert.Equal(token, store.Token);

        tenant.Host.Clock.Advance(TimeSpan.FromHours(11));
        Assert.True((await RotateAsync(store, token, minRemaining: TimeSpan.FromHours(10))).Rotated);
        Assert.Equal(1, tenant.ActiveKeysOf(user));
    }

    [Fact]
    public async Task TheOldKeyStaysForTheGracePeriodAndTheFirstRunAfterItRetiresIt()
    {
        var (user, oldId, token) = tenant.AddUserWithKey();
        var store = new MemoryKeyStore(token);
        var grace = TimeSpan.FromHours(1);
        var first = await RotateAsync(store, token, grace: grace);
        Assert.True(first.Rotated);
        Assert.False(first.OldKeyRetired);
        Assert.Equal(2, tenant.ActiveKeysOf(user));
        await (await tenant.OpenAsync(token)).GetMeAsync(Silent);

        var early = await RotateAsync(store, store.Token!, minRemaining: TimeSpan.FromHours(2), grace: grace);
        Assert.Empty(early.RemovedKeyIds);
        tenant.Host.Clock.Advance(TimeSpan.FromHours(1.1));
        var later = await RotateAsync(store, store.Token!, minRemaining: TimeSpan.FromHours(2), grace: grace);
        Assert.False(later.Rotated);
        Assert.Equal([oldId], later.RemovedKeyIds);
        Assert.Equal(1, tenant.ActiveKeysOf(user));
        await AssertStoredKeyWorksAsync(store);
    }

    [Fact]
    public async Task KeysRotatedMoreOftenThanTheGracePeriodEndsAreAllRetired()
    {
        var (user, firstId, token) = tenant.AddUserWithKey();
        var store = new MemoryKeyStore(token);
        var grace = TimeSpan.FromHours(1);
        var ids = new List<string> { firstId };
        for (var i = 0; i < 3; i++)
        {
            ids.Add((await RotateAsync(store, store.Token!, grace: grace)).KeyId);
            tenant.Host.Clock.Advance(TimeSpan.FromMinutes(24));
        }

        // 72 minutes after the first was replaced, 48 and 24 after the others were.
        Assert.Equal(4, tenant.ActiveKeysOf(user));
        foreach (var gone in ids.Take(3))
        {
            Assert.Equal(
                [gone],
                (await RotateAsync(store, store.Token!, minRemaining: TimeSpan.Zero, grace: grace)).RemovedKeyIds
            );
            tenant.Host.Clock.Advance(TimeSpan.FromMinutes(24));
        }

        Assert.Equal(1, tenant.ActiveKeysOf(user));
        await AssertStoredKeyWorksAsync(store);
    }

    [Fact]
    public async Task ACrashAfterAnyStepLosesNothing()
    {
        var cases = 0;
        var strays = 0;
        for (var step = 0; step < 5; step++)
        {
            foreach (var nextRotates in new[] { false, true })
            {
                var (user, _, token) = tenant.AddUserWithKey();
                var store = new MemoryKeyStore(token);
                var at = 0;
                await Assert.ThrowsAsync<CrashException>(() => RotateAsync(store, token, afterStep: _ => Crash(at++ == step)));
                strays += await AssertSoundAsync(user, store, nextRotates);
                cases++;
            }
        }

        Assert.Equal(10, cases);
        tenant.Print(
            $"Crashes after a step: {cases} cases; a stored key worked in all, {strays} stray keys in all, none after the next run."
        );
    }

    [Fact]
    public async Task AnyCallThatFailsLosesNothing()
    {
        var (calls, cases, failed, strays) = (0, 0, 0, 0);
        var before = Received();
        var (_, _, first) = tenant.AddUserWithKey();
        await RotateAsync(new MemoryKeyStore(first), first);
        calls = Received() - before;

        (FaultKind Kind, int? Status)[] kinds =
        [
            (FaultKind.Status, 500),
            (FaultKind.Status, 401),
            (FaultKind.Status, 403),
            (FaultKind.Status, 429),
            (FaultKind.DropBefore, null),
            (FaultKind.DropAfter, null),
            (FaultKind.Truncate, null),
            (FaultKind.Html, null),
        ];
        for (var call = 0; call < calls; call++)
        {
            foreach (var (kind, status) in kinds)
            {
                foreach (var times in new[] { 1, -1 })
                {
                    var (user, _, token) = tenant.AddUserWithKey();
                    var store = new MemoryKeyStore(token);
                    tenant.Fail(kind, call, times, status);
                    try
                    {
                        await RotateAsync(store, token);
                    }
                    catch (QlikSnowflakeException)
                    {
                        failed++;
                    }

                    tenant.Host.Faults.Clear();
                    strays += await AssertSoundAsync(user, store, nextRotates: cases % 2 == 0);
                    cases++;
                }
            }
        }

        Assert.Equal(calls * kinds.Length * 2, cases);
        Assert.True(failed > cases / 3, $"only {failed} of {cases} runs failed");
        tenant.Print(
            $"Failing calls: {calls} calls x {kinds.Length} failures x once or from then on = {cases} cases, {failed} of "
                + $"which failed; a stored key worked in all, {strays} stray keys in all, none after the next run."
        );
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task ALostReplyToTheCreationLeavesNoKeyBehind(int times)
    {
        var (user, _, token) = tenant.AddUserWithKey();
        var store = new MemoryKeyStore(token);
        var created = Created();
        tenant.Host.Faults.Add(
            new Fault
            {
                Service = "qlikCloud",
                Method = "POST",
                Path = "/api/v1/api-keys",
                Kind = FaultKind.DropAfter,
                Times = times,
            }
        );
        if (times == 1)
            Assert.True((await RotateAsync(store, token)).Rotated);
        else
            Assert.Equal("Make new key", (await Assert.ThrowsAsync<RotationException>(() => RotateAsync(store, token))).Step);

        Assert.Equal(2, Created() - created);
        Assert.Equal(1, tenant.ActiveKeysOf(user));
        await AssertStoredKeyWorksAsync(store);
        tenant.Print($"Reply to the creation lost {times} time(s): 2 keys were made, 1 is active.");
    }

    [Fact]
    public async Task AReplyToTheCreationThatComesTooLateLeavesNoKeyBehind()
    {
        var (user, _, token) = tenant.AddUserWithKey();
        var store = new MemoryKeyStore(token);
        tenant.Host.Faults.Add(
            new Fault
            {
                Service = "qlikCloud",
                Method = "POST",
                Path = "/api/v1/api-keys",
                Kind = FaultKind.Slow,
                DelayMs = 20_000,
            }
        );
        using var session = await QlikCloudSession.OpenAsync(
            "impatient",
            tenant.Options(token) with
            {
                RequestTimeout = TimeSpan.FromSeconds(2),
            },
            Silent
        );
        using var rotation = await ApiKeyRotation.PlanAsync(session, Options(store), Silent);
        Assert.True((await rotation.RunAsync(Silent)).Rotated);
        Assert.Equal(1, tenant.ActiveKeysOf(user));
        await AssertStoredKeyWorksAsync(store);
    }

    [Theory]
    [InlineData(MemoryKeyStore.Failure.WriteFailsBefore)]
    [InlineData(MemoryKeyStore.Failure.WriteFailsAfter)]
    [InlineData(MemoryKeyStore.Failure.WriteIsLost)]
    [InlineData(MemoryKeyStore.Failure.WriteIsGarbled)]
    [InlineData(MemoryKeyStore.Failure.ReadFails)]
    public async Task AStoreThatFailsKeepsAKeyThatWorks(MemoryKeyStore.Failure failure)
    {
        foreach (var canRead in failure == MemoryKeyStore.Failure.ReadFails ? [true] : new[] { true, false })
        {
            var (user, _, token) = tenant.AddUserWithKey();
            var store = new MemoryKeyStore(token)
            {
                Fails = failure,
                Skip = failure == MemoryKeyStore.Failure.ReadFails ? 1 : 0,
                CanRead = canRead,
            };
            if (canRead || failure is MemoryKeyStore.Failure.WriteFailsBefore or MemoryKeyStore.Failure.WriteFailsAfter)
            {
                await Assert.ThrowsAsync<RotationException>(() => RotateAsync(store, token));
                store.Fails = MemoryKeyStore.Failure.None;
                await AssertSoundAsync(user, store, nextRotates: false);
            }
        }
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 3)]
    [InlineData(4, 15)]
    public async Task AStoreThatShowsAWriteOnlyAfterAWhileIsWaitedFor(int lag, int seconds)
    {
        var (user, _, token) = tenant.AddUserWithKey();
        var store = new MemoryKeyStore(token) { Lag = lag };
        var waited = tenant.Waited;

        Assert.True((await RotateAsync(store, token)).Rotated);

        Assert.Equal(TimeSpan.FromSeconds(seconds), tenant.Waited - waited);
        Assert.Equal(1, tenant.ActiveKeysOf(user));
        await AssertStoredKeyWorksAsync(store);
    }

    [Theory]
    [InlineData(8, "Memory shows the old key, and may show the new one yet;")]
    [InlineData(int.MaxValue, "Memory shows the old key, and may show the new one yet;")]
    [InlineData(0, "What memory holds is not known;")]
    public async Task AStoreThatDoesNotShowTheNewKeyGetsTheOldOneBackAndBothKeysStay(int lag, string says)
    {
        var (user, _, token) = tenant.AddUserWithKey();
        var store = new MemoryKeyStore(token) { Lag = lag };
        if (lag == 0)
            (store.Fails, store.Skip) = (MemoryKeyStore.Failure.ReadsNothing, 1);

        var stopped = await Assert.ThrowsAsync<RotationException>(() => RotateAsync(store, token));

        Assert.Equal("Store new key", stopped.Step);
        Assert.Contains(says, stopped.RecommendedAction);
        Assert.Equal(token, store.Token);
        Assert.Equal(2, tenant.ActiveKeysOf(user));
        (store.Lag, store.Fails) = (0, MemoryKeyStore.Failure.None);
        await RotateAsync(store, token);
        await AssertStoredKeyWorksAsync(store);
        Assert.Equal(1, tenant.ActiveKeysOf(user));
    }

    [Fact]
    public async Task AKeyThatIsGoneOnceItIsStoredIsNotLeftInTheStore()
    {
        var (user, oldId, token) = tenant.AddUserWithKey();
        var store = new MemoryKeyStore(token);

        var stopped = await Assert.ThrowsAsync<RotationException>(() =>
            RotateAsync(
                store,
                token,
                afterStep: step =>
                {
                    if (step.Name == "Store new key")
                        RemoveNewAsync().GetAwaiter().GetResult();
                }
            )
        );

        Assert.Equal("Prove stored key", stopped.Step);
        Assert.Contains("The old key is in memory again, and works.", stopped.RecommendedAction);
        Assert.Equal(token, store.Token);
        await AssertSoundAsync(user, store, nextRotates: true);

        // As a machine does whose clock is off, and that takes it for a leftover.
        async Task RemoveNewAsync()
        {
            using var other = await tenant.OpenAsync(token);
            foreach (var key in tenant.Service.ApiKeys.Where(k => k.UserId == user && k.Id != oldId).ToArray())
                await other.ApiKeys.DeleteAsync(key.Id, Silent);
        }
    }

    [Theory]
    [InlineData(500)]
    [InlineData(200)]
    public async Task APolicyThatCannotBeReadStopsNoRotation(int status)
    {
        var (user, _, token) = tenant.AddUserWithKey();
        var store = new MemoryKeyStore(token);
        tenant.Host.Faults.Add(
            new Fault
            {
                Service = "qlikCloud",
                Method = "GET",
                Path = $"/api/v1/api-keys/configs/{tenant.Service.TenantId}",
                Kind = status == 200 ? FaultKind.Html : FaultKind.Status,
                Status = status == 200 ? null : status,
                Times = -1,
            }
        );

        Assert.True((await RotateAsync(store, token)).Rotated);
        tenant.Host.Faults.Clear();
        Assert.Equal(1, tenant.ActiveKeysOf(user));
    }

    [Theory]
    [InlineData(true, "Memory was not changed: the key in it works.")]
    [InlineData(false, "Memory was not changed, and is not known to hold a key that works.")]
    public async Task WhatAFailureSaysOfTheStoreIsSo(bool isStored, string says)
    {
        var (_, _, token) = tenant.AddUserWithKey();
        tenant.Host.Faults.Add(
            new Fault
            {
                Service = "qlikCloud",
                Method = "POST",
                Path = "/api/v1/api-keys",
                Kind = FaultKind.Status,
                Status = 403,
                Times = 1,
            }
        );
        var stopped = await Assert.ThrowsAsync<RotationException>(() =>
            RotateAsync(new MemoryKeyStore(isStored ? token : null), token)
        );
        Assert.Contains(says, stopped.RecommendedAction);
    }

    [Fact]
    public async Task OfTwoAtOnceOnOneMachineOneWaitsItsTurn()
    {
        var (user, _, token) = tenant.AddUserWithKey();
        var store = new MemoryKeyStore(token);
        using (var session = await tenant.OpenAsync(token))
        using (var rotation = await ApiKeyRotation.PlanAsync(session, Options(store), Silent))
        {
            var refused = await Assert.ThrowsAsync<InputException>(() => RotateAsync(store, token));
            Assert.Equal("RotationRunning", refused.ErrorId);
            await rotation.RunAsync(Silent);
        }

        // The other had logged in with the old key, and finds the new one in the store.
        Assert.Equal(1, tenant.ActiveKeysOf(user));
        await AssertStoredKeyWorksAsync(store);
    }

    [Fact]
    public async Task WhoComesSecondWithTheOldKeyFindsTheNewOne()
    {
        var (user, _, token) = tenant.AddUserWithKey();
        var store = new MemoryKeyStore(token);
        using var late = await tenant.OpenAsync(token);
        var grace = TimeSpan.FromHours(1);
        await RotateAsync(store, token, grace: grace);
        var stored = store.Token;

        using var rotation = await ApiKeyRotation.PlanAsync(late, Options(store) with { GracePeriod = grace }, Silent);
        var result = await rotation.RunAsync(Silent);
        Assert.False(result.Rotated);
        Assert.Equal(stored, store.Token);
        Assert.Equal(result.KeyId, late.ApiKeyId);
        Assert.Equal(2, tenant.ActiveKeysOf(user));
    }

    [Fact]
    public async Task TwoMachinesAtOnceLoseNoKey()
    {
        var (cases, gaveWay, strays) = (0, 0, 0);
        for (var step = 0; step < 5; step++)
        {
            // The second machine does all its work after a step of the first.
            var (user, _, token) = tenant.AddUserWithKey();
            var store = new MemoryKeyStore(token);
            var at = 0;
            var second = new List<Exception>();
            var first = await TryAsync(() =>
                RotateAsync(
                    store,
                    token,
                    afterStep: _ =>
                    {
                        if (
                            at++ == step
                            && TryAsync(() => RotateAsync(store, store.Token!, machine: "other")).GetAwaiter().GetResult()
                                is { } e
                        )
                            second.Add(e);
                    }
                )
            );
            gaveWay += second.Count + (first is null ? 0 : 1);
            strays += await AssertSoundAsync(user, store, nextRotates: false, afterWhile: true);
            cases++;
        }

        for (var i = 0; i < 30; i++)
        {
            var (user, _, token) = tenant.AddUserWithKey();
            var store = new MemoryKeyStore(token);
            var ends = await Task.WhenAll(
                Task.Run(() => TryAsync(() => RotateAsync(store, token))),
                Task.Run(() => TryAsync(() => RotateAsync(store, token, machine: "other")))
            );
            gaveWay += ends.Count(e => e is not null);
            strays += await AssertSoundAsync(user, store, nextRotates: false, afterWhile: true);
            cases++;
        }

        Assert.Equal(35, cases);
        tenant.Print(
            $"Two machines at once: {cases} cases; {gaveWay} runs gave way; a stored key worked in all, {strays} stray "
                + "keys in all, none after the next run."
        );
    }

    [Theory]
    [InlineData(60)]
    [InlineData(-60)]
    public async Task AMachineWhoseClockIsOffTellsAgesByTheTenants(int minutes)
    {
        var (user, _, token) = tenant.AddUserWithKey();
        var store = new MemoryKeyStore(token);
        await Assert.ThrowsAsync<CrashException>(() =>
            RotateAsync(store, token, afterStep: s => Crash(s.Name == "Prove new key"))
        );

        var refusal = await Assert.ThrowsAsync<InputException>(() => RotateAsync(store, token, machine: "other", skew: minutes));
        Assert.Equal(ErrorIds.RotationElsewhere, refusal.ErrorId);
        Assert.Equal(2, tenant.ActiveKeysOf(user));

        tenant.Host.Clock.Advance(TimeSpan.FromMinutes(11));
        await RotateAsync(store, token, minRemaining: TimeSpan.Zero, machine: "other", skew: minutes);
        Assert.Equal(1, tenant.ActiveKeysOf(user));
        await AssertStoredKeyWorksAsync(store);
    }

    [Theory]
    [InlineData("Make new key")]
    [InlineData("Prove new key")]
    public async Task AMachineThatStoodStillDoesNotPutItsKeyOverAnothers(string until)
    {
        var (user, _, token) = tenant.AddUserWithKey();
        var store = new MemoryKeyStore(token);
        var step = string.Empty;
        var stopped = await Assert.ThrowsAsync<RotationException>(() =>
            RotateAsync(
                store,
                token,
                afterStep: s =>
                {
                    step += s.Name + ";";
                    if (!s.Name.StartsWith(until, StringComparison.Ordinal))
                        return;
                    tenant.Host.Clock.Advance(TimeSpan.FromMinutes(30));
                    RotateAsync(store, store.Token!, machine: "second").GetAwaiter().GetResult();
                    RotateAsync(store, store.Token!, machine: "third").GetAwaiter().GetResult();
                }
            )
        );

        Assert.NotEqual(token, store.Token);
        Assert.DoesNotContain("Store new key;", step, StringComparison.Ordinal);
        Assert.DoesNotContain("both", stopped.RecommendedAction);
        await AssertSoundAsync(user, store, nextRotates: false, afterWhile: true);
    }

    [Fact]
    public async Task ANewKeyThatTakesAMomentIsWaitedFor()
    {
        var (_, _, token) = tenant.AddUserWithKey();
        tenant.Host.Clock.Advance(TimeSpan.FromSeconds(30));
        tenant.Service.Settings.ActivationLagSeconds = 10;
        try
        {
            var store = new MemoryKeyStore(token);
            var waited = tenant.Waited;
            Assert.True((await RotateAsync(store, token)).Rotated);
            Assert.InRange(tenant.Waited - waited, TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(20));
            await AssertStoredKeyWorksAsync(store);
        }
        finally
        {
            tenant.Service.Settings.ActivationLagSeconds = 0;
        }
    }

    [Fact]
    public async Task ALimitThatLeavesNoRoomIsFoundBeforeAnythingIsMade()
    {
        var (user, _, token) = tenant.AddUserWithKey();
        for (var i = 0; i < 4; i++)
            tenant.Service.IssueApiKey(user, "other", TimeSpan.FromHours(1));
        var (_, _, another) = tenant.AddUserWithKey();
        var created = Created();
        var store = new MemoryKeyStore(token);
        Assert.Equal("ApiKeyLimitReached", (await Assert.ThrowsAsync<InputException>(() => RotateAsync(store, token))).ErrorId);
        var tooLong = () => RotateAsync(new MemoryKeyStore(another), another, expiresIn: TimeSpan.FromDays(30));
        Assert.Equal("ApiKeyLifetimeTooLong", (await Assert.ThrowsAsync<InputException>(tooLong)).ErrorId);
        Assert.Equal(created, Created());
    }

    [Fact]
    public async Task ALimitOfNoneSaysSo()
    {
        var (_, _, token) = tenant.AddUserWithKey();
        tenant.Host.Faults.Add(
            new Fault
            {
                Service = "qlikCloud",
                Path = "/api/v1/api-keys/configs/*",
                Kind = FaultKind.Status,
                Status = 200,
                Body = """{"max_keys_per_user":0,"max_api_key_expiry":"P30D"}""",
            }
        );

        var refused = await Assert.ThrowsAsync<InputException>(() => RotateAsync(new MemoryKeyStore(token), token));

        Assert.Equal("ApiKeyLimitReached", refused.ErrorId);
        Assert.Contains("the limit is 0", refused.Message);
        Assert.DoesNotContain("Remove", refused.RecommendedAction);
    }

    [Fact]
    public async Task AKeyWithoutAnEndIsNotRotatedForItsRest()
    {
        var (user, oldId, token) = tenant.AddUserWithKey();
        tenant.Host.Faults.Add(
            new Fault
            {
                Service = "qlikCloud",
                Method = "GET",
                Path = "/api/v1/api-keys/" + oldId,
                Kind = FaultKind.Status,
                Status = 200,
                Body = $$"""{"id":"{{oldId}}","sub":"{{user}}","description":"reloads","status":"active"}""",
            }
        );

        var result = await RotateAsync(new MemoryKeyStore(token), token, minRemaining: TimeSpan.FromDays(7));

        Assert.Equal((false, "The key has no end."), (result.Rotated, result.Reason));
        Assert.Equal(1, tenant.ActiveKeysOf(user));
    }

    [Fact]
    public async Task AStoreThatHoldsAnotherUsersKeyIsLeftAlone()
    {
        var (_, _, mine) = tenant.AddUserWithKey();
        var (other, _, theirs) = tenant.AddUserWithKey();
        var store = new MemoryKeyStore(theirs);
        Assert.Equal("StoreHoldsAnother", (await Assert.ThrowsAsync<InputException>(() => RotateAsync(store, mine))).ErrorId);
        Assert.Equal(theirs, store.Token);
        Assert.Equal(1, tenant.ActiveKeysOf(other));
    }

    [Fact]
    public async Task AnEmptyStoreIsFilledAndADeadKeyReplaced()
    {
        foreach (var content in new[] { null, tenant.Service.ExpiredApiKey })
        {
            var (user, _, token) = tenant.AddUserWithKey();
            var store = new MemoryKeyStore(content);
            Assert.True((await RotateAsync(store, token)).Rotated);
            Assert.Equal(1, tenant.ActiveKeysOf(user));
            await AssertStoredKeyWorksAsync(store);
        }
    }

    private static void Crash(bool now)
    {
        if (now)
            throw new CrashException();
    }

    private static async Task<Exception?> TryAsync(Func<Task> action)
    {
        try
        {
            await action();
            return null;
        }
        catch (QlikSnowflakeException e)
        {
            return e;
        }
    }

    private ApiKeyRotationOptions Options(MemoryKeyStore store, string machine = "here") =>
        new()
        {
            Store = store,
            Machine = machine,
            LockFolder = tenant.Folder.File(machine),
        };

    private async Task<QlikCloudApiKeyRotation> RotateAsync(
        MemoryKeyStore store,
        string token,
        TimeSpan? minRemaining = null,
        TimeSpan? grace = null,
        TimeSpan? expiresIn = null,
        Action<IRotationStep>? afterStep = null,
        string machine = "here",
        int skew = 0
    )
    {
        var login = tenant.Options(token);
        using var session = await QlikCloudSession.OpenAsync(
            "test",
            login with
            {
                Now = () => login.Now() + TimeSpan.FromMinutes(skew),
            },
            Silent
        );
        var options = Options(store, machine) with { MinRemaining = minRemaining, GracePeriod = grace, ExpiresIn = expiresIn };
        using var rotation = await ApiKeyRotation.PlanAsync(session, options, Silent);
        rotation.Plan.AfterStep = afterStep;
        return await rotation.RunAsync(Silent);
    }

    /// <summary>Checks what must hold after any interruption, and that the next run cleans up.</summary>
    /// <returns>How many keys too many there were.</returns>
    private async Task<int> AssertSoundAsync(string user, MemoryKeyStore store, bool nextRotates, bool afterWhile = false)
    {
        await AssertStoredKeyWorksAsync(store);
        var strays = tenant.ActiveKeysOf(user) - 1;
        Assert.InRange(strays, 0, 1);
        if (afterWhile)
            tenant.Host.Clock.Advance(TimeSpan.FromMinutes(11));
        await RotateAsync(store, store.Token!, minRemaining: nextRotates ? null : TimeSpan.Zero);
        await AssertStoredKeyWorksAsync(store);
        Assert.Equal(1, tenant.ActiveKeysOf(user));
        return strays;
    }

    private async Task AssertStoredKeyWorksAsync(MemoryKeyStore store)
    {
        using var session = await tenant.OpenAsync(store.Token!);
        Assert.NotEmpty(session.User.Id);
    }

    private int Created() => tenant.Service.ApiKeys.Count + Deleted();

    // Deleted keys are not listed any more.
    private int Deleted() =>
        (int)tenant.Host.Counters.Snapshot().Where(c => c.Service == "qlikCloud" && c.Method == "DELETE").Sum(c => c.Executed);

    private int Received() => (int)tenant.Host.Counters.Snapshot().Where(c => c.Service == "qlikCloud").Sum(c => c.Received);
}
