using System.Globalization;
using System.Net;
using QlikSnowflake.Errors;
using QlikSnowflake.Http;
using QlikSnowflake.Snowflake.Results;

namespace QlikSnowflake.Snowflake.Statements;

/// <summary>Runs statements: submits them, waits for their end, reads their results, cancels them.</summary>
public sealed class StatementClient
{
    private static readonly TimeSpan FirstPoll = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan SlowestPoll = TimeSpan.FromSeconds(5);

    // Snowflake ends a statement whose time is up; this long after it should have, the client does.
    private static readonly TimeSpan TimeoutGrace = TimeSpan.FromSeconds(5);

    private readonly StatementCalls _calls;
    private readonly StatementCancellation _cancellation;
    private readonly SnowflakeSessionOptions _options;
    private readonly RowShapes _shapes = new();

    internal StatementClient(ServiceTransport transport, SnowflakeSessionOptions options)
    {
        _calls = new StatementCalls(transport);
        _cancellation = new StatementCancellation(_calls);
        _options = options;
    }

    /// <summary>Runs a statement to its end. When the operation is cancelled on the way, so is the statement on the server.</summary>
    /// <param name="request">The statement.</param>
    /// <param name="context">The operation.</param>
    /// <param name="running">Told the statement's handle and the time passed, at each poll while it runs; called on another thread.</param>
    /// <returns>Its result, to be read and disposed.</returns>
    /// <exception cref="SnowflakeException">The statement failed, was refused or ran out of time.</exception>
    /// <exception cref="InputException">The request cannot be sent as it is.</exception>
    public Task<ResultReader> RunAsync(StatementRequest request, CallContext context, Action<string, TimeSpan>? running = null) =>
        RunAsync(request.Bind(), context, running);

