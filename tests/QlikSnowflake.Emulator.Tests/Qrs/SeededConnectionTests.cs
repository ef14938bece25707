using System.Diagnostics;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Xunit;

namespace QlikSnowflake.Tests.Qrs;

public sealed class SeededConnectionTests : IAsyncLifetime, IDisposable
{
    private RunningEmulator _emulator = null!;
    private QrsCaller _caller = null!;

    public async Task InitializeAsync()
    {
        _emulator = await RunningEmulator.StartAsync();
        _caller = new QrsCaller(_emulator.Manifest);
    }

    public async Task DisposeAsync() => await _emulator.DisposeAsync();

    public void Dispose() => _caller.Dispose();

    [Fact]
    public async Task Ten_thousand_are_there_quickly_and_come_in_pieces()
    {
        var watch = Stopwatch.StartNew();
        _emulator.Host.Qrs.AddDataConnections(10_000);
        using var response = await _caller.SendAsync(HttpMethod.Get, "/qrs/dataconnection/full");
        Assert.True(response.Headers.TransferEncodingChunked);
        var list = JsonNode.Parse(await response.Content.ReadAsStringAsync())!.AsArray();
        Assert.Equal(10_000, list.Count);
        Assert.Equal(10_000, list.Select(connection => (string?)connection!["id"]).Distinct().Count());
        Assert.Equal(("Snowflake 00001", "Snowflake 10000"), ((string?)list[0]!["name"], (string?)list[^1]!["name"]));
        var one = await _caller.GetAsync(
            "/qrs/dataconnection?" + QrsCaller.Filter("name eq 'snowflake 07777' and owner.userId eq 'sa_repository'")
        );
        Assert.Equal("Snowflake 07777", (string?)Assert.Single(one.AsArray())!["name"]);
        var sorted = await _caller.GetAsync("/qrs/dataconnection?orderby=name%20desc");
        Assert.Equal("Snowflake 10000", (string?)sorted[0]!["name"]);

        // A quadratic seed or read takes minutes.
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(30), watch.Elapsed.ToString());
    }

    [Fact]
    public async Task A_short_list_comes_whole()
    {
        _emulator.Host.Qrs.AddDataConnections(500);
        using var response = await _caller.SendAsync(HttpMethod.Get, "/qrs/dataconnection");
        Assert.NotNull(response.Content.Headers.ContentLength);
    }

    [Fact]
    public async Task A_long_list_has_the_privileges_asked_for_and_the_password_by_setting()
    {
        _emulator.Host.Qrs.AddDataConnections(501);
        _emulator.Host.Qrs.Settings.ReturnPassword = Emulator.Qrs.ReturnPassword.Omit;
        var list = (await _caller.GetAsync("/qrs/dataconnection?privileges=true")).AsArray();
        Assert.Equal(501, list.Count);
        Assert.All(
            list,
            connection => Assert.Contains("update", connection!["privileges"]!.AsArray().Select(name => (string?)name))
        );
        Assert.All(list, connection => Assert.False(connection!.AsObject().ContainsKey("password")));
    }

    [Fact]
    public void Those_to_snowflake_have_a_key_that_can_be_read()
    {
        _emulator.Host.Qrs.AddDataConnections(1);
        _emulator.Host.Qrs.AddDataConnections(1, keyPair: false);
        _emulator.Host.Qrs.AddDataConnections(3, snowflake: false);
        var all = _emulator.Host.Qrs.DataConnections;
        Assert.Equal(
            ["Snowflake 00001", "Snowflake 00002", "Connection 00003", "Connection 00004", "Connection 00005"],
            all.Select(connection => (string)connection["name"]!)
        );

        const string start = "PRIV_KEY_FILE%2rsa_key.p8%%2";
        var password = (string)all[0]["password"]!;
        Assert.StartsWith(start, password, StringComparison.Ordinal);
        using var key = RSA.Create();
        key.ImportFromPem(Encoding.ASCII.GetString(Convert.FromBase64String(password[start.Length..])));
        Assert.Equal(2048, key.KeySize);
        Assert.Contains(";authenticator=snowflake_jwt;", (string)all[0]["connectionstring"]!, StringComparison.Ordinal);
        Assert.DoesNotContain("authenticator", (string)all[1]["connectionstring"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_control_service_seeds_connections_and_tickets()
    {
        using var control = new HttpClient { BaseAddress = new Uri(_emulator.Manifest.Control.Url) };
        using var seeded = await control.PostAsJsonAsync(
            "/_emulator/seed",
            new
            {
                service = "qrs",
                dataConnections = 700,
                snowflake = true,
            }
        );
        Assert.Equal(700, (int)JsonNode.Parse(await seeded.Content.ReadAsStringAsync())!["dataConnections"]!);
        Assert.Equal(700, (int)(await _caller.GetAsync("/qrs/dataconnection/count"))["value"]!);

        using var cloud = await control.PostAsJsonAsync(
            "/_emulator/seed",
            new
            {
                service = "qlikCloud",
                dataConnections = 3,
                keyPair = true,
            }
        );
        Assert.True(cloud.IsSuccessStatusCode);
        Assert.All(
            _emulator.Host.QlikCloud.DataConnections,
            connection => Assert.NotNull(connection["secrets"]!["PRIV_KEY_FILE"])
        );
        Assert.Equal(3, _emulator.Host.QlikCloud.DataConnections.Count);

        using var tickets = await control.PostAsJsonAsync(
            "/_emulator/seed",
            new
            {
                service = "qrsProxy",
                tickets = 2,
                user = @"EMULATED\admin",
            }
        );
        foreach (var ticket in JsonNode.Parse(await tickets.Content.ReadAsStringAsync())!["tickets"]!.AsArray())
        {
            using var caller = new Proxy.ProxyCaller(_emulator.Manifest, "");
            Assert.Equal(200, (await caller.TryAsync(HttpMethod.Get, "/qrs/about?qlikTicket=" + (string?)ticket)).Status);
        }
    }

    [Theory]
    [InlineData("""{"dataConnections":1}""")]
    [InlineData("""{"service":"elsewhere"}""")]
    [InlineData("""{"service":"qrs","dataConnection":1}""")]
    [InlineData("""{"service":"qrs","dataConnections":-1}""")]
    [InlineData("""{"service":"qrs","dataConnections":"many"}""")]
    [InlineData("""{"service":"qrs","dataConnections":1,"snowflake":"yes"}""")]
    [InlineData("""{"service":"qrsProxy","tickets":1,"user":"admin"}""")]
    [InlineData("[]")]
    public async Task What_makes_no_sense_is_400_and_seeds_nothing(string body)
    {
        using var control = new HttpClient { BaseAddress = new Uri(_emulator.Manifest.Control.Url) };
        using var response = await control.PostAsync("/_emulator/seed", new StringContent(body));
        Assert.Equal(400, (int)response.StatusCode);
        Assert.NotNull(JsonNode.Parse(await response.Content.ReadAsStringAsync())!["error"]);
        Assert.Empty(_emulator.Host.Qrs.DataConnections);
    }

    [Fact]
    public async Task A_name_is_free_again_after_a_rename_and_after_a_removal()
    {
        var made = await _caller.CreateAsync("first");
        made["name"] = "second";
        Assert.Equal(200, (await _caller.TryAsync(HttpMethod.Put, $"/qrs/dataconnection/{made["id"]}", made)).Status);
        await _caller.CreateAsync("FIRST");
        Assert.Equal(
            409,
            (await _caller.TryAsync(HttpMethod.Post, "/qrs/dataconnection", QrsCaller.Connection("Second"))).Status
        );
        Assert.Equal(204, (await _caller.TryAsync(HttpMethod.Delete, $"/qrs/dataconnection/{made["id"]}")).Status);
        await _caller.CreateAsync("second");
    }
}
