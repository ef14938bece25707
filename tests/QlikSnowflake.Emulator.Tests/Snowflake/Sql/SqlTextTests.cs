using System.Net;
using Xunit;

namespace QlikSnowflake.Tests.Snowflake.Sql;

/// <summary>Whatever text arrives, the answer is a result or a failure with a code.</summary>
public sealed class SqlTextTests
{
    private static readonly string[] Words =
    [
        "SELECT",
        "FROM",
        "TABLE(EMULATOR_ROWS(",
        "))",
        "ALTER USER",
        "qlik_svc",
        "SET",
        "UNSET",
        "RSA_PUBLIC_KEY",
        "=",
        "'x'",
        "\"y\"",
        "1",
        "-",
        "2.5e3",
        "?",
        ":1",
        "(",
        ")",
        ",",
        ";",
        "*",
        "COUNT(*)",
        "AS",
        "::",
        "DATE",
        "NUMBER(10,2)",
        "INSERT INTO",
        "t",
        "VALUES",
        "CREATE TABLE",
        "INT",
        "NOT NULL",
        "DROP TABLE",
        "SYSTEM$WAIT(",
        "PARSE_JSON(",
        "CURRENT_USER()",
        "ADD KEY PAIR",
        "k",
        "PUBLIC_KEY",
        "SHOW USER KEY PAIRS",
        "DESC USER",
        "LIMIT",
        "rows",
        "=>",
        "BEGIN",
        "USE",
        ".",
        "'",
        "\"",
        "$$",
        "/*",
        "--",
        "\n",
        "NULL",
        "TRUE",
        "'2020-01-01'",
        "CAST(",
        "CURRENT_TIMESTAMP",
        "shape",
        "é",
        "\u0000",
        "{",
        "\\",
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Any_sequence_of_tokens_is_answered(int seed)
    {
        await using var host = await SnowflakeHost.StartAsync();
        await host.SubmitAsync("CREATE TABLE t (n INT, s VARCHAR)");
        var random = new Random(seed);
        for (var i = 0; i < 400; i++)
        {
            var sql =
                (random.Next(2) == 0 ? "SELECT " : "")
                + string.Join(
                    random.Next(3) == 0 ? "" : " ",
                    Enumerable.Range(0, random.Next(1, 9)).Select(_ => Words[random.Next(Words.Length)])
                );

            var reply = await host.SubmitAsync(sql, "?async=true", user: SnowflakeHost.Admin);
            var outcome = await host.FetchAsync(reply.Handle, user: SnowflakeHost.Admin);

            Assert.True(
                outcome.Status is HttpStatusCode.OK or HttpStatusCode.UnprocessableEntity or HttpStatusCode.Accepted,
                $"{outcome.Status} for {sql}"
            );
            Assert.Equal(6, outcome.Code!.Length);
        }
    }

    [Fact]
    public async Task Deep_nesting_is_a_syntax_error()
    {
        await using var host = await SnowflakeHost.StartAsync();

        Assert.Equal("001003", (await host.SubmitAsync("SELECT " + new string('(', 500_000))).Code);
        Assert.Equal("1", (await host.SubmitAsync($"SELECT {new string('(', 50)}1{new string(')', 50)}")).Cell);
    }
}
