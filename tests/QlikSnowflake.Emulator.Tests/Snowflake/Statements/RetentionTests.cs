using Xunit;

namespace QlikSnowflake.Tests.Snowflake.Statements;

/// <summary>What the emulator remembers has an end, so that a suite may run for a day.</summary>
public sealed class RetentionTests
{
    [Fact]
    public async Task The_oldest_statements_are_forgotten_and_counted_all_the_same()
    {
        await using var host = await SnowflakeHost.StartAsync(s => s.RetainedStatements = 3);
        var first = await host.SubmitAsync("SELECT 'first'");
        for (var i = 0; i < 5; i++)
            await host.SubmitAsync("SELECT " + i);

        Assert.Equal("000709", (await host.FetchAsync(first.Handle)).Code);
        Assert.Equal(6, host.Service.TotalExecutions);
        Assert.Equal(1, host.Service.Executions("SELECT 'first'"));
    }

    [Fact]
    public async Task Results_make_room_for_newer_ones_by_their_rows()
    {
        await using var host = await SnowflakeHost.StartAsync(s => s.RetainedRows = 150);
        await host.SubmitAsync("CREATE TABLE t AS SELECT seq4() AS n FROM TABLE(GENERATOR(ROWCOUNT => 100))");

        var first = await host.SubmitAsync("SELECT n FROM t");
        var second = await host.SubmitAsync("SELECT n + 1 FROM t");
        var third = await host.SubmitAsync("SELECT 1");

        Assert.Equal("000709", (await host.FetchAsync(first.Handle)).Code);
        Assert.Equal("090001", (await host.FetchAsync(second.Handle)).Code);
        Assert.Equal("090001", (await host.FetchAsync(third.Handle)).Code);
    }

    [Fact]
    public async Task Long_texts_are_counted_by_their_content()
    {
        await using var host = await SnowflakeHost.StartAsync();
        var sql = $"SELECT '{new string('x', 5_000)}'";
        await host.SubmitAsync(sql);
        await host.SubmitAsync(sql + " ;");

        Assert.Equal(2, host.Service.Executions(sql));
        Assert.Equal(0, host.Service.Executions(sql + "y"));
    }
}
