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
    [InlineData("contexts:\n  a: |\n    secret-word")]
    [InlineData("contexts:\n  - secret-word")]
    [InlineData("contexts:\n  a: [secret-word]")]
    [InlineData("contexts:\n  a: \"secret-word")]
    [InlineData("contexts:\n  a: 'secret-word' more")]
    [InlineData("contexts:\n  a: *secret-word")]
    [InlineData("contexts:\n    a: b\n  secret-word: d")]
    [InlineData("contexts:\n  a: b\n  a: secret-word")]
    [InlineData("contexts:\n  a: \"\\q secret-word\"")]
    [InlineData("secret-word")]
    public void Refuses_the_rest_of_yaml_without_quoting_it(string text)
    {
        using var folder = new TempFolder();
        var contexts = Contexts(folder, text);
        var refused = Assert.Throws<InputException>(() => contexts.Read("a"));
        Assert.Equal("ContextFileInvalid", refused.ErrorId);
        Assert.DoesNotContain("secret-word", refused.ToString(), StringComparison.Ordinal);
        Assert.Empty(contexts.Names());
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
