using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Xunit;

namespace QlikSnowflake.Tests.Snowflake.Authentication;

public sealed partial class JwtTests
{
    private static readonly RSA StrangersKey = RSA.Create(2048);

    [GeneratedRegex(@"\AJWT token is invalid\. \[([0-9a-f-]{36})\]\z")]
    private static partial Regex Refusal();

    private static async Task<Reply> SelectOneAsync(SnowflakeHost host, string token)
    {
        using var request = host.SubmitRequest("SELECT 1");
        request.Headers.Authorization = new("Bearer", token);
        return await host.SendAsync(request);
    }

    private static async Task AssertRefusedAsync(SnowflakeHost host, string token, string reason)
    {
        var reply = await SelectOneAsync(host, token);

        Assert.Equal(HttpStatusCode.Unauthorized, reply.Status);
        Assert.Equal("390144", reply.Code);
        Assert.Equal(reason, host.Service.LoginFailures[^1]);
        Assert.Equal(0, host.Service.TotalExecutions);

        var id = Refusal().Match(reply.ErrorText).Groups[1].Value;
        var details = await host.SubmitAsync($"SELECT SYSTEM$GET_LOGIN_FAILURE_DETAILS('{id}')", user: SnowflakeHost.Admin);
        var json = JsonNode.Parse(details.Cell!)!;
        Assert.StartsWith("JWT_TOKEN_", (string?)json["errorCode"], StringComparison.Ordinal);
        Assert.StartsWith(reason, (string?)json["errorDetails"]![0], StringComparison.Ordinal);
        Assert.Equal(host.Clock.GetUtcNow().ToUnixTimeSeconds(), (long)json["timestamp"]!);
        Assert.Equal("OTHER", (string?)json["clientType"]);
    }

    [Fact]
    public async Task A_correct_token_is_taken()
    {
        await using var host = await SnowflakeHost.StartAsync();

        Assert.Equal(HttpStatusCode.OK, (await SelectOneAsync(host, host.Jwt().Sign())).Status);
    }

    [Fact]
    public async Task Times_may_be_in_milliseconds()
    {
        await using var host = await SnowflakeHost.StartAsync();
        var now = host.Clock.GetUtcNow().ToUnixTimeMilliseconds();
        var token = host.Jwt().With("iat", now).With("exp", now + 60_000).Sign();

        Assert.Equal(HttpStatusCode.OK, (await SelectOneAsync(host, token)).Status);
        host.Clock.Advance(TimeSpan.FromSeconds(60));
        Assert.Equal(HttpStatusCode.Unauthorized, (await SelectOneAsync(host, token)).Status);
        Assert.Equal("394303", host.Service.LoginFailures.Single());
    }

    [Theory]
    [InlineData("not.a.token")]
    [InlineData("onlyonepart")]
    [InlineData("e30.W10.e30")]
    [InlineData("e30.e30.*")]
    [InlineData("..")]
    public async Task What_is_no_token_is_malformed(string token)
    {
        await using var host = await SnowflakeHost.StartAsync();

        await AssertRefusedAsync(host, token, "390144");
    }

    [Fact]
    public async Task An_issuer_that_is_not_the_three_parts_is_malformed()
    {
        await using var host = await SnowflakeHost.StartAsync();

        foreach (
            var issuer in new[]
            {
                "MYORG-MYACCOUNT.QLIK_SVC",
                "SHA256:abc",
                "MYORG-MYACCOUNT.QLIK_SVC.SHA1:abc",
                "MYORG-MYACCOUNT.QLIK_SVC.SHA256:",
                "MYORG-MYACCOUNT.SHA256:abc",
            }
        )
            await AssertRefusedOnceAsync(host, host.Jwt().With("iss", issuer).Sign(), "390144");
        await AssertRefusedOnceAsync(host, host.Jwt().Without("iss").Sign(), "390144");
    }

    [Fact]
    public async Task A_subject_that_is_not_the_issuers_prefix_is_malformed()
    {
        await using var host = await SnowflakeHost.StartAsync();

        await AssertRefusedOnceAsync(host, host.Jwt().With("sub", "QLIK_SVC").Sign(), "390144");
        await AssertRefusedOnceAsync(host, host.Jwt().Without("sub").Sign(), "390144");
    }

    [Fact]
    public async Task An_unknown_user_is_394300()
    {
        await using var host = await SnowflakeHost.StartAsync();

        await AssertRefusedAsync(
            host,
            new TestJwt(host.Clock.GetUtcNow(), "MYORG-MYACCOUNT", "NOBODY", SnowflakeHost.UserKey).Sign(),
            "394300"
        );
    }

