using QlikSnowflake.Snowflake;
using QlikSnowflake.Snowflake.Results;
using QlikSnowflake.Tests.Support;
using static QlikSnowflake.Tests.Snowflake.Results.ResultBody;

namespace QlikSnowflake.Tests.Snowflake.Results;

public sealed class ResultHeaderTests
{
    [Fact]
    public void The_header_tells_handle_rows_columns_and_partitions()
    {
        const string Body = """
            {"code":"090001","statementHandle":"h1","requestId":"r","createdOn":1,
             "resultSetMetaData":{"numRows":30,"format":"jsonv2","nullable":true,
               "rowType":[{"name":"ID","type":"FIXED","precision":38,"scale":0,"nullable":false},{"name":"NAME","type":"text","precision":null,"scale":null,"nullable":true}],
               "partitionInfo":[{"rowCount":10,"uncompressedSize":1},{"rowCount":20,"uncompressedSize":1,"compressedSize":1}]},
             "data":[]}
            """;

        var header = ResultHeader.Read(Replies.Of(200, Body));

        Assert.Equal(("h1", 30L, (long?)null), (header.Handle, header.RowCount, header.RowsChanged));
        Assert.Equal([new("ID", "fixed", 38, 0, false), new("NAME", "text", null, null, true)], header.Columns);
        Assert.Equal([10L, 20L], header.PartitionRows);
    }

    [Fact]
    public void Data_before_the_metadata_is_found()
    {
        var metadata = Of(Column("A", "text"), "[]");
        metadata = metadata.Substring(
            metadata.IndexOf("\"resultSetMetaData\"", StringComparison.Ordinal),
            metadata.IndexOf(",\"data\"", StringComparison.Ordinal) - 1
        );

        var rows = Rows($$"""{"data":[["x"],["y"]],{{metadata}}}""");

        Assert.Equal(["x", "y"], rows.Select(r => Value(r, "A")));
    }

    [Fact]
    public void A_result_that_is_cut_is_no_result()
    {
        const string Cut = """
            {"code":"391908","statementHandle":"h1",
             "resultSetMetaData":{"numRows":2,"rowType":[{"name":"A","type":"text"}]},"data":[["x"],["y"]]}
            """;
        var refusal = Assert.Throws<SnowflakeException>(() => ResultHeader.Read(Replies.Of(200, Cut)));
        Assert.Equal("ResultIncomplete", refusal.ErrorId);
    }

    [Fact]
    public void Statistics_of_changed_rows_are_added_up()
    {
        var header = ResultHeader.Read(
            Replies.Of(
                200,
                """{"statementHandle":"h","stats":{"numRowsInserted":5,"numRowsUpdated":2,"numRowsDeleted":1,"numDuplicateRowsUpdated":9}}"""
            )
        );

        Assert.Equal(8, header.RowsChanged);
    }

    [Theory]
    [InlineData("""{"statementHandle":"h","stats":null}""")]
    [InlineData("""{"statementHandle":"h"}""")]
    public void Without_statistics_nothing_is_said_of_changed_rows(string body) =>
        Assert.Null(ResultHeader.Read(Replies.Of(200, body)).RowsChanged);

    [Fact]
    public void An_empty_body_is_a_result_without_rows()
    {
        var header = ResultHeader.Read(Replies.Of(200, string.Empty));

        Assert.Equal((0, 0L, -1), (header.Columns.Count, header.RowCount, header.DataStart));
    }

    [Theory]
    [InlineData("""{"error":"served by a proxy"}""")]
    [InlineData("<html><body>Sign in</body></html>")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("""{"data":[["1"]]}""")]
    [InlineData("""{"resultSetMetaData":[]}""")]
    [InlineData("""{"resultSetMetaData":{"numRows":"many"}}""")]
    [InlineData("""{"resultSetMetaData":{"numRows":1,"rowType":5}}""")]
    [InlineData("""{"statementHandle":5}""")]
    [InlineData("""{"statementHandle":"h" """)]
    public void What_the_SQL_API_does_not_send_is_refused_and_quoted(string body)
    {
        var refusal = Refused(() => ResultHeader.Read(Replies.Of(200, body, "text/html")));

        Assert.Contains(body.Trim(), refusal.Message);
        Assert.Contains("200 text/html", refusal.Message);
    }
}
