using QlikSnowflake.Errors;
using QlikSnowflake.Qrs.Connections;
using QlikSnowflake.Snowflake;

namespace QlikSnowflake.Tests.Qrs.Connections;

public sealed class QlikConnectionStringTests
{
    private const string Article =
        "CUSTOM CONNECT TO "
        + "\"provider=QvOdbcConnectorPackage.exe;driver=snowflake;server=JIPCXQB-ATTUNITY_PARTNER.snowflakecomputing.com;port=443;"
        + "database=testDATABASE;schema=PUBLIC;warehouse=MONO_TEST;validateSessionParam=false;role=SYSADMIN;authenticator=snowflake_jwt;"
        + "allowNonSelectQueries=false;QueryTimeout=600;useBulkReader=true;maxStringLength=4096;\"";

    [Theory]
    [InlineData(Article)]
    [InlineData("CUSTOM CONNECT TO \"provider=QvRestConnector.exe;url=https://host/path?a=b=c&d;empty=;Unknown Key=x y;\"")]
    public void A_connection_string_is_printed_as_it_was_parsed(string text) =>
        Assert.Equal(text, QlikConnectionString.Parse(text).ToString());

    [Fact]
    public void Keys_keep_their_order_and_case_and_are_found_without_it()
    {
        var parsed = QlikConnectionString.Parse(Article);

        Assert.Equal(["provider", "driver", "server"], parsed.GetItems().Take(3).Select(i => i.Key));
        Assert.Equal("600", parsed["querytimeout"]);
        Assert.Equal("QueryTimeout", parsed.GetItems()[11].Key);
        Assert.Null(parsed["nothing"]);
    }

    [Theory]
    [InlineData("custom connect to \"provider=a;\"")]
    [InlineData("CUSTOM CONNECT TO \"provider=a;driver=b\"")]
    [InlineData("CUSTOM CONNECT TO \"provider=a;; Driver =b;\"")]
    [InlineData("CUSTOM CONNECT TO \"\"")]
    public void Small_differences_in_writing_are_kept(string text) =>
        Assert.Equal(text, QlikConnectionString.Parse(text).ToString());

    [Theory]
    [InlineData("custom connect to \"provider=a;; Warehouse =b\"", "custom connect to \"provider=a;; Warehouse =NEW\"")]
    [InlineData("CUSTOM CONNECT TO \"warehouse=;driver=b;\"", "CUSTOM CONNECT TO \"warehouse=NEW;driver=b;\"")]
    [InlineData("CUSTOM CONNECT TO \"provider=a;\"", "CUSTOM CONNECT TO \"provider=a;warehouse=NEW;\"")]
    [InlineData("CUSTOM CONNECT TO \"provider=a\"", "CUSTOM CONNECT TO \"provider=a;warehouse=NEW\"")]
    public void Setting_a_key_changes_its_value_and_nothing_else(string text, string changed) =>
        Assert.Equal(changed, QlikConnectionString.Parse(text).With("warehouse", "NEW").ToString());

    [Theory]
    [InlineData("CUSTOM CONNECT TO \"provider=a;warehouse=b;role=c;\"", "CUSTOM CONNECT TO \"provider=a;role=c;\"")]
    [InlineData("CUSTOM CONNECT TO \"provider=a;role=c\"", "CUSTOM CONNECT TO \"provider=a;role=c\"")]
    public void Taking_a_key_out_leaves_the_others(string text, string changed) =>
        Assert.Equal(changed, QlikConnectionString.Parse(text).Without("WAREHOUSE").ToString());

