using System.Net;
using Xunit;

namespace QlikSnowflake.Tests.Snowflake.Statements;

public sealed class MultipleStatementTests
{
    private static object Count(object count) =>
        new { parameters = new Dictionary<string, object> { ["MULTI_STATEMENT_COUNT"] = count } };

    public static TheoryData<object> Counts => new() { "3", 3, "0", 0 };

    [Theory]
    [MemberData(nameof(Counts))]
    public async Task Each_statement_has_its_handle(object count)
    {
        await using var host = await SnowflakeHost.StartAsync();

        var reply = await host.SubmitAsync(
            "CREATE TABLE t (n INT); INSERT INTO t VALUES (1),(2);\nSELECT COUNT(*) FROM t;",
            body: Count(count)
        );

        Assert.Equal(HttpStatusCode.OK, reply.Status);
        Assert.Equal("Multiple statements executed successfully.", reply.Cell);
        Assert.Equal("multiple statement execution", reply.Columns.Single());
        var handles = reply.Json["statementHandles"]!.AsArray().Select(h => (string)h!).ToList();
        Assert.Equal(3, handles.Count);
        Assert.Equal("Table T successfully created.", (await host.FetchAsync(handles[0])).Cell);
        Assert.Equal(2, (int)(await host.FetchAsync(handles[1])).Json["stats"]!["numRowsInserted"]!);
        Assert.Equal("2", (await host.FetchAsync(handles[2])).Cell);
        Assert.Equal(1, host.Service.TotalExecutions);
        Assert.Equal(1, host.Service.Executions("SELECT COUNT(*) FROM t"));
    }

    [Theory]
    [InlineData("SELECT 1; SELECT 2", null, "Actual statement count 2 did not match the desired statement count 1.")]
    [InlineData("SELECT 1; SELECT 2", "3", "Actual statement count 2 did not match the desired statement count 3.")]
    [InlineData("SELECT 1", "2", "Actual statement count 1 did not match the desired statement count 2.")]
    public async Task Another_number_of_statements_is_000008(string sql, string? count, string message)
    {
        await using var host = await SnowflakeHost.StartAsync();

        var reply = await host.SubmitAsync(sql, body: count is null ? null : Count(count));

        Assert.Equal((HttpStatusCode.UnprocessableEntity, "000008"), (reply.Status, reply.Code));
        Assert.Equal("0A000", (string?)reply.Json["sqlState"]);
        Assert.Equal(message, reply.ErrorText);
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("two")]
    public async Task A_count_that_is_none_is_refused(string count)
    {
        await using var host = await SnowflakeHost.StartAsync();

        Assert.Equal("001008", (await host.SubmitAsync("SELECT 1", body: Count(count))).Code);
    }

    [Theory]
    [InlineData("SELECT 'a;b' -- ; c\n;", null)]
    [InlineData("SELECT 'a;b' /* ; */ ;;", 0)]
    public async Task Semicolons_in_strings_and_comments_separate_nothing(string sql, object? count)
    {
        await using var host = await SnowflakeHost.StartAsync();

        var reply = await host.SubmitAsync(sql, body: count is null ? null : Count(count));

        Assert.Equal("a;b", reply.Cell);
        Assert.Null(reply.Json["statementHandles"]);
    }

    [Fact]
    public async Task A_failure_names_its_statement_and_leaves_the_earlier_ones_done()
    {
        await using var host = await SnowflakeHost.StartAsync();

        var reply = await host.SubmitAsync(
            "CREATE TABLE t (n INT);\n  INSERT INTO missing_table VALUES (1, 2, 3);\nDROP TABLE t",
            body: Count(0)
        );

        Assert.Equal((HttpStatusCode.UnprocessableEntity, "100132"), (reply.Status, reply.Code));
        Assert.Equal("P0000", (string?)reply.Json["sqlState"]);
        Assert.StartsWith(
            "JavaScript execution error: Uncaught Execution of multiple statements failed on statement \"INSERT INTO "
                + "missing_table VALU...\" (at line 2, position 2).\nSQL compilation error:\nTable "
                + "'QLIK.PUBLIC.MISSING_TABLE' does not exist or not authorized. in SYSTEM$MULTISTMT at",
            reply.ErrorText,
            StringComparison.Ordinal
        );
        Assert.Empty(host.Service.TableRows("QLIK.PUBLIC.T"));
        Assert.Equal(0, host.Service.Executions("DROP TABLE t"));
    }

    [Fact]
    public async Task Bindings_are_rejected()
    {
        await using var host = await SnowflakeHost.StartAsync();

        var reply = await host.SubmitAsync(
            "SELECT 1; SELECT ?",
            body: new
            {
                parameters = new { multi_statement_count = 2 },
                bindings = new Dictionary<string, object> { ["1"] = new { type = "TEXT", value = "x" } },
            }
        );

        Assert.Equal("002049", reply.Code);
    }

    [Fact]
    public async Task Transactions_and_USE_are_allowed_here()
    {
        await using var host = await SnowflakeHost.StartAsync();
        await host.SubmitAsync("CREATE TABLE t (n INT)");

        var rolledBack = await host.SubmitAsync("BEGIN; INSERT INTO t VALUES (1); ROLLBACK", body: Count(3));
        var committed = await host.SubmitAsync("BEGIN TRANSACTION; INSERT INTO t VALUES (2); COMMIT", body: Count(3));
        var used = await host.SubmitAsync(
            "USE ROLE PUBLIC; USE WAREHOUSE QLIK_WH; USE SCHEMA TESTDB.TESTSCHEMA; SELECT CURRENT_ROLE(), "
                + "CURRENT_WAREHOUSE(), CURRENT_DATABASE(), CURRENT_SCHEMA()",
            body: Count(0)
        );

        Assert.Equal(3, rolledBack.Json["statementHandles"]!.AsArray().Count);
        Assert.Equal(HttpStatusCode.OK, committed.Status);
        Assert.Equal("2", host.Service.TableRows("QLIK.PUBLIC.T").Single().Single());
        var last = await host.FetchAsync((string)used.Json["statementHandles"]![3]!);
        Assert.Equal(new string?[] { "PUBLIC", "QLIK_WH", "TESTDB", "TESTSCHEMA" }, last.Rows.Single());
    }

    [Fact]
    public async Task Time_passes_statement_by_statement()
    {
        await using var host = await SnowflakeHost.StartAsync();
        var submitted = await host.SubmitAsync(
            "CREATE TABLE t (n INT); SELECT SYSTEM$WAIT(10); INSERT INTO t VALUES (1); SELECT SYSTEM$WAIT(10)",
            "?async=true",
            Count(0)
        );

        Assert.Empty(host.Service.TableRows("QLIK.PUBLIC.T"));
        host.Clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Single(host.Service.TableRows("QLIK.PUBLIC.T"));
        Assert.Equal(HttpStatusCode.Accepted, (await host.FetchAsync(submitted.Handle)).Status);
        await host.CancelAsync(submitted.Handle);
        Assert.Equal("000604", (await host.FetchAsync(submitted.Handle)).Code);
        Assert.Single(host.Service.TableRows("QLIK.PUBLIC.T"));
    }

    [Fact]
    public async Task Several_statements_need_a_warehouse()
    {
        await using var host = await SnowflakeHost.StartAsync(s => s.DefaultWarehouse = null);

        Assert.Equal("000606", (await host.SubmitAsync("SELECT 1; SELECT 2", body: Count(2))).Code);
    }
}
