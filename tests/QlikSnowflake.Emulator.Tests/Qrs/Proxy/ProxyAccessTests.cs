using System.Net;
using System.Text.Json.Nodes;
using QlikSnowflake.Emulator;
using QlikSnowflake.Emulator.Qrs.Proxy;
using Xunit;

namespace QlikSnowflake.Tests.Qrs.Proxy;

public sealed class ProxyAccessTests(RunningEmulator emulator) : IClassFixture<RunningEmulator>
{
    private EmulatorManifest.ProxySection Proxy => emulator.Manifest.Qrs.Proxy;

    [Theory]
    [InlineData("header", "X-Qlik-Session-header")]
    [InlineData("HEADER", "X-Qlik-Session-header")]
    [InlineData("sense", "X-Qlik-Session-sense")]
    public async Task A_header_signs_in_and_the_cookie_goes_on(string prefix, string cookie)
    {
        using var caller = new ProxyCaller(emulator.Manifest, prefix);
        caller.Headers[Proxy.HeaderName] = Proxy.HeaderValue;
        Assert.Equal(200, (await caller.TryAsync(HttpMethod.Get, "/qrs/about")).Status);
        var set = Assert.Single(caller.Cookies.GetAllCookies());
        Assert.Equal((cookie, true, true), (set.Name, set.HttpOnly, set.Secure));

        caller.Headers.Clear();
        Assert.Equal(
            201,
            (
                await caller.TryAsync(HttpMethod.Post, "/qrs/dataconnection", QrsCaller.Connection("by header " + Guid.NewGuid()))
            ).Status
        );
    }

    [Fact]
    public async Task The_repository_knows_who_signed_in()
    {
        emulator.Host.QrsProxy.AddUser("DOM", "harald", "unused");
        using var caller = new ProxyCaller(emulator.Manifest, "header");
        caller.Headers[Proxy.HeaderName] = @"dom\Harald";
        await caller.TryAsync(HttpMethod.Get, "/qrs/about");
        var (_, made) = await caller.TryAsync(HttpMethod.Post, "/qrs/dataconnection", QrsCaller.Connection("harald's"));
        Assert.Equal(@"DOM\harald", (string?)JsonNode.Parse(made)!["modifiedByUserName"]);
        var (_, list) = await caller.TryAsync(HttpMethod.Get, "/qrs/dataconnection");
        Assert.Single(JsonNode.Parse(list)!.AsArray());
    }

    [Fact]
    public async Task A_jwt_signs_in()
    {
        using var caller = new ProxyCaller(emulator.Manifest, "jwt");
        caller.Headers["Authorization"] = "Bearer " + Proxy.Jwt;
        Assert.Equal(200, (await caller.TryAsync(HttpMethod.Get, "/qrs/about")).Status);
        Assert.Equal("X-Qlik-Session-jwt", Assert.Single(caller.Cookies.GetAllCookies()).Name);
    }

