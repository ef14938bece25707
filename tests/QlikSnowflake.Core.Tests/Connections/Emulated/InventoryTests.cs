using QlikSnowflake.Connections;
using QlikSnowflake.Emulator.Faults;
using QlikSnowflake.Emulator.Qrs;
using QlikSnowflake.Keys;
using QlikSnowflake.Tests.Support;

namespace QlikSnowflake.Tests.Connections.Emulated;

public sealed class InventoryTests
{
    [Fact]
    public async Task Connections_of_a_site_and_a_tenant_are_one_kind_of_object()
    {
        await using var estate = await Estate.StartAsync();
        using var key = QlikKeyFile.Read(estate.KeyPath, null);
        var id = estate.AddQrs(
            "Sales",
            "database=DB;warehouse = WH ;role=ANALYST;authenticator=snowflake_jwt;",
            estate.User,
            key.QrsPassword.Reveal()
        );
        estate.AddQrs("Postgres", "CUSTOM CONNECT TO \"provider=QvOdbcConnectorPackage.exe;driver=postgres;host=db;\"", "u", "p");
        estate.AddQrs("Files", @"\\files TO share", null, null, "folder");
        estate.AddCloud("Sales in the cloud", properties: Estate.KeyPair(estate.KeyPath));
        estate.AddCloud("By password", properties: Estate.Password);

        var list = await estate.ListAsync(new UserKeyNames(await estate.OpenSnowflakeAsync()));

        Assert.True(list.IsComplete);
        Assert.Empty(list.Findings);
        var sales = list.Connections.Single(c => c.Name == "Sales");
        Assert.Equal(("Qrs", estate.Qrs.Server, id, "myorg-myaccount"), (sales.Service, sales.Site, sales.Id, sales.Account));
        Assert.Equal((estate.User, "ANALYST", "WH", "DB"), (sales.User, sales.Role, sales.Warehouse, sales.Database));
        Assert.Equal((SnowflakeLoginKind.KeyPair, KeyEvidence.Fingerprint), (sales.Login, sales.Evidence));
        Assert.Equal((key.Fingerprint, "RSA_PUBLIC_KEY"), (sales.KeyFingerprint, sales.KeyName));
        Assert.Equal(@"INTERNAL\sa_repository", sales.Owner);
        Assert.NotNull(sales.ModifiedAt);
        var cloud = list.Connections.Single(c => c.Name == "Sales in the cloud");
        Assert.Equal(("QlikCloud", estate.Cloud.Tenant, "Shared connections"), (cloud.Service, cloud.Site, cloud.Space));
        Assert.Equal((estate.User, "Tenant Admin", "myorg-myaccount"), (cloud.User, cloud.Owner, cloud.Account));
        Assert.Equal((SnowflakeLoginKind.KeyPair, KeyEvidence.SameUser), (cloud.Login, cloud.Evidence));
        Assert.Null(cloud.KeyFingerprint);
        var password = list.Connections.Single(c => c.Name == "By password");
        Assert.Equal((SnowflakeLoginKind.Password, KeyEvidence.None), (password.Login, password.Evidence));
        Assert.Equal(3, list.Connections.Count);
    }

    [Theory]
    [InlineData(ReturnPassword.Clear, KeyEvidence.Fingerprint)]
    [InlineData(ReturnPassword.Empty, KeyEvidence.SameUser)]
    [InlineData(ReturnPassword.Omit, KeyEvidence.SameUser)]
    public async Task What_the_repository_shows_of_a_key_is_the_evidence(ReturnPassword shown, KeyEvidence evidence)
    {
        await using var estate = await Estate.StartAsync();
        using var key = QlikKeyFile.Read(estate.KeyPath, null);
        estate.AddQrs("Sales", "authenticator=snowflake_jwt;", estate.User, key.QrsPassword.Reveal());
        estate.Host.Qrs.Settings.ReturnPassword = shown;

        var list = await estate.ListAsync();

        var sales = Assert.Single(list.Connections);
        Assert.Equal(evidence, sales.Evidence);
        Assert.Equal(evidence == KeyEvidence.Fingerprint ? key.Fingerprint : null, sales.KeyFingerprint);
        Assert.Empty(list.Findings);
    }

