using QlikSnowflake.Errors;
using QlikSnowflake.Http;

namespace QlikSnowflake.Snowflake.Statements;

/// <summary>Ends statements on the server when whoever ran them is interrupted.</summary>
internal sealed class StatementCancellation(StatementCalls calls)
{
    // Whoever interrupts gets the prompt back within a second; the request to cancel may take longer on its own.
    private static readonly TimeSpan LongestCancel = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestWait = TimeSpan.FromMilliseconds(700);

    public static Task<Task> WaitBrieflyAsync(Task cancellation) => Task.WhenAny(cancellation, Task.Delay(LongestWait));

    /// <summary>
    /// Cancels a statement whose submission was cut off. It may be running, and its handle is not known yet: asking again under
    /// the same requestId returns the handle without running it twice.
    /// </summary>
    public async Task OfSubmissionAsync(StatementSubmission submission, CallContext context)
    {
        using var time = new CancellationTokenSource(LongestCancel);
        try
        {
            var reply = await calls
                .SubmitAsync(submission, again: true, handleOnly: true, context.With(time.Token))
                .ConfigureAwait(false);
            await OfHandleAsync(StatementCalls.ReadHandle(reply), context).ConfigureAwait(false);
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException or QlikSnowflakeException)
        {
            context.Log.Warning("The statement was interrupted before Snowflake named it; it may still run there.");
        }
    }

    public async Task OfHandleAsync(string handle, CallContext context)
    {
        using var time = new CancellationTokenSource(LongestCancel);
        try
        {
            await calls.CancelAsync(handle, context.With(time.Token)).ConfigureAwait(false);
            context.Log.Verbose($"Statement {handle} is cancelled on the server.");
        }
        catch (SnowflakeException e) when (e.IsUnknownStatement)
        {
            context.Log.Verbose($"Statement {handle} had ended already.");
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException or QlikSnowflakeException)
        {
            context.Log.Warning($"Statement {handle} could not be cancelled and may still run: {e.Message}");
        }
    }
}
