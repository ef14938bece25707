using QlikSnowflake.Errors;
using QlikSnowflake.Qrs.Connections;

namespace QlikSnowflake.Tests.Qrs.Connections;

public sealed class DataConnectionFieldsTests
{
    private const string Tag = "11111111-2222-3333-4444-555555555555";

    [Theory]
    [InlineData("""{"Name":"n","ConnectionString":"C:\\","Type":"folder"}""")]
    [InlineData("""{"NAME":"n","CONNECTIONSTRING":"C:\\","TYPE":"folder"}""")]
    public void Fields_are_found_in_whatever_case(string json) => Assert.Equal("n", DataConnectionDocument.Parse(json).Name);

    [Theory]
    [InlineData("\"LOG_ON_CURRENT_USER\"", "\"x64\"")]
    [InlineData("\"CurrentUser\"", "\"X64\"")]
    [InlineData("\"1\"", "\"2\"")]
    [InlineData("1", "2")]
    public void Enumerations_are_read_by_every_name_they_have(string logOn, string architecture)
    {
        var connection = Read($$"""{"logOn":{{logOn}},"architecture":{{architecture}}}""", out _);

        Assert.Equal(
            (DataConnectionLogOn.CurrentUser, DataConnectionArchitecture.X64),
            (connection.LogOn, connection.Architecture)
        );
    }

    [Theory]
    [InlineData("\"LOG_ON_SERVICE_USER\"", "\"Undefined\"")]
    [InlineData("\"\"", "null")]
    public void The_first_value_is_that_where_nothing_is_said(string logOn, string architecture)
    {
        var connection = Read($$"""{"logOn":{{logOn}},"architecture":{{architecture}}}""", out _);

        Assert.Equal(
            (DataConnectionLogOn.ServiceUser, DataConnectionArchitecture.Undefined),
            (connection.LogOn, connection.Architecture)
        );
    }

    [Theory]
    [InlineData("""[{"id":"11111111-2222-3333-4444-555555555555","name":"a"}]""", "a", true)]
    [InlineData("""{"id":"11111111-2222-3333-4444-555555555555","name":"a"}""", "a", true)]
    [InlineData("""["a","b"]""", "a|b", false)]
    [InlineData("\"a; b\"", "a|b", false)]
    [InlineData("\"a\"", "a", false)]
    [InlineData("\"\"", "", false)]
    [InlineData("[]", "", false)]
    public void Tags_are_read_in_every_form(string tags, string names, bool hasId)
    {
        var connection = Read($$"""{"tags":{{tags}}}""", out var state);

        Assert.Equal(names, string.Join("|", state.Tags ?? []));
        Assert.Equal(hasId ? [new Guid(Tag)] : [], connection.TagIds);
    }

    [Theory]
    [InlineData("""[{"definition":{"id":"11111111-2222-3333-4444-555555555555","name":"p"},"value":"v"}]""")]
    [InlineData("""{"definition":{"id":"11111111-2222-3333-4444-555555555555","name":"p"},"value":"v"}""")]
    [InlineData("""["p=v"]""")]
    [InlineData("\"p=v\"")]
    [InlineData("""[{"Name":"p","Values":["v"]}]""")]
    public void Custom_properties_are_read_in_every_form(string properties)
    {
        Read($$"""{"customProperties":{{properties}}}""", out var state);

        var property = Assert.Single(state.CustomProperties);
        Assert.Equal(("p", "v"), (property.Name, Assert.Single(property.Values)));
    }

    [Theory]
    [InlineData("""{"id":"11111111-2222-3333-4444-555555555555","userDirectory":"DOM","userId":"me","name":"Me"}""")]
    [InlineData("""{"Id":"11111111-2222-3333-4444-555555555555","UserDirectory":"DOM","UserId":"me"}""")]
    [InlineData("\"DOM\\\\me\"")]
    public void An_owner_is_read_in_every_form(string owner)
    {
        Read($$"""{"owner":{{owner}}}""", out var state);

        Assert.Equal(@"DOM\me", state.Owner!.ToString());
    }

    [Theory]
    [InlineData("""{"customProperties":[{"definition":"@{id=1; name=p}","value":"v"}]}""")]
    [InlineData("""{"tags":"System.Object[]"}""")]
    [InlineData("""{"tags":["@{id=1; name=a}"]}""")]
    [InlineData("""{"owner":"@{id=1; userDirectory=DOM; userId=me}"}""")]
    [InlineData("""{"username":"System.Collections.Hashtable"}""")]
    public void What_was_cut_at_a_depth_is_said_to_be(string fields)
    {
        var refusal = Assert.Throws<InputException>(() => Read(fields, out _));

        Assert.Equal("DataConnectionJsonCut", refusal.ErrorId);
        Assert.Contains("-Depth 10", refusal.RecommendedAction);
    }

    [Theory]
    [InlineData("""{"password":"System.Security.SecureString"}""")]
    [InlineData("""{"password":{"Length":12}}""")]
    [InlineData("""{"password":null}""")]
    public void A_secret_that_was_kept_is_no_password(string fields) => Assert.Null(Read(fields, out _).Password);

    [Theory]
    [InlineData("Verk\uFFFDufe", "C:\\")]
    [InlineData("n", "C:\\K\uFFFDln")]
    public void A_character_lost_in_reading_is_refused(string name, string connectionString)
    {
        var connection = new NewDataConnection
        {
            Name = name,
            ConnectionString = connectionString,
            Type = "folder",
        };

        Assert.Equal("DataConnectionEncodingWrong", Assert.Throws<InputException>(connection.Check).ErrorId);
    }

    [Theory]
    [InlineData("CUSTOM CONNECT TO 'provider=QvOdbcConnectorPackage.exe;server=a;'", true)]
    [InlineData("CUSTOM CONNECT TO \"provider=QvOdbcConnectorPackage.exe;server=a;\"", true)]
    [InlineData(" CUSTOM CONNECT TO \"provider=QvOdbcConnectorPackage.exe;server=a;\"", false)]
    [InlineData("CUSTOM CONNECT TO 'provider=QvOdbcConnectorPackage.exe;server=a;\"", false)]
    [InlineData("provider=QvOdbcConnectorPackage.exe;server=a;", false)]
    [InlineData("LIB CONNECT TO 'x'", false)]
    public void The_string_of_a_connector_has_one_form_at_every_door(string text, bool isSound)
    {
        var connection = new NewDataConnection
        {
            Name = "n",
            ConnectionString = text,
            Type = "QvOdbcConnectorPackage.exe",
        };

        if (isSound)
        {
            connection.Check();
            var changed = QlikConnectionString.Parse(text).With("server", "b").ToString();
            Assert.Equal(text.Replace("server=a", "server=b"), changed);
        }
        else
        {
            Assert.EndsWith("Invalid", Assert.Throws<InputException>(connection.Check).ErrorId);
        }
    }

    [Fact]
    public void Another_provider_than_the_type_is_worth_a_warning_and_no_more()
    {
        var connection = new NewDataConnection
        {
            Name = "n",
            ConnectionString = "CUSTOM CONNECT TO \"provider=QvWebConnectorPackage.exe;sourceType=File_AmazonS3ConnectorV2;\"",
            Type = "QvWebStorageProviderConnectorPackage.exe",
        };

        connection.Check();

        Assert.Contains("QvWebConnectorPackage.exe", connection.Warning);
    }

    private static NewDataConnection Read(string fields, out DataConnectionState names) =>
        DataConnectionDocument.Parse(
            string.Concat("""{"name":"n","connectionstring":"C:\\","type":"folder",""", fields.TrimStart('{')),
            out names
        );
}