    [Fact]
    public async Task What_may_lead_to_Snowflake_is_listed_as_such()
    {
        await using var estate = await Estate.StartAsync();
        estate.AddQrs("Source", "ODBC CONNECT TO [Warehouse]", "u", "p", "odbc");
        estate.AddQrs("Driver", "ODBC CONNECT TO [Driver={SnowflakeDSIIDriver};server=x]", "u", "p", "odbc");
        estate.AddQrs("SQL Server", "ODBC CONNECT TO [Driver={SQL Server};server=x]", "u", "p", "odbc");
        estate.AddQrs("Encrypted", "CUSTOM CONNECT TO \"ENCRYPTED==4Qo7\"", "u", "p");

        estate.AddCloudText("Cloud source", "odbc", "ODBC CONNECT TO [Warehouse]");
        estate.AddCloudText("Cloud encrypted", "snowflake", "CUSTOM CONNECT TO \"ENCRYPTED==4Qo7\"");
        estate.AddCloudText("Cloud other", "postgres", "CUSTOM CONNECT TO \"ENCRYPTED==4Qo7\"");

        var found = (await estate.ListAsync()).Connections.ToDictionary(c => c.Name);

        Assert.Equal(["Cloud encrypted", "Cloud source", "Driver", "Encrypted", "Source"], found.Keys.Order());
        Assert.Equal((SnowflakeLoginKind.Dsn, false), (found["Cloud source"].Login, found["Cloud source"].IsCertain));
        Assert.Equal((SnowflakeLoginKind.Unknown, true), (found["Cloud encrypted"].Login, found["Cloud encrypted"].IsCertain));
        Assert.Equal((SnowflakeLoginKind.Dsn, false), (found["Source"].Login, found["Source"].IsCertain));
        Assert.Equal((SnowflakeLoginKind.Dsn, true), (found["Driver"].Login, found["Driver"].IsCertain));
        Assert.Equal((SnowflakeLoginKind.Unknown, false), (found["Encrypted"].Login, found["Encrypted"].IsCertain));
    }

    [Fact]
    public async Task A_key_that_does_not_fit_its_connection_is_a_finding()
    {
        await using var estate = await Estate.StartAsync();
        using var other = QlikKeyFile.Read(estate.NewKey("other.p8"), null);
        estate.AddQrs("No key", "authenticator=snowflake_jwt;", estate.User, "a password");
        estate.AddQrs("Unused key", "", estate.User, other.QrsPassword.Reveal());
        estate.AddQrs("Wrong key", "authenticator=snowflake_jwt;", estate.User, other.QrsPassword.Reveal());
        estate.AddQrs("No such user", "authenticator=snowflake_jwt;", "NOBODY", other.QrsPassword.Reveal());
        estate.AddQrs(
            "Other account",
            "CUSTOM CONNECT TO \"driver=snowflake;server=b-c.snowflakecomputing.com;authenticator=snowflake_jwt;\"",
            estate.User,
            other.QrsPassword.Reveal()
        );

        var list = await estate.ListAsync(new UserKeyNames(await estate.OpenSnowflakeAsync()));

        Assert.Equal(
            [
                (ConnectionFindingKind.KeyMissing, "No key"),
                (ConnectionFindingKind.KeyUnused, "Unused key"),
                (ConnectionFindingKind.KeyNotRegistered, "Unused key"),
                (ConnectionFindingKind.KeyNotRegistered, "Wrong key"),
                (ConnectionFindingKind.UserKeysUnreadable, ""),
            ],
            list.Findings.Select(f => (f.Kind, f.ConnectionName ?? string.Empty)).OrderBy(f => f.Kind).ThenBy(f => f.Item2)
        );
        Assert.All(list.Connections, c => Assert.Null(c.KeyName));
        Assert.True(list.IsComplete);
    }

    [Theory]
    [InlineData("myorg-myaccount")]
    [InlineData("MYORG-MYACCOUNT")]
    [InlineData("xy12345.us-east-1")]
    [InlineData("xy12345.us-east-1.privatelink")]
    public async Task An_account_is_known_by_all_its_names(string server)
    {
        await using var estate = await Estate.StartAsync();
        var names = new UserKeyNames(await estate.OpenSnowflakeAsync());
        estate.AddQrs(
            "Sales",
            $"CUSTOM CONNECT TO \"provider=QvOdbcConnectorPackage.exe;driver=snowflake;server={server}.snowflakecomputing.com;\"",
            estate.User,
            "p"
        );

        Assert.True(await names.IsOfAccountAsync(await estate.FindAsync("Sales"), Estate.Context));
    }

    [Fact]
    public async Task A_site_that_fails_is_a_finding_and_not_the_end()
    {
        await using var estate = await Estate.StartAsync();
        estate.AddCloud("Sales", properties: Estate.Password);
        estate.Host.Faults.Add(
            new Fault
            {
                Service = "qrs",
                Kind = FaultKind.Status,
                Status = 403,
                Times = -1,
            }
        );

        var list = await estate.ListAsync();

        Assert.Equal("Sales", Assert.Single(list.Connections).Name);
        var finding = Assert.Single(list.Findings);
        Assert.Equal((ConnectionFindingKind.SiteFailed, estate.Qrs.Server), (finding.Kind, finding.Site));
        Assert.False(list.IsComplete);
        Assert.True(finding.LeavesOut);
    }

