using QlikSnowflake.Errors;
using QlikSnowflake.Http;
using QlikSnowflake.Snowflake;
using QlikSnowflake.Snowflake.Results;
using QlikSnowflake.Tests.Support;

namespace QlikSnowflake.Tests.Snowflake.Results;

/// <summary>Bodies of finished statements as the SQL API sends them, and the rows made of them.</summary>
internal static class ResultBody
{
    public static string Column(string name, string type, int? precision = null, int? scale = null) =>
        $$"""{"name":{{System.Text.Json.JsonSerializer.Serialize(name)}},"type":"{{type}}","precision":{{Json(precision)}},"scale":{{Json(scale)}},"nullable":true,"database":"","byteLength":null}""";

    public static string Of(string columns, string data, int rows = 1) =>
        $$"""{"resultSetMetaData":{"numRows":{{rows}},"format":"jsonv2","rowType":[{{columns}}],"partitionInfo":[{"rowCount":{{rows}},"uncompressedSize":1}]},"data":{{data}},"code":"090001","statementHandle":"01b69c52-0002-cff6"}""";

    public static object[] Rows(string body, DecodeState? state = null, int most = int.MaxValue) =>
        Decoder(Replies.Of(200, body)).Read(most, state ?? new DecodeState());

    public static PartitionDecoder Decoder(ServiceReply reply)
    {
        var header = ResultHeader.Read(reply);
        return new PartitionDecoder(
            reply,
            header.DataStart,
            RowShape.Create(header.Columns, false, WideColumns.Find(reply, header.DataStart, header.Columns))
        );
    }

    /// <summary>The one value of a result of one column and row; the cell is JSON.</summary>
    public static object? Cell(string type, string cell, int? precision = null, int? scale = null, DecodeState? state = null) =>
        Value(Rows(Of(Column("C", type, precision, scale), $"[[{cell}]]"), state).Single(), "C");

    public static object? Value(object row, string name) => row.GetType().GetProperty(name)!.GetValue(row);

    public static SnowflakeException Refused(Func<object?> read)
    {
        var refusal = Assert.Throws<SnowflakeException>(() => read());
        Assert.Equal("ReplyNotUnderstood", refusal.ErrorId);
        Assert.Equal(FailureKind.InvalidData, refusal.Kind);
        return refusal;
    }

    private static string Json(int? number) => number?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "null";
}
