using QlikSnowflake.Errors;
using QlikSnowflake.Http;
using QlikSnowflake.Qrs;
using QlikSnowflake.Tests.Support;

namespace QlikSnowflake.Tests.Qrs;

public sealed class QrsRefusalsTests
{
    [Theory]
    [InlineData(400, "QrsRequestInvalid", FailureKind.InvalidArgument)]
    [InlineData(401, "QrsLoginFailed", FailureKind.Authentication)]
    [InlineData(403, "QrsForbidden", FailureKind.Permission)]
    [InlineData(404, "QrsObjectNotFound", FailureKind.NotFound)]
    [InlineData(409, "QrsConflict", FailureKind.Conflict)]
    [InlineData(500, "QrsRequestFailed", FailureKind.Service)]
    public void Every_status_has_its_id_and_quotes_the_repositorys_words(int status, string errorId, FailureKind kind)
    {
        foreach (var body in new[] { "Its own words", "\"Its own words\"", """{"message":"Its own words"}""" })
        {
            var refusal = Of(status, body);

            Assert.Equal((errorId, kind, status), (refusal.ErrorId, refusal.Kind, refusal.StatusCode));
            Assert.EndsWith(": Its own words", refusal.Message);
            Assert.NotEmpty(refusal.RecommendedAction!);
        }
    }

    [Fact]
    public void The_cross_site_check_is_told_from_other_refusals() =>
        Assert.Equal("QrsXrfkeyRefused", Of(403, "XSRF prevention check failed. Possible XSRF discovered.").ErrorId);

    [Fact]
    public void A_refusal_names_the_user_and_the_request()
    {
        var refusal = Of(403, "Forbidden");

        Assert.Contains("GET dataconnection/full", refusal.Message);
        Assert.Contains(@"INTERNAL\me", refusal.Message);
    }

    [Fact]
    public void A_login_page_is_told_from_other_replies_that_make_no_sense()
    {
        Assert.Equal(
            "QrsLoginPage",
            QrsRefusals.NotUnderstood(Replies.Of(200, "<html>Log in", "text/html"), "about", null).ErrorId
        );
        Assert.Equal(
            "ReplyNotUnderstood",
            QrsRefusals.NotUnderstood(Replies.Of(200, "hello", "text/plain"), "about", null).ErrorId
        );
    }

    private static QrsException Of(int status, string body) =>
        QrsRefusals.Of(
            Replies.Of(status, body, "text/plain"),
            new ServiceRequest(HttpMethod.Get, "dataconnection/full"),
            @"INTERNAL\me"
        );
}
