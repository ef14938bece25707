using QlikSnowflake.Errors;
using QlikSnowflake.Http;
using QlikSnowflake.QlikCloud;
using QlikSnowflake.QlikCloud.Connections;
using QlikSnowflake.Tests.Support;

namespace QlikSnowflake.Tests.QlikCloud.Emulated;

/// <summary>Data connections to Snowflake: made, recognised, changed.</summary>
public sealed class DataConnectionTests(EmulatedTenant tenant) : IClassFixture<EmulatedTenant>
{
    private static readonly CallContext Silent = new();
    private static readonly KeyValuePair<string, string>[] Server =
    [
        new("server", "org-acc.snowflakecomputing.com"),
        new("port", "443"),
        new("warehouse", "WH 1"),
    ];

    [Theory]
    [InlineData("PRIV_KEY_FILE_PWD")]
    [InlineData("privateKeyPassphrase")]
    public async Task AKeyPairGoesAsTheGuideSaysAndThePassphraseWhereTheTenantSays(string property)
    {
        tenant.Service.Settings.PassphraseProperty = property;
        using var session = await tenant.OpenAsAdministratorAsync();
        using var login = KeyPair("encrypted.p8", "a passphrase");
        var made = await session.DataConnections.CreateAsync(New("Key pair " + property) with { Login = login }, Silent);
        Assert.Equal("KeyPair", made.LoginKind);
        Assert.Equal("WH 1", made.Properties["warehouse"]);
        Assert.Equal("KeyPair", (await session.DataConnections.GetAsync(made.Id, Silent)).LoginKind);
        Assert.Contains(
            await session.DataConnections.Find(null).AllAsync(Silent),
            c => c.Id == made.Id && c.LoginKind == "KeyPair"
        );

        using var other = KeyPair("other.p8", null);
        var change = await session.DataConnections.PlanAsync(made, new CloudDataConnectionChange { Login = other }, Silent);
        Assert.Contains("set connectionProperties/PRIV_KEY_FILE/0/value to ", change!.Text, StringComparison.Ordinal);
        Assert.Contains("other.p8", change.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(other.Key!.Content.Reveal(), change.Text, StringComparison.Ordinal);
        await change.MakeAsync(Silent);
    }

    [Fact]
    public async Task APasswordIsRecognisedAndBecomesAKeyPair()
    {
        using var session = await tenant.OpenAsAdministratorAsync();
        using var password = SnowflakeLogin.ByPassword("SVC", "secret word".Secret());
        var made = await session.DataConnections.CreateAsync(New("Password") with { Login = password }, Silent);
        Assert.Equal("Password", made.LoginKind);

        using var key = KeyPair("key.p8", null);
        await (await session.DataConnections.PlanAsync(made, new CloudDataConnectionChange { Login = key }, Silent))!.MakeAsync(
            Silent
        );
        var now = await session.DataConnections.GetAsync(made.Id, Silent);
        Assert.Equal("KeyPair", now.LoginKind);
        Assert.Equal(
            "ConnectionLoginFixed",
            (
                await Assert.ThrowsAsync<InputException>(() =>
                    session.DataConnections.PlanAsync(now, new CloudDataConnectionChange { Login = password }, Silent)
                )
            ).ErrorId
        );
    }

    [Fact]
    public async Task NameAndPropertiesAreSentWhereTheyDiffer()
    {
        using var session = await tenant.OpenAsAdministratorAsync();
        using var key = KeyPair("name.p8", null);
        var made = await session.DataConnections.CreateAsync(New("Name") with { Login = key }, Silent);
        Assert.Null(
            await session.DataConnections.PlanAsync(
                made,
                new CloudDataConnectionChange { Name = "Name", Properties = [new("port", "443")] },
                Silent
            )
        );
        var change = await session.DataConnections.PlanAsync(
            made,
            new CloudDataConnectionChange { Name = "Other", Properties = [new("warehouse", "W2")] },
            Silent
        );
        await change!.MakeAsync(Silent);
        var now = await session.DataConnections.GetAsync(made.Id, Silent);
        Assert.Equal(("Other", "W2"), (now.Name, now.Properties["warehouse"]));
        await session.DataConnections.DeleteAsync(now.Id, Silent);
        Assert.Equal(
            404,
            (await Assert.ThrowsAsync<QlikCloudException>(() => session.DataConnections.GetAsync(now.Id, Silent))).StatusCode
        );
    }

    [Fact]
    public async Task SpacesAreFoundByName()
    {
        var id = tenant.Service.AddSpace("Finance");
        tenant.Service.AddSpace("Finance archive");
        using var session = await tenant.OpenAsAdministratorAsync();
        Assert.Equal(id, await session.DataConnections.ResolveSpaceAsync("finance", Silent));
        Assert.Equal(
            "SpaceNotFound",
            (await Assert.ThrowsAsync<InputException>(() => session.DataConnections.ResolveSpaceAsync("Financ", Silent))).ErrorId
        );
        using var key = KeyPair("space.p8", null);
        var made = await session.DataConnections.CreateAsync(New("In space") with { Login = key, SpaceId = id }, Silent);
        Assert.Equal(id, made.SpaceId);
        Assert.Equal(["In space"], (await session.DataConnections.Find(id).AllAsync(Silent)).Select(c => c.Name));
    }

    [Theory]
    [InlineData("warehouse", "a;authenticator=oauth")]
    [InlineData("warehouse", "a\"")]
    [InlineData("warehouse", "a\nb")]
    [InlineData("a=b", "c")]
    [InlineData("", "c")]
    public async Task WhatCouldAddToTheConnectionStringIsRefusedUnsent(string name, string value)
    {
        using var session = await tenant.OpenAsAdministratorAsync();
        var before = tenant.Host.Counters.Snapshot().Sum(c => c.Received);
        var refused = await Assert.ThrowsAsync<InputException>(() =>
            session.DataConnections.CreateAsync(New("Injected") with { Properties = [new(name, value)] }, Silent)
        );
        Assert.Equal("ConnectionPropertyInvalid", refused.ErrorId);
        Assert.Equal(before, tenant.Host.Counters.Snapshot().Sum(c => c.Received));
    }

    private static NewCloudDataConnection New(string name) =>
        new()
        {
            Name = name,
            DataSource = "snowflake",
            Properties = Server,
        };

    private SnowflakeLogin KeyPair(string file, string? passphrase)
    {
        var path = tenant.Folder.File(Guid.NewGuid().ToString("N"));
        Directory.CreateDirectory(path);
        path = Path.Combine(path, file);
        QlikSnowflake.Keys.KeyPairFile.Create(path, passphrase?.Secret(), 2048, overwrite: false);
        return SnowflakeLogin.KeyPair("SVC", path, passphrase?.Secret());
    }
}
