using System.Globalization;
using System.Net;
using System.Text;
using Xunit;

namespace QlikSnowflake.Tests.Snowflake.Sql;

public sealed class TableTests
{
    private const string T = "QLIK.PUBLIC.T";

    private static Dictionary<string, object> Bind(params (string Type, string? Value)[] values) =>
        values
            .Select((v, i) => (i, v))
            .ToDictionary(
                p => (p.i + 1).ToString(CultureInfo.InvariantCulture),
                p => (object)new { type = p.v.Type, value = p.v.Value }
            );

    private static Task<Reply> BoundAsync(SnowflakeHost host, string sql, params (string Type, string? Value)[] values) =>
        host.SubmitAsync(sql, body: new { bindings = Bind(values) });

    private static async Task<SnowflakeHost> WithTableAsync(string columns)
    {
        var host = await SnowflakeHost.StartAsync();
        Assert.Equal("Table T successfully created.", (await host.SubmitAsync($"CREATE TABLE t ({columns})")).Cell);
        return host;
    }

    [Fact]
    public async Task Rows_are_inserted_and_counted()
    {
        await using var host = await WithTableAsync("n NUMBER(10,2), s VARCHAR(10) NOT NULL, b BOOLEAN");

        var reply = await BoundAsync(
            host,
            "INSERT INTO t (s, n) VALUES (?, ?), ('x', -1.005), (?, NULL)",
            ("TEXT", "a"),
            ("FIXED", "1"),
            ("TEXT", "c")
        );

        Assert.Equal(HttpStatusCode.OK, reply.Status);
        Assert.Equal("3", reply.Cell);
        Assert.Equal("number of rows inserted", reply.Columns.Single());
        Assert.Equal(
            """{"numRowsInserted":3,"numRowsUpdated":0,"numRowsDeleted":0,"numDuplicateRowsUpdated":0}""",
            reply.Json["stats"]!.ToJsonString()
        );
        Assert.Equal(
            [
                ["1.00", "a", null],
                ["-1.01", "x", null],
                [null, "c", null],
            ],
            host.Service.TableRows(T)
        );
        Assert.Equal("3", (await host.SubmitAsync("SELECT COUNT(*) FROM t")).Cell);
        Assert.Equal(
            new string?[] { "x", "-1.01" },
            (await host.SubmitAsync("SELECT s, n FROM qlik.public.t")).Rows.ElementAt(1)
        );
    }

