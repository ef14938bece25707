using System.Runtime.CompilerServices;
using QlikSnowflake.Emulator.Faults;
using QlikSnowflake.Http;
using QlikSnowflake.QlikCloud;

namespace QlikSnowflake.Tests.QlikCloud.Emulated;

/// <summary>Long lists go by page after page, within what the service allows, and never to another host.</summary>
public sealed class PagingTests(EmulatedTenant tenant) : IClassFixture<EmulatedTenant>
{
    private const int Count = 1000;
    private static readonly CallContext Silent = new();

    [Fact]
    public async Task AThousandKeysAndUsersGoByWithinTheRateLimitsOnePageAtATime()
    {
        for (var i = 0; i < Count; i++)
            tenant.Service.IssueApiKey(
                tenant.Service.AddUser($"many{i:0000}", $"many{i:0000}@example.com"),
                "one of many",
                TimeSpan.FromHours(1)
            );
        using var session = await tenant.OpenAsAdministratorAsync();
        var settings = tenant.Service.Settings;
        (settings.RateLimits, settings.Tier1PerMinute) = (true, 1);
        try
        {
            var waited = tenant.Waited;
            var (keys, keyPages, keysAlive) = await CountAsync(
                session.ApiKeys.Find(new ApiKeyQuery { Status = "active" }),
                k => k.Id
            );
            var (users, userPages, usersAlive) = await CountAsync(session.Directory.FindUsers("name co \"many\""), u => u.Id);

            Assert.Equal(Count + 1, keys);
            Assert.Equal(Count, users);
            Assert.InRange(keysAlive, 0, 2);
            Assert.InRange(usersAlive, 0, 2);
            Assert.True(
                tenant.Waited - waited >= TimeSpan.FromMinutes(10),
                "the limit of five requests in five minutes was not felt"
            );
            tenant.Print(
                $"{keys} keys in {keyPages} pages and {users} users in {userPages}, with 5 requests in 5 minutes allowed: "
                    + $"{(tenant.Waited - waited).TotalMinutes:0} simulated minutes waited, at most "
                    + $"{Math.Max(keysAlive, usersAlive)} pages held at once."
            );
        }
        finally
        {
            settings.RateLimits = false;
        }
    }

    [Theory]
    [InlineData("https://alias.eu.example/api/v1/users?limit=1")]
    [InlineData("//alias.eu.example/api/v1/users?limit=1")]
    [InlineData("http://localhost/api/v1/users?limit=1")]
    [InlineData("/api/v1/users?limit=1")]
    [InlineData("users?limit=1")]
    [InlineData("?limit=1")]
    public async Task ALinkLeadsToItsPathAndQueryOnTheSessionsHost(string link)
    {
        using var session = await tenant.OpenAsAdministratorAsync();
        var before = Listed();
        Answer(link);

        var pages = session.Directory.FindUsers(null);

        Assert.Empty((await pages.NextAsync(Silent))!);
        Assert.Single((await pages.NextAsync(Silent))!);
        Assert.Equal(2, Listed() - before);
    }

    [Theory]
    [InlineData("https://localhost/login?next=1")]
    [InlineData("https://localhost//evil.example/api/v1/users")]
    [InlineData("https://localhost/api/../x")]
    [InlineData("http://[")]
    public async Task ALinkThatLeadsToNoListIsRefused(string link)
    {
        using var session = await tenant.OpenAsAdministratorAsync();
        Answer(link);
        var pages = session.Directory.FindUsers(null);
        Assert.Equal("NextLinkRefused", (await Assert.ThrowsAsync<QlikCloudException>(() => pages.NextAsync(Silent))).ErrorId);
    }

    [Theory]
    [InlineData("""{"data":null}""")]
    [InlineData("""{"data":null,"links":null}""")]
    [InlineData("""{"links":{}}""")]
    [InlineData("""{"errors":null,"totalResults":0}""")]
    public async Task AListWithoutDataIsEmpty(string body)
    {
        using var session = await tenant.OpenAsAdministratorAsync();
        AnswerWith(body);
        var pages = session.Directory.FindUsers(null);
        Assert.Empty((await pages.NextAsync(Silent))!);
        Assert.Null(await pages.NextAsync(Silent));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"data":{}}""")]
    [InlineData("""{"status":"ok"}""")]
    [InlineData("""{"id":"t1","name":"tenant","links":{"self":{"href":"https://t.example.com/api/v1/tenants/t1"}}}""")]
    [InlineData("[]")]
    public async Task WhatIsNoListIsNotTakenForAnEmptyOne(string body)
    {
        using var session = await tenant.OpenAsAdministratorAsync();
        AnswerWith(body);
        var pages = session.Directory.FindUsers(null);
        Assert.Equal("ReplyNotUnderstood", (await Assert.ThrowsAsync<QlikCloudException>(() => pages.NextAsync(Silent))).ErrorId);
    }

    [Fact]
    public async Task ALinkToItselfEndsTheList()
    {
        using var session = await tenant.OpenAsAdministratorAsync();
        var self = $"https://{session.Tenant}/api/v1/users?next=again";
        Answer(self, times: 2);
        var pages = session.Directory.FindUsers(null);
        Assert.NotNull(await pages.NextAsync(Silent));
        Assert.Equal("NextLinkLoops", (await Assert.ThrowsAsync<QlikCloudException>(() => pages.NextAsync(Silent))).ErrorId);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("{\"href\":null}")]
    [InlineData("{}")]
    public async Task ALinkWithoutAddressIsTheEnd(string next)
    {
        using var session = await tenant.OpenAsAdministratorAsync();
        tenant.Host.Faults.Add(
            new Fault
            {
                Service = "qlikCloud",
                Path = "/api/v1/users",
                Kind = FaultKind.Status,
                Status = 200,
                Body = "{\"data\":[],\"links\":{\"next\":" + next + "}}",
            }
        );
        var pages = session.Directory.FindUsers(null);
        Assert.Empty((await pages.NextAsync(Silent))!);
        Assert.Null(await pages.NextAsync(Silent));
    }

    private int Listed() =>
        (int)
            tenant
                .Host.Counters.Snapshot()
                .Where(c => c.Service == "qlikCloud" && c.Route == "/api/v1/users")
                .Sum(c => c.Received);

    private void Answer(string next, int times = 1) =>
        AnswerWith("{\"data\":[],\"links\":{\"next\":{\"href\":\"" + next + "\"}}}", times);

    private void AnswerWith(string body, int times = 1) =>
        tenant.Host.Faults.Add(
            new Fault
            {
                Service = "qlikCloud",
                Path = "/api/v1/users",
                Kind = FaultKind.Status,
                Status = 200,
                Body = body,
                Times = times,
            }
        );

    private static async Task<(int Items, int Pages, int MostAlive)> CountAsync<T>(QlikCloudPages<T> pages, Func<T, string> idOf)
    {
        var seen = new HashSet<string>();
        var held = new List<WeakReference>();
        var mostAlive = 0;
        while (await TakeAsync(pages, seen, idOf, held))
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            GC.Collect();
            mostAlive = Math.Max(mostAlive, held.Count(h => h.IsAlive));
        }

        return (seen.Count, held.Count, mostAlive);
    }

    // In a method of its own, so that no local of the caller keeps a page alive.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task<bool> TakeAsync<T>(
        QlikCloudPages<T> pages,
        HashSet<string> seen,
        Func<T, string> idOf,
        List<WeakReference> held
    )
    {
        if (await pages.NextAsync(Silent) is not { } page)
            return false;
        held.Add(new WeakReference(page));
        foreach (var item in page)
            seen.Add(idOf(item));
        return true;
    }
}