    [Theory]
    [InlineData("", "form")]
    [InlineData("provider=a;", "form")]
    [InlineData("CUSTOM CONNECT TO provider=a;", "form")]
    [InlineData("CUSTOM CONNECT TO \"", "form")]
    [InlineData("CUSTOM CONNECT TO \"provider=a;", "form")]
    [InlineData("CUSTOM CONNECT TO \"provider=a;\" ", "form")]
    [InlineData("CUSTOM CONNECT TO \"provider\"", "'provider' is not of the form key=value")]
    [InlineData("CUSTOM CONNECT TO \"=a;\"", "key=value")]
    [InlineData("CUSTOM CONNECT TO \"provider=a;Provider=b;\"", "'Provider' is given twice")]
    [InlineData("CUSTOM CONNECT TO \"a=b\"c;\"", "quote")]
    [InlineData("CUSTOM CONNECT TO \"provider=a;po\nrt=443;\"", "line break after 'CT TO \"provider=a;po'")]
    [InlineData("CUSTOM CONNECT TO \"provider=a;po\r\nrt=443;\"", "line break")]
    [InlineData("\"\"CUSTOM CONNECT TO \"provider=a;\"", "doubled quote at position 0")]
    [InlineData("CUSTOM CONNECT TO \"\"provider=a;\"", "doubled quote at position 18")]
    [InlineData("\"CUSTOM CONNECT TO \"provider=a;\"\"", "starts with a quote")]
    public void What_cannot_be_a_connection_string_is_refused_with_what_is_wrong(string text, string why)
    {
        var refusal = Assert.Throws<InputException>(() => QlikConnectionString.Parse(text));

        Assert.Equal("ConnectionStringInvalid", refusal.ErrorId);
        Assert.Contains(why, refusal.Message);
    }

    [Theory]
    [InlineData("role", "a;b")]
    [InlineData("role", "a\"b")]
    [InlineData("role", "a\nb")]
    [InlineData("role", "a\0b")]
    [InlineData("ro=le", "a")]
    [InlineData("ro;le", "a")]
    [InlineData("", "a")]
    public void A_key_or_value_that_would_break_out_of_its_place_is_refused(string key, string value) =>
        Assert.Equal(
            "ConnectionStringInvalid",
            Assert.Throws<InputException>(() => QlikConnectionString.Create([new(key, value)])).ErrorId
        );

    [Fact]
    public void The_Snowflake_string_is_the_articles_key_by_key()
    {
        var made = SnowflakeDataConnection.ConnectionString(
            SnowflakeAccount.Parse("myorg-acct"),
            [new("warehouse", "MONO_TEST"), new("role", "SYSADMIN"), new("database", "testDATABASE"), new("schema", "PUBLIC")]
        );

        Assert.Equal(Article.Replace("JIPCXQB-ATTUNITY_PARTNER", "myorg-acct"), made.ToString());
    }

    [Fact]
    public void What_is_not_asked_for_is_left_out()
    {
        var made = SnowflakeDataConnection.ConnectionString(SnowflakeAccount.Parse("myorg-acct"), []);

        Assert.DoesNotContain(made.GetItems(), i => i.Key is "database" or "schema" or "warehouse" or "role");
        Assert.Equal("snowflake_jwt", made["authenticator"]);
    }

    [Fact]
    public void Given_values_replace_the_articles_and_new_keys_go_to_the_end()
    {
        var made = SnowflakeDataConnection.ConnectionString(
            SnowflakeAccount.Parse("myorg-acct"),
            [new("logSQLStatements", "true"), new("QUERYTIMEOUT", "30"), new("Server", "other.host"), new("bulkFetchSize", "50")]
        );

        Assert.Equal(("30", "other.host"), (made["QueryTimeout"], made["server"]));
        Assert.Equal(
            ["maxStringLength", "logSQLStatements", "bulkFetchSize"],
            made.GetItems().Skip(made.GetItems().Count - 3).Select(i => i.Key)
        );
    }

    [Fact]
    public void A_value_cannot_smuggle_in_another_key() =>
        Assert.Throws<InputException>(() =>
            SnowflakeDataConnection.ConnectionString(
                SnowflakeAccount.Parse("myorg-acct"),
                [new("role", "X;allowNonSelectQueries=true")]
            )
        );
}