    /// <summary>Type of the binding, its text, type of the column, and the text of the value in a result.</summary>
    public static TheoryData<string, string?, string, string?> Accepted =>
        new()
        {
            { "FIXED", "123", "NUMBER(5,1)", "123.0" },
            { "FIXED", "12345678901234567890123456789012345678", "NUMBER", "12345678901234567890123456789012345678" },
            { "FIXED", "1", "FLOAT", "1" },
            { "FIXED", "-7", "VARCHAR", "-7" },
            { "FIXED", "0", "BOOLEAN", "false" },
            { "FIXED", "2", "BOOLEAN", "true" },
            { "REAL", "1.5e3", "NUMBER(10,2)", "1500.00" },
            { "REAL", "NaN", "FLOAT", "NaN" },
            { "REAL", "-inf", "FLOAT", "-inf" },
            { "REAL", "0.1", "FLOAT", "0.1" },
            { "DECFLOAT", "1.25E2", "NUMBER", "125" },
            { "TEXT", "ünïcode \" \\ ' \n", "VARCHAR", "ünïcode \" \\ ' \n" },
            { "TEXT", "12.5", "NUMBER(5,2)", "12.50" },
            { "TEXT", "true", "BOOLEAN", "true" },
            { "TEXT", "00fF", "BINARY", "00FF" },
            { "TEXT", "2019-03-27", "DATE", "17982" },
            { "TEXT", "03/27/2019", "DATE", "17982" },
            { "TEXT", "01/28/2021 22:09:37", "TIMESTAMP_NTZ", "1611871777.000000000" },
            { "TEXT", "23:01:59.5", "TIME", "82919.500000000" },
            { "TEXT", "2021-01-28T22:09:37.123456789", "TIMESTAMP_NTZ", "1611871777.123456789" },
            { "TEXT", "2021-03-19 18:06:59 +0100", "TIMESTAMP_TZ", "1616173619.000000000 1500" },
            { "TEXT", "2021-03-19 18:06:59 +01:00", "TIMESTAMP_LTZ", "1616173619.000000000" },
            { "TEXT", null, "NUMBER", null },
            { "BINARY", "00FF", "BINARY", "00FF" },
            { "BOOLEAN", "true", "BOOLEAN", "true" },
            { "BOOLEAN", "false", "VARCHAR", "false" },
            { "DATE", "1553644800000", "DATE", "17982" },
            { "DATE", "-1", "DATE", "-1" },
            { "DATE", "1553644800000", "TIMESTAMP_NTZ", "1553644800.000000000" },
            { "DATE", "1553644800000", "VARCHAR", "2019-03-27" },
            { "TIME", "82919000000001", "TIME", "82919.000000001" },
            { "TIME", "82919000000000", "VARCHAR", "23:01:59" },
            { "TIMESTAMP_NTZ", "1611871777123456789", "TIMESTAMP_NTZ", "1611871777.123456789" },
            { "TIMESTAMP_NTZ", "-1999999999", "TIMESTAMP_NTZ", "-1.999999999" },
            { "TIMESTAMP_NTZ", "253402300799999999999", "TIMESTAMP_NTZ", "253402300799.999999999" },
            { "TIMESTAMP_NTZ", "1611871777123456789", "DATE", "18655" },
            { "TIMESTAMP_NTZ", "1611871777123456789", "TIME", "79777.123456789" },
            { "TIMESTAMP_LTZ", "1616173619000000000", "TIMESTAMP_LTZ", "1616173619.000000000" },
            { "TIMESTAMP_TZ", "1616173619000000000 960", "TIMESTAMP_TZ", "1616173619.000000000 960" },
            { "TIMESTAMP_TZ", "1616173619000000000 960", "VARCHAR", "2021-03-19 09:06:59.000 -0800" },
            { "TIMESTAMP_TZ", "1616173619000000000 960", "DATE", "18705" },
        };

    [Theory]
    [MemberData(nameof(Accepted))]
    public async Task A_binding_goes_into_the_columns_that_its_type_allows(
        string type,
        string? value,
        string columnType,
        string? stored
    )
    {
        await using var host = await WithTableAsync($"c {columnType}");

        var reply = await BoundAsync(host, "INSERT INTO t VALUES (?)", (type, value));

        Assert.Equal(HttpStatusCode.OK, reply.Status);
        Assert.Equal(stored, host.Service.TableRows(T).Single().Single());
    }