    /// <summary>Runs a statement that was bound before. Each run is one of its own.</summary>
    /// <param name="statement">The statement.</param>
    /// <param name="context">The operation.</param>
    /// <param name="running">Told the statement's handle and the time passed, at each poll while it runs; called on another thread.</param>
    /// <returns>Its result, to be read and disposed.</returns>
    /// <exception cref="SnowflakeException">The statement failed, was refused or ran out of time.</exception>
    public async Task<ResultReader> RunAsync(
        BoundStatement statement,
        CallContext context,
        Action<string, TimeSpan>? running = null
    )
    {
        var request = statement.Request;
        var submission = new StatementSubmission(statement, _options);
        using var time = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken);
        if (request.Timeout is { } limit && limit > TimeSpan.Zero)
            time.CancelAfter(limit + TimeoutGrace);
        var limited = context.With(time.Token);
        var handle = string.Empty;
        try
        {
            var reply = await SubmitAsync(submission, handleOnly: false, limited).ConfigureAwait(false);
            if (StatementCalls.IsRunning(reply))
            {
                handle = StatementCalls.ReadHandle(reply);
                reply = await PollAsync(handle, submission, limited, running).ConfigureAwait(false);
            }

            return ResultReader.Create(reply, _calls, _shapes, request.ParseJson);
        }
        catch (OperationCanceledException)
        {
            var cancelling =
                handle.Length > 0
                    ? _cancellation.OfHandleAsync(handle, context)
                    : _cancellation.OfSubmissionAsync(submission, context);
            await StatementCancellation.WaitBrieflyAsync(cancelling).ConfigureAwait(false);
            if (context.CancellationToken.IsCancellationRequested)
                throw;
            throw SnowflakeRefusals.OutOfTime(request.Timeout!.Value, handle, submission.RequestId);
        }
    }

    /// <summary>Submits a statement and does not wait for its end.</summary>
    /// <param name="statement">The statement.</param>
    /// <param name="context">The operation.</param>
    /// <returns>What identifies it.</returns>
    /// <exception cref="SnowflakeException">It was refused.</exception>
    public async Task<SnowflakeStatement> StartAsync(BoundStatement statement, CallContext context)
    {
        var submission = new StatementSubmission(statement, _options);
        try
        {
            return SnowflakeStatement.Of(await SubmitAsync(submission, handleOnly: true, context).ConfigureAwait(false));
        }
        catch (OperationCanceledException)
        {
            await StatementCancellation
                .WaitBrieflyAsync(_cancellation.OfSubmissionAsync(submission, context))
                .ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>The state of a statement, submitted here or elsewhere by the same user.</summary>
    /// <param name="handle">Its handle.</param>
    /// <param name="context">The operation.</param>
    /// <exception cref="SnowflakeException">It is not known, or the request was refused. A statement that failed is no failure
    /// here.</exception>
    public async Task<SnowflakeStatement> GetAsync(string handle, CallContext context)
    {
        StatementCalls.CheckHandle(handle);
        try
        {
            return SnowflakeStatement.Of(await _calls.GetAsync(handle, null, context).ConfigureAwait(false));
        }
        catch (SnowflakeException e) when (SnowflakeStatement.TryOf(e, handle) is not null)
        {
            return SnowflakeStatement.TryOf(e, handle)!;
        }
    }

    /// <summary>Waits for a statement's end. It goes on when the wait is given up.</summary>
    /// <param name="handle">Its handle.</param>
    /// <param name="limit">How long to wait; null waits as long as it takes.</param>
    /// <param name="context">The operation.</param>
    /// <param name="running">Told the handle and the time passed, at each poll; called on another thread.</param>
    /// <returns>How it ended, or that it still runs where the time was up.</returns>
    /// <exception cref="SnowflakeException">It is not known, or the request was refused.</exception>
    public async Task<SnowflakeStatement> WaitAsync(
        string handle,
        TimeSpan? limit,
        CallContext context,
        Action<string, TimeSpan>? running = null
    )
    {
        StatementCalls.CheckHandle(handle);
        StatementRequest.CheckTimeout(limit);
        using var time = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken);
        if (limit is { } longest)
            time.CancelAfter(longest);
        try
        {
            return SnowflakeStatement.Of(
                await PollAsync(handle, null, context.With(time.Token), running, FirstPoll, atOnce: true).ConfigureAwait(false)
            );
        }
        catch (SnowflakeException e) when (SnowflakeStatement.TryOf(e, handle) is not null)
        {
            return SnowflakeStatement.TryOf(e, handle)!;
        }
        catch (OperationCanceledException) when (!context.CancellationToken.IsCancellationRequested)
        {
            return await GetAsync(handle, context).ConfigureAwait(false);
        }
    }

    /// <summary>Waits for a statement's end and opens its result. It goes on when the wait is given up.</summary>
    /// <param name="handle">Its handle.</param>
    /// <param name="parseJson">Makes objects of semi-structured values; null leaves them as text.</param>
    /// <param name="context">The operation.</param>
    /// <param name="running">Told the handle and the time passed, at each poll; called on another thread.</param>
    /// <returns>Its result, to be read and disposed.</returns>
    /// <exception cref="SnowflakeException">It failed or is not known.</exception>
    public async Task<ResultReader> OpenAsync(
        string handle,
        Func<string, object?>? parseJson,
        CallContext context,
        Action<string, TimeSpan>? running = null
    )
    {
        StatementCalls.CheckHandle(handle);
        var reply = await PollAsync(handle, null, context, running, FirstPoll, atOnce: true).ConfigureAwait(false);
        return ResultReader.Create(reply, _calls, _shapes, parseJson);
    }

    /// <summary>The first cell of a statement's result as text, or null.</summary>
    internal async Task<string?> ReadScalarAsync(string statement, CallContext context)
    {
        using var result = await RunAsync(new StatementRequest(statement), context).ConfigureAwait(false);
        var rows = await result.ReadAsync(context).ConfigureAwait(false);
        return rows is { Length: > 0 } ? Convert.ToString(result.ReadValues(rows[0])[0], CultureInfo.InvariantCulture) : null;
    }

    /// <summary>The texts of one column of a statement's result.</summary>
    /// <param name="statement">The statement.</param>
    /// <param name="column">The column's name, whatever its case.</param>
    /// <param name="context">The operation.</param>
    /// <returns>The texts that are not NULL; none where there is no such column.</returns>
    public async Task<IReadOnlyList<string>> ReadColumnAsync(string statement, string column, CallContext context)
    {
        using var result = await RunAsync(new StatementRequest(statement), context).ConfigureAwait(false);
        var index = result.Columns.ToList().FindIndex(c => string.Equals(c.Name, column, StringComparison.OrdinalIgnoreCase));
        var texts = new List<string>();
        while (index >= 0 && await result.ReadAsync(context).ConfigureAwait(false) is { } rows)
            texts.AddRange(
                rows.Select(r => Convert.ToString(result.ReadValues(r)[index], CultureInfo.InvariantCulture)).OfType<string>()
            );
        return texts;
    }

    /// <summary>Cancels a running statement.</summary>
    /// <param name="handle">The statement's handle.</param>
    /// <param name="context">The operation.</param>
    /// <exception cref="SnowflakeException">It has ended, or is not known.</exception>
    public Task CancelAsync(string handle, CallContext context)
    {
        StatementCalls.CheckHandle(handle);
        return _calls.CancelAsync(handle, context);
    }

    private async Task<ServiceReply> SubmitAsync(StatementSubmission submission, bool handleOnly, CallContext context)
    {
        var again = false;
        try
        {
            try
            {
                return await _calls.SubmitAsync(submission, again, handleOnly, context).ConfigureAwait(false);
            }
            catch (ConnectionException e) when (e.IsTimeout && !handleOnly)
            {
                // Snowflake holds a reply back for up to 45 seconds, and the session's limit for a request may be shorter:
                // the statement runs, and the same requestId gets its handle.
                context.Log.Verbose("No answer yet; asking for the statement's handle.");
                again = true;
                return await _calls.SubmitAsync(submission, again, handleOnly: true, context).ConfigureAwait(false);
            }
        }
        catch (ConnectionException e) when (again || e.MayHaveArrived)
        {
            throw SnowflakeRefusals.OutcomeUnknown(e, submission.RequestId);
        }
    }

    private Task<ServiceReply> PollAsync(
        string handle,
        StatementSubmission submission,
        CallContext context,
        Action<string, TimeSpan>? running
    ) => PollAsync(handle, submission, context, running, FirstPoll, atOnce: false);

    private async Task<ServiceReply> PollAsync(
        string handle,
        StatementSubmission? submission,
        CallContext context,
        Action<string, TimeSpan>? running,
        TimeSpan delay,
        bool atOnce
    )
    {
        var started = DateTime.UtcNow;
        for (var first = true; ; first = false)
        {
            if (!first || !atOnce)
            {
                running?.Invoke(handle, DateTime.UtcNow - started);
                await Task.Delay(delay, context.CancellationToken).ConfigureAwait(false);
                delay = TimeSpan.FromTicks(Math.Min(SlowestPoll.Ticks, delay.Ticks * 3 / 2));
            }

            try
            {
                var reply = await _calls.GetAsync(handle, submission, context).ConfigureAwait(false);
                if (reply.Status == HttpStatusCode.OK)
                    return reply;
            }
            catch (ConnectionException e) when (e.MayHaveArrived)
            {
                throw SnowflakeRefusals.Unreachable(e, handle);
            }
        }
    }
}
