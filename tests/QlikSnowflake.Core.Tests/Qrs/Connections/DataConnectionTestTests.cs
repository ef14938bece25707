using System.Text.Json;
using QlikSnowflake.Qrs;
using QlikSnowflake.Qrs.Connections;
using QlikSnowflake.Tests.Support;

namespace QlikSnowflake.Tests.Qrs.Connections;

public sealed class DataConnectionTestTests
{
    [Fact]
    public void A_connection_is_as_it_is()
    {
        var connection = Connection("\"password\":\"p\",");

        var test = DataConnectionTest.Of(connection, DataConnectionState.Of(connection));

        Assert.True(test.InDesiredState);
        Assert.Empty(test.Differences);
    }

    [Fact]
    public void Each_field_that_differs_is_named_with_both_values()
    {
        var test = DataConnectionTest.Of(
            Connection(),
            new DataConnectionState
            {
                ConnectionProperties = [new("warehouse", "W2"), new("role", "R"), new("gone", null)],
                UserName = "other",
                Owner = new QrsUserName("D", "x"),
                Tags = ["A", "b"],
                CustomProperties = [new("Env", ["prod"])],
            }
        );

        Assert.False(test.InDesiredState);
        Assert.Equal(
            [
                "ConnectionString.warehouse: W -> W2",
                "ConnectionString.role: (none) -> R",
                "UserName: u -> other",
                "Owner: D\\o -> D\\x",
                "Tags: a -> A, b",
                "CustomProperties.Env: dev -> prod",
            ],
            test.Differences.Select(d => d.ToString())
        );
    }

    [Theory]
    [InlineData("")]
    [InlineData("\"password\":\"\",")]
    public void A_secret_that_the_repository_does_not_show_is_unknown_not_equal(string password)
    {
        var test = DataConnectionTest.Of(Connection(password), new DataConnectionState { Password = "secret".Secret() });

        Assert.Null(test.InDesiredState);
        Assert.Equal(["Password"], test.Unknown);
        Assert.DoesNotContain("secret", test.Differences[0].Actual);
    }

    [Fact]
    public void What_differs_counts_more_than_what_is_unknown()
    {
        var test = DataConnectionTest.Of(
            Connection(),
            new DataConnectionState { Password = "secret".Secret(), UserName = "other" }
        );

        Assert.False(test.InDesiredState);
        Assert.Equal(["Password"], test.Unknown);
    }

    [Fact]
    public void A_secret_that_differs_is_said_and_not_shown()
    {
        var test = DataConnectionTest.Of(
            Connection("\"password\":\"hidden1\","),
            new DataConnectionState { Password = "hidden2".Secret() }
        );

        Assert.False(test.InDesiredState);
        Assert.DoesNotContain("hidden", string.Join("|", test.Differences.Select(d => d + d.Expected + d.Actual)));
    }

    [Fact]
    public void Strings_of_the_same_keys_in_another_order_differ_as_a_whole()
    {
        var test = DataConnectionTest.Of(
            Connection(),
            new DataConnectionState { ConnectionString = "CUSTOM CONNECT TO \"provider=P;warehouse=W;driver=snowflake;\"" }
        );

        Assert.Equal("ConnectionString", Assert.Single(test.Differences).Field);
    }

    private static DataConnection Connection(string password = "")
    {
        using var json = JsonDocument.Parse(
            $$"""
            {"id":"0b544c3a-c8cb-4808-a01b-0c1e5a777ada","name":"SF","connectionstring":"CUSTOM CONNECT TO \"provider=P;driver=snowflake;warehouse=W;\"","type":"P","username":"u",{{password}}
             "owner":{"id":"0b544c3a-c8cb-4808-a01b-0c1e5a777ada","userDirectory":"D","userId":"o"},"tags":[{"id":"0b544c3a-c8cb-4808-a01b-0c1e5a777ada","name":"a"}],
             "customProperties":[{"value":"dev","definition":{"id":"0b544c3a-c8cb-4808-a01b-0c1e5a777ada","name":"Env"} }]}
            """
        );
        return DataConnectionJson.Read(json.RootElement, includeSecret: true);
    }
}
