using QlikSnowflake.Errors;
using QlikSnowflake.Snowflake;
using QlikSnowflake.Tests.Support;

namespace QlikSnowflake.Tests.Snowflake;

public sealed class SnowflakeRefusalsTests
{
    [Fact]
    public void A_refused_login_names_the_query_that_gives_the_reason()
    {
        var refusal = SnowflakeRefusals.Of(
            Replies.Of(401, """{"code":"390144","message":"JWT token is invalid. [ad03bb1a-2b3c-4d5e-8f90-0123456789ab]"}""")
        );

        Assert.Equal(
            ("SnowflakeLoginFailed", FailureKind.Authentication, 401, "390144"),
            (refusal.ErrorId, refusal.Kind, refusal.StatusCode, refusal.Code)
        );
        Assert.Contains(
            "SELECT SYSTEM$GET_LOGIN_FAILURE_DETAILS('ad03bb1a-2b3c-4d5e-8f90-0123456789ab')",
            refusal.RecommendedAction
        );
        Assert.DoesNotContain("clock", refusal.RecommendedAction);
    }

    [Fact]
    public void A_refused_login_without_an_id_names_no_query()
    {
        var refusal = SnowflakeRefusals.Of(
            Replies.Of(401, """{"code":"390144","message":"JWT token is invalid. ['); DROP TABLE x;--]"}""")
        );

        Assert.DoesNotContain("GET_LOGIN_FAILURE_DETAILS", refusal.RecommendedAction);
    }

    [Theory]
    [InlineData(120)]
    [InlineData(-120)]
    public void A_refused_login_tells_of_clocks_that_differ(int seconds)
    {
        var refusal = SnowflakeRefusals.Of(Replies.Of(401, "{}", date: DateTimeOffset.UtcNow.AddSeconds(seconds)));

        Assert.Contains("clock differs", refusal.RecommendedAction);
    }

    [Theory]
    [InlineData("001003", "SqlSyntaxError", FailureKind.InvalidArgument)]
    [InlineData("000904", "SqlInvalidIdentifier", FailureKind.InvalidArgument)]
    [InlineData("002003", "SqlObjectNotFound", FailureKind.NotFound)]
    [InlineData("003001", "SqlAccessDenied", FailureKind.Permission)]
    [InlineData("000606", "NoWarehouse", FailureKind.InvalidArgument)]
    [InlineData("000604", "StatementCanceled", FailureKind.Service)]
    [InlineData("000630", "StatementTimeout", FailureKind.Timeout)]
    [InlineData("000008", "StatementCountMismatch", FailureKind.InvalidArgument)]
    [InlineData("000709", "StatementNotFound", FailureKind.NotFound)]
    [InlineData("390189", "RoleNotGranted", FailureKind.Permission)]
    [InlineData("123456", "SqlFailed", FailureKind.Service)]
    public void A_failed_statement_keeps_Snowflakes_words_and_has_an_id_by_its_code(string code, string errorId, FailureKind kind)
    {
        var refusal = SnowflakeRefusals.Of(
            Replies.Of(
                422,
                $$"""{"code":"{{code}}","message":"SQL compilation error: at 'x'","sqlState":"42000","statementHandle":"01b6"}"""
            )
        );

        Assert.Equal(
            (errorId, kind, code, "42000", "01b6", 422),
            (refusal.ErrorId, refusal.Kind, refusal.Code, refusal.SqlState, refusal.StatementHandle, refusal.StatusCode)
        );
        Assert.Contains("SQL compilation error: at 'x'", refusal.Message);
        Assert.NotEmpty(refusal.RecommendedAction!);
    }

    [Theory]
    [InlineData(400, "SnowflakeRequestFailed", FailureKind.Service)]
    [InlineData(403, "SnowflakeForbidden", FailureKind.Permission)]
    [InlineData(404, "StatementNotFound", FailureKind.NotFound)]
    [InlineData(405, "SnowflakeRequestFailed", FailureKind.Service)]
    [InlineData(408, "StatementTimeout", FailureKind.Timeout)]
    [InlineData(429, "TooManyRequests", FailureKind.Limit)]
    [InlineData(503, "SnowflakeRequestFailed", FailureKind.Service)]
    public void Every_status_has_its_id(int status, string errorId, FailureKind kind)
    {
        var refusal = SnowflakeRefusals.Of(Replies.Of(status, string.Empty));

        Assert.Equal((errorId, kind, status), (refusal.ErrorId, refusal.Kind, refusal.StatusCode));
        Assert.Contains("(empty reply)", refusal.Message);
    }

    [Fact]
    public void A_web_page_is_quoted_on_one_line_up_to_500_characters()
    {
        var page = "<html>\r\n  <body>\tSign in\r\n" + new string('x', 2000) + "</body>";

        var refusal = SnowflakeRefusals.Of(Replies.Of(502, page, "text/html"));

        var quote = refusal.Message.Substring(refusal.Message.IndexOf("<html>", StringComparison.Ordinal));
        Assert.StartsWith("<html> <body> Sign in xxx", quote);
        Assert.EndsWith("x…", quote);
        Assert.Equal(501, quote.Length);
    }

    [Fact]
    public void JSON_of_another_shape_is_quoted() =>
        Assert.Contains("[1,2]", SnowflakeRefusals.Of(Replies.Of(500, "[1,2]")).Message);
}