    [Theory]
    [InlineData("iat")]
    [InlineData("exp")]
    public async Task A_missing_time_is_394301(string claim)
    {
        await using var host = await SnowflakeHost.StartAsync();

        await AssertRefusedAsync(host, host.Jwt().Without(claim).Sign(), "394301");
        await AssertRefusedOnceAsync(host, host.Jwt().With(claim, "soon").Sign(), "394301", executions: 1);
    }

    [Fact]
    public async Task An_issue_time_beyond_the_tolerance_is_394302()
    {
        await using var host = await SnowflakeHost.StartAsync();
        var now = host.Clock.GetUtcNow().ToUnixTimeSeconds();

        Assert.Equal(HttpStatusCode.OK, (await SelectOneAsync(host, host.Jwt().With("iat", now + 60).Sign())).Status);
        await AssertRefusedOnceAsync(host, host.Jwt().With("iat", now + 61).Sign(), "394302", executions: 1);
    }

    [Fact]
    public async Task An_expired_token_is_394303()
    {
        await using var host = await SnowflakeHost.StartAsync();
        var now = host.Clock.GetUtcNow().ToUnixTimeSeconds();

        await AssertRefusedAsync(host, host.Jwt().With("exp", now).Sign(), "394303");
    }

    [Fact]
    public async Task A_token_ends_an_hour_after_its_issue_whatever_it_says()
    {
        await using var host = await SnowflakeHost.StartAsync();
        var token = host.Jwt().With("exp", host.Clock.GetUtcNow().AddDays(1).ToUnixTimeSeconds()).Sign();

        host.Clock.Advance(TimeSpan.FromSeconds(3599));
        Assert.Equal(HttpStatusCode.OK, (await SelectOneAsync(host, token)).Status);
        host.Clock.Advance(TimeSpan.FromSeconds(1));
        await AssertRefusedOnceAsync(host, token, "394303", executions: 1);
    }

    [Fact]
    public async Task A_fingerprint_of_no_registered_key_is_394304()
    {
        await using var host = await SnowflakeHost.StartAsync();

        await AssertRefusedAsync(
            host,
            new TestJwt(host.Clock.GetUtcNow(), "MYORG-MYACCOUNT", SnowflakeHost.User, StrangersKey).Sign(),
            "394304"
        );
    }

    [Fact]
    public async Task A_url_safe_fingerprint_is_394304()
    {
        await using var host = await SnowflakeHost.StartAsync();
        var urlSafe = Base64Url.EncodeToString(SHA256.HashData(SnowflakeHost.UserKey.ExportSubjectPublicKeyInfo()));

        await AssertRefusedAsync(host, host.Jwt().With("iss", $"MYORG-MYACCOUNT.QLIK_SVC.SHA256:{urlSafe}").Sign(), "394304");
    }

    [Fact]
    public async Task Another_algorithm_is_394305()
    {
        await using var host = await SnowflakeHost.StartAsync();
        var token = host.Jwt();
        token.Header["alg"] = "RS512";

        await AssertRefusedAsync(host, token.Sign(hash: HashAlgorithmName.SHA512), "394305");
        token.Header["alg"] = "none";
        await AssertRefusedOnceAsync(host, token.Sign(), "394305", executions: 1);
    }

    [Fact]
    public async Task A_signature_of_another_key_is_394306()
    {
        await using var host = await SnowflakeHost.StartAsync();

        await AssertRefusedAsync(host, host.Jwt().Sign(StrangersKey), "394306");
    }

    [Fact]
    public async Task A_changed_claim_breaks_the_signature()
    {
        await using var host = await SnowflakeHost.StartAsync();
        var parts = host.Jwt().Sign().Split('.');
        var longer = host.Jwt().With("exp", host.Clock.GetUtcNow().ToUnixTimeSeconds() + 3000).Sign().Split('.');

        await AssertRefusedAsync(host, $"{parts[0]}.{longer[1]}.{parts[2]}", "394306");
    }

    [Theory]
    [InlineData("OTHERORG-MYACCOUNT")]
    [InlineData("MYACCOUNT")]
    [InlineData("myorg-myaccount")]
    [InlineData("MYORG")]
    public async Task Another_account_is_394307(string account)
    {
        await using var host = await SnowflakeHost.StartAsync();

        await AssertRefusedAsync(
            host,
            new TestJwt(host.Clock.GetUtcNow(), account, SnowflakeHost.User, SnowflakeHost.UserKey).Sign(),
            "394307"
        );
    }

