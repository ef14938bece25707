using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using QlikSnowflake.Emulator.Snowflake;
using QlikSnowflake.Emulator.Snowflake.Results;
using Xunit;

namespace QlikSnowflake.Tests.Snowflake.Results;

public sealed partial class ResultTests
{
    [GeneratedRegex(@"\A01b69c52-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\z")]
    private static partial Regex HandleShape();

    [Fact]
    public async Task A_result_has_the_documented_body()
    {
        await using var host = await SnowflakeHost.StartAsync();
        var requestId = Guid.NewGuid();

        var reply = await host.SubmitAsync(
            "SELECT 1 AS n, 'abc' AS t, TRUE AS b, CURRENT_TIMESTAMP() AS c",
            $"?requestId={requestId}"
        );

        var json = reply.Json;
        Assert.Equal(HttpStatusCode.OK, reply.Status);
        Assert.Equal("application/json", reply.Message.Content.Headers.ContentType!.MediaType);
        Assert.False(reply.IsGzip);
        Assert.Equal("090001", (string?)json["code"]);
        Assert.Equal("00000", (string?)json["sqlState"]);
        Assert.Equal("Statement executed successfully.", (string?)json["message"]);
        Assert.Equal(requestId.ToString(), (string?)json["requestId"]);
        Assert.Equal(host.Clock.GetUtcNow().ToUnixTimeMilliseconds(), (long)json["createdOn"]!);
        Assert.Matches(HandleShape(), reply.Handle);
        Assert.Equal($"/api/v2/statements/{reply.Handle}?requestId={requestId}", (string?)json["statementStatusUrl"]);
        Assert.Null(json["statementHandles"]);
        Assert.Null(json["stats"]);
        Assert.Equal(1, (int)json["resultSetMetaData"]!["numRows"]!);
        Assert.Equal("jsonv2", (string?)json["resultSetMetaData"]!["format"]);
        AssertJson(
            """{"name":"N","database":"","schema":"","table":"","nullable":false,"byteLength":null,"length":null,"type":"fixed","scale":0,"precision":1,"collation":null}""",
            reply.RowType[0]
        );
        AssertJson(
            """{"name":"T","database":"","schema":"","table":"","nullable":true,"byteLength":12,"length":3,"type":"text","scale":null,"precision":null,"collation":null}""",
            reply.RowType[1]
        );
        AssertJson(
            """{"name":"B","database":"","schema":"","table":"","nullable":false,"byteLength":null,"length":null,"type":"boolean","scale":null,"precision":null,"collation":null}""",
            reply.RowType[2]
        );
        AssertJson(
            """{"name":"C","database":"","schema":"","table":"","nullable":false,"byteLength":null,"length":null,"type":"timestamp_ltz","scale":9,"precision":0,"collation":null}""",
            reply.RowType[3]
        );
        var partition = Assert.Single(json["resultSetMetaData"]!["partitionInfo"]!.AsArray())!;
        Assert.Equal(1, (int)partition["rowCount"]!);
        Assert.Equal(reply.Json["data"]!.ToJsonString().Length, (int)partition["uncompressedSize"]!);
        Assert.Null(partition["compressedSize"]);
    }

    [Fact]
    public async Task Partitions_put_together_are_the_whole_result()
    {
        await using var host = await SnowflakeHost.StartAsync(s => (s.FirstPartitionRows, s.PartitionRows) = (7, 100));

        var first = await host.SubmitAsync("SELECT * FROM TABLE(EMULATOR_ROWS(rows => 257, shape => 'mixed10'))");
        var whole = await host.SubmitAsync(
            "SELECT * FROM TABLE(EMULATOR_ROWS(rows => 257, shape => 'mixed10', partition => 1000))"
        );

        var info = first.Json["resultSetMetaData"]!["partitionInfo"]!.AsArray();
        Assert.Equal([7, 100, 100, 50], info.Select(p => (int)p!["rowCount"]!));
        Assert.Equal(257, (int)first.Json["resultSetMetaData"]!["numRows"]!);
        Assert.Equal([false, true, true, true], info.Select(p => p!["compressedSize"] is not null));
        var rows = await host.RowsAsync(first);
        Assert.Equal(257, rows.Count);
        Assert.Equal(
            Enumerable.Range(0, 257).Select(i => i.ToString(System.Globalization.CultureInfo.InvariantCulture)),
            rows.Select(r => r[0])
        );
        Assert.Equal(whole.Rows, rows);
        Assert.Single(whole.Json["resultSetMetaData"]!["partitionInfo"]!.AsArray());
    }

