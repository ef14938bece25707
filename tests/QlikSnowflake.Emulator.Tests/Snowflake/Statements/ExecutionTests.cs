using System.Net;
using QlikSnowflake.Emulator.Snowflake;
using QlikSnowflake.Emulator.Snowflake.Results;
using Xunit;

namespace QlikSnowflake.Tests.Snowflake.Statements;

public sealed class ExecutionTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task An_asynchronous_request_is_answered_at_once()
    {
        await using var host = await SnowflakeHost.StartAsync();

        var submitted = await host.SubmitAsync("SELECT 1", "?async=true");
        var fetched = await host.FetchAsync(submitted.Handle);

        Assert.Equal(HttpStatusCode.Accepted, submitted.Status);
        Assert.Equal("333334", submitted.Code);
        Assert.Equal(
            "Asynchronous execution in progress. Use provided query id to perform query monitoring and management.",
            submitted.ErrorText
        );
        Assert.StartsWith(
            $"/api/v2/statements/{submitted.Handle}?requestId=",
            (string?)submitted.Json["statementStatusUrl"],
            StringComparison.Ordinal
        );
        Assert.Null(submitted.Json["data"]);
        Assert.Null(submitted.Json["resultSetMetaData"]);
        Assert.Equal("1", fetched.Cell);
        Assert.Equal(submitted.Handle, fetched.Handle);
    }

    [Fact]
    public async Task A_statement_within_the_window_is_waited_for()
    {
        await using var host = await SnowflakeHost.StartAsync();

        var submitting = host.SubmitAsync("SELECT SYSTEM$WAIT(44)");
        await Until(() => host.Clock.WaitingTimers > 0);
        host.Clock.Advance(44 * Second);
        var reply = await submitting;

        Assert.Equal(HttpStatusCode.OK, reply.Status);
        Assert.Equal("waited 44 seconds", reply.Cell);
    }

    [Fact]
    public async Task A_statement_beyond_the_window_goes_on_after_202()
    {
        await using var host = await SnowflakeHost.StartAsync();

        var submitting = host.SubmitAsync("SELECT SYSTEM$WAIT(1, 'MINUTES')");
        await Until(() => host.Clock.WaitingTimers > 0);
        host.Clock.Advance(45 * Second);
        var submitted = await submitting;
        var early = await host.FetchAsync(submitted.Handle);
        host.Clock.Advance(15 * Second);
        var late = await host.FetchAsync(submitted.Handle);

        Assert.Equal((HttpStatusCode.Accepted, "333333"), (submitted.Status, submitted.Code));
        Assert.Equal((HttpStatusCode.Accepted, "333334"), (early.Status, early.Code));
        Assert.Equal("waited 1 minutes", late.Cell);
        Assert.Equal(1, host.Service.TotalExecutions);
    }

    [Fact]
    public async Task A_statement_may_need_polls()
    {
        await using var host = await SnowflakeHost.StartAsync();

        var submitted = await host.SubmitAsync("SELECT * FROM TABLE(EMULATOR_ROWS(rows => 1, shape => 'ints', polls => 2))");
        var statuses = new List<HttpStatusCode>();
        for (var i = 0; i < 3; i++)
            statuses.Add((await host.FetchAsync(submitted.Handle)).Status);

        Assert.Equal(HttpStatusCode.Accepted, submitted.Status);
        Assert.Equal([HttpStatusCode.Accepted, HttpStatusCode.Accepted, HttpStatusCode.OK], statuses);
        Assert.Equal(3, host.Service.Fetches(submitted.Handle, 0));
    }

    [Fact]
    public async Task Every_statement_may_take_time_and_polls()
    {
        await using var host = await SnowflakeHost.StartAsync(s =>
            (s.StatementDuration, s.PollsBeforeReady, s.RunningStatus) = (5 * Second, 1, 429)
        );

        var submitted = await host.SubmitAsync("SELECT 1", "?async=true");
        var first = await host.FetchAsync(submitted.Handle);
        var second = await host.FetchAsync(submitted.Handle);
        host.Clock.Advance(5 * Second);
        var third = await host.FetchAsync(submitted.Handle);

        Assert.Equal([429, 429, 200], new[] { first, second, third }.Select(r => (int)r.Status));
    }

    [Fact]
    public async Task A_cancelled_statement_has_no_effect()
    {
        await using var host = await SnowflakeHost.StartAsync();
        await host.SubmitAsync("CREATE TABLE t (n INT)");
        host.Service.Settings.StatementDuration = 10 * Second;
        var submitted = await host.SubmitAsync("INSERT INTO t VALUES (1)", "?async=true");

        var cancelled = await host.CancelAsync(submitted.Handle);
        var again = await host.CancelAsync(submitted.Handle);
        host.Clock.Advance(60 * Second);
        var fetched = await host.FetchAsync(submitted.Handle);

        Assert.Equal((HttpStatusCode.OK, "000604"), (cancelled.Status, cancelled.Code));
        Assert.Equal("57014", (string?)cancelled.Json["sqlState"]);
        Assert.Equal("SQL execution canceled", cancelled.ErrorText);
        Assert.NotNull(cancelled.Json["statementStatusUrl"]);
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "000709"), (again.Status, again.Code));
        Assert.Equal($"Statement {submitted.Handle} not found", again.ErrorText);
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "000604"), (fetched.Status, fetched.Code));
        Assert.Empty(host.Service.TableRows("QLIK.PUBLIC.T"));
        Assert.Equal(2, host.Service.Cancels);
    }

    [Fact]
    public async Task A_finished_or_unknown_statement_cannot_be_cancelled()
    {
        await using var host = await SnowflakeHost.StartAsync();
        var finished = await host.SubmitAsync("SELECT 1");

        Assert.Equal("000709", (await host.CancelAsync(finished.Handle)).Code);
        Assert.Equal("000709", (await host.CancelAsync("01b69c52-0000-0000-0000-000000000000")).Code);
        Assert.Equal("000709", (await host.CancelAsync(finished.Handle, SnowflakeHost.Admin)).Code);
        Assert.Equal(HttpStatusCode.OK, (await host.FetchAsync(finished.Handle)).Status);
    }

    [Fact]
    public async Task A_cancel_ends_the_wait_of_the_submission()
    {
        await using var host = await SnowflakeHost.StartAsync();

        var submitting = host.SubmitAsync("SELECT SYSTEM$WAIT(40)");
        await Until(() => host.Clock.WaitingTimers > 0);
        await host.CancelAsync(host.Service.Statements.Single().Handle);
        var reply = await submitting;

        Assert.Equal((HttpStatusCode.UnprocessableEntity, "000604"), (reply.Status, reply.Code));
    }

    [Theory]
    [InlineData(408)]
    [InlineData(422)]
    public async Task A_statement_that_exceeds_its_timeout_is_cancelled(int status)
    {
        await using var host = await SnowflakeHost.StartAsync(s => s.TimeoutStatus = status);

        var submitting = host.SubmitAsync("SELECT SYSTEM$WAIT(40)", body: new { timeout = 3 });
        await Until(() => host.Clock.WaitingTimers > 0);
        host.Clock.Advance(3 * Second);
        var reply = await submitting;
        var fetched = await host.FetchAsync(reply.Handle);

        Assert.Equal(status, (int)reply.Status);
        Assert.Equal("000630", reply.Code);
        Assert.Equal("57014", (string?)reply.Json["sqlState"]);
        Assert.Equal("Statement reached its statement or warehouse timeout of 3 second(s) and was canceled.", reply.ErrorText);
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "000630"), (fetched.Status, fetched.Code));
    }

    [Fact]
    public async Task Timeout_0_is_the_longest()
    {
        await using var host = await SnowflakeHost.StartAsync();
        var submitted = await host.SubmitAsync("SELECT SYSTEM$WAIT(3600)", "?async=true", new { timeout = 0 });

        host.Clock.Advance(3600 * Second);

        Assert.Equal(HttpStatusCode.OK, (await host.FetchAsync(submitted.Handle)).Status);
    }

    [Fact]
    public async Task A_retry_is_answered_from_the_first_execution()
    {
        await using var host = await SnowflakeHost.StartAsync();
        var id = Guid.NewGuid();

        var first = await host.SubmitAsync("SELECT 1", $"?requestId={id}");
        var retry = await host.SubmitAsync("SELECT 1", $"?requestId={id}&retry=true");

        Assert.Equal(first.Handle, retry.Handle);
        Assert.Equal(first.Text, retry.Text);
        Assert.Equal(1, host.Service.TotalExecutions);
        Assert.Equal(1, host.Service.Executions("SELECT 1;"));
    }

    [Fact]
    public async Task Many_retries_at_once_execute_once()
    {
        await using var host = await SnowflakeHost.StartAsync();
        var id = Guid.NewGuid();
        await host.SubmitAsync("CREATE TABLE t (n INT)");

        var replies = await Task.WhenAll(
            Enumerable.Range(0, 50).Select(_ => host.SubmitAsync("INSERT INTO t VALUES (1)", $"?requestId={id}&retry=true"))
        );

        Assert.Single(replies.Select(r => r.Handle).Distinct());
        Assert.Equal(1, host.Service.Executions("INSERT INTO t VALUES (1)"));
        Assert.Equal(51, host.Service.Submissions);
        Assert.Single(host.Service.TableRows("QLIK.PUBLIC.T"));
    }

    [Fact]
    public async Task A_retry_joins_an_execution_that_runs()
    {
        await using var host = await SnowflakeHost.StartAsync();
        var id = Guid.NewGuid();

        var first = host.SubmitAsync("SELECT SYSTEM$WAIT(20)", $"?requestId={id}");
        await Until(() => host.Clock.WaitingTimers == 1);
        var retry = host.SubmitAsync("SELECT SYSTEM$WAIT(20)", $"?requestId={id}&retry=true");
        await Until(() => host.Clock.WaitingTimers == 2);
        host.Clock.Advance(20 * Second);

        Assert.Equal((await first).Handle, (await retry).Handle);
        Assert.Equal(HttpStatusCode.OK, (await retry).Status);
        Assert.Equal(1, host.Service.TotalExecutions);
    }

    [Fact]
    public async Task Without_retry_the_same_request_id_executes_again()
    {
        await using var host = await SnowflakeHost.StartAsync();
        var id = Guid.NewGuid();

        var first = await host.SubmitAsync("SELECT 1", $"?requestId={id}");
        var second = await host.SubmitAsync("SELECT 1", $"?requestId={id}");
        var retryOfUnknown = await host.SubmitAsync("SELECT 1", $"?requestId={Guid.NewGuid()}&retry=true");
        var otherUser = await host.SubmitAsync("SELECT 1", $"?requestId={id}&retry=true", user: SnowflakeHost.Admin);

        Assert.Equal(4, new[] { first, second, retryOfUnknown, otherUser }.Select(r => r.Handle).Distinct().Count());
        Assert.Equal(4, host.Service.Executions("SELECT 1"));
    }

    [Fact]
    public async Task A_retry_of_a_failed_statement_executes_again()
    {
        await using var host = await SnowflakeHost.StartAsync();
        var id = Guid.NewGuid();
        host.Service.Script("SELECT x", ScriptedResult.Error("000603", "XX000", "internal error", 500));

        var first = await host.SubmitAsync("SELECT x", $"?requestId={id}");
        var retry = await host.SubmitAsync("SELECT x", $"?requestId={id}&retry=true");

        Assert.Equal(HttpStatusCode.InternalServerError, first.Status);
        Assert.NotEqual(first.Handle, retry.Handle);
        Assert.Equal(2, host.Service.TotalExecutions);
    }

    [Fact]
    public async Task A_statement_that_nobody_asks_about_has_its_effect()
    {
        await using var host = await SnowflakeHost.StartAsync(s => s.StatementDuration = 5 * Second);
        await host.SubmitAsync("CREATE TABLE t (n INT)", "?async=true");
        host.Clock.Advance(5 * Second);
        await host.SubmitAsync("INSERT INTO t VALUES (1)", "?async=true");

        Assert.Empty(host.Service.TableRows("QLIK.PUBLIC.T"));
        host.Clock.Advance(5 * Second);
        Assert.Equal("1", host.Service.TableRows("QLIK.PUBLIC.T").Single().Single());
    }

    [Theory]
    [InlineData("role", "public", 403, "390189")]
    [InlineData("role", "ACCOUNTADMIN", 403, "390189")]
    [InlineData("warehouse", "compute_wh", 422, "000606")]
    [InlineData("database", "qlik", 422, "002003")]
    [InlineData("schema", "public", 422, "002003")]
    public async Task Names_of_the_context_are_compared_exactly(string field, string name, int status, string code)
    {
        await using var host = await SnowflakeHost.StartAsync();

        var reply = await host.SubmitAsync("SELECT 1", body: new Dictionary<string, string> { [field] = name });

        Assert.Equal((status, code), ((int)reply.Status, reply.Code));
        Assert.Equal(status == 403, reply.Json["statementHandle"] is null);
    }

    [Fact]
    public async Task Rows_from_a_table_need_a_warehouse()
    {
        await using var host = await SnowflakeHost.StartAsync(s => s.DefaultWarehouse = null);

        Assert.Equal("1", (await host.SubmitAsync("SELECT 1")).Cell);
        Assert.Equal("000606", (await host.SubmitAsync("SELECT * FROM TABLE(EMULATOR_ROWS(1, 'ints'))")).Code);
        Assert.Equal(
            "57P03",
            (string?)(await host.SubmitAsync("SELECT * FROM TABLE(EMULATOR_ROWS(1, 'ints'))")).Json["sqlState"]
        );
    }

    [Fact]
    public async Task Scripts_answer_the_newest_first_and_as_often_as_they_say()
    {
        await using var host = await SnowflakeHost.StartAsync();
        host.Service.Script(
            t => t.StartsWith("SELECT", StringComparison.Ordinal),
            ScriptedResult.Rows(
                [SnowflakeColumn.Text("A")],
                [
                    ["older"],
                ]
            )
        );
        host.Service.Script(
            "SELECT a",
            ScriptedResult.Rows([SnowflakeColumn.Text("A")], 3, i => [$"row {i}"], new() { Times = 1 })
        );

        var first = await host.SubmitAsync("SELECT a ;");
        var second = await host.SubmitAsync("SELECT a");
        host.Service.Script("MERGE INTO t", ScriptedResult.Dml(inserted: 2, updated: 3));
        var merge = await host.SubmitAsync("MERGE INTO t");

        Assert.Equal(3, first.Rows.Count());
        Assert.Equal("older", second.Cell);
        Assert.Equal(new string?[] { "2", "3" }, merge.Rows.Single());
        Assert.Equal(["number of rows inserted", "number of rows updated"], merge.Columns);
        Assert.Equal((2, 3), ((int)merge.Json["stats"]!["numRowsInserted"]!, (int)merge.Json["stats"]!["numRowsUpdated"]!));
    }

    [Fact]
    public async Task A_script_may_take_polls_time_and_partitions()
    {
        await using var host = await SnowflakeHost.StartAsync();
        host.Service.Script(
            "SELECT a",
            ScriptedResult.Rows(
                [SnowflakeColumn.Text("A")],
                5,
                i => [$"{i}"],
                new()
                {
                    Duration = Second,
                    Polls = 1,
                    PartitionRows = 2,
                }
            )
        );

        var submitted = await host.SubmitAsync("SELECT a", "?async=true");
        var poll = await host.FetchAsync(submitted.Handle);
        var early = await host.FetchAsync(submitted.Handle);
        host.Clock.Advance(Second);
        var done = await host.FetchAsync(submitted.Handle);

        Assert.Equal([202, 202, 200], new[] { poll, early, done }.Select(r => (int)r.Status));
        Assert.Equal(["0", "1", "2", "3", "4"], (await host.RowsAsync(done)).Select(r => r[0]!));
        Assert.Equal(3, done.Json["resultSetMetaData"]!["partitionInfo"]!.AsArray().Count);
    }

    [Fact]
    public async Task What_was_executed_is_remembered_with_its_context()
    {
        await using var host = await SnowflakeHost.StartAsync();

        var reply = await host.SubmitAsync(
            "SELECT 1",
            body: new
            {
                warehouse = "QLIK_WH",
                timeout = 9,
                parameters = new { query_tag = "nightly", TIMEZONE = "UTC" },
            }
        );

        var statement = host.Service.Statements.Single();
        Assert.Equal(
            (reply.Handle, (string)reply.Json["requestId"]!, "QLIK_SVC", "QLIK_ROLE"),
            (statement.Handle, statement.RequestId, statement.LoginName, statement.Role)
        );
        Assert.Equal(
            ("QLIK_WH", 9L, "nightly", "UTC"),
            (statement.Warehouse, statement.Timeout, statement.Parameters["query_tag"], statement.Parameters["timezone"])
        );
    }

    private static async Task Until(Func<bool> condition)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!condition())
        {
            patience.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}
