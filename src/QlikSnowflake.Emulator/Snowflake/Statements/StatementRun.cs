using QlikSnowflake.Emulator.Snowflake.Sql;
using QlikSnowflake.Emulator.Snowflake.Users;

namespace QlikSnowflake.Emulator.Snowflake.Statements;

/// <summary>What identifies a run of a statement.</summary>
internal sealed record RunIdentity(
    string Handle,
    string RequestId,
    SnowflakeUser User,
    string Text,
    DateTimeOffset CreatedOn,
    bool NullsAsText
);

/// <summary>
/// One execution of a statement, or of several in one request: steps that each take their time and then have their effect.
/// Nothing runs in the background: <see cref="Settle"/> brings the run to where it has to be at a time.
/// </summary>
internal sealed class StatementRun(
    RunIdentity identity,
    TimeSpan timeout,
    IEnumerator<StatementPlan> steps,
    Func<StatementResult, StatementOutcome> finish
)
{
    private readonly Lock _gate = new();
    private readonly TaskCompletionSource _finished = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private StatementPlan? _step;
    private StatementResult? _result;
    private DateTimeOffset _stepStart = identity.CreatedOn;
    private int _polls;

    public RunIdentity Identity { get; } = identity;

    /// <summary>Null while the statement runs.</summary>
    public StatementOutcome? Outcome { get; private set; }

    public DateTimeOffset FinishedOn { get; private set; }

    public Task Finished => _finished.Task;

    /// <summary>When the run has to be looked at again, unless it waits for polls.</summary>
    public DateTimeOffset NextChange { get; private set; } = DateTimeOffset.MaxValue;

    /// <summary>A run that has ended already: one of several statements in a request.</summary>
    public static StatementRun Ended(RunIdentity identity, StatementOutcome outcome) =>
        new(identity, TimeSpan.Zero, Enumerable.Empty<StatementPlan>().GetEnumerator(), _ => outcome)
        {
            Outcome = outcome,
            FinishedOn = identity.CreatedOn,
        };

    /// <param name="now">The time.</param>
    /// <param name="isPoll">Whether a client asks, which statements that need polls count.</param>
    /// <returns>How the statement ended; null while it runs.</returns>
    public StatementOutcome? Settle(DateTimeOffset now, bool isPoll = false)
    {
        lock (_gate)
        {
            if (isPoll && _polls > 0)
            {
                _polls--;
                return null;
            }

            try
            {
                Advance(now);
            }
            catch (SqlError e)
            {
                End(StatementFailure.From(e), now);
            }

            return Outcome;
        }
    }

    /// <returns>False when the statement had ended before.</returns>
    public bool Cancel(DateTimeOffset now)
    {
        lock (_gate)
        {
            Settle(now);
            if (Outcome is not null)
                return false;
            End(StatementFailure.Cancelled, now);
            return true;
        }
    }

    private void Advance(DateTimeOffset now)
    {
        var deadline = Identity.CreatedOn + timeout;
        while (Outcome is null)
        {
            if (_step is null && !TakeStep())
                return;
            var stepEnd = _stepStart + _step!.Duration;
            NextChange = stepEnd < deadline ? stepEnd : deadline;
            if (deadline < stepEnd && deadline <= now)
            {
                End(StatementFailure.TimedOut(timeout), deadline);
                return;
            }

            if (stepEnd > now || _polls > 0)
                return;
            _result = _step.Work();
            _stepStart = stepEnd;
            _step = null;
        }
    }

    private bool TakeStep()
    {
        if (steps.MoveNext())
        {
            _step = steps.Current;
            _polls = _step.Polls;
            return true;
        }

        End(finish(_result!), _stepStart);
        return false;
    }

    private void End(StatementOutcome outcome, DateTimeOffset at)
    {
        Outcome = outcome;
        FinishedOn = at;
        steps.Dispose();
        _finished.TrySetResult();
    }
}
