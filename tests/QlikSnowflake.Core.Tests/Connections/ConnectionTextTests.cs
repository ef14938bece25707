using QlikSnowflake.Connections;

namespace QlikSnowflake.Tests.Connections;

public sealed class ConnectionTextTests
{
    private const string Head =
        "CUSTOM CONNECT TO \"provider=QvOdbcConnectorPackage.exe;driver=snowflake;server=o-a.snowflakecomputing.com;";

    [Theory]
    [InlineData(Head + "authenticator=snowflake_jwt;\"", SnowflakeLoginKind.KeyPair)]
    [InlineData(Head + "Authenticator = SNOWFLAKE_JWT ;\"", SnowflakeLoginKind.KeyPair)]
    [InlineData(Head + "authMechanism=KeyPair;\"", SnowflakeLoginKind.KeyPair)]
    [InlineData(Head + "authentication_mode=KEY_PAIR;\"", SnowflakeLoginKind.KeyPair)]
    [InlineData(Head + "\"", SnowflakeLoginKind.Password)]
    [InlineData(Head + "authenticator=;\"", SnowflakeLoginKind.Password)]
    [InlineData(Head + "authenticator=snowflake\"", SnowflakeLoginKind.Password)]
    [InlineData(
        "  custom connect to 'provider=QvOdbcConnectorPackage.exe; driver = snowflake ;x=1'",
        SnowflakeLoginKind.Password
    )]
    [InlineData(Head + "authenticator=oauth;\"", SnowflakeLoginKind.OAuth)]
    [InlineData(Head + "authMechanism=OAuth;\"", SnowflakeLoginKind.OAuth)]
    [InlineData(Head + "authMechanism = OAuth 2.0 ;\"", SnowflakeLoginKind.OAuth)]
    [InlineData(Head + "oauthClientId=abc;\"", SnowflakeLoginKind.OAuth)]
    [InlineData(Head + "authenticator=externalbrowser;\"", SnowflakeLoginKind.Unknown)]
    [InlineData(Head + "authenticator=https://login.example.com;\"", SnowflakeLoginKind.Unknown)]
    [InlineData(Head + "authenticator=snowflake_jwt;authMechanism=OAuth;\"", SnowflakeLoginKind.Unknown)]
    [InlineData("CUSTOM CONNECT TO \"ENCRYPTED==4Qo7aF\"", SnowflakeLoginKind.Unknown)]
    [InlineData(Head + "ENCRYPTED==4Qo7aF;\"", SnowflakeLoginKind.Unknown)]
    [InlineData(Head + "a text without a sign;\"", SnowflakeLoginKind.Unknown)]
    [InlineData(
        "CUSTOM CONNECT TO \"provider=QvRestConnector.exe;url=https://o-a.snowflakecomputing.com\"",
        SnowflakeLoginKind.Unknown
    )]
    [InlineData("", SnowflakeLoginKind.Unknown)]
    [InlineData("ENCRYPTED==4Qo7aF", SnowflakeLoginKind.Unknown)]
    [InlineData("ODBC CONNECT TO [Sales]", SnowflakeLoginKind.Dsn)]
    [InlineData("ODBC CONNECT64 TO [Sales;UID=me]", SnowflakeLoginKind.Dsn)]
    [InlineData("odbc connect to \"DSN=Sales;\"", SnowflakeLoginKind.Dsn)]
    [InlineData(
        "ODBC CONNECT TO [Driver={SnowflakeDSIIDriver};server=o-a.snowflakecomputing.com;authenticator=snowflake]",
        SnowflakeLoginKind.Dsn
    )]
    public void How_a_connection_logs_in_is_said_only_where_it_was_read(string text, SnowflakeLoginKind login) =>
        Assert.Equal(login, ConnectionText.Of(text).Login);

    [Theory]
    [InlineData(Head + "\"", true, true)]
    [InlineData("CUSTOM CONNECT TO \"provider=x;server=O-A.SNOWFLAKECOMPUTING.COM;\"", true, true)]
    [InlineData("CUSTOM CONNECT TO \"provider=x;url=https://o-a.snowflakecomputing.com:443/path;\"", true, true)]
    [InlineData("CUSTOM CONNECT TO \"provider=QvOdbcConnectorPackage.exe;driver=postgres;host=db;\"", false, false)]
    [InlineData("CUSTOM CONNECT TO \"provider=x;server=snowflake.example.com;\"", false, false)]
    [InlineData("CUSTOM CONNECT TO \"ENCRYPTED==4Qo7aF\"", false, true)]
    [InlineData("ODBC CONNECT TO [Sales]", false, true)]
    [InlineData("ODBC CONNECT TO [Driver={SnowflakeDSIIDriver};server=proxy]", true, true)]
    [InlineData("ODBC CONNECT TO [Driver={SQL Server};server=db]", false, false)]
    public void Where_a_connection_leads_is_known_or_may_be(string text, bool known, bool mayBe)
    {
        var read = ConnectionText.Of(text);

        Assert.Equal(known, read.IsSnowflake);
        Assert.Equal(mayBe, read.MayBeSnowflake);
    }

    [Theory]
    [InlineData("server=o-a.snowflakecomputing.com", "o-a")]
    [InlineData("server = xy12345.eu-central-1.privatelink.snowflakecomputing.com ", "xy12345.eu-central-1.privatelink")]
    [InlineData("server=https://o-a.snowflakecomputing.com/", "o-a")]
    [InlineData("server=o-a.snowflakecomputing.cn:443", "o-a")]
    [InlineData("server=snowflake.example.com", "snowflake.example.com")]
    [InlineData("warehouse=W", null)]
    public void The_account_is_the_first_part_of_the_server(string property, string? account) =>
        Assert.Equal(account, ConnectionText.Of($"CUSTOM CONNECT TO \"provider=x;driver=snowflake;{property};\"").Account);

    [Fact]
    public void Properties_that_a_service_parsed_are_read_the_same()
    {
        var read = ConnectionText.Of(
            new Dictionary<string, string>
            {
                [" Driver"] = "snowflake ",
                ["USERNAME"] = "SVC",
                ["authenticator"] = "snowflake_jwt",
            }
        );

        Assert.True(read.IsSnowflake);
        Assert.Equal("SVC", read.User);
        Assert.Equal(SnowflakeLoginKind.KeyPair, read.Login);
    }
}