    [Theory]
    [InlineData("FIXED", "12a", "NUMBER", "100037")]
    [InlineData("FIXED", "1e5", "NUMBER", "100037")]
    [InlineData("FIXED", "123456789012345678901234567890123456789", "NUMBER", "100037")]
    [InlineData("FIXED", "1000", "NUMBER(3,0)", "100039")]
    [InlineData("REAL", "1,5", "FLOAT", "100037")]
    [InlineData("BOOLEAN", "yes", "BOOLEAN", "100037")]
    [InlineData("BINARY", "xyz", "BINARY", "100037")]
    [InlineData("DATE", "2019-03-27", "DATE", "100037")]
    [InlineData("TIME", "86400000000000", "TIME", "100037")]
    [InlineData("TIME", "-1", "TIME", "100037")]
    [InlineData("TIMESTAMP_NTZ", "1611871777.123", "TIMESTAMP_NTZ", "100037")]
    [InlineData("TIMESTAMP_TZ", "1616173619000000000", "TIMESTAMP_TZ", "100037")]
    [InlineData("TIMESTAMP_TZ", "1616173619000000000 -480", "TIMESTAMP_TZ", "100037")]
    [InlineData("TIMESTAMP_TZ", "1616173619000000000 719", "TIMESTAMP_TZ", "100037")]
    [InlineData("TIMESTAMP_TZ", "1616173619000000000 2161", "TIMESTAMP_TZ", "100037")]
    [InlineData("COLOUR", "red", "VARCHAR", "001008")]
    [InlineData("TEXT", "red", "NUMBER", "100038")]
    [InlineData("TEXT", "red", "BOOLEAN", "100037")]
    [InlineData("TEXT", "27/03/2019", "DATE", "100040")]
    [InlineData("TEXT", "25:00:00", "TIME", "100108")]
    [InlineData("TEXT", "2019-02-30 10:00:00", "TIMESTAMP_NTZ", "100035")]
    [InlineData("TEXT", "abcdef", "VARCHAR(5)", "100078")]
    [InlineData("TEXT", "{}", "VARIANT", "002023")]
    [InlineData("BOOLEAN", "true", "NUMBER", "002023")]
    [InlineData("DATE", "0", "TIME", "002023")]
    [InlineData("TIME", "0", "TIMESTAMP_NTZ", "002023")]
    [InlineData("TIMESTAMP_TZ", "0 1440", "TIMESTAMP_NTZ", "002023")]
    [InlineData("FIXED", "1", "DATE", "002023")]
    [InlineData("TEXT", null, "NUMBER NOT NULL", "100072")]
    public async Task A_binding_that_does_not_fit_is_refused(string type, string? value, string columnType, string code)
    {
        await using var host = await WithTableAsync($"c {columnType}");

        var reply = await BoundAsync(host, "INSERT INTO t VALUES (?)", (type, value));

        Assert.Equal((HttpStatusCode.UnprocessableEntity, code), (reply.Status, reply.Code));
        Assert.Empty(host.Service.TableRows(T));
    }

    [Theory]
    [InlineData("INSERT INTO missing VALUES (1)", "002003")]
    [InlineData("INSERT INTO t VALUES (1, 2, 3)", "002020")]
    [InlineData("INSERT INTO t (n) VALUES (1, 2)", "002020")]
    [InlineData("INSERT INTO t (nope) VALUES (1)", "000904")]
    [InlineData("INSERT INTO t (n, N) VALUES (1, 2)", "002025")]
    [InlineData("INSERT INTO t VALUES (?, ?)", "002049")]
    [InlineData("INSERT INTO t VALUES (1, PARSE_JSON('{}'))", "002014")]
    [InlineData("INSERT INTO t VALUES 1, 2", "001003")]
    [InlineData("CREATE TABLE t (n INT)", "002002")]
    [InlineData("CREATE TABLE u (n FROB)", "002040")]
    [InlineData("CREATE TEMPORARY TABLE u (n INT)", "000002")]
    [InlineData("DROP TABLE missing", "002003")]
    [InlineData("SELECT nope FROM t", "000904")]
    public async Task What_does_not_fit_the_table_is_refused(string sql, string code)
    {
        await using var host = await WithTableAsync("n INT, v VARIANT");

        Assert.Equal(code, (await host.SubmitAsync(sql)).Code);
    }

    [Fact]
    public async Task JSON_is_inserted_by_a_select()
    {
        await using var host = await WithTableAsync("n INT, v VARIANT");

        var reply = await BoundAsync(host, "INSERT INTO t SELECT ?, PARSE_JSON(?)", ("FIXED", "1"), ("TEXT", "{\"a\": [true]}"));
        var broken = await BoundAsync(host, "INSERT INTO t SELECT ?, PARSE_JSON(?)", ("FIXED", "1"), ("TEXT", "{"));

        Assert.Equal("1", reply.Cell);
        Assert.Equal("100069", broken.Code);
        Assert.Equal(["1", "{\n  \"a\": [\n    true\n  ]\n}"], host.Service.TableRows(T).Single());
    }

    [Fact]
    public async Task A_list_has_at_most_16384_expressions()
    {
        await using var host = await WithTableAsync("n INT");
        var most = "INSERT INTO t VALUES " + string.Join(",", Enumerable.Repeat("(1)", 16_384));

        Assert.Equal("16384", (await host.SubmitAsync(most)).Cell);
        var reply = await host.SubmitAsync(most + ",(1)");

        Assert.Equal("001795", reply.Code);
        Assert.Contains(
            "maximum number of expressions in a list exceeded, expected at most 16,384, got 16,385",
            reply.ErrorText,
            StringComparison.Ordinal
        );
        Assert.Equal(16_384, host.Service.TableRows(T).Count);
    }

