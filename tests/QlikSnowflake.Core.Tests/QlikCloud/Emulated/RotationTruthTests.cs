using QlikSnowflake.Emulator.Faults;
using QlikSnowflake.Errors;
using QlikSnowflake.Http;
using QlikSnowflake.QlikCloud;
using QlikSnowflake.QlikCloud.KeyRotation;
using QlikSnowflake.Tests.Support;

namespace QlikSnowflake.Tests.QlikCloud.Emulated;

/// <summary>
/// Every sentence of every error, warning and result is held against what store and tenant hold, whatever the store is like, whichever
/// call fails, and wherever the process ends; and the next run finds its way from there.
/// </summary>
public sealed class RotationTruthTests(EmulatedTenant tenant) : IClassFixture<EmulatedTenant>
{
    // A read-back is tried five times: a store that lags by two reads is waited for, one that lags by nine is not.
    private static readonly (string Name, int Lag, bool CanRead, bool IsEmpty)[] Stores =
    [
        ("plain", 0, true, false),
        ("lags by 2 reads", 2, true, false),
        ("lags by 9 reads", 9, true, false),
        ("never shows a write", int.MaxValue, true, false),
        ("cannot be read", 0, false, false),
        ("empty at first", 0, true, true),
    ];

    private readonly Tally _tally = new();

    [Fact]
    public async Task WhateverTheStoreDoesEverySentenceIsTrue()
    {
        foreach (var kind in Stores)
        {
            foreach (var fault in Enum.GetValues<StoreFault>())
            {
                // What reports success and lies is found by reading it back, or by nobody.
                var isRead = fault < StoreFault.WriteFails;
                if (!kind.CanRead && fault is not (StoreFault.None or StoreFault.WriteFails or StoreFault.WriteFailsAndIsDone))
                    continue;
                for (
                    var from = 0;
                    from
                        < (
                            fault == StoreFault.None ? 1
                            : isRead ? 8
                            : 2
                        );
                    from++
                )
                {
                    foreach (var times in fault == StoreFault.None ? [1] : new[] { 1, int.MaxValue })
                        await RunAsync(
                            kind,
                            $"{fault} from {from} {times} times",
                            (token, old) =>
                                new FaultyKeyStore(token, kind.Lag, kind.CanRead)
                                {
                                    Fault = fault,
                                    From = from,
                                    Times = times,
                                }
                        );
                }
            }
        }

        Print("Stores x faults x calls");
        Assert.True(_tally.Failed > 100, $"only {_tally.Failed} runs failed");
    }

    [Fact]
    public async Task WhateverTheTenantDoesEverySentenceIsTrue()
    {
        (FaultKind Kind, int? Status)[] kinds =
        [
            (FaultKind.Status, 500),
            (FaultKind.Status, 401),
            (FaultKind.Status, 403),
            (FaultKind.DropBefore, null),
            (FaultKind.DropAfter, null),
            (FaultKind.Html, null),
        ];
        foreach (var kind in Stores.Where(s => s.Lag is 0 or 9))
        {
            for (var call = 0; call < 11; call++)
            {
                foreach (var (fault, status) in kinds)
                {
                    foreach (var times in new[] { 1, -1 })
                        await RunAsync(
                            kind,
                            $"{fault} {status} from call {call} {times} times",
                            (token, _) => new FaultyKeyStore(token, kind.Lag, kind.CanRead),
                            before: () => tenant.Fail(fault, call, times, status)
                        );
                }
            }
        }

        Print("Stores x failures of the tenant x calls");
        Assert.True(_tally.Failed > 100, $"only {_tally.Failed} runs failed");
    }

    [Fact]
    public async Task WhereverTheProcessEndsTheNextRunFindsItsWay()
    {
        foreach (var kind in Stores)
        {
            for (var step = 0; step < 6; step++)
                await RunAsync(
                    kind,
                    $"ends after step {step}",
                    (token, _) => new FaultyKeyStore(token, kind.Lag, kind.CanRead),
                    step
                );

            // Reads before and after the write, and the write itself, done or not.
            for (var call = 0; call < 8; call++)
            {
                foreach (var isDone in new[] { false, true })
                    await RunAsync(
                        kind,
                        $"ends at call {call} of the store, done: {isDone}",
                        (token, _) =>
                            new FaultyKeyStore(token, kind.Lag, kind.CanRead)
                            {
                                Kill = (call, isDone),
                                Killed = () => tenant.Fail(FaultKind.DropBefore, 0, -1),
                            }
                    );
            }
        }

        Print("Stores x points at which the process ends");
    }

