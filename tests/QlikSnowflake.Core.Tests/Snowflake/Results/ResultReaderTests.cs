using QlikSnowflake.Http;
using QlikSnowflake.Snowflake;
using QlikSnowflake.Snowflake.Results;
using QlikSnowflake.Tests.Support;

namespace QlikSnowflake.Tests.Snowflake.Results;

public sealed class ResultReaderTests
{
    [Fact]
    public async Task Fewer_rows_than_announced_are_an_error_without_partitions_too()
    {
        const string Body = """
            {"code":"090001","statementHandle":"h1",
             "resultSetMetaData":{"numRows":50,"rowType":[{"name":"A","type":"text"}]},"data":[["x"]]}
            """;
        using var result = ResultReader.Create(Replies.Of(200, Body), null!, new RowShapes(), null);
        var context = new CallContext(new TestLog());

        var refusal = await Assert.ThrowsAsync<SnowflakeException>(async () =>
        {
            while (await result.ReadAsync(context) is not null) { }
        });

        Assert.Contains("1 rows in place of 50", refusal.Message, StringComparison.Ordinal);
    }
}
