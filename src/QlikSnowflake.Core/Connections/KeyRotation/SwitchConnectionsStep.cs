using System.Collections.Concurrent;
using QlikSnowflake.Errors;
using QlikSnowflake.Http;
using QlikSnowflake.Keys;
using QlikSnowflake.Rotation;
using QlikSnowflake.Snowflake.Keys;

namespace QlikSnowflake.Connections.KeyRotation;

/// <summary>
/// Gives the new key to every connection of the user, several side by side, and lists anew until a list shows none that is left. One
/// that fails does not stop the others: it stays on the old key, and is in the result.
/// </summary>
internal sealed class SwitchConnectionsStep(
    IReadOnlyList<IConnectionSite> sites,
    RotatedUser user,
    RotatedKeyState keys,
    NewKey key,
    ConnectionKeyRotationOptions options,
    SwitchJournal journal,
    KeyRotationProgress progress,
    Func<TimeSpan, CancellationToken, Task> delay
) : IRotationStep
{
    // Connections can appear faster than they are switched; whoever makes them has to be told then.
    private const int MostRounds = 6;

    // A change under way when the user interrupts is given this time to be answered and noted.
    private static readonly TimeSpan LastMoment = TimeSpan.FromMilliseconds(700);

    private static readonly TimeSpan[] Delays = [TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(3)];

    private readonly ConcurrentDictionary<string, ConnectionResult> _failed = new(StringComparer.OrdinalIgnoreCase);
    private int _switched;

    public string Name => "Switch connections";

    public string? Change => null;

    /// <summary>What the last list showed.</summary>
    public UserConnections Last { get; private set; } = new([], [], [], []);

    /// <summary>The connections that could not be switched, and those that are gone.</summary>
    public IReadOnlyCollection<ConnectionResult> NotSwitched => [.. _failed.Values];

    /// <summary>How many were switched in this run.</summary>
    public int SwitchedNow => Volatile.Read(ref _switched);

    public async Task DoAsync(CallContext context)
    {
        await CheckRegisteredAsync(context).ConfigureAwait(false);
        using var carried = QlikKeyFile.Read(key.Path, key.Passphrase);
        for (var round = 0; ; round++)
        {
            Last = await UserConnections
                .ReadAsync(sites, user, carried.Fingerprint, journal.Notes, context)
                .ConfigureAwait(false);
            var open = Last.Open.Where(c => !_failed.ContainsKey(SwitchNotes.NameOf(c))).ToArray();
            if (open.Length == 0)
                return;
            if (round == MostRounds)
            {
                foreach (var row in open)
                    Fail(
                        row,
                        ConnectionOutcome.Failed,
                        "failed",
                        "It does not keep the new key: whenever it is listed, it holds another."
                    );
                return;
            }

            await SwitchAllAsync(open, carried, context).ConfigureAwait(false);
        }
    }

    // Two machines can have registered into one place at once: then one of the two keys is registered no more.
    private async Task CheckRegisteredAsync(CallContext context)
    {
        if (!(await keys.LookAsync(context).ConfigureAwait(false)).Any(k => k.Fingerprint == key.PublicKey.Fingerprint))
            throw new InputException(
                ErrorIds.NewKeyGone,
                $"The new key is not registered for {user.Name} any more, so no connection is given it.",
                "Someone else is changing this user's keys. Look at Get-SnowflakeUserKey before going on.",
                FailureKind.Conflict
            );
    }

    private async Task SwitchAllAsync(SnowflakeConnection[] open, QlikKeyFile carried, CallContext context)
    {
        progress.Begin(open.Length);
        var queue = new ConcurrentQueue<SnowflakeConnection>(InTurn(open));
        using var broken = new CancellationTokenSource();
        using var underWay = new CancellationTokenSource();
        using var stopped = context.CancellationToken.Register(() => underWay.CancelAfter(LastMoment));
        var outliving = context.With(underWay.Token);
        var workers = Enumerable
            .Range(0, Math.Min(options.ThrottleLimit, open.Length))
            .Select(_ => Task.Run(WorkAsync))
            .ToArray();
        await Task.WhenAll(workers).ConfigureAwait(false);
        context.CancellationToken.ThrowIfCancellationRequested();

        async Task WorkAsync()
        {
            try
            {
                while (
                    !context.CancellationToken.IsCancellationRequested
                    && !broken.IsCancellationRequested
                    && queue.TryDequeue(out var row)
                )
                    await SwitchAsync(row, carried, outliving).ConfigureAwait(false);
            }
            catch
            {
                // What is no failure of a connection, such as a journal that cannot be written, ends all of it.
                broken.Cancel();
                throw;
            }
        }
    }

    private async Task SwitchAsync(SnowflakeConnection row, QlikKeyFile carried, CallContext context)
    {
        SnowflakeConnection after;
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                after = await row.GetSite()!.SwitchAsync(row, carried, context).ConfigureAwait(false);
                break;
            }
            catch (QlikSnowflakeException e) when (attempt < Delays.Length && MayPass(e))
            {
                context.Log.Verbose($"'{row.Name}' on {row.Site}: {e.Message} It is tried again.");
                await delay(Delays[attempt], context.CancellationToken).ConfigureAwait(false);
            }
            catch (QlikSnowflakeException e)
            {
                if (e is InputException { IsOfGoneConnection: true })
                    Fail(row, ConnectionOutcome.Gone, "gone", e.Message);
                else
                    Fail(row, ConnectionOutcome.Failed, "failed", $"{e.Message} {e.RecommendedAction}".TrimEnd());
                return;
            }
        }

        journal.NoteSwitched(row, after, carried.Fingerprint);
        Interlocked.Increment(ref _switched);
        progress.Count(failed: false);
        context.Log.Verbose($"'{row.Name}' on {row.Site} holds the new key.");
    }

    private void Fail(SnowflakeConnection row, ConnectionOutcome outcome, string word, string reason)
    {
        _failed[SwitchNotes.NameOf(row)] = ConnectionResult.Of(row, outcome, reason);
        journal.NoteFailed(row, word, reason);
        progress.Count(failed: outcome == ConnectionOutcome.Failed);
    }

    private static bool MayPass(QlikSnowflakeException e) =>
        e.Kind
            is FailureKind.Connection
                or FailureKind.Timeout
                or FailureKind.Service
                or FailureKind.Conflict
                or FailureKind.Limit
                or FailureKind.InvalidData;

    // One of each site in turn, so that a slow site does not hold all workers.
    private static IEnumerable<SnowflakeConnection> InTurn(SnowflakeConnection[] rows) =>
        rows.GroupBy(r => r.Site)
            .SelectMany(site => site.Select((row, index) => (row, index)))
            .OrderBy(r => r.index)
            .Select(r => r.row);
}
