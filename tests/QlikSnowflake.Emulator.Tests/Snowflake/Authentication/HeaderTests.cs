using System.Net;
using System.Text;
using Xunit;

namespace QlikSnowflake.Tests.Snowflake.Authentication;

public sealed class HeaderTests
{
    [Fact]
    public async Task Without_authorization_the_answer_is_390101()
    {
        await using var host = await SnowflakeHost.StartAsync();
        using var request = host.SubmitRequest("SELECT 1");
        request.Headers.Authorization = null;

        var reply = await host.SendAsync(request);

        Assert.Equal(HttpStatusCode.Unauthorized, reply.Status);
        Assert.Equal("390101", reply.Code);
    }

    [Fact]
    public async Task Without_a_token_type_OAUTH_is_assumed()
    {
        await using var host = await SnowflakeHost.StartAsync();
        using var request = host.SubmitRequest("SELECT 1");
        request.Headers.Remove("X-Snowflake-Authorization-Token-Type");

        Assert.Equal("390303", (await host.SendAsync(request)).Code);
    }

    [Fact]
    public async Task Without_a_token_type_the_token_is_recognised_when_the_settings_say_so()
    {
        await using var host = await SnowflakeHost.StartAsync(s => s.RecognizeTokenType = true);
        using var request = host.SubmitRequest("SELECT 1");
        request.Headers.Remove("X-Snowflake-Authorization-Token-Type");

        Assert.Equal(HttpStatusCode.OK, (await host.SendAsync(request)).Status);
    }

    [Theory]
    [InlineData("PROGRAMMATIC_ACCESS_TOKEN")]
    [InlineData("OAUTH")]
    public async Task A_registered_token_is_taken_until_it_expires(string type)
    {
        await using var host = await SnowflakeHost.StartAsync();
        host.Service.AddToken("secret-token", "qlik_svc", type, host.Clock.GetUtcNow().AddMinutes(5));

        var taken = await SendTokenAsync(host, "secret-token", type);
        var otherType = await SendTokenAsync(host, "secret-token", type == "OAUTH" ? "PROGRAMMATIC_ACCESS_TOKEN" : "OAUTH");
        var unknown = await SendTokenAsync(host, "other-token", type);
        host.Clock.Advance(TimeSpan.FromMinutes(5));
        var expired = await SendTokenAsync(host, "secret-token", type);
        host.Service.RemoveToken("secret-token");
        var removed = await SendTokenAsync(host, "secret-token", type);

        Assert.Equal("QLIK_SVC", taken.Cell);
        Assert.Equal((HttpStatusCode.Unauthorized, "390303"), (otherType.Status, otherType.Code));
        Assert.Equal((HttpStatusCode.Unauthorized, "390303"), (unknown.Status, unknown.Code));
        Assert.Equal((HttpStatusCode.Unauthorized, "390318"), (expired.Status, expired.Code));
        Assert.Equal((HttpStatusCode.Unauthorized, "390303"), (removed.Status, removed.Code));
    }

    [Fact]
    public async Task An_unknown_token_type_is_refused()
    {
        await using var host = await SnowflakeHost.StartAsync();

        Assert.Equal(HttpStatusCode.BadRequest, (await SendTokenAsync(host, "x", "PASSWORD")).Status);
    }

    [Fact]
    public async Task A_request_needs_a_user_agent()
    {
        await using var host = await SnowflakeHost.StartAsync();
        using var request = host.SubmitRequest("SELECT 1");
        request.Headers.UserAgent.Clear();
        Assert.Equal(HttpStatusCode.BadRequest, (await host.SendAsync(request)).Status);

        host.Service.Settings.RequireUserAgent = false;
        using var again = host.SubmitRequest("SELECT 1");
        again.Headers.UserAgent.Clear();
        Assert.Equal(HttpStatusCode.OK, (await host.SendAsync(again)).Status);
    }

    [Theory]
    [InlineData(null, "Unsupported Accept header null is specified.")]
    [InlineData("text/html", "Unsupported Accept header text/html is specified.")]
    [InlineData("application/json", null)]
    [InlineData("text/html, application/json; q=0.9", null)]
    [InlineData("*/*", null)]
    public async Task Accept_has_to_allow_JSON(string? accept, string? message)
    {
        await using var host = await SnowflakeHost.StartAsync();
        using var request = host.SubmitRequest("SELECT 1");
        request.Headers.Accept.Clear();
        if (accept is not null)
            request.Headers.Accept.ParseAdd(accept);

        var reply = await host.SendAsync(request);

        Assert.Equal(message is null ? HttpStatusCode.OK : HttpStatusCode.BadRequest, reply.Status);
        if (message is null)
            return;
        Assert.Equal("391902", reply.Code);
        Assert.Equal(message, reply.ErrorText);
    }

