using QlikSnowflake.Connections;
using QlikSnowflake.Connections.KeyRotation;
using QlikSnowflake.Emulator.Qrs;
using QlikSnowflake.Errors;
using QlikSnowflake.Keys;
using QlikSnowflake.Snowflake;
using QlikSnowflake.Snowflake.Keys;
using QlikSnowflake.Tests.Support;

namespace QlikSnowflake.Tests.Connections.Emulated;

/// <summary>Which connections a rotation reaches, and that the old key stays for those that it does not.</summary>
public sealed class KeyRotationScopeTests : IAsyncLifetime, IDisposable
{
    private readonly TempFolder _folder = new();
    private Estate _estate = null!;
    private SnowflakeSession _admin = null!;
    private string _old = string.Empty;
    private string _frame = string.Empty;

    public async Task InitializeAsync()
    {
        _estate = await Estate.StartAsync();
        _admin = await _estate.OpenSnowflakeAsync();
        using var key = QlikKeyFile.Read(_estate.KeyPath, null);
        (_old, _frame) = (key.Fingerprint, key.QrsPassword.Reveal());
    }

    public async Task DisposeAsync() => await _estate.DisposeAsync();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(ReturnPassword.Clear)]
    [InlineData(ReturnPassword.Empty)]
    [InlineData(ReturnPassword.Omit)]
    public async Task Whatever_a_site_shows_of_its_passwords_every_connection_is_switched_once(ReturnPassword shown)
    {
        _estate.Host.Qrs.Settings.ReturnPassword = shown;
        var ids = new[] { AddQrs("one"), AddQrs("two") };

        var done = await RotateAsync();

        Assert.Equal((KeyRotationStatus.Completed, 2), (done.Status, done.Switched));
        foreach (var id in ids)
        {
            using var key = QlikSnowflake.Qrs.Connections.KeyPairSecret.TryRead(_estate.Stored(id, "password"))!;
            Assert.Equal(done.Fingerprint, key.Fingerprint);
        }

        // What was switched is known by its journal, so the same command again changes nothing.
        var changed = ids.Select(id => _estate.Stored(id, "modifiedDate")).ToArray();
        Assert.Equal(KeyRotationStatus.Completed, (await RotateAsync()).Status);
        Assert.Equal(changed, ids.Select(id => _estate.Stored(id, "modifiedDate")));
    }

    [Fact]
    public async Task A_connection_of_the_same_user_on_another_account_stays_as_it_is()
    {
        AddQrs("own");
        var other = _estate.AddQrs(
            "other",
            "CUSTOM CONNECT TO \"provider=QvOdbcConnectorPackage.exe;driver=snowflake;"
                + "server=another-account.snowflakecomputing.com;authenticator=snowflake_jwt\"",
            _estate.User,
            _frame
        );

        var done = await RotateAsync();

        Assert.Equal((KeyRotationStatus.Completed, 1), (done.Status, done.Switched));
        var left = Assert.Single(done.Connections, c => c.Outcome == ConnectionOutcome.OtherAccount);
        Assert.Equal("other", left.Name);
        Assert.Contains("another-account", left.Reason);
        Assert.Equal(_frame, _estate.Stored(other, "password"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_shared_credential_is_switched_once_for_all_its_connections(bool allByKey)
    {
        var first = _estate.AddCloud(
            "One",
            properties: [.. Estate.KeyPair(_estate.KeyPath), ("separateCredentials", "true"), ("credentialsName", "Shared login")]
        );
        var credential = (string)_estate.Host.QlikCloud.DataConnections.Single()["qCredentialsID"]!;
        var second = _estate.AddCloud(
            "Two",
            properties:
            [
                allByKey ? Estate.KeyPair(_estate.KeyPath)[0] : ("port", "443"),
                ("separateCredentials", "true"),
                ("selectedCredentials", credential),
            ]
        );

        var done = await RotateAsync();

        if (!allByKey)
        {
            // What is used by password as well is not the rotation's to change: its key stays good.
            Assert.Equal((KeyRotationStatus.Incomplete, 0, false), (done.Status, done.Switched, done.OldKeyRetired));
            AssertLeft(done, "Shared login");
            Assert.Equal(_old, _estate.Host.Snowflake.KeyFingerprint(_estate.User, 1));
            return;
        }

        Assert.Equal((KeyRotationStatus.Completed, 1), (done.Status, done.Switched));
        var file = Convert.ToBase64String(File.ReadAllBytes(done.PrivateKeyPath));
        Assert.Equal([file, file], new[] { first, second }.Select(_estate.StoredKey));
    }

    [Fact]
    public async Task A_connection_of_somebody_else_that_the_session_may_not_change_keeps_the_old_key_registered()
    {
        AddQrs("own");
        var service = _estate.Host.QlikCloud;
        service.Settings.AdministratorsChangePersonal = false;
        _estate.AddCloud("Dana's", service.UserId, personal: true, properties: Estate.KeyPair(_estate.KeyPath));

        var done = await RotateAsync();

        Assert.Equal((KeyRotationStatus.Incomplete, 1, false), (done.Status, done.Switched, done.OldKeyRetired));
        AssertLeft(done, "Dana's");

        // It is known to hold the old key, so -Force does not take that away.
        Assert.Equal(KeyRotationStatus.Incomplete, (await RotateAsync(force: true)).Status);
        Assert.Equal(_old, _estate.Host.Snowflake.KeyFingerprint(_estate.User, 1));
    }

    [Fact]
    public async Task A_space_in_which_the_session_has_no_rights_keeps_the_old_key_registered()
    {
        AddQrs("own");
        _estate.AddCloud("Shared", properties: Estate.KeyPair(_estate.KeyPath));
        var service = _estate.Host.QlikCloud;
        service.AllowApiKeys(service.UserId);
        using var reader = await _estate.OpenCloudAsync(service.IssueApiKey(service.UserId, "k", TimeSpan.FromHours(1)).Token);

        var done = await RotateAsync(sites: [_estate.Sites[0], QlikCloudConnectionSite.Of(reader)]);

        Assert.Equal((KeyRotationStatus.Incomplete, 1, false), (done.Status, done.Switched, done.OldKeyRetired));
        AssertLeft(done, "Shared");
        Assert.Equal(_old, _estate.Host.Snowflake.KeyFingerprint(_estate.User, 1));
    }

    [Fact]
    public async Task A_clock_that_is_off_is_said_before_any_change()
    {
        AddQrs("own");
        _estate.Host.Clock.Advance(TimeSpan.FromHours(2));

        var refusal = await Assert.ThrowsAsync<SnowflakeException>(() => RotateAsync());

        Assert.Equal(FailureKind.Authentication, refusal.Kind);
        Assert.Contains("clock", refusal.Message + refusal.RecommendedAction, StringComparison.OrdinalIgnoreCase);
        Assert.Empty(Directory.GetFiles(_folder.Folder));
        Assert.Null(_estate.Host.Snowflake.KeyFingerprint(_estate.User, 2));
    }

    private static void AssertLeft(QlikSnowflakeKeyRotation done, string name)
    {
        var left = Assert.Single(done.Connections, c => c.Outcome is ConnectionOutcome.Failed or ConnectionOutcome.Unknown);
        Assert.Equal(name, left.Name);
        Assert.NotEmpty(left.Reason);
    }

    private string AddQrs(string name) => _estate.AddQrs(name, "authenticator=snowflake_jwt", _estate.User, _frame);

    private async Task<QlikSnowflakeKeyRotation> RotateAsync(bool force = false, IReadOnlyList<IConnectionSite>? sites = null)
    {
        var options = new ConnectionKeyRotationOptions
        {
            Key = new UserKeyRotationOptions
            {
                User = _estate.User,
                PrivateKeyPath = _folder.File("new.p8"),
                Passphrase = "a phrase".Secret(),
                LockFolder = _folder.File("locks"),
            },
            Force = force,
        };
        var rotation = await ConnectionKeyRotation.PlanAsync(_admin, sites ?? _estate.Sites, options, Estate.Context);
        return await rotation.RunAsync(Estate.Context);
    }
}