    private async Task RunAsync(
        (string Name, int Lag, bool CanRead, bool IsEmpty) kind,
        string what,
        Func<string?, string, FaultyKeyStore> make,
        int? crashAfter = null,
        Action? before = null
    )
    {
        var where = $"{kind.Name}, {what}: ";
        var (user, oldId, old) = tenant.AddUserWithKey();
        var store = make(kind.IsEmpty ? null : old, oldId);
        var first = store.Token;
        var log = new TestLog();
        var said = new List<string>();
        QlikSnowflakeException? failure = null;
        var crashed = false;
        try
        {
            var result = await RotateAsync(store, old, log, crashAfter, before);
            said.Add(result.Reason);
        }
        catch (QlikSnowflakeException e)
        {
            failure = e;
            said.AddRange([e.Message, e.RecommendedAction ?? string.Empty]);
            _tally.Failed++;
        }
        catch (CrashException)
        {
            crashed = true;
            _tally.Killed++;
        }

        tenant.Host.Faults.Clear();
        _tally.Cases++;
        var truth = TruthOf(store, first, old, oldId, ActiveKeysOf(user), failure);
        foreach (var sentence in crashed ? [] : said.Concat(log.Warnings).SelectMany(RotationSentences.Of))
        {
            var isTrue = WordsOfTheService(failure).Contains(sentence) ? null : RotationSentences.IsTrue(sentence, truth);
            Assert.True(isTrue ?? true, $"{where}'{sentence}' is not true: {truth}");
            if (isTrue is null)
                _tally.Neutral++;
            else
                _tally.Sentences++;
        }

        // A key that the tenant has ended, left where it is used, is what must never be.
        if (truth.Stored is Stored.Old or Stored.New && !truth.IsAnyStoredGood)
            _tally.Dead++;
        if (truth.Stored == Stored.NoKey)
            _tally.Torn++;
        _tally.Strays += Math.Max(0, tenant.ActiveKeysOf(user) - 1);

        // As the task opens it: with what is stored, and else a person does, with a key that the error calls good.
        var next = store.Mended();
        await RotateAsync(next, truth.IsAnyStoredGood ? next.Token! : old, new TestLog());
        Assert.True(await WorksAsync(next.Token!), where + "the key that the next run stored does not work");
        _tally.Left += tenant.ActiveKeysOf(user) - 1;
    }

    // What the tenant's refusals mean is tested with them.
    private static string WordsOfTheService(Exception? failure) =>
        failure is null ? string.Empty
        : failure is ServiceException or ConnectionException
            ? failure.Message + " " + ((QlikSnowflakeException)failure).RecommendedAction
        : WordsOfTheService(failure.InnerException);

    private static Truth TruthOf(
        FaultyKeyStore store,
        string? first,
        string old,
        string oldId,
        IReadOnlyCollection<string> active,
        QlikSnowflakeException? failure
    )
    {
        var made = store.Written.Find(t => t != old);
        var stored =
            store.Token is null ? Stored.Nothing
            : store.Token == old ? Stored.Old
            : store.Token == made ? Stored.New
            : ApiKeyClaims.TryRead(store.Token.Secret()) is null ? Stored.NoKey
            : Stored.Another;
        return new Truth(
            oldId,
            stored,
            store.Token != first,
            active.Contains(oldId),
            made is not null && active.Contains(IdOf(made)),
            stored is not (Stored.Nothing or Stored.NoKey) && active.Contains(IdOf(store.Token!)),
            failure?.InnerException is QlikCloudException { StatusCode: 401 }
        );
    }

    private async Task<QlikCloudApiKeyRotation> RotateAsync(
        FaultyKeyStore store,
        string token,
        TestLog log,
        int? crashAfter = null,
        Action? before = null
    )
    {
        var context = new CallContext(log);
        using var session = await tenant.OpenAsync(token);
        before?.Invoke();
        var options = new ApiKeyRotationOptions { Store = store, LockFolder = tenant.Folder.File("here") };
        using var rotation = await ApiKeyRotation.PlanAsync(session, options, context);
        var at = 0;
        rotation.Plan.AfterStep = _ =>
        {
            if (at++ == crashAfter)
                throw new CrashException();
        };
        return await rotation.RunAsync(context);
    }

    private async Task<bool> WorksAsync(string token)
    {
        using var session = await tenant.OpenAsync(token);
        return session.User.Id.Length > 0;
    }

    private string[] ActiveKeysOf(string user) =>
        [.. tenant.Service.ApiKeys.Where(k => k.UserId == user && k.Status == "active").Select(k => k.Id)];

    private static string IdOf(string token) => ApiKeyClaims.TryRead(token.Secret())!.KeyId;

    private void Print(string what)
    {
        tenant.Print(
            $"{what}: {_tally.Cases} runs, {_tally.Failed} of which failed and {_tally.Killed} were killed; {_tally.Sentences} sentences "
                + $"checked and true, {_tally.Neutral} that claim nothing; {_tally.Dead} dead keys in a store, {_tally.Torn} stores that "
                + $"hold half of a key; {_tally.Strays} keys too many, {_tally.Left} after the next run."
        );
        Assert.Equal((0, 0), (_tally.Dead, _tally.Left));
    }

    private sealed class Tally
    {
        public int Cases { get; set; }

        public int Failed { get; set; }

        public int Killed { get; set; }

        public int Sentences { get; set; }

        public int Neutral { get; set; }

        public int Dead { get; set; }

        public int Torn { get; set; }

        public int Strays { get; set; }

        public int Left { get; set; }
    }
}
