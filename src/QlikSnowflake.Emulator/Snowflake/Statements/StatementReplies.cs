using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using QlikSnowflake.Emulator.Snowflake.Sql;

namespace QlikSnowflake.Emulator.Snowflake.Statements;

/// <summary>What a reply about a statement is when the statement still runs, and when it failed.</summary>
/// <param name="RunningCode">The code while it runs.</param>
/// <param name="RunningStatus">The status while it runs.</param>
/// <param name="FailureStatus">The status of a failure, or null for the failure's own.</param>
internal sealed record ReplyRules(string RunningCode, int RunningStatus, int? FailureStatus);

/// <summary>
/// The bodies: ResultSet, QueryStatus, QueryFailureStatus, CancelStatus.
/// From https://docs.snowflake.com/en/developer-guide/sql-api/reference.
/// </summary>
internal sealed class StatementReplies(SnowflakeSettings settings)
{
    public const string AsyncCode = "333334";

    private const string RunningMessage =
        "Asynchronous execution in progress. Use provided query id to perform query monitoring and management.";

    public async Task StatementAsync(
        HttpResponse response,
        StatementRun run,
        StatementOutcome? outcome,
        long partition,
        ReplyRules rules
    )
    {
        switch (outcome)
        {
            case null:
                await StatusAsync(response, rules.RunningStatus, rules.RunningCode, null, RunningMessage, run);
                break;
            case StatementFailure failure:
                await StatusAsync(
                    response,
                    rules.FailureStatus ?? failure.Status,
                    failure.Code,
                    failure.SqlState,
                    failure.Message,
                    run
                );
                break;
            case StatementSuccess success when partition >= success.Partitions.Count:
                await WriteAsync(
                    response,
                    settings.UnknownPartitionStatus,
                    json =>
                    {
                        json.WriteString("code", "390142");
                        json.WriteString(
                            "message",
                            $"Partition {partition} does not exist: the result has {success.Partitions.Count} partition(s)."
                        );
                        json.WriteString("statementHandle", run.Identity.Handle);
                    }
                );
                break;
            case StatementSuccess success when partition > 0:
                await PartitionAsync(response, run, success, (int)partition);
                break;
            case StatementSuccess success:
                await ResultAsync(response, run, success);
                break;
        }
    }

    public static Task CancelledAsync(HttpResponse response, StatementRun run) =>
        WriteAsync(
            response,
            200,
            json =>
            {
                json.WriteString("code", StatementFailure.Cancelled.Code);
                json.WriteString("sqlState", StatementFailure.Cancelled.SqlState);
                json.WriteString("message", StatementFailure.CancelledMessage);
                json.WriteString("statementHandle", run.Identity.Handle);
                json.WriteString("statementStatusUrl", StatusUrl(run));
            }
        );

    public static Task NotFoundAsync(HttpResponse response, string handle, int status) =>
        WriteAsync(
            response,
            status,
            json =>
            {
                json.WriteString("code", "000709");
                json.WriteString("message", $"Statement {handle} not found");
                json.WriteString("sqlState", "02000");
                json.WriteString("statementHandle", handle);
            }
        );

    public static Task RefusalAsync(HttpResponse response, ApiRefusal refusal) =>
        WriteAsync(
            response,
            refusal.Status,
            json =>
            {
                json.WriteString("code", refusal.Code);
                json.WriteString("message", refusal.Message);
            }
        );

    private static Task StatusAsync(
        HttpResponse response,
        int status,
        string code,
        string? sqlState,
        string message,
        StatementRun run
    ) =>
        WriteAsync(
            response,
            status,
            json =>
            {
                json.WriteString("code", code);
                if (sqlState is not null)
                    json.WriteString("sqlState", sqlState);
                json.WriteString("message", message);
                json.WriteString("statementHandle", run.Identity.Handle);
                json.WriteNumber("createdOn", run.Identity.CreatedOn.ToUnixTimeMilliseconds());
                json.WriteString("statementStatusUrl", StatusUrl(run));
            }
        );

