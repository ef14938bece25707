using QlikSnowflake.Connections;
using QlikSnowflake.Emulator.Qrs;
using QlikSnowflake.Keys;
using QlikSnowflake.Rotation;
using QlikSnowflake.Tests.Support;

namespace QlikSnowflake.Tests.Connections.Emulated;

public sealed class HeartbeatTests
{
    [Fact]
    public async Task A_connection_works_when_its_own_key_logs_in_as_it_does()
    {
        await using var estate = await Estate.StartAsync();
        using var key = QlikKeyFile.Read(estate.KeyPath, null);
        using var other = QlikKeyFile.Read(estate.NewKey("other.p8"), null);
        estate.AddQrs("Good", "authenticator=snowflake_jwt;", estate.User, key.QrsPassword.Reveal());
        estate.AddQrs("As good", "authenticator=snowflake_jwt;", estate.User.ToLowerInvariant(), key.QrsPassword.Reveal());
        estate.AddQrs("Wrong key", "authenticator=snowflake_jwt;", estate.User, other.QrsPassword.Reveal());
        estate.AddQrs("Wrong user", "authenticator=snowflake_jwt;", "NOBODY", key.QrsPassword.Reveal());
        estate.AddQrs("Password", "", estate.User, "p");
        estate.AddQrs("Source", "ODBC CONNECT TO [x]", null, null, "odbc");
        estate.AddCloud("Cloud", properties: Estate.KeyPair(estate.KeyPath));

        var tests = await TestAsync(estate, new SwitchNotes());

        Assert.Equal(ConnectionTestResult.Works, tests["Good"].Result);
        Assert.Equal(ConnectionTestResult.Works, tests["As good"].Result);
        Assert.Equal(ConnectionTestResult.Fails, tests["Wrong key"].Result);
        Assert.Contains("JWT", tests["Wrong key"].Reason, StringComparison.Ordinal);
        Assert.Equal(ConnectionTestResult.Fails, tests["Wrong user"].Result);
        Assert.Equal(ConnectionTestResult.CannotTell, tests["Password"].Result);
        Assert.Equal(ConnectionTestResult.CannotTell, tests["Source"].Result);
        Assert.Equal(ConnectionTestResult.CannotTell, tests["Cloud"].Result);
        Assert.All(tests.Values, t => Assert.NotEmpty(t.Reason));
    }

    [Fact]
    public async Task One_login_serves_all_connections_with_the_same_key()
    {
        await using var estate = await Estate.StartAsync();
        using var key = QlikKeyFile.Read(estate.KeyPath, null);
        for (var i = 0; i < 20; i++)
            estate.AddQrs("Sales " + i, "authenticator=snowflake_jwt;", estate.User, key.QrsPassword.Reveal());

        var before = estate.Host.Snowflake.Executions("SELECT CURRENT_USER()");
        var tests = await TestAsync(estate, new SwitchNotes());

        Assert.All(tests.Values, t => Assert.Equal(ConnectionTestResult.Works, t.Result));

        // The administrator's own session has asked once.
        Assert.Equal(before + 2, estate.Host.Snowflake.Executions("SELECT CURRENT_USER()"));
    }

    [Fact]
    public async Task What_was_written_and_not_changed_since_works_while_it_is_registered()
    {
        await using var estate = await Estate.StartAsync();
        using var key = QlikKeyFile.Read(estate.KeyPath, null);
        using var lost = QlikKeyFile.Read(estate.NewKey("lost.p8"), null);
        estate.AddCloud("Cloud", properties: Estate.Password);
        estate.AddQrs("Hidden", "", estate.User, "p");
        estate.AddQrs("Lost", "", estate.User, "p");
        estate.AddQrs("Changed", "", estate.User, "p");
        estate.Host.Qrs.Settings.ReturnPassword = ReturnPassword.Omit;
        var notes = new SwitchNotes();
        foreach (var connection in (await estate.ListAsync()).Connections)
        {
            var written = connection.Name == "Lost" ? lost : key;
            var switched = await connection.GetSite()!.SwitchAsync(connection, written, Estate.Context);
            notes.Add(SwitchNotes.NameOf(switched), switched.KeyFingerprint!, switched.ModifiedAt!.Value);
        }

        estate.Host.Clock.Advance(TimeSpan.FromMinutes(1));
        var changed = await estate.FindAsync("Changed");
        await changed.GetSite()!.SwitchAsync(changed, lost, Estate.Context);

        var tests = await TestAsync(estate, notes);

        Assert.Equal((ConnectionTestResult.Works, KeyEvidence.Written), (tests["Cloud"].Result, tests["Cloud"].Evidence));
        Assert.Equal(ConnectionTestResult.Works, tests["Hidden"].Result);
        Assert.Equal(ConnectionTestResult.Fails, tests["Lost"].Result);
        Assert.Equal(ConnectionTestResult.CannotTell, tests["Changed"].Result);
    }

