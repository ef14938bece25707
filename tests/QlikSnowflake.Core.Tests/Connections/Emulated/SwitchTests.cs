using QlikSnowflake.Connections;
using QlikSnowflake.Emulator.Qrs;
using QlikSnowflake.Errors;
using QlikSnowflake.Keys;
using QlikSnowflake.Tests.Support;

namespace QlikSnowflake.Tests.Connections.Emulated;

public sealed class SwitchTests
{
    [Theory]
    [InlineData(ReturnPassword.Clear, KeyEvidence.Fingerprint)]
    [InlineData(ReturnPassword.Empty, KeyEvidence.Written)]
    [InlineData(ReturnPassword.Omit, KeyEvidence.Written)]
    public async Task A_connection_of_a_site_gets_a_key_and_is_read_back(ReturnPassword shown, KeyEvidence evidence)
    {
        await using var estate = await Estate.StartAsync();
        using var old = QlikKeyFile.Read(estate.KeyPath, null);
        using var key = QlikKeyFile.Read(estate.NewKey("new.p8"), null);
        const string Odd = "warehouse = W ;Authenticator=SNOWFLAKE_JWT;;x=;";
        var id = estate.AddQrs("Sales", Odd, estate.User, old.QrsPassword.Reveal());
        var before = estate.Stored(id, "connectionstring");
        estate.Host.Qrs.Settings.ReturnPassword = shown;
        var connection = await estate.FindAsync("Sales");

        var switched = await connection.GetSite()!.SwitchAsync(connection, key, Estate.Context);

        Assert.Equal((key.Fingerprint, evidence), (switched.KeyFingerprint, switched.Evidence));
        Assert.Equal(before, estate.Stored(id, "connectionstring"));
        Assert.Equal(key.QrsPassword.Reveal(), estate.Stored(id, "password"));
        Assert.True(switched.ModifiedAt >= connection.ModifiedAt);
        var now = await connection.GetSite()!.GetAsync(connection, Estate.Context);
        Assert.Equal(switched.ModifiedAt, now!.ModifiedAt);
    }

    [Fact]
    public async Task A_password_connection_gets_the_authenticator_and_nothing_else_changes()
    {
        await using var estate = await Estate.StartAsync();
        using var key = QlikKeyFile.Read(estate.KeyPath, null);
        var id = estate.AddQrs("Sales", "warehouse = W ;;role=R", estate.User, "a password");
        var before = estate.Stored(id, "connectionstring");
        var connection = await estate.FindAsync("Sales");

        var switched = await connection.GetSite()!.SwitchAsync(connection, key, Estate.Context);

        Assert.Equal(SnowflakeLoginKind.KeyPair, switched.Login);
        Assert.Equal($"{before[..^1]};authenticator=snowflake_jwt\"", estate.Stored(id, "connectionstring"));
        Assert.Equal(estate.User, estate.Stored(id, "username"));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("a passphrase")]
    public async Task A_connection_of_a_tenant_gets_a_key_as_its_file_is(string? passphrase)
    {
        await using var estate = await Estate.StartAsync();
        var path = estate.NewKey("new.p8", passphrase);
        using var key = QlikKeyFile.Read(path, passphrase?.Secret());
        var id = estate.AddCloud("Sales", properties: Estate.KeyPair(estate.KeyPath));
        var connection = await estate.FindAsync("Sales");

        var switched = await connection.GetSite()!.SwitchAsync(connection, key, Estate.Context);

        Assert.Equal((key.Fingerprint, KeyEvidence.Written), (switched.KeyFingerprint, switched.Evidence));
        Assert.Equal(Convert.ToBase64String(File.ReadAllBytes(path)), estate.StoredKey(id));
        Assert.Equal(passphrase, (string?)estate.Secrets(id)["PRIV_KEY_FILE_PWD"]);
        Assert.Equal("Shared connections", switched.Space);
        Assert.Equal(switched.ModifiedAt, (await connection.GetSite()!.GetAsync(connection, Estate.Context))!.ModifiedAt);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_shared_credential_gets_a_key_once_for_all_its_connections(bool byPassword)
    {
        await using var estate = await Estate.StartAsync();
        using var key = QlikKeyFile.Read(estate.NewKey("new.p8"), null);
        var login = byPassword ? Estate.Password : Estate.KeyPair(estate.KeyPath);
        var first = estate.AddCloud("One", properties: [.. login, ("separateCredentials", "true"), ("credentialsName", "Login")]);
        var credential = (string)estate.Host.QlikCloud.DataConnections.Single()["qCredentialsID"]!;
        var second = estate.AddCloud(
            "Two",
            properties:
            [
                login[0].Item1 == "authenticator" ? login[0] : ("port", "443"),
                ("separateCredentials", "true"),
                ("selectedCredentials", credential),
            ]
        );
        var connection = await estate.FindAsync("Login");

        var switched = await connection.GetSite()!.SwitchAsync(connection, key, Estate.Context);

        Assert.Equal(estate.StoredKey(first), estate.StoredKey(second));
        Assert.Equal(key.Content.Reveal(), estate.StoredKey(first));
        Assert.Equal(
            (credential, KeyEvidence.Written, SnowflakeLoginKind.KeyPair),
            (switched.Id, switched.Evidence, switched.Login)
        );
        Assert.All((await estate.ListAsync()).Connections, c => Assert.Equal(SnowflakeLoginKind.KeyPair, c.Login));
    }

    [Theory]
    [InlineData("ODBC CONNECT TO [Warehouse]", "odbc")]
    [InlineData("authenticator=oauth;", "QvOdbcConnectorPackage.exe")]
    [InlineData("CUSTOM CONNECT TO \"ENCRYPTED==4Qo7\"", "QvOdbcConnectorPackage.exe")]
    public async Task What_can_take_no_key_is_refused_before_anything_is_sent(string text, string type)
    {
        await using var estate = await Estate.StartAsync();
        using var key = QlikKeyFile.Read(estate.KeyPath, null);
        estate.AddQrs("Sales", text, estate.User, "p", type);
        var connection = await estate.FindAsync("Sales");

        var e = await Assert.ThrowsAsync<InputException>(() =>
            connection.GetSite()!.SwitchAsync(connection, key, Estate.Context)
        );

        Assert.Equal("ConnectionCannotTakeKey", e.ErrorId);
    }

    [Fact]
    public async Task A_connection_that_is_gone_is_no_longer_found()
    {
        await using var estate = await Estate.StartAsync();
        estate.AddQrs("Sales", "", estate.User, "p");
        estate.AddCloud("Cloud sales", properties: Estate.Password);
        var qrs = await estate.FindAsync("Sales");
        var cloud = await estate.FindAsync("Cloud sales");
        await estate.Qrs.DataConnections.RemoveAsync(Guid.Parse(qrs.Id), Estate.Context);
        await estate.Cloud.DataConnections.DeleteAsync(cloud.Id, Estate.Context);

        Assert.Null(await qrs.GetSite()!.GetAsync(qrs, Estate.Context));
        Assert.Null(await cloud.GetSite()!.GetAsync(cloud, Estate.Context));
    }
}
