using QlikSnowflake.Emulator;
using QlikSnowflake.Emulator.Faults;
using QlikSnowflake.Emulator.QlikCloud;
using QlikSnowflake.Errors;
using QlikSnowflake.Http;
using QlikSnowflake.QlikCloud;
using QlikSnowflake.Tests.Support;

namespace QlikSnowflake.Tests.QlikCloud.Emulated;

/// <summary>Policy and permission, on tenants of both generations.</summary>
public sealed class TenantAdministrationTests
{
    private static readonly CallContext Silent = new();

    [Theory]
    [InlineData(TenantGeneration.Modern)]
    [InlineData(TenantGeneration.Legacy)]
    public async Task PermissionGoesToAUserAndBack(TenantGeneration generation)
    {
        using var folder = new TempFolder();
        await using var host = await StartAsync(folder, generation);
        using var session = await OpenAsync(host);
        var user = await session.Directory.ResolveUserAsync("dana@example.com", Silent);
        var grants = new ApiKeyGrants(session);

        var planned = await grants.PlanAsync(grant: true, user, null, Silent);
        Assert.Equal(generation == TenantGeneration.Modern ? 2 : 1, planned.Count);
        foreach (var change in planned)
            await change.MakeAsync(Silent);
        var granted = await session.Directory.GetUserAsync(user.Id, Silent);
        Assert.Contains(generation == TenantGeneration.Modern ? ApiKeyGrants.DefaultRoleName : "Developer", granted.Roles);
        await UseKeyAsync(host, user.Id);

        Assert.Empty(await grants.PlanAsync(grant: true, granted, null, Silent));
        foreach (var change in await grants.PlanAsync(grant: false, granted, null, Silent))
            await change.MakeAsync(Silent);
        var revoked = await session.Directory.GetUserAsync(user.Id, Silent);
        Assert.Empty(revoked.Roles);
        Assert.Empty(await grants.PlanAsync(grant: false, revoked, null, Silent));
        Assert.Equal(401, (await Assert.ThrowsAsync<QlikCloudException>(() => UseKeyAsync(host, user.Id))).StatusCode);
    }

    [Fact]
    public async Task PermissionGoesToAGroupAndToEveryone()
    {
        using var folder = new TempFolder();
        await using var host = await StartAsync(folder, TenantGeneration.Modern);
        host.QlikCloud.AddGroup("Reload team");
        using var session = await OpenAsync(host);
        var grants = new ApiKeyGrants(session, "Key users");
        foreach (
            var change in await grants.PlanAsync(
                grant: true,
                null,
                await session.Directory.ResolveGroupAsync("reload team", Silent),
                Silent
            )
        )
            await change.MakeAsync(Silent);
        var group = await session.Directory.ResolveGroupAsync("Reload team", Silent);
        Assert.Equal(["Key users"], group.Roles);
        Assert.Empty(await grants.PlanAsync(grant: true, null, group, Silent));

        foreach (var grant in new[] { true, false })
        {
            var change = Assert.Single(await grants.PlanAsync(grant, null, null, Silent));
            Assert.Equal(
                grant ? "let the role UserDefault allow API keys" : "let the role UserDefault no longer allow API keys",
                change.Text
            );
            await change.MakeAsync(Silent);
            Assert.Equal(
                grant,
                (await session.Directory.FindRoleAsync("UserDefault", Silent))!.Scopes.Contains(ApiKeyGrants.Scope)
            );
            Assert.Empty(await grants.PlanAsync(grant, null, null, Silent));
        }
    }