    private static async Task WriteAsync(HttpResponse response, int status, Action<Utf8JsonWriter> write)
    {
        response.StatusCode = status;
        response.ContentType = "application/json";
        await using var body = new JsonBody(response.Body);
        body.Json.WriteStartObject();
        write(body.Json);
        body.Json.WriteEndObject();
    }

    private async Task ResultAsync(HttpResponse response, StatementRun run, StatementSuccess success)
    {
        response.ContentType = "application/json";
        if (settings.LinkHeader)
            response.Headers.Link = Links(run, 0, success.Partitions.Count);
        await using var body = new JsonBody(response.Body);
        var json = body.Json;
        json.WriteStartObject();
        if (!settings.DataFirst)
            ResultMetaData.Write(json, success, settings);
        json.WriteStartArray("data");
        await body.RowsAsync(success, 0, run.Identity.NullsAsText, response.HttpContext.RequestAborted);
        json.WriteEndArray();
        if (settings.DataFirst)
            ResultMetaData.Write(json, success, settings);

        json.WriteString("code", "090001");
        if (success.Handles is { } handles)
        {
            json.WriteStartArray("statementHandles");
            foreach (var handle in handles)
                json.WriteStringValue(handle);
            json.WriteEndArray();
        }

        json.WriteString("statementStatusUrl", StatusUrl(run));
        json.WriteString("requestId", run.Identity.RequestId);
        json.WriteString("sqlState", "00000");
        json.WriteString("statementHandle", run.Identity.Handle);
        json.WriteString("message", "Statement executed successfully.");
        json.WriteNumber("createdOn", run.Identity.CreatedOn.ToUnixTimeMilliseconds());
        if (success.Result.Stats is { } stats)
            Stats(json, stats);
        json.WriteEndObject();
    }

    private static void Stats(Utf8JsonWriter json, DmlCounts stats)
    {
        json.WriteStartObject("stats");
        json.WriteNumber("numRowsInserted", stats.Inserted ?? 0);
        json.WriteNumber("numRowsUpdated", stats.Updated ?? 0);
        json.WriteNumber("numRowsDeleted", stats.Deleted ?? 0);
        json.WriteNumber("numDuplicateRowsUpdated", 0);
        json.WriteEndObject();
    }

    private async Task PartitionAsync(HttpResponse response, StatementRun run, StatementSuccess success, int partition)
    {
        response.ContentType = "application/json";
        if (settings.LinkHeader)
            response.Headers.Link = Links(run, partition, success.Partitions.Count);
        if (!settings.GzipPartitions)
        {
            await PartitionBodyAsync(response.Body);
            return;
        }

        response.Headers.ContentEncoding = "gzip";
        await using var gzip = new GZipStream(response.Body, CompressionLevel.Fastest, leaveOpen: true);
        await PartitionBodyAsync(gzip);

        async Task PartitionBodyAsync(Stream stream)
        {
            await using var body = new JsonBody(stream);
            if (settings.BarePartitions)
            {
                body.Json.WriteStartArray();
            }
            else
            {
                body.Json.WriteStartObject();
                body.Json.WriteStartArray("data");
            }

            await body.RowsAsync(success, partition, run.Identity.NullsAsText, response.HttpContext.RequestAborted);
            body.Json.WriteEndArray();
            if (!settings.BarePartitions)
                body.Json.WriteEndObject();
        }
    }

    private static string StatusUrl(StatementRun run) =>
        $"{StatementApi.Path}/{run.Identity.Handle}?requestId={run.Identity.RequestId}";

    private static string Links(StatementRun run, int partition, int count)
    {
        var links = new List<string> { Link("first", 0) };
        if (partition > 0)
            links.Add(Link("prev", partition - 1));
        if (partition < count - 1)
            links.Add(Link("next", partition + 1));
        links.Add(Link("last", count - 1));
        return string.Join(",", links);

        string Link(string relation, int index) =>
            string.Create(CultureInfo.InvariantCulture, $"<{StatusUrl(run)}&partition={index}>; rel=\"{relation}\"");
    }
}
