using System.Net;
using QlikSnowflake.Http;
using QlikSnowflake.Lists;
using QlikSnowflake.Snowflake.Results;

namespace QlikSnowflake.Snowflake.Statements;

/// <summary>Where a statement stands.</summary>
public enum StatementStatus
{
    /// <summary>It waits or runs.</summary>
    Running,

    /// <summary>It has ended, and its result can be read.</summary>
    Succeeded,

    /// <summary>It has failed or run out of time.</summary>
    Failed,

    /// <summary>It was cancelled.</summary>
    Canceled,
}

/// <summary>A statement submitted to Snowflake, and where it stood when it was asked for.</summary>
public sealed record SnowflakeStatement
{
    /// <summary>The handle (query id) by which any process of the same user finds it for 24 hours after its end.</summary>
    public required string StatementHandle { get; init; }

    /// <summary>Where it stands.</summary>
    public required StatementStatus Status { get; init; }

    /// <summary>When it started, in UTC, where the reply says so.</summary>
    public DateTimeOffset? CreatedOn { get; init; }

    /// <summary>How many rows its result has; null unless it succeeded.</summary>
    public long? RowCount { get; init; }

    /// <summary>How many rows it inserted, updated and deleted, where Snowflake says so.</summary>
    public long? RowsChanged { get; init; }

    /// <summary>Snowflake's code, such as 090001 for success.</summary>
    public string? Code { get; init; }

    /// <summary>The SQLSTATE, where the reply has one.</summary>
    public string? SqlState { get; init; }

    /// <summary>Snowflake's words.</summary>
    public string? Message { get; init; }

    /// <summary>The handles of the single statements where one text held several.</summary>
    public TextList StatementHandles { get; init; } = [];

    /// <inheritdoc/>
    public override string ToString() => StatementHandle;

    internal static SnowflakeStatement Of(ServiceReply reply)
    {
        var ended = reply.Status == HttpStatusCode.OK;
        var header = ResultHeader.Read(reply);
        return new SnowflakeStatement
        {
            StatementHandle = header.Handle.Length > 0 ? header.Handle : throw SnowflakeRefusals.NotUnderstood(reply, null),
            Status = ended ? StatementStatus.Succeeded : StatementStatus.Running,
            CreatedOn = header.CreatedOn,
            RowCount = ended ? header.RowCount : null,
            RowsChanged = header.RowsChanged,
            Code = header.Code,
            SqlState = header.SqlState,
            Message = header.Message,
            StatementHandles = [.. header.Handles],
        };
    }

    /// <summary>The statement's end where a refusal tells of it, else null.</summary>
    internal static SnowflakeStatement? TryOf(SnowflakeException failure, string handle) =>
        failure.StatusCode is 422 or 408 && !failure.IsUnknownStatement
            ? new SnowflakeStatement
            {
                StatementHandle = handle,
                Status = failure.IsCanceled ? StatementStatus.Canceled : StatementStatus.Failed,
                Code = failure.Code,
                SqlState = failure.SqlState,
                Message = failure.Message,
            }
            : null;
}