    [Theory]
    [InlineData("text/plain", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("application/json; charset=utf-8", HttpStatusCode.OK)]
    [InlineData(null, HttpStatusCode.OK)]
    public async Task The_body_has_to_be_JSON(string? contentType, HttpStatusCode status)
    {
        await using var host = await SnowflakeHost.StartAsync();
        using var request = host.SubmitRequest("SELECT 1");
        request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes("{\"statement\":\"SELECT 1\"}"));
        if (contentType is not null)
            request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);

        Assert.Equal(status, (await host.SendAsync(request)).Status);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"statement\":1}")]
    [InlineData("{\"statement\":\"SELECT '\\ud800'\"}")]
    [InlineData("{\"statement\":\"SELECT 1\",\"timeout\":-1}")]
    [InlineData("{\"statement\":\"SELECT 1\",\"timeout\":\"10\"}")]
    [InlineData("{\"statement\":\"SELECT 1\",\"role\":1}")]
    [InlineData("{\"statement\":\"SELECT 1\",\"parameters\":[]}")]
    [InlineData("{\"statement\":\"SELECT ?\",\"bindings\":[\"1\"]}")]
    [InlineData("{\"statement\":\"SELECT ?\",\"bindings\":{\"1\":{\"type\":\"FIXED\",\"value\":1}}}")]
    [InlineData("{\"statement\":\"SELECT ?\",\"bindings\":{\"1\":{\"type\":\"BOOLEAN\",\"value\":true}}}")]
    [InlineData("{\"statement\":\"SELECT ?\",\"bindings\":{\"1\":{\"type\":\"FIXED\",\"value\":[\"1\"]}}}")]
    [InlineData("{\"statement\":\"SELECT ?\",\"bindings\":{\"1\":{\"value\":\"1\"}}}")]
    public async Task A_body_of_another_shape_is_390142(string body)
    {
        await using var host = await SnowflakeHost.StartAsync();
        using var request = host.SubmitRequest("SELECT 1");
        request.Content = new StringContent(body, Encoding.UTF8, "application/json");

        var reply = await host.SendAsync(request);

        Assert.Equal(HttpStatusCode.BadRequest, reply.Status);
        Assert.Equal("390142", reply.Code);
        Assert.StartsWith("Incoming request does not contain a valid payload.", reply.ErrorText, StringComparison.Ordinal);
        Assert.Equal(0, host.Service.TotalExecutions);
    }

    [Theory]
    [InlineData("?requestId=7")]
    [InlineData("?async=maybe")]
    public async Task A_query_of_another_shape_is_390142(string query)
    {
        await using var host = await SnowflakeHost.StartAsync();

        Assert.Equal("390142", (await host.SubmitAsync("SELECT 1", query)).Code);
    }

    [Theory]
    [InlineData("GET", "/api/v2/statements", "POST")]
    [InlineData("DELETE", "/api/v2/statements/x", "GET")]
    [InlineData("POST", "/api/v2/statements/x", "GET")]
    [InlineData("GET", "/api/v2/statements/x/cancel", "POST")]
    public async Task Another_method_is_405_with_an_empty_body(string method, string path, string allowed)
    {
        await using var host = await SnowflakeHost.StartAsync();
        using var request = host.Request(new HttpMethod(method), path);

        var reply = await host.SendAsync(request);

        Assert.Equal(HttpStatusCode.MethodNotAllowed, reply.Status);
        Assert.Equal("", reply.Text);
        Assert.Equal(0, reply.Message.Content.Headers.ContentLength);
        Assert.Equal(allowed, reply.Message.Content.Headers.Allow.Single());
    }

    [Theory]
    [InlineData("/api/statements")]
    [InlineData("/api/v2/statements/x/y")]
    [InlineData("/")]
    public async Task Another_path_is_404(string path)
    {
        await using var host = await SnowflakeHost.StartAsync();
        using var request = host.Request(HttpMethod.Get, path);

        Assert.Equal(HttpStatusCode.NotFound, (await host.SendAsync(request)).Status);
    }

    [Fact]
    public async Task The_date_header_is_the_servers_clock()
    {
        await using var host = await SnowflakeHost.StartAsync();
        using var request = host.SubmitRequest("SELECT 1");
        request.Headers.Authorization = new("Bearer", "x.y.z");

        var reply = await host.SendAsync(request);

        Assert.Equal(HttpStatusCode.Unauthorized, reply.Status);
        Assert.Equal(host.Clock.GetUtcNow(), reply.Message.Headers.Date);
    }

    private static async Task<Reply> SendTokenAsync(SnowflakeHost host, string token, string type)
    {
        using var request = host.SubmitRequest("SELECT CURRENT_USER()");
        request.Headers.Authorization = new("Bearer", token);
        request.Headers.Remove("X-Snowflake-Authorization-Token-Type");
        request.Headers.Add("X-Snowflake-Authorization-Token-Type", type);
        return await host.SendAsync(request);
    }
}
