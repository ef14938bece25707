using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Xunit;

namespace QlikSnowflake.Tests.QlikCloud.OAuth;

public sealed class OAuthTests : IAsyncLifetime, IDisposable
{
    private const string Impersonation = "urn:qlik:oauth:user-impersonation";

    private RunningEmulator _emulator = null!;
    private HttpClient _client = null!;

    public async Task InitializeAsync()
    {
        _emulator = await RunningEmulator.StartAsync();
        _client = new HttpClient(RunningEmulator.Trusting(_emulator.Manifest.QlikCloud.RootCertificate))
        {
            BaseAddress = new Uri(_emulator.Manifest.QlikCloud.Url),
        };
    }

    public async Task DisposeAsync() => await _emulator.DisposeAsync();

    public void Dispose() => _client.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_client_gets_a_token_for_its_bot_by_json_or_form(bool form)
    {
        using HttpContent content = form
            ? new FormUrlEncodedContent(
                Request("client_credentials").Select(pair => KeyValuePair.Create(pair.Key, (string?)pair.Value))
            )
            : JsonContent.Create(Request("client_credentials"));
        using var response = await _client.PostAsync("/oauth/token", content);
        var answer = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        Assert.Equal(
            (200, "bearer", 21600),
            ((int)response.StatusCode, (string?)answer["token_type"], (int)answer["expires_in"]!)
        );
        using var caller = new CloudCaller(_emulator.Manifest, (string)answer["access_token"]!);
        var me = await caller.GetAsync("/api/v1/users/me");
        Assert.Equal(
            ($@"qlikbot\{_emulator.Manifest.QlikCloud.OAuthClientId}", "TenantAdmin"),
            ((string?)me["subject"], (string?)me["assignedRoles"]![0]!["name"])
        );
        await caller.GetAsync("/api/v1/roles");
        CloudCaller.AssertRefused(
            await caller.TryAsync(HttpMethod.Post, "/api/v1/api-keys", new JsonObject { ["description"] = "by a bot" }),
            403
        );
    }

    [Theory]
    [InlineData("subject")]
    [InlineData("userId")]
    public async Task A_user_is_impersonated(string field)
    {
        var id = _emulator.Host.QlikCloud.UserId;
        var request = Impersonate(field, field == "userId" ? id : @"emulated\dana@example.com");
        using var caller = new CloudCaller(_emulator.Manifest, await TokenAsync(request));
        Assert.Equal(id, (string?)(await caller.GetAsync("/api/v1/users/me"))["id"]);
        CloudCaller.AssertRefused(await caller.TryAsync(HttpMethod.Get, "/api/v1/roles"), 403);
    }

    [Theory]
    [InlineData("grant_type", null, 400)]
    [InlineData("grant_type", "\"password\"", 400)]
    [InlineData("client_id", "\"nobody\"", 401)]
    [InlineData("client_secret", "\"wrong\"", 401)]
    [InlineData("client_secret", null, 401)]
    [InlineData("scope", null, 400)]
    [InlineData("scope", "\"admin_classic\"", 400)]
    [InlineData("user_lookup", null, 400)]
    [InlineData("user_lookup", """{"field":"name","value":"x"}""", 400)]
    [InlineData("user_lookup", """{"field":"userId","value":"x"}""", 400)]
    public async Task A_request_that_is_wrong_is_refused(string name, string? value, int status)
    {
        var request = Impersonate("userId", _emulator.Host.QlikCloud.UserId);
        request[name] = value is null ? null : JsonNode.Parse(value);
        using var response = await _client.PostAsync("/oauth/token", JsonContent.Create(request));
        var answer = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        Assert.Equal(
            (status, status.ToString(System.Globalization.CultureInfo.InvariantCulture)),
            ((int)response.StatusCode, (string?)answer["errors"]![0]!["status"])
        );
        Assert.False(answer.AsObject().ContainsKey("access_token"));
    }

    [Fact]
    public async Task Not_every_client_may_impersonate_and_no_body_is_no_request()
    {
        var (id, secret) = _emulator.Host.QlikCloud.AddOAuthClient(impersonates: false);
        var request = Impersonate("userId", _emulator.Host.QlikCloud.UserId);
        (request["client_id"], request["client_secret"]) = (id, secret);
        using var refused = await _client.PostAsync("/oauth/token", JsonContent.Create(request));
        Assert.Equal(403, (int)refused.StatusCode);
        using var malformed = await _client.PostAsync("/oauth/token", new StringContent("{"));
        Assert.Equal(400, (int)malformed.StatusCode);
        using var empty = await _client.PostAsync("/oauth/token", null);
        Assert.Equal(400, (int)empty.StatusCode);
    }

    [Fact]
    public async Task A_token_ends_after_six_hours_or_when_it_is_revoked()
    {
        var (first, second) = (await TokenAsync(Request("client_credentials")), await TokenAsync(Request("client_credentials")));
        using var revoked = await _client.PostAsync("/oauth/revoke", JsonContent.Create(new { token = first }));
        Assert.Equal(200, (int)revoked.StatusCode);
        Assert.Equal((401, 200), (await StatusAsync(first), await StatusAsync(second)));
        _emulator.Host.Clock.Advance(TimeSpan.FromSeconds(21599));
        Assert.Equal(200, await StatusAsync(second));
        _emulator.Host.Clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(401, await StatusAsync(second));
    }

    private JsonObject Request(string grant) =>
        new()
        {
            ["grant_type"] = grant,
            ["client_id"] = _emulator.Manifest.QlikCloud.OAuthClientId,
            ["client_secret"] = _emulator.Manifest.QlikCloud.OAuthClientSecret,
        };

    private JsonObject Impersonate(string field, string value)
    {
        var request = Request(Impersonation);
        request["scope"] = "user_default";
        request["user_lookup"] = new JsonObject { ["field"] = field, ["value"] = value };
        return request;
    }

    private async Task<string> TokenAsync(JsonObject request)
    {
        using var response = await _client.PostAsync("/oauth/token", JsonContent.Create(request));
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, text);
        return (string)JsonNode.Parse(text)!["access_token"]!;
    }

    private async Task<int> StatusAsync(string token)
    {
        using var caller = new CloudCaller(_emulator.Manifest, token);
        return (int)(await caller.SendAsync(HttpMethod.Get, "/api/v1/users/me")).StatusCode;
    }
}