    [Fact]
    public async Task A_list_that_says_itself_that_it_is_not_complete_is_not_taken_for_one()
    {
        await using var estate = await Estate.StartAsync();
        estate.AddCloud("Sales", properties: Estate.Password);
        estate.AddCloud("Broken", properties: Estate.Password);
        estate.Host.QlikCloud.Settings.UnlistedConnection = "Broken";

        var list = await estate.ListAsync();

        Assert.Equal("Sales", Assert.Single(list.Connections).Name);
        Assert.Contains("Broken", Assert.Single(list.Findings, f => f.Kind == ConnectionFindingKind.ListIncomplete).Message);
        Assert.False(list.IsComplete);
    }

    [Fact]
    public async Task A_credential_that_connections_share_is_listed_once_with_them()
    {
        await using var estate = await Estate.StartAsync();
        var first = estate.AddCloud(
            "One",
            properties: [.. Estate.Password, ("separateCredentials", "true"), ("credentialsName", "Warehouse login")]
        );
        var credential = (string)estate.Host.QlikCloud.DataConnections.Single()["qCredentialsID"]!;
        var second = estate.AddCloud(
            "Two",
            properties: [("separateCredentials", "true"), ("selectedCredentials", credential), ("warehouse", "W2")]
        );
        estate.AddCloud("Three", properties: [.. Estate.Password, ("separateCredentials", "true")]);

        var list = await estate.ListAsync();

        Assert.Equal(["Three", "Warehouse login"], list.Connections.Select(c => c.Name).Order());
        var shared = list.Connections.Single(c => c.Name == "Warehouse login");
        Assert.Equal(credential, shared.Id);
        Assert.Equal([(first, "One"), (second, "Two")], shared.Connections.Select(c => (c.Id, c.Name)));
        Assert.Null(shared.Warehouse);
        Assert.Equal("Shared connections", shared.Space);
        Assert.NotNull(shared.ModifiedAt);
        Assert.Empty(list.Findings);
    }

    [Fact]
    public async Task What_the_session_may_not_touch_is_a_finding_by_name()
    {
        await using var estate = await Estate.StartAsync();
        var service = estate.Host.QlikCloud;
        service.Settings.AdministratorsChangePersonal = false;
        estate.AddCloud("Mine", personal: true, properties: Estate.Password);
        estate.AddCloud("Dana's", service.UserId, personal: true, properties: Estate.Password);
        estate.AddCloud("Each their own", properties: [("separateCredentials", "true"), ("username", null)]);

        var list = await estate.ListAsync();

        Assert.Equal("Dana's", Assert.Single(list.Findings, f => f.Kind == ConnectionFindingKind.NotChangeable).ConnectionName);
        Assert.Equal(
            "Each their own",
            Assert.Single(list.Findings, f => f.Kind == ConnectionFindingKind.UsersOwnCredentials).ConnectionName
        );
        Assert.All(list.Findings, f => Assert.True(f.LeavesOut));
        Assert.Equal(["Dana's", "Each their own", "Mine"], list.Connections.Select(c => c.Name).Order());
    }

    [Fact]
    public async Task A_user_sees_which_connections_of_a_shared_space_are_not_theirs_to_change()
    {
        await using var estate = await Estate.StartAsync();
        estate.AddCloud("Shared", properties: Estate.Password);
        var service = estate.Host.QlikCloud;
        service.AllowApiKeys(service.UserId);
        using var session = await estate.OpenCloudAsync(service.IssueApiKey(service.UserId, "k", TimeSpan.FromHours(1)).Token);
        using var inventory = new ConnectionInventory([QlikCloudConnectionSite.Of(session)]);

        var list = await inventory.ReadAllAsync(Estate.Context);

        Assert.Equal("Shared", Assert.Single(list.Connections).Name);
        var finding = Assert.Single(list.Findings);
        Assert.Equal((ConnectionFindingKind.NotChangeable, "Shared"), (finding.Kind, finding.ConnectionName));
        Assert.Contains("Tenant Admin", finding.Message);
    }

    [Fact]
    public async Task A_tenant_that_does_not_name_the_user_leaves_open_whose_key_it_is()
    {
        await using var estate = await Estate.StartAsync();
        estate.AddCloud("Sales", properties: Estate.KeyPair(estate.KeyPath));
        estate.Host.QlikCloud.Settings.ShowUserName = false;

        var sales = Assert.Single((await estate.ListAsync()).Connections);

        Assert.Null(sales.User);
        Assert.Equal(KeyEvidence.Unknown, sales.Evidence);
    }
}
