using QlikSnowflake.Errors;
using QlikSnowflake.Snowflake.Results;
using QlikSnowflake.Snowflake.Results.Files;
using QlikSnowflake.Tests.Support;
using static QlikSnowflake.Tests.Snowflake.Results.ResultBody;

namespace QlikSnowflake.Tests.Snowflake.Results.Files;

/// <summary>Cells as files have them.</summary>
public sealed class RowFileTests
{
    /// <summary>Type, cell as JSON, and its text in CSV, in CSV with ISO times, and in JSON lines.</summary>
    public static TheoryData<string, string, string, string, string> Cells =>
        new()
        {
            { "fixed", "\"-12.50\"", "-12.50", "-12.50", "-12.50" },
            { "fixed", $"\"{new string('9', 38)}\"", new string('9', 38), new string('9', 38), new string('9', 38) },
            { "fixed", "null", "\"\"", "\"\"", "null" },
            { "real", "\"NaN\"", "NaN", "NaN", "\"NaN\"" },
            { "real", "\"0.1\"", "0.1", "0.1", "0.1" },
            { "boolean", "\"true\"", "True", "True", "true" },
            { "text", "\"\"", "\"\"", "\"\"", "\"\"" },
            { "text", "\"plain\"", "plain", "plain", "\"plain\"" },
            { "text", "\" blank\"", "\" blank\"", "\" blank\"", "\" blank\"" },
            { "text", "\"a,b\"", "\"a,b\"", "\"a,b\"", "\"a,b\"" },
            { "text", "\"a\\\"b\"", "\"a\"\"b\"", "\"a\"\"b\"", "\"a\\u0022b\"" },
            { "text", "\"a\\nb\"", "\"a\nb\"", "\"a\nb\"", "\"a\\nb\"" },
            { "binary", "\"00FF\"", "00FF", "00FF", "\"00FF\"" },
            { "date", "\"17982\"", "03/27/2019 00:00:00", "2019-03-27", "\"2019-03-27\"" },
            { "time", "\"82919.500000000\"", "23:01:59.5000000", "23:01:59.5", "\"23:01:59.5\"" },
            { "time", "\"1.000000000\"", "00:00:01", "00:00:01", "\"00:00:01\"" },
            { "timestamp_ntz", "\"-0.500000000\"", "12/31/1969 23:59:59", "1969-12-31T23:59:59.5", "\"1969-12-31T23:59:59.5\"" },
            {
                "timestamp_ltz",
                "\"0.000000000\"",
                "01/01/1970 00:00:00 +00:00",
                "1970-01-01T00:00:00+00:00",
                "\"1970-01-01T00:00:00+00:00\""
            },
            {
                "timestamp_tz",
                "\"0.000000000 1065\"",
                "12/31/1969 17:45:00 -06:15",
                "1969-12-31T17:45:00-06:15",
                "\"1969-12-31T17:45:00-06:15\""
            },
            { "variant", "\"{\\n  \\\"a\\\": 1\\n}\"", "\"{\n  \"\"a\"\": 1\n}\"", "\"{\n  \"\"a\"\": 1\n}\"", "{\"a\":1}" },
            { "array", "\"[undefined]\"", "[undefined]", "[undefined]", "\"[undefined]\"" },
        };

    [Theory]
    [MemberData(nameof(Cells))]
    public void A_cell_has_its_text_in_every_format(string type, string cell, string csv, string iso, string json)
    {
        var body = Of(Column("C", type, 38, 2), $"[[{cell}]]");

        Assert.Equal($"\"C\"\r\n{csv}\r\n", Written(body, new RowFileOptions()));
        Assert.Equal($"{iso}\r\n", Written(body, new RowFileOptions { IsoTimes = true, Header = false }));
        Assert.Equal($"{{\"C\":{json}}}\n", Written(body, new RowFileOptions { JsonLines = true }));
    }

    [Fact]
    public void Rows_longer_than_any_buffer_come_through()
    {
        var text = new string('x', 100_000);
        var body = Of(Column("A", "text") + "," + Column("B", "fixed"), $"[[\"{text}\",\"1\"],[\"{text}\",null]]", 2);

        Assert.Equal(
            $"{text};1\r\n{text};~\r\n",
            Written(
                body,
                new RowFileOptions
                {
                    Delimiter = ';',
                    NullText = "~",
                    Header = false,
                }
            )
        );
    }

    [Theory]
    [InlineData("a.csv", ',', false, false, true)]
    [InlineData("a.CSV.GZ", ',', true, false, false)]
    [InlineData("a.tsv", '\t', false, false, true)]
    [InlineData("a.jsonl", ',', false, true, false)]
    [InlineData("a.b.ndjson.gz", ',', true, true, false)]
    public void The_name_says_the_format(string name, char delimiter, bool gzip, bool json, bool mark)
    {
        var options = RowFile.OptionsFor(name);

        Assert.Equal((delimiter, gzip, json, mark), (options.Delimiter, options.Gzip, options.JsonLines, options.ByteOrderMark));
    }

    [Theory]
    [InlineData("a")]
    [InlineData("a.gz")]
    [InlineData("a.xlsx")]
    public void A_name_that_says_nothing_is_refused(string name) =>
        Assert.Equal("FileFormatUnknown", Assert.Throws<InputException>(() => RowFile.OptionsFor(name)).ErrorId);

    private static string Written(string body, RowFileOptions options)
    {
        var reply = Replies.Of(200, body);
        var header = ResultHeader.Read(reply);
        var names = header.Columns.Select(c => c.Name).ToList();
        using var text = new StringWriter();
        RowFileWriter writer = options.JsonLines
            ? new JsonLinesRowWriter(text, header.Columns, names)
            : new CsvRowWriter(text, header.Columns, names, options);
        writer.Begin();
        PartitionDecoder.Write(reply, header.DataStart, writer, new DecodeState());
        writer.Flush();
        return text.ToString();
    }
}
