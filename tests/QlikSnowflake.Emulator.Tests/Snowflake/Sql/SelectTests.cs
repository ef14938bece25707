using System.Net;
using Xunit;

namespace QlikSnowflake.Tests.Snowflake.Sql;

public sealed class SelectTests
{
    [Theory]
    [InlineData("SELECT 1", "1", "1", "fixed")]
    [InlineData("select -1.50 as \"Amount\"", "-1.50", "Amount", "fixed")]
    [InlineData("SELECT 1e10 x", "10000000000", "X", "real")]
    [InlineData("SELECT 'it''s \\'so\\'' AS t;", "it's 'so'", "T", "text")]
    [InlineData("SELECT $$a'b$$", "a'b", "$$A'B$$", "text")]
    [InlineData("SELECT TRUE", "true", "TRUE", "boolean")]
    [InlineData("SELECT NULL", null, "NULL", "text")]
    [InlineData("/* c */ SELECT -- x\n 'a' // y\n", "a", "'A'", "text")]
    [InlineData("SELECT '2020-02-29'::DATE", "18321", "'2020-02-29'::DATE", "date")]
    [InlineData("SELECT CAST('1' AS NUMBER(10,2)) AS n", "1.00", "N", "fixed")]
    [InlineData(
        "SELECT '2021-01-28T22:09:37.123456789Z'::TIMESTAMP_TZ",
        "1611871777.123456789 1440",
        "'2021-01-28T22:09:37.123456789Z'::TIMESTAMP_TZ",
        "timestamp_tz"
    )]
    [InlineData("SELECT '23:01:59.5'::TIME", "82919.500000000", "'23:01:59.5'::TIME", "time")]
    [InlineData("SELECT PARSE_JSON('{\"a\":[1]}') AS v", "{\n  \"a\": [\n    1\n  ]\n}", "V", "variant")]
    public async Task A_constant_is_one_row_with_its_type(string sql, string? cell, string name, string type)
    {
        await using var host = await SnowflakeHost.StartAsync();

        var reply = await host.SubmitAsync(sql);

        Assert.Equal(HttpStatusCode.OK, reply.Status);
        Assert.Equal(cell, reply.Cell);
        Assert.Equal(name, reply.Columns.Single());
        Assert.Equal(type, (string?)reply.RowType[0]!["type"]);
    }

    [Fact]
    public async Task Context_functions_show_the_session()
    {
        await using var host = await SnowflakeHost.StartAsync();

        var reply = await host.SubmitAsync(
            "SELECT CURRENT_USER(), CURRENT_ACCOUNT(), CURRENT_ROLE() AS r, CURRENT_WAREHOUSE(), CURRENT_DATABASE(), "
                + "CURRENT_SCHEMA(), CURRENT_VERSION(), CURRENT_USER",
            body: new
            {
                role = "PUBLIC",
                warehouse = "QLIK_WH",
                database = "TESTDB",
                schema = "TESTSCHEMA",
            }
        );

        Assert.Equal(
            new string?[] { "QLIK_SVC", "XY12345", "PUBLIC", "QLIK_WH", "TESTDB", "TESTSCHEMA", "9.30.1", "QLIK_SVC" },
            reply.Rows.Single()
        );
        Assert.Equal(
            [
                "CURRENT_USER()",
                "CURRENT_ACCOUNT()",
                "R",
                "CURRENT_WAREHOUSE()",
                "CURRENT_DATABASE()",
                "CURRENT_SCHEMA()",
                "CURRENT_VERSION()",
                "CURRENT_USER",
            ],
            reply.Columns
        );
    }

    [Fact]
    public async Task Without_names_in_the_request_the_users_defaults_hold()
    {
        await using var host = await SnowflakeHost.StartAsync();

        var user = await host.SubmitAsync("SELECT CURRENT_ROLE(), CURRENT_WAREHOUSE(), CURRENT_DATABASE(), CURRENT_SCHEMA()");
        var admin = await host.SubmitAsync("SELECT CURRENT_ROLE()", user: SnowflakeHost.Admin);

        Assert.Equal(new string?[] { "QLIK_ROLE", "COMPUTE_WH", "QLIK", "PUBLIC" }, user.Rows.Single());
        Assert.Equal("ACCOUNTADMIN", admin.Cell);
    }

    [Fact]
    public async Task Current_timestamp_is_the_servers_clock()
    {
        await using var host = await SnowflakeHost.StartAsync();

        var reply = await host.SubmitAsync("SELECT CURRENT_TIMESTAMP()");

        Assert.Equal($"{host.Clock.GetUtcNow().ToUnixTimeSeconds()}.000000000", reply.Cell);
        Assert.Equal("timestamp_ltz", (string?)reply.RowType[0]!["type"]);
    }

    [Theory]
    [InlineData("SELEC 1", "001003", "syntax error line 1 at position 0 unexpected 'SELEC'.")]
    [InlineData("SELECT\n  1 AS ,", "001003", "syntax error line 2 at position 7 unexpected ','.")]
    [InlineData("SELECT 1 1", "001003", "syntax error line 1 at position 9 unexpected '1'.")]
    [InlineData("SELECT", "001003", "syntax error line 1 at position 6 unexpected '<EOF>'.")]
    [InlineData("SELECT 'open", "001003", "syntax error line 1 at position 7 unexpected ''open'.")]
    [InlineData("SELECT nope", "000904", "invalid identifier 'NOPE'")]
    [InlineData("SELECT CURRENT_ROLE", "000904", "invalid identifier 'CURRENT_ROLE'")]
    [InlineData("SELECT FOO(1)", "002139", "Unknown function FOO.")]
    [InlineData("SELECT * FROM missing", "002003", "Table 'QLIK.PUBLIC.MISSING' does not exist or not authorized.")]
    [InlineData("SELECT 'x'::NUMBER", "100038", "Numeric value 'x' is not recognized")]
    [InlineData("SELECT 'x'::DATE", "100040", "Date 'x' is not recognized")]
    [InlineData("SELECT 'x'::FROB", "002040", "Unsupported data type 'FROB'.")]
    [InlineData("   ", "000900", "Empty SQL statement.")]
    [InlineData("PUT file:///x @y", "000002", "Unsupported feature 'PUT'.")]
    [InlineData("USE ROLE PUBLIC", "000002", "Unsupported feature 'USE'.")]
    public async Task What_does_not_compile_fails_with_snowflakes_code(string sql, string code, string message)
    {
        await using var host = await SnowflakeHost.StartAsync();

        var reply = await host.SubmitAsync(sql);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, reply.Status);
        Assert.Equal(code, reply.Code);
        Assert.EndsWith(message, reply.ErrorText, StringComparison.Ordinal);
        Assert.NotEmpty(reply.Handle);
    }
}
