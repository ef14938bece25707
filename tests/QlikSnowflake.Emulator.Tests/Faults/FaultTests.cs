using System.Diagnostics;
using System.Net;
using System.Text.Json.Nodes;
using QlikSnowflake.Emulator.Faults;
using QlikSnowflake.Tests.QlikCloud;
using Xunit;

namespace QlikSnowflake.Tests.Faults;

public sealed class FaultTests : IAsyncLifetime, IDisposable
{
    private const string Keys = "/api/v1/api-keys";
    private RunningEmulator _emulator = null!;
    private CloudCaller _caller = null!;

    public async Task InitializeAsync()
    {
        _emulator = await RunningEmulator.StartAsync();
        _caller = new CloudCaller(_emulator.Manifest);
    }

    public async Task DisposeAsync() => await _emulator.DisposeAsync();

    public void Dispose() => _caller.Dispose();

    [Fact]
    public async Task A_status_is_answered_as_often_as_asked_and_nothing_is_done()
    {
        _emulator.Host.Faults.Add(
            new Fault
            {
                Service = "qlikCloud",
                Method = "POST",
                Path = "/api/v1/*",
                Status = 429,
                RetryAfter = 13,
                Times = 2,
                Body = """{"errors":[{"code":"HTTP-429","title":"API rate limit reached."}]}""",
            }
        );
        for (var i = 0; i < 2; i++)
        {
            using var response = await PostAsync();
            Assert.Equal(HttpStatusCode.TooManyRequests, response.StatusCode);
            Assert.Equal(TimeSpan.FromSeconds(13), response.Headers.RetryAfter?.Delta);
            Assert.Equal("application/json", response.Content.Headers.ContentType?.MediaType);
            Assert.Equal("HTTP-429", (string?)JsonNode.Parse(await response.Content.ReadAsStringAsync())!["errors"]![0]!["code"]);
        }

        Assert.Equal(2, _emulator.Host.QlikCloud.ApiKeys.Count);
        using (var response = await PostAsync())
            Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        Assert.Equal(3, _emulator.Host.Counters.Received("qlikCloud", "POST", Keys));
        Assert.Equal(1, _emulator.Host.Counters.Executed("qlikCloud", "POST", Keys));
    }

    [Fact]
    public async Task It_strikes_the_service_method_and_path_asked_for_and_no_other()
    {
        _emulator.Host.Faults.Add(new Fault { Service = "qrs" });
        _emulator.Host.Faults.Add(new Fault { Method = "DELETE" });
        _emulator.Host.Faults.Add(new Fault { Path = "/api/v1/users" });
        _emulator.Host.Faults.Add(new Fault { Path = "*/tenants/*" });
        await _caller.GetAsync("/api/v1/users/me");
        await _caller.GetAsync(Keys);
        Assert.Equal(4, _emulator.Host.Faults.Snapshot().Count);
        Assert.Equal(500, (int)(await _caller.SendAsync(HttpMethod.Get, "/API/v1/Tenants/me")).StatusCode);
        Assert.Equal(500, (int)(await _caller.SendAsync(HttpMethod.Get, "/api/v1/users?limit=1")).StatusCode);
        Assert.Equal(2, _emulator.Host.Faults.Snapshot().Count);
    }

    [Fact]
    public async Task Some_requests_can_pass_first_and_all_can_be_struck_until_cleared()
    {
        _emulator.Host.Faults.Add(
            new Fault
            {
                Skip = 2,
                Times = -1,
                Status = 503,
            }
        );
        var statuses = new List<int>();
        for (var i = 0; i < 5; i++)
            statuses.Add((int)(await _caller.SendAsync(HttpMethod.Get, Keys)).StatusCode);
        Assert.Equal([200, 200, 503, 503, 503], statuses);
        _emulator.Host.Faults.Clear();
        await _caller.GetAsync(Keys);
    }

    [Fact]
    public async Task A_connection_dropped_before_the_work_leaves_nothing_done()
    {
        _emulator.Host.Faults.Add(new Fault { Kind = FaultKind.DropBefore });
        await Assert.ThrowsAsync<HttpRequestException>(PostAsync);
        Assert.Equal(2, _emulator.Host.QlikCloud.ApiKeys.Count);
        Assert.Equal(0, _emulator.Host.Counters.Executed("qlikCloud", "POST", Keys));
        using var after = await PostAsync();
        Assert.Equal(HttpStatusCode.Created, after.StatusCode);
    }