    [Fact]
    public async Task A_statement_has_at_most_a_million_characters()
    {
        await using var host = await SnowflakeHost.StartAsync();
        var sql = new StringBuilder("SELECT '").Append('x', 1_048_576).Append('\'');

        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await host.SubmitAsync(sql.ToString())).Status);
    }

    [Fact]
    public async Task Bindings_in_a_select_keep_their_types()
    {
        await using var host = await SnowflakeHost.StartAsync();

        var reply = await BoundAsync(
            host,
            "SELECT ?, ?, ?, ?, ?, ?",
            ("FIXED", "12"),
            ("TEXT", "a"),
            ("BOOLEAN", "true"),
            ("DATE", "86400000"),
            ("TIMESTAMP_TZ", "0 1500"),
            ("TEXT", null)
        );

        Assert.Equal(new string?[] { "12", "a", "true", "1", "0.000000000 1500", null }, reply.Rows.Single());
        Assert.Equal(
            ["fixed", "text", "boolean", "date", "timestamp_tz", "text"],
            reply.RowType.Select(c => (string?)c!["type"])
        );
    }

    [Fact]
    public async Task Bindings_may_be_numbered_and_named()
    {
        await using var host = await SnowflakeHost.StartAsync();

        var reply = await host.SubmitAsync(
            "SELECT :2, :1, :Name, :2",
            body: new
            {
                bindings = new Dictionary<string, object>
                {
                    ["1"] = new { type = "TEXT", value = "one" },
                    ["2"] = new { type = "TEXT", value = "two" },
                    ["name"] = new { type = "TEXT", value = "named" },
                },
            }
        );
        var missing = await host.SubmitAsync("SELECT :nope");

        Assert.Equal(new string?[] { "two", "one", "named", "two" }, reply.Rows.Single());
        Assert.Equal("002049", missing.Code);
        Assert.EndsWith("error line 1 at position 7\nBind variable :nope not set.", missing.ErrorText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tables_are_replaced_emptied_and_dropped()
    {
        await using var host = await WithTableAsync("n INT");
        await host.SubmitAsync("INSERT INTO t VALUES (1), (2)");

        var deleted = await host.SubmitAsync("DELETE FROM t");
        await host.SubmitAsync("INSERT INTO t VALUES (3)");
        await host.SubmitAsync("TRUNCATE TABLE t");
        var kept = await host.SubmitAsync("CREATE TABLE IF NOT EXISTS t (s TEXT)");
        await host.SubmitAsync("CREATE OR REPLACE TABLE t (s TEXT)");

        Assert.Equal("2", deleted.Cell);
        Assert.Equal(2, (int)deleted.Json["stats"]!["numRowsDeleted"]!);
        Assert.Equal("T already exists, statement succeeded.", kept.Cell);
        Assert.Empty(host.Service.TableRows(T));
        Assert.Equal(["S"], (await host.SubmitAsync("SELECT * FROM t")).Columns);
        Assert.Equal("T successfully dropped.", (await host.SubmitAsync("DROP TABLE t")).Cell);
        Assert.Equal(HttpStatusCode.OK, (await host.SubmitAsync("DROP TABLE IF EXISTS t")).Status);
        Assert.Throws<ArgumentException>(() => host.Service.TableRows(T));
    }

    [Fact]
    public async Task Names_are_resolved_in_the_session()
    {
        await using var host = await SnowflakeHost.StartAsync();

        await host.SubmitAsync("CREATE TABLE \"Mixed\" (n INT)", body: new { database = "TESTDB", schema = "TESTSCHEMA" });

        Assert.Equal(HttpStatusCode.OK, (await host.SubmitAsync("INSERT INTO testdb.testschema.\"Mixed\" VALUES (1)")).Status);
        Assert.Single(host.Service.TableRows("TESTDB.TESTSCHEMA.Mixed"));
        Assert.Equal("002003", (await host.SubmitAsync("INSERT INTO testdb.testschema.mixed VALUES (1)")).Code);
    }
}