    [Theory]
    [InlineData("myorg-myaccount", "MYORG-MYACCOUNT", true)]
    [InlineData("myorg-myaccount", "XY12345", true)]
    [InlineData("myorg-my_account", "MYORG-MY_ACCOUNT", true)]
    [InlineData("myorg-my_account", "MYORG-MY-ACCOUNT", true)]
    [InlineData("ab98765.us-east-2.aws", "AB98765", true)]
    [InlineData("ab98765.us-east-2.aws", "AB98765.US-EAST-2.AWS", false)]
    [InlineData("myorg-acct.privatelink", "MYORG-ACCT", true)]
    [InlineData("acct-external.global", "ACCT", true)]
    [InlineData("acct-external.global", "EXTERNAL", false)]
    public async Task Documented_spellings_of_the_account_are_taken(string account, string claimed, bool isTaken)
    {
        await using var host = await SnowflakeHost.StartAsync(s => s.Account = account);
        var token = new TestJwt(host.Clock.GetUtcNow(), claimed, SnowflakeHost.User, SnowflakeHost.UserKey).Sign();

        Assert.Equal(isTaken ? HttpStatusCode.OK : HttpStatusCode.Unauthorized, (await SelectOneAsync(host, token)).Status);
    }

    [Fact]
    public async Task A_login_name_may_have_periods()
    {
        await using var host = await SnowflakeHost.StartAsync();
        host.Service.AddUser("first.last@corp.com", StrangersKey.ExportSubjectPublicKeyInfo(), isAdmin: false);
        var token = new TestJwt(host.Clock.GetUtcNow(), "MYORG-MYACCOUNT", "FIRST.LAST@CORP.COM", StrangersKey).Sign();

        Assert.Equal(HttpStatusCode.OK, (await SelectOneAsync(host, token)).Status);
    }

    [Fact]
    public async Task Lower_case_claims_are_taken_only_when_the_settings_say_so()
    {
        await using var host = await SnowflakeHost.StartAsync();
        var token = new TestJwt(host.Clock.GetUtcNow(), "MYORG-MYACCOUNT", "qlik_svc", SnowflakeHost.UserKey).Sign();

        await AssertRefusedOnceAsync(host, token, "394300");
        host.Service.Settings.RequireUpperCaseClaims = false;
        Assert.Equal(HttpStatusCode.OK, (await SelectOneAsync(host, token)).Status);
    }

    [Fact]
    public async Task A_token_is_verified_again_for_every_partition()
    {
        await using var host = await SnowflakeHost.StartAsync();
        var token = host.Jwt().Sign();
        var first = await host.SubmitAsync("SELECT * FROM TABLE(EMULATOR_ROWS(5000, 'ints'))");
        using var early = host.Request(HttpMethod.Get, $"{SnowflakeHost.StatementsPath}/{first.Handle}?partition=1", token);
        Assert.Equal(HttpStatusCode.OK, (await host.SendAsync(early)).Status);

        host.Clock.Advance(TimeSpan.FromSeconds(600));

        using var late = host.Request(HttpMethod.Get, $"{SnowflakeHost.StatementsPath}/{first.Handle}?partition=1", token);
        Assert.Equal("390144", (await host.SendAsync(late)).Code);
        Assert.Equal("394303", host.Service.LoginFailures.Single());
    }

    [Fact]
    public async Task Failure_details_are_for_administrators()
    {
        await using var host = await SnowflakeHost.StartAsync();

        var reply = await host.SubmitAsync("SELECT SYSTEM$GET_LOGIN_FAILURE_DETAILS('0ce9eb56-821d-4ca9-a774-04ae89a0cf5a')");
        var unknown = await host.SubmitAsync(
            "SELECT SYSTEM$GET_LOGIN_FAILURE_DETAILS('0ce9eb56-821d-4ca9-a774-04ae89a0cf5a')",
            user: SnowflakeHost.Admin
        );

        Assert.Equal("003001", reply.Code);
        Assert.Null(unknown.Cell);
    }

    private static async Task AssertRefusedOnceAsync(SnowflakeHost host, string token, string reason, int executions = 0)
    {
        var reply = await SelectOneAsync(host, token);
        Assert.Equal(HttpStatusCode.Unauthorized, reply.Status);
        Assert.Equal("390144", reply.Code);
        Assert.Equal(reason, host.Service.LoginFailures[^1]);
        Assert.Equal(executions, host.Service.TotalExecutions);
    }
}