    [Fact]
    public async Task A_jwt_that_is_expired_forged_or_no_jwt_is_401()
    {
        var expired = emulator.Host.QrsProxy.IssueJwt("EMULATED", "admin", TimeSpan.FromSeconds(-1));
        var parts = Proxy.Jwt.Split('.');
        var forged = $"{parts[0]}.{parts[1]}.{new string('A', parts[2].Length)}";
        var unsigned = $"{System.Buffers.Text.Base64Url.EncodeToString("""{"alg":"none"}"""u8)}.{parts[1]}.";
        foreach (var token in new[] { expired, forged, unsigned, "abc", "a.b.c" })
        {
            using var caller = new ProxyCaller(emulator.Manifest, "jwt");
            caller.Headers["Authorization"] = "Bearer " + token;
            Assert.Equal((401, "Unauthorized"), await caller.TryAsync(HttpMethod.Get, "/qrs/about"));
            Assert.Empty(caller.Cookies.GetAllCookies());
        }
    }

    [Theory]
    [InlineData("jwt")]
    [InlineData("header")]
    public async Task Without_credentials_a_proxy_without_windows_answers_401(string prefix)
    {
        using var caller = new ProxyCaller(emulator.Manifest, prefix);
        using var response = await caller.SendAsync(HttpMethod.Get, "/qrs/about");
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Empty(response.Headers.WwwAuthenticate);
    }

    [Fact]
    public async Task A_header_value_without_a_directory_is_401_unless_the_proxy_has_one()
    {
        await using var own = await RunningEmulator.StartAsync(options =>
            options with
            {
                QrsProxy = new QrsProxySettings
                {
                    VirtualProxies =
                    [
                        new VirtualProxy { Prefix = "sense", HeaderName = "who" },
                        new VirtualProxy
                        {
                            Prefix = "fixed",
                            HeaderName = "who",
                            HeaderUserDirectory = "EMULATED",
                            SessionCookieName = "Cookie-Of-Mine",
                        },
                    ],
                },
            }
        );
        using var bare = new ProxyCaller(own.Manifest, "sense");
        bare.Headers["who"] = "admin";
        Assert.Equal(401, (await bare.TryAsync(HttpMethod.Get, "/qrs/about")).Status);
        using var @fixed = new ProxyCaller(own.Manifest, "fixed");
        @fixed.Headers["who"] = "admin";
        Assert.Equal(200, (await @fixed.TryAsync(HttpMethod.Get, "/qrs/about")).Status);
        Assert.Equal("Cookie-Of-Mine", Assert.Single(@fixed.Cookies.GetAllCookies()).Name);
    }

    [Fact]
    public async Task A_ticket_works_once()
    {
        await using var own = await RunningEmulator.StartAsync();
        var path = "/qrs/about?qlikTicket=" + own.Manifest.Qrs.Proxy.Ticket;
        using (var caller = new ProxyCaller(own.Manifest, "sense"))
        {
            Assert.Equal(200, (await caller.TryAsync(HttpMethod.Get, path)).Status);
            Assert.Equal(200, (await caller.TryAsync(HttpMethod.Get, path)).Status);
        }

        using var second = new ProxyCaller(own.Manifest, "jwt");
        Assert.Equal(401, (await second.TryAsync(HttpMethod.Get, path)).Status);
        var ticket = own.Host.QrsProxy.IssueTicket("EMULATED", "admin");
        Assert.Equal(200, (await second.TryAsync(HttpMethod.Get, "/qrs/about?qlikTicket=" + ticket)).Status);
    }

    [Fact]
    public async Task The_session_of_the_manifest_is_open_at_its_own_virtual_proxy_only()
    {
        using var caller = new ProxyCaller(emulator.Manifest, "sense");
        caller.Headers["Cookie"] = $"{Proxy.SessionCookieName}={Proxy.SessionCookie}";
        Assert.Equal(200, (await caller.TryAsync(HttpMethod.Get, "/qrs/about")).Status);
        using var other = new ProxyCaller(emulator.Manifest, "jwt");
        other.Headers["Cookie"] = $"X-Qlik-Session-jwt={Proxy.SessionCookie}";
        Assert.Equal(401, (await other.TryAsync(HttpMethod.Get, "/qrs/about")).Status);
    }

    [Fact]
    public async Task A_session_ends_when_it_is_idle_for_too_long_or_the_proxy_restarts()
    {
        await using var own = await RunningEmulator.StartAsync();
        using var caller = new ProxyCaller(own.Manifest, "jwt");
        caller.Headers["Authorization"] = "Bearer " + own.Manifest.Qrs.Proxy.Jwt;
        await caller.TryAsync(HttpMethod.Get, "/qrs/about");
        caller.Headers.Clear();
        own.Host.Clock.Advance(TimeSpan.FromMinutes(29));
        Assert.Equal(200, (await caller.TryAsync(HttpMethod.Get, "/qrs/about")).Status);
        own.Host.Clock.Advance(TimeSpan.FromMinutes(29));
        Assert.Equal(200, (await caller.TryAsync(HttpMethod.Get, "/qrs/about")).Status);
        own.Host.Clock.Advance(TimeSpan.FromMinutes(30));
        Assert.Equal(401, (await caller.TryAsync(HttpMethod.Get, "/qrs/about")).Status);

        caller.Headers["Authorization"] = "Bearer " + own.Manifest.Qrs.Proxy.Jwt;
        Assert.Equal(200, (await caller.TryAsync(HttpMethod.Get, "/qrs/about")).Status);
        Assert.Equal(1, own.Host.QrsProxy.SessionCount);
        own.Host.QrsProxy.CloseSessions();
        caller.Headers.Clear();
        Assert.Equal(401, (await caller.TryAsync(HttpMethod.Get, "/qrs/about")).Status);
    }

    [Theory]
    [InlineData("POST")]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    public async Task A_change_before_there_is_a_session_is_redirected_to_itself_and_not_done(string method)
    {
        using var caller = new ProxyCaller(emulator.Manifest, "header");
        caller.Headers[Proxy.HeaderName] = Proxy.HeaderValue;
        var before = emulator.Host.Qrs.DataConnections.Count;
        using var response = await caller.SendAsync(
            new HttpMethod(method),
            "/qrs/dataconnection",
            QrsCaller.Connection("lost " + method)
        );
        Assert.Equal(HttpStatusCode.Found, response.StatusCode);
        Assert.Equal($"{Proxy.Url}/header/qrs/dataconnection?xrfkey={QrsCaller.Key}", response.Headers.Location?.ToString());
        Assert.Equal(before, emulator.Host.Qrs.DataConnections.Count);
        Assert.Single(caller.Cookies.GetAllCookies());
    }

    [Fact]
    public async Task A_client_that_follows_turns_the_post_into_a_get()
    {
        using var caller = new ProxyCaller(emulator.Manifest, "header", handler => handler.AllowAutoRedirect = true);
        caller.Headers[Proxy.HeaderName] = Proxy.HeaderValue;
        var (status, text) = await caller.TryAsync(HttpMethod.Post, "/qrs/dataconnection", QrsCaller.Connection("turned"));
        Assert.Equal(200, status);
        Assert.IsType<JsonArray>(JsonNode.Parse(text));
        Assert.DoesNotContain(emulator.Host.Qrs.DataConnections, connection => (string?)connection["name"] == "turned");
    }

    [Fact]
    public async Task By_setting_such_a_change_is_done()
    {
        await using var own = await RunningEmulator.StartAsync();
        own.Host.QrsProxy.Settings.ChangeBeforeSession = ChangeBeforeSession.Serve;
        using var caller = new ProxyCaller(own.Manifest, "jwt");
        caller.Headers["Authorization"] = "Bearer " + own.Manifest.Qrs.Proxy.Jwt;
        Assert.Equal(
            201,
            (await caller.TryAsync(HttpMethod.Post, "/qrs/dataconnection", QrsCaller.Connection("at once"))).Status
        );
    }

    [Fact]
    public async Task The_key_must_come_twice_as_at_the_direct_port()
    {
        using var caller = new ProxyCaller(emulator.Manifest, "header");
        caller.Headers[Proxy.HeaderName] = Proxy.HeaderValue;
        foreach (var query in new[] { "", "?xrfkey=0123456789abcDEG" })
        {
            using var response = await caller.SendRawAsync(HttpMethod.Get, "/header/qrs/about" + query);
            Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
            Assert.Equal("XSRF prevention check failed. Possible XSRF discovered.", await response.Content.ReadAsStringAsync());
        }
    }

    [Fact]
    public async Task A_clients_own_user_header_is_overwritten_or_by_setting_refused()
    {
        await using var own = await RunningEmulator.StartAsync();
        own.Host.QrsProxy.AddUser("DOM", "nobody", "unused");
        using var caller = new ProxyCaller(own.Manifest, "header");
        caller.Headers[own.Manifest.Qrs.Proxy.HeaderName] = @"DOM\nobody";
        caller.Headers["X-Qlik-User"] = "UserDirectory=INTERNAL; UserId=sa_repository";
        own.Host.Qrs.AddDataConnection(QrsCaller.Connection("not nobody's"));
        Assert.Equal((200, "[]"), await caller.TryAsync(HttpMethod.Get, "/qrs/dataconnection"));
        own.Host.QrsProxy.Settings.ClientUserHeader = ClientUserHeader.Refuse;
        Assert.Equal((403, "Forbidden"), await caller.TryAsync(HttpMethod.Get, "/qrs/dataconnection"));
    }

    [Fact]
    public async Task Unknown_users_are_created_or_by_setting_refused_and_inactive_ones_told_so()
    {
        await using var own = await RunningEmulator.StartAsync();
        using var caller = new ProxyCaller(own.Manifest, "header");
        caller.Headers[own.Manifest.Qrs.Proxy.HeaderName] = @"DOM\new";
        Assert.Equal((200, "[]"), await caller.TryAsync(HttpMethod.Get, "/qrs/dataconnection"));

        own.Host.QrsProxy.Settings.CreateUsers = false;
        using var unknown = new ProxyCaller(own.Manifest, "header");
        unknown.Headers[own.Manifest.Qrs.Proxy.HeaderName] = @"DOM\newer";
        Assert.Equal((403, "Forbidden"), await unknown.TryAsync(HttpMethod.Get, "/qrs/dataconnection"));

        own.Host.Qrs.SetInactive(own.Host.QrsProxy.AddUser("DOM", "asleep", "unused"));
        using var inactive = new ProxyCaller(own.Manifest, "header");
        inactive.Headers[own.Manifest.Qrs.Proxy.HeaderName] = @"DOM\asleep";
        Assert.Equal(
            (403, "Your account is inactive. Contact your administrator to activate it."),
            await inactive.TryAsync(HttpMethod.Get, "/qrs/about")
        );
    }

    [Theory]
    [InlineData("nowhere", "/qrs/about")]
    [InlineData("sense", "/hub")]
    [InlineData("", "/")]
    public async Task Other_virtual_proxies_and_services_are_404(string prefix, string path)
    {
        using var caller = new ProxyCaller(emulator.Manifest, prefix);
        Assert.Equal(404, (await caller.TryAsync(HttpMethod.Get, path)).Status);
    }

    [Fact]
    public async Task Requests_are_counted_for_the_proxy_by_route()
    {
        await using var own = await RunningEmulator.StartAsync();
        using var caller = new ProxyCaller(own.Manifest, "jwt");
        caller.Headers["Authorization"] = "Bearer " + own.Manifest.Qrs.Proxy.Jwt;
        await caller.TryAsync(HttpMethod.Get, "/qrs/dataconnection/full");
        Assert.Equal(1, own.Host.Counters.Received("qrsProxy", "GET", "/{virtualProxy}/qrs/dataconnection/full"));
        Assert.Equal(0, own.Host.Counters.Received("qrs"));
    }
}
