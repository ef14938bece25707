using System.Security;
using System.Text;
using System.Text.Json;
using QlikSnowflake.Errors;
using QlikSnowflake.Qrs;
using QlikSnowflake.Qrs.Connections;
using QlikSnowflake.Tests.Support;

namespace QlikSnowflake.Tests.Qrs.Connections;

public sealed class DataConnectionEditTests
{
    // Odd spacing, a field nobody knows, and a date whose digits a parser would lose.
    private const string Received = """
        { "id" : "0b544c3a-c8cb-4808-a01b-0c1e5a777ada",  "modifiedDate":"2025-06-13T13:29:39.610Z","futureField":{"a":[1, 2 ]},
          "name":"SF","connectionstring":"CUSTOM CONNECT TO \"provider=P.exe;driver=snowflake;warehouse=W;role=R;\"","type":"P.exe",
          "username":"u","password":"geh\u0065im","logOn":1.0e0,"tags":[{"id":"7034428e-a35b-43a7-8349-f7758fe2da7b","name":"a","privileges":null}],
          "customProperties":[{"id":"11111111-1111-1111-1111-111111111111","value":"x","definition":{"id":"22222222-2222-2222-2222-222222222222","name":"P"}}] }
        """;

    private static readonly Guid TagA = new("7034428e-a35b-43a7-8349-f7758fe2da7b");
    private static readonly Guid TagB = new("be3ee951-4c98-498a-8c70-59b45055a340");
    private static readonly Guid Property = new("22222222-2222-2222-2222-222222222222");

    [Fact]
    public void Only_the_changed_field_differs_in_the_body()
    {
        var body = Apply(new DataConnectionChange { ConnectionProperties = [new("warehouse", "W2")] });

        Assert.Equal(
            Received.Replace("\"CUSTOM CONNECT TO \\\"provider=P.exe;driver=snowflake;warehouse=W;role=R;\\\"\"", "@"),
            body!.Replace(Value(body, "connectionstring"), "@")
        );
        Assert.Equal(
            "CUSTOM CONNECT TO \"provider=P.exe;driver=snowflake;warehouse=W2;role=R;\"",
            Read(body, "connectionstring").GetString()
        );
    }

    [Fact]
    public void A_password_that_was_absent_stays_absent()
    {
        var received = Received.Replace("\"password\":\"geh\\u0065im\",", string.Empty);

        var body = Encoding.UTF8.GetString(
            DataConnectionEdit.Apply(Encoding.UTF8.GetBytes(received), new DataConnectionChange { Name = "N" })!
        );

        Assert.DoesNotContain("password", body);
    }

    [Fact]
    public void A_password_that_was_absent_can_be_given()
    {
        var received = Received.Replace("\"password\":\"geh\\u0065im\",", string.Empty);

        var body = Encoding.UTF8.GetString(
            DataConnectionEdit.Apply(
                Encoding.UTF8.GetBytes(received),
                new DataConnectionChange { Password = "n\"e\u00fc".Secret() }
            )!
        );

        Assert.Equal("n\"e\u00fc", Read(body, "password").GetString());
    }

    [Fact]
    public void Credentials_are_cleared_by_empty_texts()
    {
        var body = Apply(new DataConnectionChange { UserName = string.Empty, Password = new SecureString() });

        Assert.Equal(string.Empty, Read(body!, "username").GetString());
        Assert.Equal(string.Empty, Read(body!, "password").GetString());
    }

    public static TheoryData<string> SameAgain => ["name", "key", "password", "tags", "property", "number"];

    [Theory]
    [MemberData(nameof(SameAgain))]
    public void What_is_so_already_needs_no_request(string what) =>
        Assert.Null(
            Apply(
                what switch
                {
                    "name" => new DataConnectionChange { Name = "SF" },
                    "key" => new DataConnectionChange { ConnectionProperties = [new("WAREHOUSE", "W"), new("nothing", null)] },
                    "password" => new DataConnectionChange { Password = "geheim".Secret() },
                    "tags" => new DataConnectionChange
                    {
                        TagIds = [TagA],
                        AddedTagIds = [TagA],
                        RemovedTagIds = [TagB],
                    },
                    "property" => new DataConnectionChange { CustomProperties = [Values("x")] },
                    _ => new DataConnectionChange { Type = "P.exe" },
                }
            )
        );

    [Fact]
    public void Tags_are_added_and_taken_away_by_id()
    {
        Assert.Equal([TagA, TagB], Ids(Apply(new DataConnectionChange { AddedTagIds = [TagB] })));
        Assert.Equal([TagB], Ids(Apply(new DataConnectionChange { AddedTagIds = [TagB], RemovedTagIds = [TagA] })));
        Assert.Empty(Ids(Apply(new DataConnectionChange { TagIds = [] })));
    }

    [Fact]
    public void Values_of_a_property_are_replaced_and_those_that_stay_keep_their_ids()
    {
        var body = Apply(new DataConnectionChange { CustomProperties = [Values("x", "y")] })!;

        var entries = Read(body, "customProperties").EnumerateArray().ToList();
        Assert.Equal(["x", "y"], entries.Select(e => e.GetProperty("value").GetString()));
        Assert.Equal("11111111-1111-1111-1111-111111111111", entries[0].GetProperty("id").GetString());
        Assert.Equal(Property, entries[1].GetProperty("definition").GetProperty("id").GetGuid());
    }

    [Fact]
    public void A_key_pair_is_refused_for_what_is_not_Snowflake()
    {
        var received = Encoding.UTF8.GetBytes(Received.Replace("driver=snowflake", "driver=postgres"));

        var refusal = Assert.Throws<InputException>(() =>
            DataConnectionEdit.Apply(received, SnowflakeDataConnection.ToKeyPair(new DataConnectionChange(), "k".Secret()))
        );

        Assert.Equal("DataConnectionNotSnowflake", refusal.ErrorId);
    }

    [Fact]
    public void A_type_need_not_be_the_provider_that_the_string_names() =>
        Assert.Contains("Other.exe", Apply(new DataConnectionChange { Type = "Other.exe" }));

    private static string? Apply(DataConnectionChange change) =>
        DataConnectionEdit.Apply(Encoding.UTF8.GetBytes(Received), change) is { } body ? Encoding.UTF8.GetString(body) : null;

    private static JsonElement Read(string body, string field) => JsonDocument.Parse(body).RootElement.GetProperty(field);

    private static string Value(string body, string field) => Read(body, field).GetRawText();

    private static IEnumerable<Guid> Ids(string? body) =>
        Read(body!, "tags").EnumerateArray().Select(t => t.GetProperty("id").GetGuid());

    private static CustomPropertyValues Values(params string[] values) => new("P", values) { Definition = Property };
}
