using System.Net;
using System.Text;
using QlikSnowflake.Emulator.Qrs.Proxy;
using Xunit;

namespace QlikSnowflake.Tests.Qrs.Proxy;

public sealed class WindowsHandshakeTests : IAsyncLifetime
{
    private RunningEmulator _emulator = null!;

    private string Password => _emulator.Manifest.Qrs.Proxy.Password;

    public async Task InitializeAsync() => _emulator = await RunningEmulator.StartAsync();

    public async Task DisposeAsync() => await _emulator.DisposeAsync();

    [Fact]
    public async Task A_client_that_says_windows_is_challenged()
    {
        using var caller = new ProxyCaller(_emulator.Manifest, "");
        caller.Headers["User-Agent"] = "Windows";
        using var response = await caller.SendAsync(HttpMethod.Get, "/qrs/about");
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Equal(["Negotiate", "NTLM"], response.Headers.WwwAuthenticate.Select(challenge => challenge.ToString()));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("curl/8.0")]
    public async Task Any_other_client_ends_at_the_form(string? userAgent)
    {
        using var caller = new ProxyCaller(_emulator.Manifest, "sense");
        if (userAgent is not null)
            caller.Headers["User-Agent"] = userAgent;
        using var response = await caller.SendAsync(HttpMethod.Get, "/qrs/about");
        Assert.Equal(HttpStatusCode.Found, response.StatusCode);
        var form = response.Headers.Location!.ToString();
        Assert.StartsWith(
            _emulator.Manifest.Qrs.Proxy.Url + "/sense/internal_forms_authentication/?targetId=",
            form,
            StringComparison.Ordinal
        );
        using var page = await caller.SendRawAsync(HttpMethod.Get, form);
        Assert.Equal((HttpStatusCode.OK, "text/html"), (page.StatusCode, page.Content.Headers.ContentType?.MediaType));
        Assert.Contains("<form", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("NTLM", "EMULATED", "admin")]
    [InlineData("NTLM", "emulated", "Admin")]
    [InlineData("NTLM", "", "admin")]
    [InlineData("Negotiate", "EMULATED", "admin")]
    public async Task The_right_password_signs_in(string scheme, string domain, string user)
    {
        using var caller = Caller(scheme, new NetworkCredential(user, Password, domain));
        Assert.Equal((200, scheme), ((await caller.TryAsync(HttpMethod.Get, "/qrs/about")).Status, scheme));
        Assert.Equal("X-Qlik-Session", Assert.Single(caller.Cookies.GetAllCookies()).Name);
    }

    [Theory]
    [InlineData("NTLM", "EMULATED", "admin", "wrong")]
    [InlineData("Negotiate", "EMULATED", "admin", "wrong")]
    [InlineData("NTLM", "OTHER", "admin", null)]
    [InlineData("NTLM", "EMULATED", "nobody", null)]
    public async Task A_wrong_password_domain_or_user_does_not(string scheme, string domain, string user, string? password)
    {
        using var caller = Caller(scheme, new NetworkCredential(user, password ?? Password, domain));
        Assert.Equal(401, (await caller.TryAsync(HttpMethod.Get, "/qrs/about")).Status);
        Assert.Empty(caller.Cookies.GetAllCookies());
    }

    /// <summary>Lengths around the digest's block of 64 bytes matter, as passwords take two bytes a character.</summary>
    [Theory]
    [InlineData("Paßwort € 50")]
    [InlineData("123456789012345678901234567")]
    [InlineData("1234567890123456789012345678")]
    [InlineData("12345678901234567890123456789012")]
    [InlineData(
        "a password of more than one hundred characters, which somebody has to type in every morning before the first coffee"
    )]
    public async Task Passwords_of_any_length_and_names_outside_ascii_work(string password)
    {
        _emulator.Host.QrsProxy.AddUser("EMULATED", "jürgen", password);
        using var caller = Caller("NTLM", new NetworkCredential("Jürgen", password, "EMULATED"));
        Assert.Equal((200, "[]"), await caller.TryAsync(HttpMethod.Get, "/qrs/dataconnection"));
    }

    [Fact]
    public async Task A_post_that_does_the_handshake_is_redirected_to_itself()
    {
        using var caller = Caller("NTLM", new NetworkCredential("admin", Password, "EMULATED"));
        using var response = await caller.SendAsync(
            HttpMethod.Post,
            "/qrs/tag",
            new System.Text.Json.Nodes.JsonObject { ["name"] = "t" }
        );
        Assert.Equal(HttpStatusCode.Found, response.StatusCode);
        Assert.Equal(
            201,
            (await caller.TryAsync(HttpMethod.Post, "/qrs/tag", new System.Text.Json.Nodes.JsonObject { ["name"] = "t" })).Status
        );
    }

    [Fact]
    public async Task By_setting_the_handshake_takes_place_at_the_authentication_module()
    {
        _emulator.Host.QrsProxy.Settings.WindowsLogin = WindowsLogin.Redirect;
        using var caller = Caller("NTLM", new NetworkCredential("admin", Password, "EMULATED"));
        using var first = await caller.SendAsync(HttpMethod.Get, "/qrs/about");
        Assert.Equal(HttpStatusCode.Found, first.StatusCode);
        Assert.Contains(
            "/internal_windows_authentication/?targetId=",
            first.Headers.Location!.ToString(),
            StringComparison.Ordinal
        );
        using var second = await caller.SendRawAsync(HttpMethod.Get, first.Headers.Location.ToString());
        Assert.Equal(HttpStatusCode.Found, second.StatusCode);
        Assert.Contains("&qlikTicket=", second.Headers.Location!.ToString(), StringComparison.Ordinal);
        using var third = await caller.SendRawAsync(HttpMethod.Get, second.Headers.Location.ToString());
        Assert.Equal(HttpStatusCode.OK, third.StatusCode);
        Assert.Equal(200, (await caller.TryAsync(HttpMethod.Get, "/qrs/about")).Status);
    }

    [Fact]
    public async Task The_module_leads_nowhere_else()
    {
        using var caller = Caller("NTLM", new NetworkCredential("admin", Password, "EMULATED"));
        using var response = await caller.SendRawAsync(
            HttpMethod.Get,
            "/internal_windows_authentication/?targetId=https%3A%2F%2Felsewhere.example%2F"
        );
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task Basic_is_accepted_by_setting_only()
    {
        using var caller = new ProxyCaller(_emulator.Manifest, "");
        caller.Headers["User-Agent"] = "Windows";
        caller.Headers["Authorization"] =
            "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(@"EMULATED\admin:" + Password));
        Assert.Equal(401, (await caller.TryAsync(HttpMethod.Get, "/qrs/about")).Status);
        _emulator.Host.QrsProxy.Settings.WindowsSchemes = ["Negotiate", "NTLM", "Basic"];
        Assert.Equal(200, (await caller.TryAsync(HttpMethod.Get, "/qrs/about")).Status);
        using var wrong = new ProxyCaller(_emulator.Manifest, "");
        wrong.Headers["User-Agent"] = "Windows";
        wrong.Headers["Authorization"] = "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(@"EMULATED\admin:wrong"));
        Assert.Equal(401, (await wrong.TryAsync(HttpMethod.Get, "/qrs/about")).Status);
    }

    [Theory]
    [InlineData("NTLM !!!")]
    [InlineData("NTLM AAAA")]
    [InlineData("NTLM TlRMTVNTUAADAAAA")]
    [InlineData("NTLM TlRMTVNTUAAJAAAA")]
    [InlineData("Negotiate")]
    public async Task A_malformed_or_premature_message_is_challenged_again(string header)
    {
        using var caller = new ProxyCaller(_emulator.Manifest, "");
        caller.Headers["User-Agent"] = "Windows";
        caller.Headers["Authorization"] = header;
        using var response = await caller.SendAsync(HttpMethod.Get, "/qrs/about");
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Equal(2, response.Headers.WwwAuthenticate.Count);
    }

    private ProxyCaller Caller(string scheme, NetworkCredential credential)
    {
        var credentials = new CredentialCache { { new Uri(_emulator.Manifest.Qrs.Proxy.Url), scheme, credential } };
        var caller = new ProxyCaller(_emulator.Manifest, "", handler => handler.Credentials = credentials);
        caller.Headers["User-Agent"] = "Windows";
        return caller;
    }
}
