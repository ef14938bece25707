using System.Net;
using Xunit;

namespace QlikSnowflake.Tests.Snowflake.Sql;

/// <summary>Values of every type come back as they went in: by bindings, through a table, and through a second table.</summary>
public sealed class RoundTripTests
{
    /// <summary>Type of the column, type of the binding, its text, and the text in a result.</summary>
    public static TheoryData<string, string, string?, string?> Values =>
        new()
        {
            { "NUMBER(38,0)", "FIXED", new string('9', 38), new string('9', 38) },
            { "NUMBER(38,0)", "FIXED", "-" + new string('9', 38), "-" + new string('9', 38) },
            { "NUMBER(38,37)", "FIXED", "-9." + new string('9', 37), "-9." + new string('9', 37) },
            { "NUMBER(12,2)", "FIXED", "-0.01", "-0.01" },
            { "FLOAT", "REAL", "NaN", "NaN" },
            { "FLOAT", "REAL", "inf", "inf" },
            { "FLOAT", "REAL", "-inf", "-inf" },
            { "FLOAT", "REAL", "0.1", "0.1" },
            { "FLOAT", "REAL", "5e-324", "5e-324" },
            { "FLOAT", "REAL", "1.7976931348623157e308", "1.7976931348623157e+308" },
            { "DECFLOAT", "DECFLOAT", "1.5E100", "1.5E100" },
            { "VARCHAR", "TEXT", "", "" },
            { "VARCHAR", "TEXT", "null", "null" },
            { "VARCHAR", "TEXT", "ünï 東京 😀 ' \" \\ \n\t", "ünï 東京 😀 ' \" \\ \n\t" },
            { "VARCHAR", "TEXT", "a\0b", "a\0b" },
            { "BINARY", "BINARY", "00FF10", "00FF10" },
            { "BINARY", "BINARY", "", "" },
            { "BOOLEAN", "BOOLEAN", "false", "false" },
            { "DATE", "DATE", "-62135596800000", "-719162" },
            { "DATE", "DATE", "253402214400000", "2932896" },
            { "TIME", "TIME", "86399999999999", "86399.999999999" },
            { "TIMESTAMP_NTZ", "TIMESTAMP_NTZ", "253402300799999999999", "253402300799.999999999" },
            { "TIMESTAMP_NTZ", "TIMESTAMP_NTZ", "-62135596800000000000", "-62135596800.000000000" },
            { "TIMESTAMP_NTZ", "TIMESTAMP_NTZ", "-1", "-0.000000001" },
            { "TIMESTAMP_LTZ", "TIMESTAMP_LTZ", "1616173619123456789", "1616173619.123456789" },
            { "TIMESTAMP_TZ", "TIMESTAMP_TZ", "1616173619123456789 960", "1616173619.123456789 960" },
            { "TIMESTAMP_TZ", "TIMESTAMP_TZ", "-1 2160", "-0.000000001 2160" },
            { "NUMBER(10,0)", "FIXED", null, null },
            { "TIMESTAMP_TZ", "TIMESTAMP_TZ", null, null },
        };

    [Theory]
    [MemberData(nameof(Values))]
    public async Task A_value_comes_back_as_it_went_in(string column, string type, string? sent, string? read)
    {
        await using var host = await SnowflakeHost.StartAsync();
        await host.SubmitAsync($"CREATE TABLE a (c {column})");
        await host.SubmitAsync($"CREATE TABLE b (c {column})");

        var inserted = await host.SubmitAsync(
            "INSERT INTO a VALUES (?)",
            body: new { bindings = new Dictionary<string, object> { ["1"] = new { type, value = sent } } }
        );
        var copied = await host.SubmitAsync("INSERT INTO b SELECT * FROM a UNION ALL SELECT MAX(c) FROM a");

        Assert.True(inserted.Status == HttpStatusCode.OK, inserted.Text);
        Assert.True(copied.Status == HttpStatusCode.OK, copied.Text);
        Assert.Equal([read, read], (await host.SubmitAsync("SELECT c FROM b")).Rows.Select(r => r[0]));
    }

    [Theory]
    [InlineData(
        "VARIANT",
        """{"a":[1,2.50,null,true],"b":{"c":"d"}}""",
        "{\n  \"a\": [\n    1,\n    2.50,\n    null,\n    true\n  ],\n  \"b\": {\n    \"c\": \"d\"\n  }\n}"
    )]
    [InlineData("VARIANT", "\"text\"", "\"text\"")]
    [InlineData("ARRAY", "[1]", "[\n  1\n]")]
    [InlineData("OBJECT", "{}", "{}")]
    public async Task Semi_structured_values_come_back_indented(string column, string json, string read)
    {
        await using var host = await SnowflakeHost.StartAsync();
        await host.SubmitAsync($"CREATE TABLE a (c {column})");

        var inserted = await host.SubmitAsync(
            "INSERT INTO a SELECT PARSE_JSON(?)",
            body: new { bindings = new Dictionary<string, object> { ["1"] = new { type = "TEXT", value = json } } }
        );

        Assert.True(inserted.Status == HttpStatusCode.OK, inserted.Text);
        Assert.Equal(read, (await host.SubmitAsync("SELECT * FROM a")).Cell);
    }

    [Fact]
    public async Task Timestamps_with_an_offset_are_compared_by_their_instant()
    {
        await using var host = await SnowflakeHost.StartAsync();

        var reply = await host.SubmitAsync(
            "SELECT COUNT(*) FROM VALUES ('2024-01-01 12:00:00 +0200'::TIMESTAMP_TZ), ('2024-01-01 10:00:00 "
                + "+0000'::TIMESTAMP_TZ) WHERE column1 = '2024-01-01 05:00:00 -0500'::TIMESTAMP_TZ"
        );

        Assert.Equal("2", reply.Cell);
    }
}
