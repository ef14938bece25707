using Xunit;

namespace QlikSnowflake.Tests.Snowflake.Results;

public sealed class TypeTests
{
    private const string Types = "SELECT * FROM TABLE(EMULATOR_ROWS(rows => 12, shape => 'types', partition => 5))";

    private static readonly string Nines = new('9', 38);

    /// <summary>The first cells of each column, as the API's documentation writes such values.</summary>
    public static TheoryData<string, string, string?[]> Columns =>
        new()
        {
            { "N38", "fixed", ["0", Nines, "-" + Nines, null, "1", "-1", "9223372036854775808"] },
            { "N38_10", "fixed", ["0.0000000000", "9999999999999999999999999999.9999999999", "-0.0000000001", null] },
            { "N10_2", "fixed", ["0.00", "99999999.99", "-99999999.99", null, "1.00"] },
            {
                "R",
                "real",
                ["0", "NaN", "inf", "-inf", null, "1.5e-36", "1.7976931348623157e+308", "5e-324", "-0", "123456789", "0.1"]
            },
            { "DF", "decfloat", ["0", "1.5", new string('1', 38), "1.23E+16384", "-9E-16383", null] },
            {
                "T",
                "text",
                [
                    "plain",
                    "",
                    "null",
                    null,
                    "line\nbreak\r\n\ttab",
                    "quote \" backslash \\ slash /",
                    "ünïcödé 東京 😀 \u0001",
                    " spaces ",
                    "NULL",
                ]
            },
            { "B", "binary", ["", "00FF10", null, "536E6F77666C616B65"] },
            { "BO", "boolean", ["true", "false", null] },
            { "D", "date", ["17982", "0", "-1", null, "2932896", "-719162"] },
            { "TI", "time", ["82919.000000000", "0.000000000", "86399.999999999", null, "0.000000001"] },
            {
                "NTZ",
                "timestamp_ntz",
                [
                    "1611871777.123456789",
                    "0.000000000",
                    "-1.999999999",
                    "-0.500000000",
                    null,
                    "253402300799.999999999",
                    "-62135596800.000000000",
                ]
            },
            {
                "LTZ",
                "timestamp_ltz",
                [
                    "1611871777.123456789",
                    "0.000000000",
                    "-1.999999999",
                    "-0.500000000",
                    null,
                    "253402300799.999999999",
                    "-62135596800.000000000",
                ]
            },
            {
                "TZ",
                "timestamp_tz",
                [
                    "1616173619.000000000 1500",
                    "0.000000000 1440",
                    "-1.999999999 720",
                    null,
                    "253402214399.999999999 2160",
                    "-62135510400.000000000 1785",
                    "1641008096.123000000 1980",
                ]
            },
            { "V", "variant", ["{\n  \"a\": 1,\n  \"b\": null\n}", "null", null, "\"text\"", "1", "1.50", "true", "[]"] },
            { "O", "object", ["{}", "{\n  \"k\": {\n    \"n\": [\n      1,\n      2\n    ]\n  }\n}", null] },
            { "A", "array", ["[\n  1,\n  undefined,\n  null\n]", "[]", null] },
            { "M", "map", ["{\n  \"a\": 1\n}", null] },
            { "GEOG", "geography", ["{\n  \"coordinates\": [\n    8.5,\n    47.4\n  ],\n  \"type\": \"Point\"\n}", null] },
            { "GEOM", "geometry", ["{\n  \"coordinates\": [\n    1,\n    2\n  ],\n  \"type\": \"Point\"\n}", null] },
            { "VEC", "vector", ["[1.000000,2.500000,-3.000000]", null] },
            { "IYM", "interval_year_month", ["14", "-1", "0", null] },
            { "IDT", "interval_day_time", ["86400000000000", "-1", "0", null] },
        };

    [Theory]
    [MemberData(nameof(Columns))]
    public async Task Every_type_has_its_text(string column, string type, string?[] cells)
    {
        await using var host = await SnowflakeHost.StartAsync();

        var first = await host.SubmitAsync(Types);

        var index = first.Columns.ToList().IndexOf(column);
        Assert.Equal(type, (string?)first.RowType[index]!["type"]);
        Assert.Equal(cells, (await host.RowsAsync(first)).Select(r => r[index]).Take(cells.Length));
    }

    [Fact]
    public async Task Column_names_may_repeat_and_be_odd()
    {
        await using var host = await SnowflakeHost.StartAsync();

        var names = (await host.SubmitAsync(Types)).Columns.ToList();

        Assert.Equal(2, names.Count(n => n == "DUP"));
        Assert.Contains("with space and \"quotes\"", names);
        Assert.Contains("lower", names);
        Assert.Contains("LOWER", names);
        Assert.Contains("", names);
        Assert.Contains("ünïcode.$", names);
    }

    [Fact]
    public async Task Columns_have_their_precision_and_scale()
    {
        await using var host = await SnowflakeHost.StartAsync();

        var reply = await host.SubmitAsync(Types);

        var shape = reply.RowType.ToLookup(
            c => (string)c!["name"]!,
            c => ((int?)c!["precision"], (int?)c["scale"], (long?)c["length"], (long?)c["byteLength"])
        );
        Assert.Equal((38, 0, null, null), shape["N38"].Single());
        Assert.Equal((38, 10, null, null), shape["N38_10"].Single());
        Assert.Equal((null, null, 16_777_216L, 16_777_216L), shape["T"].Single());
        Assert.Equal((null, null, 8_388_608L, 8_388_608L), shape["B"].Single());
        Assert.Equal((0, 9, null, null), shape["TI"].Single());
        Assert.Equal((null, null, null, null), shape["D"].Single());
        Assert.Equal(3, (int?)reply.RowType.Single(c => (string?)c!["name"] == "VEC")!["vectorDimension"]);
    }

    [Fact]
    public async Task Mixed_rows_follow_from_their_index()
    {
        await using var host = await SnowflakeHost.StartAsync();

        var reply = await host.SubmitAsync("SELECT * FROM TABLE(EMULATOR_ROWS(rows => 1000, shape => 'mixed10'))");

        Assert.Equal(
            ["fixed", "fixed", "real", "text", "boolean", "date", "time", "timestamp_ntz", "timestamp_tz", "variant"],
            reply.RowType.Select(c => (string?)c!["type"])
        );
        var third = new string?[]
        {
            "3",
            "1.11",
            "0.375",
            "west 3",
            "false",
            "17900",
            "3.003000000",
            "1577836983.000003000",
            "1577836983.000003000 900",
            "{\n  \"n\": 3,\n  \"tags\": [\n    \"a\",\n    \"b\"\n  ]\n}",
        };
        Assert.Equal(third, reply.Rows.ElementAt(3));
        Assert.Null(reply.Rows.ElementAt(10)[3]);
        Assert.Null(reply.Rows.ElementAt(12)[9]);
    }
}