    [Fact]
    public async Task A_later_partition_is_gzip_and_only_data()
    {
        await using var host = await SnowflakeHost.StartAsync();
        var first = await host.SubmitAsync("SELECT * FROM TABLE(EMULATOR_ROWS(2500, 'ints'))");

        var second = await host.FetchAsync(first.Handle, 1);

        Assert.False(first.IsGzip);
        Assert.True(second.IsGzip);
        Assert.Equal(["data"], second.Json.AsObject().Select(p => p.Key));
        Assert.Equal(500, second.Rows.Count());
        Assert.Equal(new string?[] { "2000", "4000000", "0" }, second.Rows.First());
        Assert.Equal(1, host.Service.Fetches(first.Handle, 1));
        Assert.Equal(0, host.Service.Fetches(first.Handle, 0));
    }

    [Fact]
    public async Task Partition_0_can_be_fetched_again_with_its_metadata()
    {
        await using var host = await SnowflakeHost.StartAsync();
        var first = await host.SubmitAsync("SELECT * FROM TABLE(EMULATOR_ROWS(2500, 'ints'))");

        var again = await host.FetchAsync(first.Handle, 0);
        var withoutNumber = await host.FetchAsync(first.Handle);

        Assert.Equal(first.Text, again.Text);
        Assert.Equal(first.Text, withoutNumber.Text);
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, true)]
    [InlineData(false, true)]
    public async Task Partitions_may_come_plain_or_bare(bool gzip, bool bare)
    {
        await using var host = await SnowflakeHost.StartAsync(s =>
            (s.GzipPartitions, s.BarePartitions, s.CompressedSizes) = (gzip, bare, false)
        );
        var first = await host.SubmitAsync("SELECT * FROM TABLE(EMULATOR_ROWS(2001, 'ints'))");

        var second = await host.FetchAsync(first.Handle, 1);

        Assert.Equal(gzip, second.IsGzip);
        Assert.Equal(bare, second.Json is JsonArray);
        Assert.Equal(new string?[] { "2000", "4000000", "0" }, second.Rows.Single());
        Assert.Null(first.Json["resultSetMetaData"]!["partitionInfo"]![1]!["compressedSize"]);
    }

    [Theory]
    [InlineData("2", HttpStatusCode.BadRequest)]
    [InlineData("99999999999", HttpStatusCode.BadRequest)]
    [InlineData("-1", HttpStatusCode.BadRequest)]
    [InlineData("x", HttpStatusCode.BadRequest)]
    public async Task A_partition_that_does_not_exist_is_refused(string partition, HttpStatusCode status)
    {
        await using var host = await SnowflakeHost.StartAsync();
        var first = await host.SubmitAsync("SELECT * FROM TABLE(EMULATOR_ROWS(2001, 'ints'))");
        using var request = host.Request(HttpMethod.Get, $"{SnowflakeHost.StatementsPath}/{first.Handle}?partition={partition}");

        Assert.Equal(status, (await host.SendAsync(request)).Status);
    }

    [Fact]
    public async Task The_link_header_names_the_neighbours()
    {
        await using var host = await SnowflakeHost.StartAsync();
        var first = await host.SubmitAsync("SELECT * FROM TABLE(EMULATOR_ROWS(30000, 'ints'))");
        var url = (string)first.Json["statementStatusUrl"]!;

        var middle = await host.FetchAsync(first.Handle, 1);

        Assert.Equal(
            $"<{url}&partition=0>; rel=\"first\",<{url}&partition=0>; rel=\"prev\",<{url}&partition=2>; "
                + $"rel=\"next\",<{url}&partition=3>; rel=\"last\"",
            string.Join(",", middle.Message.Headers.GetValues("Link"))
        );
    }

    [Fact]
    public async Task No_rows_are_one_empty_partition()
    {
        await using var host = await SnowflakeHost.StartAsync();

        var reply = await host.SubmitAsync("SELECT * FROM TABLE(EMULATOR_ROWS(0, 'ints'))");

        Assert.Empty(reply.Rows);
        Assert.Equal(["ID", "SQUARE", "BUCKET"], reply.Columns);
        Assert.Equal(0, (int)reply.Json["resultSetMetaData"]!["partitionInfo"]!.AsArray().Single()!["rowCount"]!);
    }

    [Fact]
    public async Task Data_may_come_before_its_metadata()
    {
        await using var host = await SnowflakeHost.StartAsync(s => s.DataFirst = true);

        var reply = await host.SubmitAsync("SELECT 1");

        Assert.True(
            reply.Text.IndexOf("\"data\"", StringComparison.Ordinal)
                < reply.Text.IndexOf("\"resultSetMetaData\"", StringComparison.Ordinal)
        );
        Assert.Equal("1", reply.Cell);
    }

    [Fact]
    public async Task A_result_is_gone_after_its_retention()
    {
        await using var host = await SnowflakeHost.StartAsync();
        var first = await host.SubmitAsync("SELECT 1");

        host.Clock.Advance(TimeSpan.FromHours(24) - TimeSpan.FromSeconds(1));
        Assert.Equal(HttpStatusCode.OK, (await host.FetchAsync(first.Handle)).Status);
        host.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("000709", (await host.FetchAsync(first.Handle)).Code);
    }

    [Theory]
    [InlineData(422)]
    [InlineData(404)]
    public async Task An_unknown_handle_is_not_found(int status)
    {
        await using var host = await SnowflakeHost.StartAsync(s => s.UnknownHandleStatus = status);

        var reply = await host.FetchAsync("01b69c52-0000-0000-0000-000000000000");

        Assert.Equal(status, (int)reply.Status);
        Assert.Equal("000709", reply.Code);
        Assert.Equal("Statement 01b69c52-0000-0000-0000-000000000000 not found", reply.ErrorText);
    }

    [Fact]
    public async Task Another_users_statement_is_not_found()
    {
        await using var host = await SnowflakeHost.StartAsync();
        var mine = await host.SubmitAsync("SELECT 1");

        Assert.Equal("000709", (await host.FetchAsync(mine.Handle, user: SnowflakeHost.Admin)).Code);
    }

    [Fact]
    public async Task Nulls_become_the_text_null_when_asked()
    {
        await using var host = await SnowflakeHost.StartAsync();
        host.Service.Script(
            "SELECT two",
            ScriptedResult.Rows(
                [SnowflakeColumn.Text("A"), SnowflakeColumn.Fixed("B")],
                [
                    ["null", null],
                ]
            )
        );

        Assert.Equal(new string?[] { "null", null }, (await host.SubmitAsync("SELECT two")).Rows.Single());
        Assert.Equal(new string?[] { "null", "null" }, (await host.SubmitAsync("SELECT two", "?nullable=false")).Rows.Single());
    }

    [Fact]
    public async Task Columns_can_be_chosen_and_rows_counted_and_limited()
    {
        await using var host = await SnowflakeHost.StartAsync();

        var chosen = await host.SubmitAsync(
            "SELECT bucket, \"ID\" AS i FROM TABLE(EMULATOR_ROWS(rows => 102, shape => 'ints')) LIMIT 101"
        );
        var count = await host.SubmitAsync("SELECT COUNT(*) FROM TABLE(EMULATOR_ROWS(123456789, 'ints'))");
        var unknown = await host.SubmitAsync("SELECT nope FROM TABLE(EMULATOR_ROWS(1, 'ints'))");

        Assert.Equal(["BUCKET", "I"], chosen.Columns);
        Assert.Equal(101, chosen.Rows.Count());
        Assert.Equal(new string?[] { "0", "100" }, chosen.Rows.Last());
        Assert.Equal("123456789", count.Cell);
        Assert.Equal("COUNT(*)", count.Columns.Single());
        Assert.Equal("000904", unknown.Code);
    }

    [Theory]
    [InlineData("EMULATOR_ROWS()")]
    [InlineData("EMULATOR_ROWS(1, 'nope')")]
    [InlineData("EMULATOR_ROWS(rows => 'many')")]
    [InlineData("EMULATOR_ROWS(rows => 1, colour => 'red')")]
    public async Task Arguments_that_are_not_known_are_refused(string call)
    {
        await using var host = await SnowflakeHost.StartAsync();

        Assert.Equal("001015", (await host.SubmitAsync($"SELECT * FROM TABLE({call})")).Code);
    }

    [Fact]
    public async Task Millions_of_rows_stream_without_being_held()
    {
        await using var host = await SnowflakeHost.StartAsync(s => (s.PartitionRows, s.GzipPartitions) = (10_000_000, false));
        var before = GC.GetTotalMemory(forceFullCollection: true);

        var first = await host.SubmitAsync("SELECT * FROM TABLE(EMULATOR_ROWS(10000000, 'mixed10'))");
        using var request = host.Request(HttpMethod.Get, $"{SnowflakeHost.StatementsPath}/{first.Handle}?partition=1");
        using var response = await host.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        await using var body = await response.Content.ReadAsStreamAsync();
        var buffer = new byte[64 * 1024];
        for (long length = 0; length < 150_000_000; length += await body.ReadAsync(buffer)) { }

        Assert.Equal(10_000_000, (int)first.Json["resultSetMetaData"]!["numRows"]!);
        Assert.True(GC.GetTotalMemory(forceFullCollection: true) - before < 60_000_000);
    }

    private static void AssertJson(string expected, JsonNode? actual) =>
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), actual), $"expected {expected}, got {actual?.ToJsonString()}");
}
