using System.Text;
using System.Text.Json;
using QlikSnowflake.Errors;
using QlikSnowflake.Qrs;
using QlikSnowflake.Qrs.Connections;
using QlikSnowflake.Tests.Support;

namespace QlikSnowflake.Tests.Qrs;

/// <summary>Texts that would mean something else where they are put, if they were put there as they are.</summary>
public sealed class InjectionTests
{
    public static TheoryData<string> Texts =>
        [
            "it's",
            "' or name ne '",
            "\\' or 1 eq 1",
            "\\",
            "back\\slash'",
            "\"quoted\"",
            "a;b",
            "a=b",
            "100%",
            "%27",
            "a#b",
            "a&b=c",
            "a?b",
            "a+b",
            "a b",
            "a\rb",
            "a\nb",
            "a\r\nX-Qlik-User: UserDirectory=internal; UserId=sa_repository",
            "a\0b",
            "a\tb",
            "Z\u00fcrich",
            "\u4e2d\u6587",
            "\ud83d\ude00",
            "\u2028",
            "*",
            "[x]",
            "a`*b",
        ];

    [Theory]
    [MemberData(nameof(Texts))]
    public void A_value_in_a_filter_stays_a_value(string text)
    {
        try
        {
            var filter = QrsFilter.Equal("name", text);

            Assert.Equal(text, ReadOnlyLiteral(filter.Substring("name eq ".Length)));
        }
        catch (InputException e)
        {
            Assert.Equal("FilterValueInvalid", e.ErrorId);
            Assert.Contains(text, char.IsControl);
        }
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public void A_wildcard_in_a_filter_never_closes_its_quote(string text)
    {
        try
        {
            var filter = QrsFilter.Like("name", text + "*");

            if (filter is not null)
                Assert.All(
                    filter
                        .Split([" and ", " or "], StringSplitOptions.None)
                        .Where(_ => text.IndexOf(" and ", StringComparison.Ordinal) < 0)
                        .Where(_ => text.IndexOf(" or ", StringComparison.Ordinal) < 0),
                    term => ReadOnlyLiteral(term.Substring(term.IndexOf('\'')).TrimEnd(')'))
                );
        }
        catch (InputException e)
        {
            Assert.Equal("FilterValueInvalid", e.ErrorId);
        }
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public void A_value_of_a_connection_string_stays_a_value(string text)
    {
        var before = QlikConnectionString.Parse("CUSTOM CONNECT TO \"provider=p;role=r;driver=d;\"");
        try
        {
            var after = QlikConnectionString.Parse(before.With("role", text).ToString());

            Assert.Equal(text, after["role"]);
            Assert.Equal(3, after.GetItems().Count);
        }
        catch (InputException e)
        {
            Assert.Equal("ConnectionStringInvalid", e.ErrorId);
            Assert.Contains(text, c => c is '"' or ';' or '\r' or '\n' or '\0');
        }
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public void A_name_in_a_body_stays_a_name(string text)
    {
        var received = Encoding.UTF8.GetBytes(
            "{\"name\":\"old\",\"connectionstring\":\"c:\\\\x\",\"type\":\"folder\",\"modifiedDate\":\"2025-01-01T00:00:00.000Z\"}"
        );

        var body = DataConnectionEdit.Apply(received, new DataConnectionChange { Name = text })!;

        using var json = JsonDocument.Parse(body);
        Assert.Equal(text, json.RootElement.GetProperty("name").GetString());
        Assert.Equal(4, json.RootElement.EnumerateObject().Count());
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public void A_user_to_act_as_stays_one_user(string text)
    {
        using var message = new HttpRequestMessage();
        message.Headers.Add("X-Qlik-User", QrsSession.UserHeader(text, "b" + text));

        // A reader splits at semicolon and equals sign, then decodes.
        var parts = Assert.Single(message.Headers.GetValues("X-Qlik-User")).Split(';').Select(p => p.Trim().Split('=')).ToList();
        Assert.All(parts, part => Assert.Equal(2, part.Length));
        Assert.Equal(["UserDirectory", "UserId"], parts.Select(p => p[0]));
        Assert.Equal([text, "b" + text], parts.Select(p => Uri.UnescapeDataString(p[1])));
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public void A_user_in_a_filter_stays_a_value(string text)
    {
        try
        {
            var filter = new QrsUserName("D" + text, text).ToFilter("owner.");

            var id = filter.Length - filter.LastIndexOf(" and owner.userId eq ", StringComparison.Ordinal);
            Assert.Equal(
                "D" + text,
                ReadOnlyLiteral(
                    filter.Substring("owner.userDirectory eq ".Length, filter.Length - id - "owner.userDirectory eq ".Length)
                )
            );
            Assert.Equal(text, ReadOnlyLiteral(filter.Substring(filter.Length - id + " and owner.userId eq ".Length)));
        }
        catch (InputException e)
        {
            Assert.Equal("FilterValueInvalid", e.ErrorId);
            Assert.Contains(text, char.IsControl);
        }
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public void A_user_of_a_header_login_cannot_end_the_header(string text)
    {
        var login = QrsProxyLogin.Header("X-User", text);
        try
        {
            login.Check();
        }
        catch (InputException e)
        {
            Assert.Equal("HeaderValueInvalid", e.ErrorId);
            return;
        }

        using var message = new HttpRequestMessage();
        login.Sign(message);
        Assert.Equal(text, Assert.Single(message.Headers.GetValues("X-User")));
        Assert.Single(message.Headers);
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public void A_path_leads_nowhere_but_below_qrs(string text)
    {
        try
        {
            var path = QrsResource.Parse("app/" + text);

            var address = new Uri(new Uri("https://host/qrs/"), path);
            Assert.StartsWith("/qrs/app/", address.AbsolutePath);
            Assert.Empty(address.Query);
            Assert.Empty(address.Fragment);
        }
        catch (InputException e)
        {
            Assert.Equal("QrsPathInvalid", e.ErrorId);
        }
    }

    [Theory]
    [InlineData("../x")]
    [InlineData("app/../../x")]
    [InlineData("//host/x")]
    [InlineData("https://host/x")]
    [InlineData("app\\x")]
    [InlineData("app/%2e%2e/x")]
    [InlineData("")]
    [InlineData("/")]
    public void A_path_that_leads_away_is_refused(string path) =>
        Assert.Equal("QrsPathInvalid", Assert.Throws<InputException>(() => QrsResource.Parse(path)).ErrorId);

    [Theory]
    [InlineData("/qrs/app/full", "app/full")]
    [InlineData("app", "app")]
    [InlineData("QRS/app", "app")]
    public void A_path_can_be_given_with_what_all_have_in_common(string path, string read) =>
        Assert.Equal(read, QrsResource.Parse(path));

    [Theory]
    [InlineData("a b", "SessionCookieInvalid")]
    [InlineData("a;b", "SessionCookieInvalid")]
    [InlineData("a\r\nb", "SessionCookieInvalid")]
    [InlineData("", "SessionCookieInvalid")]
    public void A_cookie_that_would_be_two_is_refused(string value, string id) =>
        Assert.Equal(id, Assert.Throws<InputException>(() => QrsProxyLogin.SessionCookie(null, value.Secret()).Check()).ErrorId);

    [Theory]
    [InlineData("Host")]
    [InlineData("cookie")]
    [InlineData("X-Qlik-Xrfkey")]
    [InlineData("a b")]
    [InlineData("a:b")]
    [InlineData("a\nb")]
    [InlineData("")]
    public void A_header_that_means_something_else_is_refused(string name) =>
        Assert.Equal("HeaderNameInvalid", Assert.Throws<InputException>(() => QrsProxyLogin.Header(name, "x").Check()).ErrorId);

    // What a reader of the filter's language makes of it: a backslash takes the next character as it is.
    private static string ReadOnlyLiteral(string literal)
    {
        Assert.StartsWith("'", literal);
        var text = new StringBuilder();
        var at = 1;
        for (; at < literal.Length && literal[at] != '\''; at++)
        {
            if (literal[at] == '\\')
                at++;
            text.Append(literal[at]);
        }

        Assert.Equal(literal.Length - 1, at);
        return text.ToString();
    }
}
