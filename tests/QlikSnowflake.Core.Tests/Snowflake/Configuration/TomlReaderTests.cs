using QlikSnowflake.Errors;
using QlikSnowflake.Snowflake.Configuration;

namespace QlikSnowflake.Tests.Snowflake.Configuration;

public sealed class TomlReaderTests
{
    [Theory]
    [InlineData("k = \"plain\"", "plain")]
    [InlineData("k = 'literal \\n'", "literal \\n")]
    [InlineData("k = 'C:\\Keys\\rsa_key.p8'", "C:\\Keys\\rsa_key.p8")]
    [InlineData("k = \"C:\\\\Keys\\\\rsa_key.p8\"", "C:\\Keys\\rsa_key.p8")]
    [InlineData("k = \"a\\tb\\nc\\r\\b\\f\\\"\\\\\"", "a\tb\nc\r\b\f\"\\")]
    [InlineData("k = \"\\u00e9\\U0001F511\"", "é🔑")]
    [InlineData("k = \"\"\"\none\ntwo\"\"\"", "one\ntwo")]
    [InlineData("k = '''\nfirst 'quoted'\nsecond'''", "first 'quoted'\nsecond")]
    [InlineData("k = \"\"\"a \\\n    b\"\"\"", "a b")]
    [InlineData("k = \"\"\"\"quoted\"\"\"\"", "\"quoted\"")]
    [InlineData("k = \"\"", "")]
    [InlineData("k=\"tight\"#comment", "tight")]
    [InlineData("k = \"has # inside\" # comment", "has # inside")]
    [InlineData("k = 443", "443")]
    [InlineData("k = true # yes", "true")]
    [InlineData("\"k\" = 1", "1")]
    [InlineData("'k' = 1", "1")]
    [InlineData("\uFEFFk = 1", "1")]
    [InlineData("\r\n# first\r\n\tk = 1\r\n", "1")]
    public void A_value_is_read_as_TOML_writes_it(string text, string value) =>
        Assert.Equal(value, TomlReader.Read(text, "f")[""]["K"]);

    [Fact]
    public void Tables_are_found_by_their_dotted_names()
    {
        var tables = TomlReader.Read(
            """
            default_connection_name = "prod"
            [connections.prod]
            account = "a"
            [ connections . "with space" ]
            account = "b"
            [connections."x.y"]
            account = "c"
            [connections]
            dotted.account = "d"
            """,
            "f"
        );

        Assert.Equal("prod", tables[""]["default_connection_name"]);
        Assert.Equal("a", tables["connections.prod"]["account"]);
        Assert.Equal("b", tables["connections.with space"]["account"]);
        Assert.Equal("c", tables["connections.x.y"]["account"]);
        Assert.Equal("d", tables["connections.dotted"]["account"]);
    }

    [Theory]
    [InlineData("[connections]\ndev = {account = \"a-b\", user = 'u', port = 443 } # here")]
    [InlineData("connections.dev = { account=\"a-b\",user=\"u\",port=443}")]
    [InlineData("connections = {dev = { account = \"a-b\", user = \"u\", port = 443 }, other = {}}")]
    public void Inline_tables_are_tables(string text)
    {
        var table = TomlReader.Read(text, "f")["connections.dev"];
        Assert.Equal(("a-b", "u", "443"), (table["account"], table["user"], table["port"]));
    }

    [Theory]
    [InlineData("k = \"C:\\Users\\me\"")]
    [InlineData("k = \"C:\\users\\me\"")]
    [InlineData("k = \"C:\\Keys\\me\"")]
    public void A_Windows_path_in_double_quotes_is_told(string text) =>
        Assert.Contains(
            "Windows path",
            Assert.Throws<InputException>(() => TomlReader.Read(text, "f")).Message,
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData("[1, 2]")]
    [InlineData("[\n  \"a]\", # it's a comment with ] and '\n  'b',\n]")]
    [InlineData("{ a = \"}\", b = [1] }")]
    [InlineData("[[1], [\"x\"]]")]
    public void Arrays_and_inline_tables_are_passed_over(string value)
    {
        var table = TomlReader.Read($"before = 1\nk = {value}\nafter = 2", "f")[""];

        Assert.Equal(["after", "before"], table.Keys.OrderBy(k => k));
    }

    [Theory]
    [InlineData("a = 1\nk = \"s3cret", 2)]
    [InlineData("\n\nk = 's3cret\n", 3)]
    [InlineData("k = \"\"\"s3cret\n\n", 3)]
    [InlineData("k = \"s3cret\\q\"", 1)]
    [InlineData("k = \"C:\\s3cret\"", 1)]
    [InlineData("k = \"s3cret\" s3cret", 1)]
    [InlineData("s3cret", 1)]
    [InlineData("k = ", 1)]
    [InlineData("k", 1)]
    [InlineData("= s3cret", 1)]
    [InlineData("[a", 1)]
    [InlineData("[a]]", 1)]
    [InlineData("[[a]", 1)]
    [InlineData("k = 1\nk = 's3cret'", 2)]
    [InlineData("k = \"\\ud800\"", 1)]
    [InlineData("k = \"\\u12\"", 1)]
    [InlineData("k = \"\\UFFFFFFFF\"", 1)]
    [InlineData("k = [1", 1)]
    [InlineData("k = \"\\", 1)]
    public void What_is_no_TOML_is_refused_with_the_line_and_without_its_text(string text, int line)
    {
        var refusal = Assert.Throws<InputException>(() => TomlReader.Read(text, "/home/me/connections.toml"));

        Assert.Equal("ConnectionFileInvalid", refusal.ErrorId);
        Assert.Contains($"line {line}", refusal.Message);
        Assert.Contains("/home/me/connections.toml", refusal.Message);
        Assert.DoesNotContain("s3cret", refusal.ToString());
    }

    [Fact]
    public void Tables_within_tables_without_end_are_refused() =>
        Assert.Contains(
            "too deeply",
            Assert.Throws<InputException>(() => TomlReader.Read(string.Concat(Enumerable.Repeat("a={", 100_000)), "f")).Message
        );

    [Fact]
    public void Any_text_is_read_or_refused()
    {
        var random = new Random(7);
        const string alphabet = "ab.=[]{}\"'\\#\n\r \t,u0\uFEFF";
        for (var i = 0; i < 20_000; i++)
        {
            var text = new string([
                .. Enumerable.Range(0, random.Next(1, 24)).Select(_ => alphabet[random.Next(alphabet.Length)]),
            ]);
            var failure = Record.Exception(() => TomlReader.Read(text, "f"));
            Assert.True(failure is null or InputException, $"{failure?.GetType()} for {text}");
        }
    }
}
