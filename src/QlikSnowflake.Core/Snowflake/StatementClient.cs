using System.Globalization;
using System.Net;
using System.Text.Json;
using QlikSnowflake.Http;

namespace QlikSnowflake.Snowflake;

/// <summary>
/// Submits, polls and cancels statements: the one place that knows the SQL API's addresses and bodies
/// (Snowflake, "SQL API reference", POST /api/v2/statements and below).
/// </summary>
public sealed class StatementClient
{
    private static readonly TimeSpan FirstPoll = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan SlowestPoll = TimeSpan.FromSeconds(5);

    // Whoever interrupts gets the prompt back within a second; the request to cancel may take longer on its own.
    private static readonly TimeSpan CancelTime = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan CancelWait = TimeSpan.FromMilliseconds(700);

    private readonly ServiceTransport _transport;
    private readonly SnowflakeSessionOptions _options;
    private readonly RowShapes _shapes = new();

    internal StatementClient(ServiceTransport transport, SnowflakeSessionOptions options)
    {
        _transport = transport;
        _options = options;
    }

    /// <summary>Runs a statement to its end. When the operation is cancelled on the way, so is the statement on the server.</summary>
    /// <param name="request">The statement.</param>
    /// <param name="context">The operation.</param>
    /// <param name="running">Told the statement's handle and the time passed, at each poll while it runs.</param>
    /// <returns>Its result, to be read and disposed.</returns>
    /// <exception cref="SnowflakeException">The statement failed or was refused.</exception>
    public async Task<ResultReader> RunAsync(StatementRequest request, CallContext context, Action<string, TimeSpan>? running = null)
    {
        var started = DateTime.UtcNow;
        var reply = await SubmitAsync(request, context).ConfigureAwait(false);
        var delay = FirstPoll;
        while (reply.Status != HttpStatusCode.OK)
        {
            var handle = ReadHandle(reply);
            running?.Invoke(handle, DateTime.UtcNow - started);
            try
            {
                await Task.Delay(delay, context.CancellationToken).ConfigureAwait(false);
                delay = TimeSpan.FromTicks(Math.Min(SlowestPoll.Ticks, delay.Ticks * 3 / 2));
                reply = await PollAsync(handle, context).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                await WaitBrieflyAsync(CancelQuietlyAsync(handle, context)).ConfigureAwait(false);
                throw;
            }
        }

        return ResultReader.Create(reply, this, _shapes);
    }

    /// <summary>The first cell of a statement's result as text, or null.</summary>
    internal async Task<string?> ReadScalarAsync(string statement, CallContext context)
    {
        using var result = await RunAsync(new StatementRequest(statement), context).ConfigureAwait(false);
        var rows = await result.ReadAsync(context).ConfigureAwait(false);
        return rows is { Length: > 0 } && result.RowType is { } type ? Convert.ToString(type.GetProperties()[0].GetValue(rows[0]), CultureInfo.InvariantCulture) : null;
    }

    /// <summary>Cancels a running statement.</summary>
    /// <param name="handle">The statement's handle.</param>
    /// <param name="context">The operation.</param>
    /// <exception cref="SnowflakeException">It has ended, or is not known.</exception>
    public Task CancelAsync(string handle, CallContext context) =>
        _transport.SendAsync(new ServiceRequest(HttpMethod.Post, Address(handle) + "/cancel"), context);

    internal async Task<ServiceReply> GetPartitionAsync(string handle, int partition, CallContext context)
    {
        var reply = await _transport.SendAsync(
            new ServiceRequest(HttpMethod.Get, Address(handle))
            {
                Query = [new("partition", partition.ToString(CultureInfo.InvariantCulture)), RequestId(Guid.NewGuid())],
            },
            context).ConfigureAwait(false);
        return reply.Status == HttpStatusCode.OK ? reply : throw SnowflakeRefusals.NotUnderstood(reply, null);
    }

    private Task<ServiceReply> PollAsync(string handle, CallContext context) =>
        _transport.SendAsync(new ServiceRequest(HttpMethod.Get, Address(handle)) { Query = [RequestId(Guid.NewGuid())] }, context);

    private async Task<ServiceReply> SubmitAsync(StatementRequest request, CallContext context)
    {
        var submission = new ServiceRequest(HttpMethod.Post, "api/v2/statements")
        {
            Query = [RequestId(request.RequestId)],
            Body = WriteBody(request),
            Retry = RetryRule.SameRequestId,
        };
        try
        {
            return await _transport.SendAsync(submission, context).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            await WaitBrieflyAsync(CancelSubmittedAsync(submission, context)).ConfigureAwait(false);
            throw;
        }
    }

    // A submission that was cut off may be running, and its handle is not known yet: asking again under the same
    // requestId returns the handle without running it twice.
    private async Task CancelSubmittedAsync(ServiceRequest submission, CallContext context)
    {
        using var time = new CancellationTokenSource(CancelTime);
        try
        {
            var again = new ServiceRequest(HttpMethod.Post, submission.Path)
            {
                Query = [.. submission.Query, new("retry", "true"), new("async", "true")],
                Body = submission.Body,
            };
            var reply = await _transport.SendAnyAsync(again, context.With(time.Token)).ConfigureAwait(false);
            if (reply.Status == HttpStatusCode.Accepted)
                await CancelQuietlyAsync(ReadHandle(reply), context).ConfigureAwait(false);
        }
        catch (Exception e) when (e is OperationCanceledException or Errors.QlikSnowflakeException)
        {
            context.Log.Warning("The statement was interrupted before Snowflake named it; it may still run there.");
        }
    }

    private async Task CancelQuietlyAsync(string handle, CallContext context)
    {
        using var time = new CancellationTokenSource(CancelTime);
        try
        {
            await CancelAsync(handle, context.With(time.Token)).ConfigureAwait(false);
            context.Log.Verbose($"Statement {handle} is cancelled on the server.");
        }
        catch (SnowflakeException e) when (e.ErrorId == "StatementNotFound")
        {
            context.Log.Verbose($"Statement {handle} had ended already.");
        }
        catch (Exception e) when (e is OperationCanceledException or Errors.QlikSnowflakeException)
        {
            context.Log.Warning($"Statement {handle} could not be cancelled and may still run: {e.Message}");
        }
    }

    private static Task<Task> WaitBrieflyAsync(Task cancellation) => Task.WhenAny(cancellation, Task.Delay(CancelWait));

    private byte[] WriteBody(StatementRequest request)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteString("statement", request.Statement);
            if (request.Timeout is { } timeout)
                json.WriteNumber("timeout", (long)Math.Ceiling(timeout.TotalSeconds));
            WriteIfSet(json, "database", _options.Database);
            WriteIfSet(json, "schema", _options.Schema);
            WriteIfSet(json, "warehouse", _options.Warehouse);
            WriteIfSet(json, "role", _options.Role);
            json.WriteEndObject();
        }

        return stream.ToArray();
    }

    private static void WriteIfSet(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
            json.WriteString(name, value);
    }

    private static string ReadHandle(ServiceReply reply)
    {
        try
        {
            using var document = JsonDocument.Parse(reply.Body);
            if (document.RootElement.TryGetProperty("statementHandle", out var handle) && handle.GetString() is { Length: > 0 } text)
                return text;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw SnowflakeRefusals.NotUnderstood(reply, e);
        }

        throw SnowflakeRefusals.NotUnderstood(reply, null);
    }

    private static string Address(string handle) => "api/v2/statements/" + Uri.EscapeDataString(handle);

    private static KeyValuePair<string, string> RequestId(Guid id) => new("requestId", id.ToString("D"));
}