    [Fact]
    public async Task WhereAddIsRefusedTheWholeListIsReplacedAndKeepsTheRest()
    {
        using var folder = new TempFolder();
        await using var host = await StartAsync(folder, TenantGeneration.Modern);
        var id = host.QlikCloud.AddUser("With role", "with@example.com", "SharedSpaceCreator");
        using var session = await OpenAsync(host);
        var changes = await new ApiKeyGrants(session).PlanAsync(
            grant: true,
            await session.Directory.GetUserAsync(id, Silent),
            null,
            Silent
        );
        await changes[0].MakeAsync(Silent);
        host.Faults.Add(
            new Fault
            {
                Service = "qlikCloud",
                Method = "PATCH",
                Path = "/api/v1/users/*",
                Kind = FaultKind.Status,
                Status = 400,
                Body = "{\"errors\":[]}",
            }
        );
        await changes[1].MakeAsync(Silent);
        Assert.Equal(
            ["API Key Manager", "SharedSpaceCreator"],
            (await session.Directory.GetUserAsync(id, Silent)).Roles.Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public async Task WhatIsDoneInPartIsAWarning()
    {
        using var folder = new TempFolder();
        await using var host = await StartAsync(folder, TenantGeneration.Modern);
        using var session = await OpenAsync(host);
        var user = await session.Directory.ResolveUserAsync("dana@example.com", Silent);
        var changes = await new ApiKeyGrants(session).PlanAsync(grant: true, user, null, Silent);
        await changes[0].MakeAsync(Silent);
        host.Faults.Add(
            new Fault
            {
                Service = "qlikCloud",
                Method = "PATCH",
                Kind = FaultKind.Status,
                Status = 207,
                Body = "{\"errors\":[{\"code\":\"USERS-9\",\"title\":\"One step failed\"}]}",
            }
        );
        var log = new Log();
        await changes[1].MakeAsync(new CallContext(log));
        Assert.Contains("One step failed", Assert.Single(log.Warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(TenantGeneration.Modern)]
    [InlineData(TenantGeneration.Legacy)]
    public async Task ThePolicyIsPatchedWhereItDiffers(TenantGeneration generation)
    {
        using var folder = new TempFolder();
        await using var host = await StartAsync(folder, generation);
        using var session = await OpenAsync(host);
        var policy = await session.ApiKeyPolicy.GetAsync(Silent);
        Assert.Equal(generation == TenantGeneration.Legacy, policy.IsLegacy);
        Assert.Equal(
            (TimeSpan.FromDays(1), 5, TimeSpan.FromDays(365)),
            (policy.MaximumLifetime, policy.MaximumKeysPerUser, policy.ScimLifetime)
        );

        Assert.Null(
            session.ApiKeyPolicy.Plan(
                policy,
                new ApiKeyPolicyChange { MaximumLifetime = TimeSpan.FromHours(24), MaximumKeysPerUser = 5 }
            )
        );
        var change = session.ApiKeyPolicy.Plan(
            policy,
            new ApiKeyPolicyChange { MaximumLifetime = TimeSpan.FromDays(30), MaximumKeysPerUser = 5 }
        )!;
        Assert.Equal("set max_api_key_expiry to P30D", change.Text);
        await change.MakeAsync(Silent);
        Assert.Equal(TimeSpan.FromDays(30), (await session.ApiKeyPolicy.GetAsync(Silent)).MaximumLifetime);

        if (generation == TenantGeneration.Modern)
            Assert.Equal(
                "ApiKeySwitchAbsent",
                Assert
                    .Throws<InputException>(() => session.ApiKeyPolicy.Plan(policy, new ApiKeyPolicyChange { IsEnabled = true }))
                    .ErrorId
            );
        else
            Assert.Equal(
                "set api_keys_enabled to false",
                session.ApiKeyPolicy.Plan(policy, new ApiKeyPolicyChange { IsEnabled = false })!.Text
            );
    }

    [Fact]
    public async Task AKeyAgainstThePolicyIsRefusedBeforeItIsAskedForAndAnUnreadablePolicyIsLeftToTheTenant()
    {
        using var folder = new TempFolder();
        await using var host = await StartAsync(folder, TenantGeneration.Modern);
        using var session = await OpenAsync(host);
        Assert.Equal(
            "ApiKeyLifetimeTooLong",
            (
                await Assert.ThrowsAsync<InputException>(() => session.ApiKeys.CheckPolicyAsync(TimeSpan.FromDays(2), Silent))
            ).ErrorId
        );
        for (var i = 0; i < 4; i++)
            host.QlikCloud.IssueApiKey(session.User.Id, "more", TimeSpan.FromHours(1));
        Assert.Equal(
            "ApiKeyLimitReached",
            (await Assert.ThrowsAsync<InputException>(() => session.ApiKeys.CheckPolicyAsync(null, Silent))).ErrorId
        );
        Assert.Equal(0, host.Counters.Snapshot().Where(c => c.Service == "qlikCloud" && c.Method == "POST").Sum(c => c.Received));

        host.Faults.Add(
            new Fault
            {
                Service = "qlikCloud",
                Path = "/api/v1/api-keys/configs/*",
                Kind = FaultKind.Status,
                Status = 403,
            }
        );
        await session.ApiKeys.CheckPolicyAsync(TimeSpan.FromDays(900), Silent);
    }

    [Fact]
    public async Task AnOAuthClientRenewsItsTokenBeforeItEndsAndAfterA401()
    {
        using var folder = new TempFolder();
        await using var host = await StartAsync(folder, TenantGeneration.Modern);
        var options = Options(host) with
        {
            ClientId = host.QlikCloud.OAuthClientId,
            ClientSecret = host.QlikCloud.OAuthClientSecret.Secret(),
        };
        using var session = await QlikCloudSession.OpenAsync("bot", options, Silent);
        Assert.Equal("OAuthClient", session.LoginKind);
        Assert.Null(session.ApiKeyId);
        Assert.Equal(1, Tokens(host));

        await session.GetMeAsync(Silent);
        Assert.Equal(1, Tokens(host));
        host.Clock.Advance(TimeSpan.FromHours(5.95));
        await session.GetMeAsync(Silent);
        Assert.Equal(2, Tokens(host));

        host.Faults.Add(
            new Fault
            {
                Service = "qlikCloud",
                Path = "/api/v1/users/me",
                Kind = FaultKind.Status,
                Status = 401,
            }
        );
        await session.GetMeAsync(Silent);
        Assert.Equal(3, Tokens(host));

        var wrong = Options(host) with { ClientId = host.QlikCloud.OAuthClientId, ClientSecret = "wrong".Secret() };
        var refused = await Assert.ThrowsAsync<QlikCloudException>(() => QlikCloudSession.OpenAsync("bot", wrong, Silent));
        Assert.Equal("QlikCloudLoginFailed", refused.ErrorId);
        Assert.DoesNotContain("wrong", refused.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(MeAnswer.Found)]
    [InlineData(MeAnswer.TemporaryRedirect)]
    public async Task RedirectsOnTheSameHostKeepTheLogin(MeAnswer answer)
    {
        using var folder = new TempFolder();
        await using var host = await StartAsync(folder, TenantGeneration.Modern);
        host.QlikCloud.Settings.MeAnswer = answer;
        using var session = await OpenAsync(host);
        Assert.Equal(host.QlikCloud.AdministratorId, session.User.Id);
        Assert.Equal(host.QlikCloud.TenantId, (await session.GetTenantAsync(Silent)).Id);
    }

    private static long Tokens(EmulatorHost host) =>
        host
            .Counters.Snapshot()
            .Where(c => c.Service == "qlikCloud" && c.Route.EndsWith("/oauth/token", StringComparison.Ordinal))
            .Sum(c => c.Received);

    private static Task<EmulatorHost> StartAsync(TempFolder folder, TenantGeneration generation) =>
        EmulatorHost.StartAsync(
            new EmulatorOptions
            {
                StateDirectory = folder.File("emulator"),
                QlikCloud = new QlikCloudSettings { Generation = generation },
            }
        );

    private static QlikCloudSessionOptions Options(EmulatorHost host) =>
        new()
        {
            Tenant = new Uri(host.Manifest.QlikCloud.Url).Authority,
            Trust = new ServerTrust { RootCertificatePath = host.Manifest.QlikCloud.RootCertificate },
            Now = host.Clock.GetUtcNow,
        };

    private static Task<QlikCloudSession> OpenAsync(EmulatorHost host) => OpenAsync(host, host.QlikCloud.ApiKey);

    private static Task<QlikCloudSession> OpenAsync(EmulatorHost host, string token) =>
        QlikCloudSession.OpenAsync("test", Options(host) with { ApiKey = token.Secret() }, Silent);

    private static async Task UseKeyAsync(EmulatorHost host, string userId)
    {
        using var session = await OpenAsync(host, host.QlikCloud.IssueApiKey(userId, "proof", TimeSpan.FromHours(1)).Token);
    }

    private sealed class Log : IServiceLog
    {
        public List<string> Warnings { get; } = [];

        public void Verbose(string message) { }

        public void Warning(string message) => Warnings.Add(message);
    }
}
