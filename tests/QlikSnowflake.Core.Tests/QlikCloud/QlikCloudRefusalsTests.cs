using QlikSnowflake.Errors;
using QlikSnowflake.Http;
using QlikSnowflake.QlikCloud;
using QlikSnowflake.Tests.Support;

namespace QlikSnowflake.Tests.QlikCloud;

public sealed class QlikCloudRefusalsTests
{
    [Theory]
    [InlineData("404")]
    [InlineData("\"404\"")]
    public void Errors_are_read_whether_their_status_is_a_number_or_a_text(string status)
    {
        var refusal = Of(
            404,
            $$"""{"errors":[{"code":"USERS-7","title":"Not found","detail":"No such user","status":{{status}}}],"traceId":"000000000000000063a3b0a1c0ffee00"}"""
        );

        Assert.Equal(("QlikCloudObjectNotFound", FailureKind.NotFound, "USERS-7"), (refusal.ErrorId, refusal.Kind, refusal.Code));
        Assert.Equal(
            ("000000000000000063a3b0a1c0ffee00", "000000000000000063a3b0a1c0ffee00"),
            (refusal.TraceId, refusal.RequestId)
        );
        Assert.Equal([new QlikCloudError("USERS-7", "Not found", "No such user", null)], refusal.Errors);
        Assert.Contains("Not found: No such user (USERS-7)", refusal.Message);
    }

    [Fact]
    public void Codes_can_be_numbers()
    {
        var refusal = Of(400, """{"errors":[{"code":4711,"title":"Bad"}]}""");

        Assert.Equal("4711", refusal.Code);
        Assert.Null(refusal.TraceId);
    }

    [Fact]
    public void Every_error_is_reported_with_its_place()
    {
        var refusal = Of(
            400,
            """{"errors":[{"code":"A-1","title":"First","source":{"pointer":"/expiry"}},{"code":"A-2","title":"Second","source":{"parameter":"limit"}},{"title":"Third"}]}"""
        );

        Assert.Equal(["/expiry", "limit", null], refusal.Errors.Select(e => e.Field));
        Assert.Contains("First (A-1) at /expiry; Second (A-2) at limit; Third", refusal.Message);
    }

    [Theory]
    [InlineData("""{"errors":[]}""")]
    [InlineData("""{"errors":"none"}""")]
    [InlineData("""{"errors":[5,[],null]}""")]
    [InlineData("[1]")]
    [InlineData("<html>Authorization Required</html>")]
    public void A_body_of_another_shape_is_quoted(string body)
    {
        var refusal = Of(401, body);

        Assert.Empty(refusal.Errors);
        Assert.Contains(body, refusal.Message);
    }

    [Fact]
    public void An_error_that_is_a_text_is_quoted_among_the_others()
    {
        var refusal = Of(401, """{"errors":[5,"No such key",{"title":"Expired"}]}""");

        Assert.Equal(["No such key", "Expired"], refusal.Errors.Select(e => e.Title));
        Assert.Contains("No such key; Expired", refusal.Message);
    }

    [Fact]
    public void Odd_fields_of_an_error_are_passed_over()
    {
        var refusal = Of(400, """{"errors":[{"code":null,"title":5,"detail":{},"source":"x"}],"traceId":7}""");

        Assert.Equal([new QlikCloudError(null, null, null, null)], refusal.Errors);
        Assert.Null(refusal.TraceId);
    }

    [Theory]
    [InlineData(400, "QlikCloudRequestInvalid", FailureKind.InvalidArgument)]
    [InlineData(401, "QlikCloudLoginFailed", FailureKind.Authentication)]
    [InlineData(403, "QlikCloudForbidden", FailureKind.Permission)]
    [InlineData(404, "QlikCloudObjectNotFound", FailureKind.NotFound)]
    [InlineData(409, "QlikCloudConflict", FailureKind.Conflict)]
    [InlineData(429, "QlikCloudRateLimited", FailureKind.Limit)]
    [InlineData(500, "QlikCloudRequestFailed", FailureKind.Service)]
    public void Every_status_has_its_id_with_an_empty_body_too(int status, string errorId, FailureKind kind)
    {
        var refusal = Of(status, string.Empty);

        Assert.Equal((errorId, kind, status), (refusal.ErrorId, refusal.Kind, refusal.StatusCode));
        Assert.NotEmpty(refusal.RecommendedAction!);
    }

    [Theory]
    [InlineData("POST", "api-keys", "Manage API keys", "limit of active keys")]
    [InlineData("GET", "api-keys", "TenantAdmin", "Manage API keys")]
    [InlineData("DELETE", "api-keys/k1", "TenantAdmin", "Manage API keys")]
    [InlineData("GET", "api-keys/configs/t1", "TenantAdmin", "policy")]
    [InlineData("PATCH", "api-keys/configs/t1", "TenantAdmin", "policy")]
    [InlineData("PATCH", "users/u1", "TenantAdmin", "group")]
    [InlineData("GET", "roles", "TenantAdmin", "group")]
    [InlineData("PUT", "data-connections/c1", "space", "personal")]
    [InlineData("GET", "spaces", "roles", "allow")]
    public void A_403_advises_what_is_missing_for_what_was_asked(string method, string path, string missing, string also)
    {
        var advice = QlikCloudRefusals
            .Of(Replies.Of(403, "{}"), new ServiceRequest(new HttpMethod(method), path))
            .RecommendedAction;

        Assert.Contains(missing, advice);
        Assert.Contains(also, advice);
        Assert.Equal(path.StartsWith("api-keys/configs", StringComparison.Ordinal), advice!.Contains("policy"));
    }

    [Theory]
    [InlineData(400, """{"error":"invalid_scope"}""", "invalid_scope", "invalid_scope")]
    [InlineData(
        401,
        """{"error":"invalid_client","error_description":"The client is not known.","error_uri":"https://x"}""",
        "The client is not known. (invalid_client)",
        "invalid_client"
    )]
    public void Errors_of_OAuth_are_read_as_the_standard_has_them(int status, string body, string says, string code)
    {
        var refusal = QlikCloudRefusals.OfClient(Replies.Of(status, body), new ServiceRequest(HttpMethod.Post, "oauth/token"));

        Assert.Equal(("QlikCloudLoginFailed", code), (refusal.ErrorId, refusal.Code));
        Assert.EndsWith("does not accept the OAuth client: " + says, refusal.Message, StringComparison.Ordinal);
    }

    private static QlikCloudException Of(int status, string body) =>
        QlikCloudRefusals.Of(Replies.Of(status, body), new ServiceRequest(HttpMethod.Post, "api-keys"));
}
