using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using QlikSnowflake.Errors;
using QlikSnowflake.Http;

namespace QlikSnowflake.Snowflake.Statements;

/// <summary>The SQL API's three operations: the one place that knows their addresses (Snowflake, "SQL API reference").</summary>
internal sealed class StatementCalls(ServiceTransport transport)
{
    public const string Path = "api/v2/statements";

    /// <summary>Room for a status and small results; a first partition makes it grow.</summary>
    public const int FirstBufferBytes = 16384;

    private const HttpStatusCode TooManyRequests = (HttpStatusCode)429;

    // Snowflake's query ids are hexadecimal groups; the documentation calls the handle opaque.
    private static readonly Regex HandleForm = new("^[0-9A-Za-z_-]{1,128}$", RegexOptions.CultureInvariant);

    /// <exception cref="InputException">It cannot be a statement handle.</exception>
    public static void CheckHandle(string handle)
    {
        if (!HandleForm.IsMatch(handle))
            throw new InputException(
                ErrorIds.StatementHandleInvalid,
                "The text given is no statement handle.",
                "A handle is a query id, such as 01b69c52-0002-cff6-007b-7807000435b2."
            );
    }

    /// <summary>
    /// Whether a reply says that the statement still runs: 202, or the 429 with a handle that the documentation's flow
    /// also allows.
    /// </summary>
    public static bool IsRunning(ServiceReply reply) =>
        reply.Status == HttpStatusCode.Accepted || (reply.Status == TooManyRequests && TryReadHandle(reply) is not null);

    public async Task<ServiceReply> SubmitAsync(StatementSubmission submission, bool again, bool handleOnly, CallContext context)
    {
        var reply = await transport.SendAsync(submission.ToRequest(again, handleOnly), context).ConfigureAwait(false);
        return reply.IsSuccess ? reply : throw SnowflakeRefusals.Of(reply, submission.RequestId, submission);
    }

    /// <summary>A statement's state, with its first rows if it has ended.</summary>
    public async Task<ServiceReply> GetAsync(string handle, StatementSubmission? submission, CallContext context)
    {
        var requestId = NewRequestId();
        var reply = await transport
            .SendAsync(
                new ServiceRequest(HttpMethod.Get, Address(handle)) { Query = [requestId], ExpectedBytes = FirstBufferBytes },
                context
            )
            .ConfigureAwait(false);
        return reply.IsSuccess || IsRunning(reply) ? reply : throw SnowflakeRefusals.Of(reply, requestId.Value, submission);
    }

    /// <param name="handle">The statement.</param>
    /// <param name="partition">The partition's index.</param>
    /// <param name="size">The bytes it has by the first reply, or 0.</param>
    /// <param name="context">The operation.</param>
    public async Task<ServiceReply> GetPartitionAsync(string handle, int partition, long size, CallContext context)
    {
        var requestId = NewRequestId();
        var request = new ServiceRequest(HttpMethod.Get, Address(handle))
        {
            Query = [new("partition", partition.ToString(CultureInfo.InvariantCulture)), requestId],
            ExpectedBytes = size,
        };
        var reply = await transport.SendAsync(request, context).ConfigureAwait(false);
        if (!reply.IsSuccess)
            throw SnowflakeRefusals.Of(reply, requestId.Value, null);
        return reply.Status == HttpStatusCode.OK ? reply : throw SnowflakeRefusals.NotUnderstood(reply, null);
    }

    public async Task CancelAsync(string handle, CallContext context)
    {
        // Cancelling twice has no other effect than once, so it may be sent again.
        var requestId = NewRequestId();
        var request = new ServiceRequest(HttpMethod.Post, Address(handle) + "/cancel")
        {
            Query = [requestId],
            Retry = RetryRule.Safe,
        };
        var reply = await transport.SendAsync(request, context).ConfigureAwait(false);
        if (!reply.IsSuccess)
            throw SnowflakeRefusals.Of(reply, requestId.Value, null);
    }

    public static string ReadHandle(ServiceReply reply) =>
        TryReadHandle(reply) ?? throw SnowflakeRefusals.NotUnderstood(reply, null);

    private static string? TryReadHandle(ServiceReply reply)
    {
        try
        {
            using var document = JsonDocument.Parse(reply.Body);
            return
                document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TextOrNull("statementHandle") is { Length: > 0 } handle
                ? handle
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string Address(string handle) => Path + "/" + Uri.EscapeDataString(handle);

    private static KeyValuePair<string, string> NewRequestId() => new("requestId", Guid.NewGuid().ToString("D"));
}
