using System.Net.Http.Json;
using System.Text.Json.Nodes;
using QlikSnowflake.Emulator.Qrs;
using QlikSnowflake.Tests.QlikCloud;
using Xunit;

namespace QlikSnowflake.Tests.Hosting;

public sealed class ControlTests : IAsyncLifetime, IDisposable
{
    private readonly HttpClient _control = new();
    private RunningEmulator _emulator = null!;

    public async Task InitializeAsync()
    {
        _emulator = await RunningEmulator.StartAsync();
        _control.BaseAddress = new Uri(_emulator.Manifest.Control.Url);
    }

    public async Task DisposeAsync() => await _emulator.DisposeAsync();

    public void Dispose() => _control.Dispose();

    [Fact]
    public async Task Statements_fail_as_asked_until_the_scripts_are_used_up_or_cleared()
    {
        await AddAsync(
            new
            {
                statement = "select 1*",
                code = "003001",
                message = "no",
                status = 422,
                times = 2,
            }
        );
        await AddAsync(new { statement = "SELECT 2", times = -1 });
        foreach (
            var body in new object[]
            {
                new { },
                new { statement = "x", times = 0 },
                new { statement = "x", status = 200 },
                new { statement = "x", unknown = 1 },
            }
        )
            Assert.Equal(400, (int)(await _control.PostAsJsonAsync("/_emulator/scripts", body)).StatusCode);

        using var host = new CallingUser(_emulator);
        Assert.Equal("003001", await host.CodeOfAsync("SELECT 1"));
        Assert.Equal("003001", await host.CodeOfAsync("SELECT 1 "));
        Assert.Equal("090001", await host.CodeOfAsync("SELECT 1"));
        Assert.Equal("000603", await host.CodeOfAsync("SELECT 2"));
        Assert.Equal("000603", await host.CodeOfAsync("SELECT 2"));

        (await _control.DeleteAsync(new Uri("/_emulator/scripts", UriKind.Relative))).EnsureSuccessStatusCode();
        Assert.Equal("090001", await host.CodeOfAsync("SELECT 2"));

        async Task AddAsync(object body) =>
            (await _control.PostAsJsonAsync("/_emulator/scripts", body)).EnsureSuccessStatusCode();
    }

    [Fact]
    public async Task The_state_counts_requests_by_route()
    {
        using var caller = new CloudCaller(_emulator.Manifest);
        await caller.GetAsync("/api/v1/users/me");
        await caller.TryAsync(HttpMethod.Get, "/api/v1/users/one");
        await caller.TryAsync(HttpMethod.Get, "/api/v1/users/two");
        var requests = (await StateAsync())["requests"]!.AsArray();
        var byId = requests.Single(count => (string?)count!["route"] == "/api/v1/users/{id}")!;
        Assert.Equal(
            ("qlikCloud", "GET", 2, 2),
            ((string?)byId["service"], (string?)byId["method"], (int)byId["received"]!, (int)byId["executed"]!)
        );
        Assert.Equal(3, (int)(await StateAsync())["executions"]!["qlikCloud"]!);
    }

    [Fact]
    public async Task Faults_can_be_asked_for_seen_and_taken_back()
    {
        Assert.Equal(
            204,
            await PostAsync(
                "faults",
                """{"service":"qlikCloud","method":"GET","path":"/api/v1/users*","status":503,"retryAfter":1,"times":2}"""
            )
        );
        Assert.Equal(204, await PostAsync("faults", """[{"kind":"dropBefore","service":"qrs"},{"kind":"html"}]"""));
        Assert.Equal(
            ["status", "dropBefore", "html"],
            (await StateAsync())["faults"]!.AsArray().Select(fault => (string)fault!["kind"]!)
        );
        using var caller = new CloudCaller(_emulator.Manifest);
        Assert.Equal(503, (int)(await caller.SendAsync(HttpMethod.Get, "/api/v1/users/me")).StatusCode);

        Assert.Equal(204, (int)(await _control.DeleteAsync("/_emulator/faults")).StatusCode);
        Assert.Empty((await StateAsync())["faults"]!.AsArray());
        await caller.GetAsync("/api/v1/users/me");
    }

    [Theory]
    [InlineData("faults", """{"kind":"explode"}""")]
    [InlineData("faults", """{"statsu":500}""")]
    [InlineData("faults", """[{"status":500},{"times":0}]""")]
    [InlineData("faults", "")]
    [InlineData("clock", """{"skew":5}""")]
    [InlineData("clock", """{"skewSeconds":"soon"}""")]
    [InlineData("clock", """{"skewSeconds":1e12}""")]
    [InlineData("settings", """{"qrs":{"nothing":1}}""")]
    [InlineData("settings", """{"elsewhere":{}}""")]
    [InlineData("settings", """{"qrs":{"returnPassword":"Sometimes"}}""")]
    [InlineData("settings", """{"qrs":{"hostName":"other"}}""")]
    [InlineData("settings", """{"qrs":{"countShape":"Number","nothing":1}}""")]
    [InlineData("settings", "not json")]
    public async Task What_makes_no_sense_is_400_and_changes_nothing(string what, string body)
    {
        Assert.Equal(400, await PostAsync(what, body));
        Assert.Empty(_emulator.Host.Faults.Snapshot());
        Assert.Equal(TimeSpan.Zero, _emulator.Host.Clock.Skew);
        Assert.Equal(new QrsSettings(), _emulator.Host.Qrs.Settings);
    }

    [Fact]
    public async Task The_clock_can_be_set_and_shows_in_date_headers()
    {
        Assert.Equal(204, await PostAsync("clock", """{"skewSeconds":-7200}"""));
        using var caller = new CloudCaller(_emulator.Manifest);
        using var response = await caller.SendAsync(HttpMethod.Get, "/api/v1/users/me");
        var off = response.Headers.Date!.Value - DateTimeOffset.UtcNow;
        Assert.InRange(off.TotalSeconds, -7260, -7190);
        Assert.Equal(-7200, (double)(await StateAsync())["clock"]!["skewSeconds"]!);
    }

    [Fact]
    public async Task Settings_can_be_changed()
    {
        Assert.Equal(
            204,
            await PostAsync(
                "settings",
                """{"qrs":{"returnPassword":"Omit","namesIgnoreCase":false},"qlikCloud":{"tooManyKeysStatus":400,"revocationLagSeconds":2.5}}"""
            )
        );
        Assert.Equal(
            new QrsSettings { ReturnPassword = ReturnPassword.Omit, NamesIgnoreCase = false },
            _emulator.Host.Qrs.Settings
        );
        Assert.Equal(
            (400, 2.5),
            (_emulator.Host.QlikCloud.Settings.TooManyKeysStatus, _emulator.Host.QlikCloud.Settings.RevocationLagSeconds)
        );
    }

    private async Task<JsonNode> StateAsync() => (await _control.GetFromJsonAsync<JsonNode>("/_emulator/state"))!;

    private async Task<int> PostAsync(string what, string body) =>
        (int)(await _control.PostAsync("/_emulator/" + what, new StringContent(body))).StatusCode;
}