    [Fact]
    public async Task A_connection_dropped_after_the_work_leaves_it_done()
    {
        _emulator.Host.Faults.Add(new Fault { Kind = FaultKind.DropAfter });
        await Assert.ThrowsAsync<HttpRequestException>(PostAsync);
        Assert.Equal(3, _emulator.Host.QlikCloud.ApiKeys.Count);
        Assert.Equal(1, _emulator.Host.Counters.Executed("qlikCloud", "POST", Keys));
    }

    [Fact]
    public async Task A_slow_answer_comes_late_and_whole()
    {
        var whole = await _caller.GetAsync(Keys);
        _emulator.Host.Faults.Add(new Fault { Kind = FaultKind.Slow, DelayMs = 150 });
        var watch = Stopwatch.StartNew();
        Assert.Equal(whole.ToJsonString(), (await _caller.GetAsync(Keys)).ToJsonString());
        Assert.True(watch.ElapsedMilliseconds >= 140, $"{watch.ElapsedMilliseconds} ms");
    }

    [Fact]
    public async Task A_trickling_answer_comes_in_pieces_and_whole()
    {
        var whole = await _caller.GetAsync(Keys);
        var pieces = (whole.ToJsonString().Length / 100) - 1;
        _emulator.Host.Faults.Add(
            new Fault
            {
                Kind = FaultKind.Slow,
                ChunkDelayMs = 20,
                ChunkBytes = 100,
            }
        );
        var watch = Stopwatch.StartNew();
        Assert.Equal(whole.ToJsonString(), (await _caller.GetAsync(Keys)).ToJsonString());
        Assert.True(watch.ElapsedMilliseconds >= pieces * 19, $"{watch.ElapsedMilliseconds} ms for {pieces} pieces");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_truncated_answer_delivers_its_start_and_then_fails(bool chunked)
    {
        _emulator.Host.Faults.Add(
            new Fault
            {
                Kind = FaultKind.Truncate,
                AfterBytes = 10,
                Chunked = chunked,
            }
        );
        using var client = new HttpClient(RunningEmulator.Trusting(_emulator.Manifest.QlikCloud.RootCertificate));
        using var request = new HttpRequestMessage(HttpMethod.Get, _emulator.Manifest.QlikCloud.Url + Keys);
        request.Headers.Authorization = new("Bearer", _emulator.Manifest.QlikCloud.ApiKey);
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(chunked, response.Headers.TransferEncodingChunked == true);
        await using var body = await response.Content.ReadAsStreamAsync();
        var buffer = new byte[10];
        await body.ReadExactlyAsync(buffer);
        Assert.Equal("""{"data":[{"""u8.ToArray(), buffer);
        await Assert.ThrowsAnyAsync<IOException>(async () => await body.ReadExactlyAsync(new byte[1]));
    }

    [Fact]
    public async Task A_page_of_html_stands_in_the_way()
    {
        _emulator.Host.Faults.Add(new Fault { Kind = FaultKind.Html });
        _emulator.Host.Faults.Add(
            new Fault
            {
                Kind = FaultKind.Html,
                Status = 503,
                Body = "<html>down</html>",
            }
        );
        using var login = await _caller.SendAsync(HttpMethod.Get, Keys);
        Assert.Equal((HttpStatusCode.OK, "text/html"), (login.StatusCode, login.Content.Headers.ContentType?.MediaType));
        Assert.Contains("<form", await login.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var down = await _caller.SendAsync(HttpMethod.Get, Keys);
        Assert.Equal(
            (HttpStatusCode.ServiceUnavailable, "<html>down</html>"),
            (down.StatusCode, await down.Content.ReadAsStringAsync())
        );
    }

    [Fact]
    public void A_fault_that_could_never_strike_is_refused()
    {
        Assert.Throws<ArgumentException>(() => _emulator.Host.Faults.Add(new Fault { Times = 0 }));
        Assert.Throws<ArgumentException>(() => _emulator.Host.Faults.Add(new Fault { Skip = -1 }));
        Assert.Throws<ArgumentException>(() => _emulator.Host.Faults.Add(new Fault { Status = 99 }));
        Assert.Empty(_emulator.Host.Faults.Snapshot());
    }

    private Task<HttpResponseMessage> PostAsync() =>
        _caller.SendAsync(HttpMethod.Post, Keys, new JsonObject { ["description"] = "made" });
}
