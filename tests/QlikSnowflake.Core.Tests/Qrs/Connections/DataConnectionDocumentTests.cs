using System.Text.Json;
using QlikSnowflake.Errors;
using QlikSnowflake.Qrs;
using QlikSnowflake.Qrs.Connections;
using QlikSnowflake.Tests.Support;

namespace QlikSnowflake.Tests.Qrs.Connections;

public sealed class DataConnectionDocumentTests
{
    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    public void The_articles_GET_result_is_refused_for_its_doubled_quote(string lineEnd)
    {
        var refusal = Refuse(ArticleSamples.Get.Replace("\n", lineEnd));

        Assert.Contains(
            $"line {ArticleSamples.LineOf(ArticleSamples.Get, "\"connectionstring\"")} (connectionstring)",
            refusal.Message
        );
        Assert.Contains("doubled quote at column 21", refusal.Message);
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    public void The_articles_POST_body_is_refused_for_its_broken_line(string lineEnd)
    {
        var refusal = Refuse(ArticleSamples.Post.Replace("\n", lineEnd));

        Assert.Contains(
            $"line {ArticleSamples.LineOf(ArticleSamples.Post, "\"connectionstring\"")} (connectionstring)",
            refusal.Message
        );
        Assert.Contains("broken over two lines", refusal.Message);
    }

    [Fact]
    public void The_articles_comment_is_named_once_the_rest_is_repaired()
    {
        var sample = ArticleSamples.Get.Replace("\"\"CUSTOM", "\"CUSTOM").Replace("po\nrt", "port").Replace("fa\nlse", "false");

        var refusal = Refuse(sample);

        Assert.Contains($"line {ArticleSamples.LineOf(sample, "//see")}", refusal.Message);
        Assert.Contains("comment", refusal.Message);
    }

    [Fact]
    public void A_sound_document_makes_a_second_connection()
    {
        var connection = DataConnectionDocument.Parse(ArticleSamples.Repaired);
        connection.Check();

        Assert.Equal("Snowflake_no_encrypted (domain_qvservice)", connection.Name);
        Assert.Equal("QvOdbcConnectorPackage.exe", connection.Type);
        Assert.Equal("snowflake_jwt", QlikConnectionString.Parse(connection.ConnectionString)["authenticator"]);
        Assert.Equal("jmxxxxx", connection.UserName);
        Assert.StartsWith("PRIV_KEY_FILE%2rsa_key.p8%%2", connection.Password!.Reveal());
        Assert.Equal(DataConnectionLogOn.CurrentUser, connection.LogOn);
        Assert.Equal(new Guid("874751d5-61f2-411a-bba2-147c68581471"), connection.OwnerId);
    }

    [Fact]
    public void What_belongs_to_the_original_alone_is_not_sent()
    {
        using var body = JsonDocument.Parse(DataConnectionJson.WriteNew(DataConnectionDocument.Parse(ArticleSamples.Repaired)));

        Assert.DoesNotContain(
            body.RootElement.EnumerateObject(),
            p =>
                p.Name
                    is "id"
                        or "createdDate"
                        or "modifiedDate"
                        or "modifiedByUserName"
                        or "engineObjectId"
                        or "schemaPath"
                        or "privileges"
        );
        Assert.DoesNotContain("400af54c", body.RootElement.GetRawText());
        Assert.Equal("{\"id\":\"874751d5-61f2-411a-bba2-147c68581471\"}", body.RootElement.GetProperty("owner").GetRawText());
    }

    [Fact]
    public void Tags_and_custom_properties_are_carried_by_their_ids()
    {
        var connection = DataConnectionDocument.Parse(
            """
            {"name":"n","connectionstring":"c","type":"folder","tags":[{"id":"874751d5-61f2-411a-bba2-147c68581471","name":"t"}],
             "customProperties":[{"value":"V","definition":{"id":"400af54c-9913-4e49-90fb-d6e9fecbe3f6","name":"P"}}]}
            """
        );

        Assert.Equal([new Guid("874751d5-61f2-411a-bba2-147c68581471")], connection.TagIds);
        var property = Assert.Single(connection.CustomProperties);
        Assert.Equal(new Guid("400af54c-9913-4e49-90fb-d6e9fecbe3f6"), property.Definition);
        Assert.Equal(["V"], property.Values);
    }

    [Fact]
    public void Owner_tags_and_custom_properties_are_told_by_their_names_too()
    {
        DataConnectionDocument.Parse(
            """
            {"name":"n","connectionstring":"c","type":"folder","owner":{"id":"874751d5-61f2-411a-bba2-147c68581471","userDirectory":"D","userId":"o"},
             "tags":[{"id":"874751d5-61f2-411a-bba2-147c68581471","name":"t"}],
             "customProperties":[{"value":"V","definition":{"id":"400af54c-9913-4e49-90fb-d6e9fecbe3f6","name":"P"}},{"value":"W","definition":{"id":"400af54c-9913-4e49-90fb-d6e9fecbe3f6","name":"P"}}]}
            """,
            out var names
        );

        Assert.Equal(new QrsUserName("D", "o"), names.Owner);
        Assert.Equal(["t"], names.Tags!);
        var property = Assert.Single(names.CustomProperties);
        Assert.Equal("P", property.Name);
        Assert.Equal(["V", "W"], property.Values);
    }

    [Fact]
    public void Where_it_has_ids_only_no_name_is_told()
    {
        DataConnectionDocument.Parse(
            """
            {"name":"n","connectionstring":"c","type":"folder","owner":{"id":"874751d5-61f2-411a-bba2-147c68581471"},
             "tags":[{"id":"874751d5-61f2-411a-bba2-147c68581471"}],"customProperties":[{"value":"V","definition":{"id":"400af54c-9913-4e49-90fb-d6e9fecbe3f6"}}]}
            """,
            out var names
        );

        Assert.Null(names.Owner);
        Assert.Null(names.Tags);
        Assert.Empty(names.CustomProperties);
    }

    [Theory]
    [InlineData("[]", "not one object")]
    [InlineData("\"text\"", "not one object")]
    [InlineData("{}", "name")]
    [InlineData("""{"name":"","connectionstring":"c","type":"folder"}""", "name")]
    [InlineData("""{"name":"n","type":"folder"}""", "connectionstring")]
    [InlineData("""{"name":"n","connectionstring":"c"}""", "type")]
    [InlineData("""{"name":5,"connectionstring":"c","type":"folder"}""", "name is not a text")]
    [InlineData("""{"name":"n","connectionstring":"c","type":"folder","logOn":2}""", "logOn")]
    [InlineData("""{"name":"n","connectionstring":"c","type":"folder","logOn":"LOG_ON_NOBODY"}""", "LOG_ON_CURRENT_USER")]
    [InlineData("""{"name":"n","connectionstring":"c","type":"folder","architecture":3}""", "architecture")]
    [InlineData("""{"name":"n","connectionstring":"c","type":"folder","tags":[{"x":"t"}]}""", "tags")]
    [InlineData("""{"name":"n","connectionstring":"c","type":"folder","tags":7}""", "tags is not a list")]
    [InlineData(
        """{"name":"n","connectionstring":"c","type":"folder","customProperties":{"P":"V"}}""",
        "customProperties has no definition"
    )]
    [InlineData("""{"name":"n","connectionstring":"c","type":"folder","customProperties":[{"value":"V"}]}""", "customProperties")]
    [InlineData(
        """{"name":"n","connectionstring":"c","type":"folder","customProperties":[{"value":"V","definition":{}}]}""",
        "customProperties"
    )]
    public void A_document_without_what_it_needs_is_refused(string json, string why) =>
        Assert.Contains(why, Refuse(json).Message);

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{\"name\":\"n\",}")]
    [InlineData("{\"name\":\"n\"} x")]
    [InlineData("{'name':'n'}")]
    [InlineData("hello")]
    [InlineData("{\"é\":\"日本\",\"name\":x}")]
    public void What_is_no_JSON_is_refused_with_its_line(string json) => Assert.Contains("line 1", Refuse(json).Message);

    [Fact]
    public void A_connection_string_damaged_inside_sound_JSON_is_refused()
    {
        var refusal = Assert.Throws<InputException>(() =>
            DataConnectionDocument.Parse(
                """{"name":"n","connectionstring":"CUSTOM CONNECT TO \"provider=a;po\nrt=443;\"","type":"a"}"""
            )
        );

        Assert.Equal("ConnectionStringInvalid", refusal.ErrorId);
    }

    [Fact]
    public void A_refusal_does_not_show_the_password()
    {
        var sample = ArticleSamples.Repaired.Replace("\"logOn\":  1", "\"logOn\":  x");

        Assert.DoesNotContain("LS0t", Refuse(sample).ToString());
    }

    private static InputException Refuse(string json)
    {
        var refusal = Assert.Throws<InputException>(() => DataConnectionDocument.Parse(json));
        Assert.Equal("DataConnectionJsonInvalid", refusal.ErrorId);
        return refusal;
    }
}
