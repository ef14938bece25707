using QlikSnowflake.Errors;
using QlikSnowflake.QlikCloud.Contexts;
using QlikSnowflake.Tests.Support;

namespace QlikSnowflake.Tests.QlikCloud.Contexts;

/// <summary>Contexts of qlik-cli, and the part of YAML they are written in.</summary>
public class ContextTests
{
    private const string File = """
        # written by qlik-cli
        contexts:
            production:
                comment: "a \"quoted\" comment: yes"
                headers:
                    Authorization: Bearer eyJ.abc.def
                server: https://mytenant.eu.qlikcloud.com/
                server-type: cloud
            'it''s a bot':
                oauth-client-id: 0a1b
                oauth-client-secret: "s\u00e9cret#1"
                server: bot.eu.qlikcloud.com # the first name
            bare:
                server: https://bare.eu.qlikcloud.com
        current-context: production
        """;

    [Fact]
    public void Reads_keys_clients_and_names()
    {
        using var folder = new TempFolder();
        var contexts = Contexts(folder, File);
        Assert.Equal(["production", "it's a bot", "bare"], contexts.Names());
        var key = contexts.Read("production");
        Assert.Equal(("https://mytenant.eu.qlikcloud.com", "eyJ.abc.def"), (key.Tenant, key.ApiKey!.Reveal()));
        var client = contexts.Read("it's a bot");
        Assert.Equal(
            ("bot.eu.qlikcloud.com", "0a1b", "s\u00e9cret#1"),
            (client.Tenant, client.ClientId, client.ClientSecret!.Reveal())
        );
        Assert.Equal("ContextIncomplete", Assert.Throws<InputException>(() => contexts.Read("bare")).ErrorId);
        var missing = Assert.Throws<InputException>(() => contexts.Read("other"));
        Assert.Equal("ContextNotFound", missing.ErrorId);
        Assert.Contains("production", missing.RecommendedAction, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("contexts:\n\t a: b")]
    [InlineData("contexts:\n  a: \"secret-word")]
    [InlineData("contexts:\n  a: 'secret-word' more")]
    [InlineData("contexts:\n  a: *secret-word")]
    [InlineData("contexts:\n    a: b\n  secret-word: d")]
    [InlineData("contexts:\n  a: b\n  a: secret-word")]
    [InlineData("contexts:\n  a: \"\\q secret-word\"")]
    [InlineData("secret-word")]
    public void Refuses_what_is_no_yaml_without_quoting_it(string text)
    {
        using var folder = new TempFolder();
        var contexts = Contexts(folder, text);
        var refused = Assert.Throws<InputException>(() => contexts.Read("a"));
        Assert.Equal("ContextFileInvalid", refused.ErrorId);
        Assert.DoesNotContain("secret-word", refused.ToString(), StringComparison.Ordinal);
        Assert.Empty(contexts.Names());
    }

    [Theory]
    [InlineData("contexts:\n  a: |\n    secret-word")]
    [InlineData("contexts:\n  - secret-word")]
    [InlineData("contexts:\n  a: [secret-word]")]
    [InlineData("contexts: secret-word")]
    public void What_is_no_context_is_none(string text)
    {
        using var folder = new TempFolder();
        var refused = Assert.Throws<InputException>(() => Contexts(folder, text).Read("a"));
        Assert.Equal("ContextNotFound", refused.ErrorId);
        Assert.DoesNotContain("secret-word", refused.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        "comment: words that go on and on until the eightieth column is reached, where they are\n      folded by the writer"
    )]
    [InlineData("comment: |-\n      first line\n\n      third: line")]
    [InlineData("comment: >\n      first line\n      second")]
    [InlineData("comment: \"words that go on \\\n      and on: #\\\"\"")]
    [InlineData("comment: 'words that go on\n\n      and on: it''s long'")]
    [InlineData("comment: &anchor text")]
    [InlineData("tags: [a, {b: c}]")]
    [InlineData("tags:\n    - a\n    - b: c")]
    [InlineData("? comment\n    : text")]
    public void A_value_in_any_form_of_yaml_leaves_the_other_contexts_readable(string entry)
    {
        using var folder = new TempFolder();
        var contexts = Contexts(
            folder,
            "contexts:\n  noted:\n    "
                + entry
                + "\n    server: n.example.com\n    headers: {Authorization: Bearer noted-key}\n"
                + "  plain:\n    server: p.example.com\n    headers: {Authorization: Bearer plain-key}\n"
        );
        Assert.Equal(["noted", "plain"], contexts.Names());
        Assert.Equal("noted-key", contexts.Read("noted").ApiKey!.Reveal());
        Assert.Equal("plain-key", contexts.Read("plain").ApiKey!.Reveal());
    }

    [Theory]
    [InlineData("[")]
    [InlineData("{a: ")]
    [InlineData("- ")]
    public void What_is_nested_beyond_reason_does_not_end_the_process(string opening)
    {
        using var folder = new TempFolder();
        var contexts = Contexts(folder, "contexts: \n " + string.Concat(Enumerable.Repeat(opening, 20_000)));
        Assert.Equal("ContextFileInvalid", Assert.Throws<InputException>(() => contexts.Read("a")).ErrorId);
    }

    [Fact]
    public void An_address_by_http_is_taken_as_https_and_a_client_goes_before_its_last_token()
    {
        using var folder = new TempFolder();
        var context = Contexts(
                folder,
                "contexts:\n  a:\n    server: http://t.example.com/\n    oauth-client-id: id\n    oauth-client-secret: s\n"
                    + "    headers:\n      authorization: Bearer stale\n"
            )
            .Read("a");
        Assert.Equal(("https://t.example.com", "id"), (context.Tenant, context.ClientId));
        Assert.Null(context.ApiKey);
    }

    [Fact]
    public void The_environment_may_name_the_file_itself()
    {
        using var folder = new TempFolder();
        var path = folder.Write("my.yml", File);
        Assert.NotEmpty(new QlikCliContexts(n => n == "QLIK_CLI_USER_HOME_DIR" ? path : null, folder.File("home")).Names());
    }

    [Fact]
    public void Finds_the_file_in_the_folder_that_the_environment_names()
    {
        using var folder = new TempFolder();
        Directory.CreateDirectory(folder.File("elsewhere/.qlik"));
        folder.Write("elsewhere/.qlik/contexts.yml", File);
        Assert.NotEmpty(
            new QlikCliContexts(n => n == "QLIK_CLI_USER_HOME_DIR" ? folder.File("elsewhere") : null, folder.File("home")).Names()
        );
        Assert.Equal(
            "ContextFileUnreadable",
            Assert.Throws<InputException>(() => new QlikCliContexts(_ => null, folder.File("home")).Read("a")).ErrorId
        );
    }

    private static QlikCliContexts Contexts(TempFolder folder, string text)
    {
        Directory.CreateDirectory(folder.File(".qlik"));
        folder.Write(".qlik/contexts.yml", text);
        return new QlikCliContexts(_ => null, folder.Folder);
    }
}
