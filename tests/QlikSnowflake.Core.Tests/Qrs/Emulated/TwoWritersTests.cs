using QlikSnowflake.Emulator.Faults;
using QlikSnowflake.Http;
using QlikSnowflake.Qrs;
using QlikSnowflake.Qrs.Connections;

namespace QlikSnowflake.Tests.Qrs.Emulated;

public sealed class TwoWritersTests(EmulatedSite site) : IClassFixture<EmulatedSite>
{
    private static readonly CallContext Context = new();

    [Fact]
    public async Task Two_writers_on_one_connection_lose_no_change()
    {
        using var one = await site.OpenAsync();
        using var two = await site.OpenAsync();
        var made = await CreateAsync(one, "two writers");

        // Each writer changes a key of its own, again and again; a change that was reported made must be there in the end.
        await Task.WhenAll(WriteAsync(one, made.Id, "first"), WriteAsync(two, made.Id, "second"));

        var last = QlikConnectionString.Parse((await one.DataConnections.GetAsync(made.Id, false, Context)).ConnectionString);
        Assert.Equal("25", last["first"]);
        Assert.Equal("25", last["second"]);
        Assert.Equal("W", last["warehouse"]);
    }

    [Fact]
    public async Task A_change_made_between_reading_and_writing_is_kept()
    {
        using var one = await site.OpenAsync();
        using var two = await site.OpenAsync();
        var made = await CreateAsync(one, "in between");
        var log = new BeforeFirstPut(() => two.DataConnections.UpdateAsync(made.Id, Set("second", "2"), Context));

        await one.DataConnections.UpdateAsync(made.Id, Set("first", "1"), new CallContext(log));

        Assert.True(log.Done);
        var last = QlikConnectionString.Parse((await one.DataConnections.GetAsync(made.Id, false, Context)).ConnectionString);
        Assert.Equal(("1", "2"), (last["first"], last["second"]));
    }

    [Fact]
    public async Task A_second_conflict_in_a_row_is_reported_and_nothing_is_forced()
    {
        using var session = await site.OpenAsync();
        var made = await CreateAsync(session, "always stale");
        site.Emulator.Faults.Add(
            new Fault
            {
                Service = "qrs",
                Method = "PUT",
                Path = $"/qrs/dataconnection/{made.Id}",
                Kind = FaultKind.Status,
                Status = 409,
                Times = 2,
            }
        );

        var refusal = await Assert.ThrowsAsync<QrsException>(() =>
            session.DataConnections.UpdateAsync(made.Id, Set("first", "1"), Context)
        );

        Assert.Equal("QrsConflict", refusal.ErrorId);
        Assert.Equal(made.ConnectionString, (await session.DataConnections.GetAsync(made.Id, false, Context)).ConnectionString);
    }

    [Fact]
    public async Task A_connection_that_others_change_twice_in_between_is_left_to_them_and_said()
    {
        using var one = await site.OpenAsync();
        using var two = await site.OpenAsync();
        var made = await CreateAsync(one, "twice in between");
        var others = 0;
        var log = new BeforeEachPut(() =>
            two.DataConnections.UpdateAsync(
                made.Id,
                Set("second", (++others).ToString(System.Globalization.CultureInfo.InvariantCulture)),
                Context
            )
        );

        var refusal = await Assert.ThrowsAsync<QrsException>(() =>
            one.DataConnections.UpdateAsync(made.Id, Set("first", "1"), new CallContext(log))
        );

        Assert.Equal("QrsChangedMeanwhile", refusal.ErrorId);
        Assert.Equal(2, others);
        var last = QlikConnectionString.Parse((await one.DataConnections.GetAsync(made.Id, false, Context)).ConnectionString);
        Assert.Equal((null, "2"), (last["first"], last["second"]));
    }

    private static async Task WriteAsync(QrsSession session, Guid id, string key)
    {
        for (var i = 1; i <= 25; i++)
        {
            // Under this much contention even the second try can lose: then it says so, and the caller tries again.
            while (true)
            {
                try
                {
                    await session.DataConnections.UpdateAsync(
                        id,
                        Set(key, i.ToString(System.Globalization.CultureInfo.InvariantCulture)),
                        Context
                    );
                    break;
                }
                catch (QrsException e) when (e.ErrorId == "QrsChangedMeanwhile") { }
            }
        }
    }

    private static DataConnectionChange Set(string key, string value) => new() { ConnectionProperties = [new(key, value)] };

    private static Task<DataConnection> CreateAsync(QrsSession session, string name) =>
        session.DataConnections.CreateAsync(
            new NewDataConnection
            {
                Name = name,
                ConnectionString = "CUSTOM CONNECT TO \"provider=P.exe;driver=snowflake;warehouse=W;\"",
                Type = "P.exe",
            },
            Context
        );

    // The transport reports each request after it; behind a GET comes the PUT.
    private class BeforeEachPut(Func<Task> work) : IServiceLog
    {
        public virtual void Verbose(string message)
        {
            if (message.StartsWith("GET ", StringComparison.Ordinal))
                Task.Run(work).GetAwaiter().GetResult();
        }

        public void Warning(string message) { }
    }

    private sealed class BeforeFirstPut(Func<Task> work) : BeforeEachPut(work)
    {
        public bool Done { get; private set; }

        public override void Verbose(string message)
        {
            if (Done || !message.StartsWith("GET ", StringComparison.Ordinal))
                return;
            Done = true;
            base.Verbose(message);
        }
    }
}