    [Fact]
    public async Task The_journal_of_a_rotation_is_read_for_what_it_wrote()
    {
        await using var estate = await Estate.StartAsync();
        using var key = QlikKeyFile.Read(estate.KeyPath, null);
        estate.AddCloud("Cloud", properties: Estate.Password);
        var connection = await estate.FindAsync("Cloud");
        var switched = await connection.GetSite()!.SwitchAsync(connection, key, Estate.Context);
        var journal = RotationJournal.Create(
            RotationJournal.PathFor(estate.NewKey("rotated.p8")),
            "QlikSnowflakeKey",
            new Dictionary<string, string?> { ["user"] = estate.User }
        );
        journal.Append("Switch connection", "failed", SwitchNotes.NameOf(connection));
        journal.Append(
            "Switch connection",
            "done",
            SwitchNotes.NameOf(connection),
            new Dictionary<string, string>
            {
                ["fingerprint"] = key.Fingerprint,
                ["modifiedAt"] = switched.ModifiedAt!.Value.ToString("O", System.Globalization.CultureInfo.InvariantCulture),
            }
        );
        var notes = new SwitchNotes();
        notes.AddFrom(RotationJournal.Open(journal.Path)!.Entries);

        Assert.Equal(ConnectionTestResult.Works, (await TestAsync(estate, notes))["Cloud"].Result);
    }

    [Fact]
    public async Task An_account_that_cannot_be_reached_from_here_says_nothing()
    {
        await using var estate = await Estate.StartAsync();
        using var key = QlikKeyFile.Read(estate.KeyPath, null);
        estate.AddQrs(
            "Elsewhere",
            "CUSTOM CONNECT TO \"provider=QvOdbcConnectorPackage.exe;driver=snowflake;server=localhost;authenticator=snowflake_jwt;\"",
            estate.User,
            key.QrsPassword.Reveal()
        );

        var test = (await TestAsync(estate, new SwitchNotes()))["Elsewhere"];

        Assert.Equal(ConnectionTestResult.CannotTell, test.Result);
    }

    [Fact]
    public async Task A_clock_that_is_off_is_named_as_the_reason()
    {
        await using var estate = await Estate.StartAsync();
        using var key = QlikKeyFile.Read(estate.KeyPath, null);
        estate.AddQrs("Sales", "authenticator=snowflake_jwt;", estate.User, key.QrsPassword.Reveal());
        var session = await estate.OpenSnowflakeAsync();
        var names = new UserKeyNames(session);
        var connection = await estate.FindAsync("Sales");
        Assert.True(await names.IsOfAccountAsync(connection, Estate.Context));
        estate.Host.Clock.Advance(TimeSpan.FromHours(2));

        var test = await new ConnectionHeartbeat(new ConnectionLogins(session, names), names, new SwitchNotes()).TestAsync(
            connection,
            Estate.Context
        );

        Assert.Equal(ConnectionTestResult.Fails, test.Result);
        Assert.StartsWith("Clock: ", test.Reason, StringComparison.Ordinal);
    }

    private static async Task<Dictionary<string, SnowflakeConnectionTest>> TestAsync(Estate estate, SwitchNotes notes)
    {
        var session = await estate.OpenSnowflakeAsync();
        var names = new UserKeyNames(session);
        var heartbeat = new ConnectionHeartbeat(new ConnectionLogins(session, names), names, notes);
        var tests = new Dictionary<string, SnowflakeConnectionTest>();
        foreach (var connection in (await estate.ListAsync()).Connections)
            tests[connection.Name] = await heartbeat.TestAsync(connection, Estate.Context);
        return tests;
    }
}
