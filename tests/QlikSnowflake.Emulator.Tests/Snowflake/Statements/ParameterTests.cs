using System.Net;
using Xunit;

namespace QlikSnowflake.Tests.Snowflake.Statements;

public sealed class ParameterTests
{
    private static async Task<string?> CellAsync(SnowflakeHost host, string sql, params (string Name, string Value)[] parameters)
    {
        var reply = await host.SubmitAsync(sql, body: new { parameters = parameters.ToDictionary(p => p.Name, p => p.Value) });
        Assert.Equal(HttpStatusCode.OK, reply.Status);
        return reply.Cell;
    }

    [Theory]
    [InlineData("'2019-03-27'::DATE", "date_output_format", "MM/DD/YYYY", "03/27/2019")]
    [InlineData("'2019-03-27'::DATE", "DATE_OUTPUT_FORMAT", "YYYY-MM-DD", "2019-03-27")]
    [InlineData("'2019-03-27'::DATE", "date_output_format", "AUTO", "2019-03-27")]
    [InlineData("'2019-03-27'::DATE", "date_output_format", "DY, DD MON YY", "Wed, 27 Mar 19")]
    [InlineData("'0001-01-01'::DATE", "date_output_format", "DD MMMM YYYY", "01 January 0001")]
    [InlineData("'23:01:59.123456789'::TIME", "time_output_format", "HH24:MI:SS.FF6", "23:01:59.123456")]
    [InlineData("'00:01:59'::TIME", "time_output_format", "HH12:MI:SS PM", "12:01:59 AM")]
    [InlineData("'13:01:59'::TIME", "time_output_format", "HH12:MI AM", "01:01 PM")]
    [InlineData(
        "'2021-01-28 22:09:37.123456789'::TIMESTAMP_NTZ",
        "timestamp_ntz_output_format",
        "YYYY-MM-DDTHH24:MI:SS.FF9",
        "2021-01-28T22:09:37.123456789"
    )]
    [InlineData(
        "'2021-01-28 22:09:37.123456789'::TIMESTAMP_NTZ",
        "timestamp_output_format",
        "YYYY-MM-DD\" at \"HH24:MI:SS.FF",
        "2021-01-28 at 22:09:37.123456789"
    )]
    [InlineData(
        "'9999-12-31 23:59:59.999999999'::TIMESTAMP_NTZ",
        "timestamp_output_format",
        "YYYY-MM-DDTHH24:MI:SS.FF3",
        "9999-12-31T23:59:59.999"
    )]
    [InlineData(
        "'2021-01-28T22:09:37+05:30'::TIMESTAMP_TZ",
        "timestamp_tz_output_format",
        "YYYY-MM-DDTHH24:MI:SS.FF0TZH:TZM",
        "2021-01-28T22:09:37.+05:30"
    )]
    [InlineData(
        "'2021-01-28T22:09:37-0800'::TIMESTAMP_TZ",
        "timestamp_tz_output_format",
        "YYYY-MM-DDTHH24:MI:SS TZHTZM",
        "2021-01-28T22:09:37 -0800"
    )]
    [InlineData("'00FF'::BINARY", "binary_output_format", "BASE64", "AP8=")]
    [InlineData("'00FF'::BINARY", "binary_output_format", "HEX", "00FF")]
    public async Task Output_formats_of_the_request_hold(string value, string name, string format, string text)
    {
        await using var host = await SnowflakeHost.StartAsync();

        Assert.Equal(text, await CellAsync(host, "SELECT " + value, (name, format)));
    }

