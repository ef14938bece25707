using System.Diagnostics;
using QlikSnowflake.Emulator.Faults;
using QlikSnowflake.Errors;
using QlikSnowflake.Http;
using QlikSnowflake.Snowflake;
using QlikSnowflake.Snowflake.Loading;
using QlikSnowflake.Snowflake.Results;
using QlikSnowflake.Snowflake.Statements;

namespace QlikSnowflake.Tests.Snowflake.Emulated;

public sealed class StatementTests
{
    private static readonly CallContext Context = new();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task Interrupting_cancels_on_the_server_within_a_second(int polls)
    {
        await using var account = await EmulatedStatements.OpenAsync();
        // With polls, the handle is known when it is interrupted; without, the submission still hangs.
        var text = $"SELECT * FROM TABLE(EMULATOR_ROWS(rows => 1, seconds => 60, polls => {polls * 1000}))";
        using var stop = new CancellationTokenSource();
        var running = account.CountAsync(new StatementRequest(text), new CallContext(null, stop.Token));
        await WaitForAsync(() => account.Emulator.Snowflake.Executions(text) == 1);

        var clock = Stopwatch.StartNew();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);

        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(1));
        await WaitForAsync(() => account.Emulator.Snowflake.Cancels == 1);
        Assert.Equal(1, account.Emulator.Snowflake.Executions(text));
    }

    [Fact]
    public async Task A_request_limit_shorter_than_the_statement_does_not_end_it()
    {
        await using var account = await EmulatedStatements.OpenAsync(TimeSpan.FromSeconds(1));
        const string text = "SELECT * FROM TABLE(EMULATOR_ROWS(rows => 3, seconds => 2))";

        Assert.Equal(3, await account.CountAsync(new StatementRequest(text), Context));
        Assert.Equal(1, account.Emulator.Snowflake.Executions(text));
    }

    [Fact]
    public async Task A_running_statement_may_be_reported_by_429()
    {
        await using var account = await EmulatedStatements.OpenAsync();
        account.Emulator.Snowflake.Settings.RunningStatus = 429;

        Assert.Equal(
            2,
            await account.CountAsync(new StatementRequest("SELECT * FROM TABLE(EMULATOR_ROWS(rows => 2, polls => 2))"), Context)
        );
    }

    [Fact]
    public async Task After_lost_answers_it_says_that_the_outcome_is_unknown()
    {
        await using var account = await EmulatedStatements.OpenAsync();
        account.Fail(FaultKind.DropAfter, times: -1);

        var failure = await Assert.ThrowsAsync<ConnectionException>(() =>
            account.CountAsync(new StatementRequest("SELECT 4711"), Context)
        );

        Assert.Equal("StatementOutcomeUnknown", failure.ErrorId);
        Assert.Equal(1, account.Emulator.Snowflake.Executions("SELECT 4711"));
    }

    [Fact]
    public async Task A_timeout_of_the_server_is_final()
    {
        await using var account = await EmulatedStatements.OpenAsync();
        const string text = "SELECT * FROM TABLE(EMULATOR_ROWS(rows => 1, seconds => 30))";

        var failure = await Assert.ThrowsAsync<SnowflakeException>(() =>
            account.CountAsync(new StatementRequest(text) { Timeout = TimeSpan.FromSeconds(1) }, Context)
        );

        Assert.Equal(("StatementTimeout", 1), (failure.ErrorId, account.Emulator.Snowflake.Executions(text)));
    }

    [Fact]
    public async Task A_failing_statement_is_named_among_several_and_those_before_it_stay()
    {
        await using var account = await EmulatedStatements.OpenAsync();
        var text = "CREATE TABLE SEVERAL (A NUMBER);\nINSERT INTO SEVERAL VALUES (1);\n  SELECT * FROM NOWHERE; SELECT 1";

        var failure = await Assert.ThrowsAsync<SnowflakeException>(() =>
            account.CountAsync(new StatementRequest(text) { StatementCount = 0 }, Context)
        );

        Assert.Equal(("StatementOfSeveralFailed", 3), (failure.ErrorId, failure.Line));
        Assert.Contains("NOWHERE", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("JavaScript", failure.Message, StringComparison.Ordinal);
        Assert.Single(account.Emulator.Snowflake.TableRows("QLIK.PUBLIC.SEVERAL"));
    }

    [Fact]
    public async Task A_failure_tells_where_and_by_which_ids_but_no_value()
    {
        await using var account = await EmulatedStatements.OpenAsync();
        var unknown = await Assert.ThrowsAsync<SnowflakeException>(() =>
            account.CountAsync(new StatementRequest("SELECT\n NOPE FROM TABLE(EMULATOR_ROWS(1))"), Context)
        );
        Assert.Equal(("SqlInvalidIdentifier", 2, 1), (unknown.ErrorId, unknown.Line, unknown.Position));
        Assert.NotNull(unknown.StatementHandle);
        Assert.NotNull(unknown.RequestId);

        await account.CountAsync(new StatementRequest("CREATE TABLE N (A NUMBER)"), Context);
        var bound = await Assert.ThrowsAsync<SnowflakeException>(() =>
            account.CountAsync(
                new StatementRequest("INSERT INTO N VALUES (?)") { Parameters = StatementParameters.InOrder(["TOPSECRET"]) },
                Context
            )
        );
        Assert.DoesNotContain("TOPSECRET", bound.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_statement_that_is_run_twice_runs_twice()
    {
        await using var account = await EmulatedStatements.OpenAsync();
        using (await account.Session.Statements.RunAsync(new StatementRequest("CREATE TABLE TWICE (N NUMBER)"), Context)) { }

        var bound = new StatementRequest("INSERT INTO TWICE VALUES (?)") { Parameters = StatementParameters.InOrder([1]) }.Bind();
        using (await account.Session.Statements.RunAsync(bound, Context)) { }
        using (await account.Session.Statements.RunAsync(bound, Context)) { }

        Assert.Equal("2", await account.Session.Statements.ReadScalarAsync("SELECT COUNT(*) FROM TWICE", Context));
    }

    [Fact]
    public async Task A_statement_is_found_by_its_handle_in_another_session()
    {
        await using var account = await EmulatedStatements.OpenAsync();
        var started = await account.Session.Statements.StartAsync(
            new StatementRequest("SELECT * FROM TABLE(EMULATOR_ROWS(rows => 25000, shape => 'ints', polls => 2))").Bind(),
            Context
        );
        Assert.Equal(StatementStatus.Running, started.Status);

        var ended = await account.Session.Statements.WaitAsync(started.StatementHandle, null, Context);
        Assert.Equal((StatementStatus.Succeeded, 25_000L), (ended.Status, ended.RowCount));
        using var result = await account.Session.Statements.OpenAsync(started.StatementHandle, null, Context);
        var count = 0;
        while (await result.ReadAsync(Context) is { } rows)
            count += rows.Length;
        Assert.Equal(25_000, count);
    }

    [Fact]
    public async Task A_slow_reader_holds_the_download_back()
    {
        await using var account = await EmulatedStatements.OpenAsync();
        using var result = await account.Session.Statements.RunAsync(
            new StatementRequest("SELECT * FROM TABLE(EMULATOR_ROWS(rows => 1000000, shape => 'ints', partition => 10000))"),
            Context
        );
        await result.ReadAsync(Context);
        await WaitForAsync(() => account.Emulator.Snowflake.Fetches(result.Handle, ResultReader.Ahead) == 1);

        // Batches of the first partition fill what may wait; nothing moves until more is read.
        await Task.Delay(200);
        Assert.Equal(0, account.Emulator.Snowflake.Fetches(result.Handle, ResultReader.Ahead + 1));
    }

    [Fact]
    public async Task Rows_are_added_in_batches_and_a_failure_says_which_are_in()
    {
        await using var account = await EmulatedStatements.OpenAsync();
        await account.CountAsync(new StatementRequest("CREATE TABLE LOADED (\"Id\" NUMBER, NAME VARCHAR, V VARIANT)"), Context);
        var loader = await RowLoader.OpenAsync(
            account.Session.Statements,
            "LOADED",
            new StatementRequest("SELECT"),
            100,
            emptyAsNull: false,
            Context
        );
        for (var i = 0; i < 250; i++)
            await loader.AddAsync([new("id", i), new("name", i % 2 == 0 ? null : "n"), new("v", new object[] { i })], Context);
        var done = await loader.CompleteAsync(Context);
        Assert.Equal((250L, 3), (done.RowsInserted, done.Batches));
        Assert.Equal(250, account.Emulator.Snowflake.TableRows("QLIK.PUBLIC.LOADED").Count);

        var second = await RowLoader.OpenAsync(
            account.Session.Statements,
            "LOADED",
            new StatementRequest("SELECT"),
            100,
            emptyAsNull: false,
            Context
        );
        for (var i = 0; i < 150; i++)
            await second.AddAsync([new("id", i == 120 ? "none" : i)], Context);
        var failure = await Assert.ThrowsAsync<RowLoadException>(() => second.CompleteAsync(Context));
        Assert.Equal(
            (100L, 101L, 150L, true),
            (failure.RowsInserted, failure.FirstFailedRow, failure.LastFailedRow, failure.OutcomeKnown)
        );
        Assert.Equal(350, account.Emulator.Snowflake.TableRows("QLIK.PUBLIC.LOADED").Count);
    }

    private static async Task WaitForAsync(Func<bool> condition)
    {
        var clock = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(clock.Elapsed < TimeSpan.FromSeconds(30), "It did not happen within 30 seconds.");
            await Task.Delay(10);
        }
    }
}
