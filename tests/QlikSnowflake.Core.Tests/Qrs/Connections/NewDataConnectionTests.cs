using System.Text.Json;
using QlikSnowflake.Errors;
using QlikSnowflake.Qrs.Connections;
using QlikSnowflake.Tests.Support;

namespace QlikSnowflake.Tests.Qrs.Connections;

public sealed class NewDataConnectionTests
{
    private static readonly NewDataConnection Good = new()
    {
        Name = "Snowflake",
        ConnectionString = "CUSTOM CONNECT TO \"provider=QvOdbcConnectorPackage.exe;driver=snowflake;\"",
        Type = "QvOdbcConnectorPackage.exe",
        UserName = "MIRIAM",
    };

    [Fact]
    public void A_sound_connection_passes()
    {
        Good.Check();
        (Good with { Type = "QVODBCCONNECTORPACKAGE.EXE" }).Check();
        (Good with { Type = "folder", ConnectionString = @"\\server\share\" }).Check();
        (Good with { Name = new string('n', 256), UserName = new string('u', 500) }).Check();
        (Good with { Type = "odbc", ConnectionString = "ODBC CONNECT TO [My \"\" DSN]" }).Check();
    }

    [Fact]
    public void What_the_repository_would_refuse_is_refused_before_it_is_sent()
    {
        Refused("DataConnectionNameInvalid", Good with { Name = " " });
        Refused("DataConnectionNameInvalid", Good with { Name = new string('n', 257) });
        Refused("DataConnectionNameInvalid", Good with { Name = "a\nb" });
        Refused("DataConnectionTypeInvalid", Good with { Type = string.Empty });
        Refused("DataConnectionTypeInvalid", Good with { Type = new string('t', 501) });
        Refused("DataConnectionConnectionStringInvalid", Good with { ConnectionString = string.Empty });
        Refused("DataConnectionConnectionStringInvalid", Good with { ConnectionString = new string('c', 100_001) });
        Refused("DataConnectionUserNameInvalid", Good with { UserName = new string('u', 501) });
        Refused("ConnectionStringInvalid", Good with { ConnectionString = Good.ConnectionString.Replace(";", ";\n") });
        Refused("ConnectionStringInvalid", Good with { ConnectionString = "CUSTOM CONNECT TO \"nothing\"" });
    }

    [Fact]
    public void A_type_that_is_not_the_connection_strings_provider_is_worth_a_warning()
    {
        var other = Good with { Type = "QvRestConnector.exe" };

        other.Check();

        Assert.Contains("QvOdbcConnectorPackage.exe", other.Warning);
        Assert.Null(Good.Warning);
    }

    [Fact]
    public void The_body_has_the_repositorys_spelling_and_the_secret_unchanged()
    {
        using var secret = "päss\"wörd\\ %2 😀".Secret();
        using var body = JsonDocument.Parse(DataConnectionJson.WriteNew(Good with { Password = secret }));

        Assert.Equal(Good.ConnectionString, body.RootElement.GetProperty("connectionstring").GetString());
        Assert.Equal("MIRIAM", body.RootElement.GetProperty("username").GetString());
        Assert.Equal("päss\"wörd\\ %2 😀", body.RootElement.GetProperty("password").GetString());
        Assert.Equal(0, body.RootElement.GetProperty("logOn").GetInt32());
        Assert.False(body.RootElement.TryGetProperty("owner", out _));
    }

    [Fact]
    public void A_connection_that_is_read_keeps_its_date_as_text_and_its_password_only_on_request()
    {
        using var json = JsonDocument.Parse(
            """
            {"id":"400af54c-9913-4e49-90fb-d6e9fecbe3f6","name":"n","modifiedDate":"2025-06-13T13:29:39.610Z","password":"secret","logOn":1,
             "tags":[{"name":"t"}],"customProperties":[{"value":"V","definition":{"name":"P"}}],
             "owner":{"id":"874751d5-61f2-411a-bba2-147c68581471","userId":"qvservice","userDirectory":"DOMAIN","name":"qv"}}
            """
        );

        var closed = DataConnectionJson.Read(json.RootElement, includeSecret: false);
        var open = DataConnectionJson.Read(json.RootElement, includeSecret: true);

        Assert.Equal("2025-06-13T13:29:39.610Z", closed.ModifiedDateText);
        Assert.Equal(new DateTimeOffset(2025, 6, 13, 13, 29, 39, 610, TimeSpan.Zero), closed.ModifiedDate);
        Assert.Equal((null, true), (closed.Password, closed.HasPassword));
        Assert.Equal("secret", open.Password!.Reveal());
        Assert.Equal(
            ("P=V", "t", "DOMAIN\\qvservice"),
            (closed.CustomProperties.Single(), closed.Tags.Single(), closed.Owner!.ToString())
        );
    }

    [Theory]
    [InlineData("""{"id":"400af54c-9913-4e49-90fb-d6e9fecbe3f6","password":""}""", false)]
    [InlineData("""{"id":"400af54c-9913-4e49-90fb-d6e9fecbe3f6"}""", null)]
    [InlineData("""{"id":"400af54c-9913-4e49-90fb-d6e9fecbe3f6","password":null}""", null)]
    public void A_password_can_be_empty_or_not_told_at_all(string text, bool? has)
    {
        using var json = JsonDocument.Parse(text);
        var read = DataConnectionJson.Read(json.RootElement, includeSecret: true);

        Assert.Equal((has, null), (read.HasPassword, read.Password));
    }

    private static InputException Refused(string errorId, NewDataConnection connection)
    {
        var refusal = Assert.Throws<InputException>(connection.Check);
        Assert.Equal(errorId, refusal.ErrorId);
        return refusal;
    }
}