    [Fact]
    public async Task The_time_zone_shows_in_formatted_local_timestamps_only()
    {
        await using var host = await SnowflakeHost.StartAsync();
        const string format = "YYYY-MM-DDTHH24:MI:SS TZH:TZM";

        Assert.Equal(
            "2026-03-01T04:00:00 -08:00",
            await CellAsync(host, "SELECT CURRENT_TIMESTAMP()", ("timestamp_ltz_output_format", format))
        );
        Assert.Equal(
            "2026-03-01T13:00:00 +01:00",
            await CellAsync(
                host,
                "SELECT CURRENT_TIMESTAMP()",
                ("timestamp_ltz_output_format", format),
                ("timezone", "Europe/Zurich")
            )
        );
        Assert.Equal(
            "2026-03-01T04:00:00 -08:00",
            await CellAsync(
                host,
                "SELECT CURRENT_TIMESTAMP()",
                ("timestamp_output_format", format),
                ("timezone", "america/los_angeles")
            )
        );
        Assert.Equal("1772366400.000000000", await CellAsync(host, "SELECT CURRENT_TIMESTAMP()", ("timezone", "Europe/Zurich")));
        Assert.Equal(
            "1616173619.000000000 960",
            await CellAsync(host, "SELECT '2021-03-19 09:06:59'::TIMESTAMP_TZ", ("timezone", "Etc/GMT+8"))
        );
    }

    [Theory]
    [InlineData("date_output_format", "DD.QQ.YYYY")]
    [InlineData("timestamp_tz_output_format", "\"open")]
    [InlineData("binary_output_format", "OCTAL")]
    [InlineData("timezone", "Mars/Olympus")]
    [InlineData("rows_per_resultset", "-1")]
    public async Task A_value_that_is_not_known_is_refused(string name, string value)
    {
        await using var host = await SnowflakeHost.StartAsync();

        var reply = await host.SubmitAsync(
            "SELECT 1",
            body: new { parameters = new Dictionary<string, string> { [name] = value } }
        );

        Assert.Equal((HttpStatusCode.UnprocessableEntity, "001008"), (reply.Status, reply.Code));
        Assert.Contains(name.ToUpperInvariant(), reply.ErrorText, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(7, 7)]
    [InlineData(0, 50)]
    public async Task Rows_per_resultset_caps_a_result(int cap, int rows)
    {
        await using var host = await SnowflakeHost.StartAsync();

        var reply = await host.SubmitAsync(
            "SELECT * FROM TABLE(EMULATOR_ROWS(50, 'ints'))",
            body: new { parameters = new { rows_per_resultset = cap } }
        );

        Assert.Equal(rows, reply.Rows.Count());
        Assert.Equal(rows, (int)reply.Json["resultSetMetaData"]!["numRows"]!);
    }

    [Fact]
    public async Task Other_parameters_are_ignored()
    {
        await using var host = await SnowflakeHost.StartAsync();

        Assert.Equal(
            "1",
            await CellAsync(
                host,
                "SELECT 1",
                ("client_result_chunk_size", "16"),
                ("use_cached_result", "false"),
                ("anything", "x")
            )
        );
    }

    [Fact]
    public async Task Generated_values_follow_the_formats_too()
    {
        await using var host = await SnowflakeHost.StartAsync();

        var reply = await host.SubmitAsync(
            "SELECT day, at_time, created, changed FROM TABLE(EMULATOR_ROWS(1, 'mixed10'))",
            body: new
            {
                parameters = new
                {
                    date_output_format = "YYYY-MM-DD",
                    time_output_format = "HH24:MI:SS.FF3",
                    timestamp_output_format = "YYYY-MM-DDTHH24:MI:SS.FF9",
                    timestamp_tz_output_format = "YYYY-MM-DDTHH24:MI:SSTZH:TZM",
                },
            }
        );

        Assert.Equal(
            new string?[] { "2019-01-01", "00:00:00.000", "2020-01-01T00:00:00.000000000", "2019-12-31T12:00:00-12:00" },
            reply.Rows.Single()
        );
    }

    [Theory]
    [InlineData("Europe/Zurich")]
    [InlineData("America/Los_Angeles")]
    public async Task The_first_and_the_last_day_have_a_text_in_every_time_zone(string zone)
    {
        await using var host = await SnowflakeHost.StartAsync();

        var reply = await host.SubmitAsync(
            "SELECT ltz, tz, ntz FROM TABLE(EMULATOR_ROWS(7, 'types'))",
            body: new { parameters = new { timezone = zone, timestamp_output_format = "YYYY-MM-DDTHH24:MI:SS.FF9TZH:TZM" } }
        );

        Assert.Equal(7, reply.Rows.Count());
        Assert.StartsWith("1969-12-31T23:59:58.000000001", reply.Rows.ElementAt(2)[2], StringComparison.Ordinal);
    }
}
