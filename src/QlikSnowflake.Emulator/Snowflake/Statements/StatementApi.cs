using System.Globalization;
using QlikSnowflake.Emulator.Snowflake.Authentication;
using QlikSnowflake.Emulator.Snowflake.Sql;

namespace QlikSnowflake.Emulator.Snowflake.Statements;

/// <summary>The three operations. From https://docs.snowflake.com/en/developer-guide/sql-api/reference.</summary>
internal sealed class StatementApi(
    SnowflakeAccount account,
    StatementEngine engine,
    RequestAuthenticator authenticator,
    ExecutionLog log
)
{
    public const string Path = "/api/v2/statements";

    private readonly StatementReplies _replies = new(account.Settings);

    public void Map(WebApplication app)
    {
        app.Map(Path, context => Guarded(context, HttpMethods.Post, SubmitAsync));
        app.Map(Path + "/{handle}", context => Guarded(context, HttpMethods.Get, FetchAsync));
        app.Map(Path + "/{handle}/cancel", context => Guarded(context, HttpMethods.Post, CancelAsync));
    }

    /// <summary>The rules that are the same for every operation: method, headers, and who sends it.</summary>
    private async Task Guarded(HttpContext context, string method, Func<HttpContext, Caller, Task> operation)
    {
        log.Requested();
        context.Response.Headers.Date = account.Clock.GetUtcNow().ToString("R", CultureInfo.InvariantCulture);
        if (context.Request.Method != method)
        {
            context.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
            context.Response.Headers.Allow = method;
            context.Response.ContentLength = 0;
            return;
        }

        try
        {
            RequestRules.Check(context.Request, account.Settings);
            var caller = authenticator.Authenticate(context.Request);
            engine.SettleAll();
            await operation(context, caller);
        }
        catch (ApiRefusal refusal)
        {
            await StatementReplies.RefusalAsync(context.Response, refusal);
        }
    }

    private async Task SubmitAsync(HttpContext context, Caller caller)
    {
        RequestRules.CheckContentType(context.Request);
        var request = await SubmitRequest.ReadAsync(context.Request);
        log.Submitted();
        var run = engine.Submit(request, caller);
        if (!request.Async)
            await WaitAsync(run, context.RequestAborted);

        var outcome = request.Async ? null : run.Settle(account.Clock.GetUtcNow());
        var timedOut = outcome is StatementFailure { IsTimeout: true };
        await _replies.StatementAsync(
            context.Response,
            run,
            outcome,
            0,
            new(
                request.Async ? StatementReplies.AsyncCode : account.Settings.OverrunCode,
                StatusCodes.Status202Accepted,
                timedOut ? account.Settings.TimeoutStatus : null
            )
        );
    }

    private async Task FetchAsync(HttpContext context, Caller caller)
    {
        var handle = (string)context.Request.RouteValues["handle"]!;
        _ = SubmitRequest.RequestIdOf(context.Request);
        var partition = PartitionOf(context.Request);
        log.Fetched(handle, partition);
        if (engine.Find(handle, caller.User) is not { } run)
        {
            await StatementReplies.NotFoundAsync(context.Response, handle, account.Settings.UnknownHandleStatus);
            return;
        }

        var outcome = run.Settle(account.Clock.GetUtcNow(), isPoll: true);
        var timedOut = outcome is StatementFailure { IsTimeout: true };
        await _replies.StatementAsync(
            context.Response,
            run,
            outcome,
            partition,
            new(
                StatementReplies.AsyncCode,
                account.Settings.RunningStatus,
                timedOut ? account.Settings.TimeoutStatusOnPoll : null
            )
        );
    }

    private async Task CancelAsync(HttpContext context, Caller caller)
    {
        var handle = (string)context.Request.RouteValues["handle"]!;
        log.Cancelled();
        var run = engine.Find(handle, caller.User);
        if (run is not null && run.Cancel(account.Clock.GetUtcNow()))
            await StatementReplies.CancelledAsync(context.Response, run);
        else
            await StatementReplies.NotFoundAsync(context.Response, handle, StatusCodes.Status422UnprocessableEntity);
    }

    /// <summary>
    /// Waits until the statement has ended, at most for the synchronous window. The statement goes on when the client
    /// does not wait.
    /// </summary>
    private async Task WaitAsync(StatementRun run, CancellationToken aborted)
    {
        var end = account.Clock.GetUtcNow() + account.Settings.SynchronousWindow;
        for (var now = account.Clock.GetUtcNow(); run.Settle(now) is null && now < end; now = account.Clock.GetUtcNow())
        {
            var change = run.NextChange < end ? run.NextChange : end;
            // A statement that waits for polls does not end by itself.
            if (change <= now)
                return;
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(aborted);
            var delay = Task.Delay(change - now, account.Clock, stop.Token);
            await Task.WhenAny(delay, run.Finished);
            aborted.ThrowIfCancellationRequested();
            await stop.CancelAsync();
        }
    }

    private static long PartitionOf(HttpRequest request)
    {
        var text = request.Query["partition"].ToString();
        if (text.Length == 0)
            return 0;
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var partition)
            ? partition
            : throw ApiRefusal.BadPayload("partition is not a number.");
    }
}
