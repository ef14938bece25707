using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using QlikSnowflake.Emulator.Snowflake.Authentication;
using QlikSnowflake.Emulator.Snowflake.Sql;
using QlikSnowflake.Emulator.Snowflake.Users;

namespace QlikSnowflake.Emulator.Snowflake.Statements;

/// <summary>Starts statements, remembers them by handle and by request id, and brings them forward in time.</summary>
internal sealed class StatementEngine(SnowflakeAccount account, ScriptBook scripts, ExecutionLog log)
{
    private readonly StatementPlanner _planner = new(account);
    private readonly ConcurrentDictionary<string, StatementRun> _runs = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, StatementRun> _running = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<(string User, string RequestId), StatementRun> _byRequest = [];
    private readonly RetainedRuns _retained = new(account.Settings);
    private readonly Lock _submitGate = new();
    private long _lastHandle;

    private DateTimeOffset Now => account.Clock.GetUtcNow();

    /// <summary>Starts the statement, unless it is a retry of one that was started before and has not failed.</summary>
    /// <exception cref="ApiRefusal">The role is not granted.</exception>
    public StatementRun Submit(SubmitRequest request, Caller caller)
    {
        var user = caller.User;
        var role = request.Role ?? caller.RoleRestriction ?? account.DefaultRole(user);
        if (!account.IsGranted(user, role) || (caller.RoleRestriction is not null && role != caller.RoleRestriction))
        {
            throw new ApiRefusal(
                account.Settings.UnknownRoleStatus,
                "390189",
                $"Role '{role}' specified in the connect string does not exist or not authorized. Contact your local "
                    + "system administrator, or attempt to login with another role, e.g. PUBLIC."
            );
        }

        lock (_submitGate)
        {
            var key = (user.LoginName, request.RequestId.ToUpperInvariant());
            if (request.Retry && _byRequest.TryGetValue(key, out var earlier) && earlier.Settle(Now) is not StatementFailure)
                return earlier;
            var run = Start(request, user, role);
            _byRequest[key] = run;
            return run;
        }
    }

    /// <returns>Null when there is no such statement of the user's, or its result has expired.</returns>
    public StatementRun? Find(string handle, SnowflakeUser user)
    {
        if (!_runs.TryGetValue(handle, out var run) || run.Identity.User != user)
            return null;
        if (run.Outcome is null || run.FinishedOn + account.Settings.ResultRetention > Now)
            return run;
        Forget(run);
        return null;
    }

    private void Forget(StatementRun run)
    {
        _runs.TryRemove(run.Identity.Handle, out _);
        lock (_submitGate)
        {
            var key = (run.Identity.User.LoginName, run.Identity.RequestId.ToUpperInvariant());
            if (_byRequest.TryGetValue(key, out var found) && found == run)
                _byRequest.Remove(key);
        }
    }

    private void Retain(StatementRun run)
    {
        foreach (var old in _retained.Add(run))
            Forget(old);
    }

    /// <summary>Lets every statement whose time has come have its effect, asked for or not.</summary>
    public void SettleAll()
    {
        var now = Now;
        // Its own ToArray is one moment's; LINQ counts and copies in two steps, between which others start and end.
        foreach (var (handle, run) in _running.ToArray().OrderBy(r => r.Value.NextChange))
            if (run.Settle(now) is not null)
                _running.TryRemove(handle, out _);
    }

    private StatementRun Start(SubmitRequest request, SnowflakeUser user, string role)
    {
        var identity = new RunIdentity(NewHandle(), request.RequestId, user, request.Statement, Now, request.NullsAsText);
        log.Started(identity.Handle, request, user.LoginName, role);
        var maximum = account.Settings.MaximumTimeout;
        var timeout =
            request.Timeout is > 0 and var seconds && seconds < maximum.TotalSeconds ? TimeSpan.FromSeconds(seconds) : maximum;
        var execution = new StatementExecution(account, _planner, scripts, log, AddEnded);
        var run = new StatementRun(identity, timeout, execution.Steps(identity, request, role).GetEnumerator(), execution.Finish);
        _runs[identity.Handle] = run;
        _running[identity.Handle] = run;
        Retain(run);
        run.Settle(Now);
        return run;
    }

    private string AddEnded(RunIdentity parent, string text, StatementOutcome outcome)
    {
        var identity = parent with { Handle = NewHandle(), Text = text, CreatedOn = Now };
        var run = StatementRun.Ended(identity, outcome);
        _runs[identity.Handle] = run;
        Retain(run);
        return identity.Handle;
    }

    /// <summary>Shaped as Snowflake's query ids are: 8-4-4-4-12 hexadecimal digits, and no RFC 4122 version.</summary>
    private string NewHandle()
    {
        var number = Interlocked.Increment(ref _lastHandle);
        var random = RandomNumberGenerator.GetInt32(0x10000);
        return string.Create(CultureInfo.InvariantCulture, $"01b69c52-0002-{random:x4}-007b-{0x780700000000 + number:x12}");
    }
}
