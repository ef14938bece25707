using System.Net;
using System.Text;
using QlikSnowflake.Http;

namespace QlikSnowflake.Tests.Http;

/// <summary>How long a limit is waited for: as the header says, or the body, or patiently.</summary>
public sealed class RetryDelaysTests
{
    private const string Qlik =
        """{"errors":[{"code":"HTTP-429","title":"API rate limit reached.","detail":"You need to wait 13 seconds until limit is lifted."}]}""";

    private static readonly DateTimeOffset Now = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("7", Qlik, 7)]
    [InlineData(null, Qlik, 13)]
    [InlineData("0", Qlik, 13)]
    [InlineData("soon", "Please wait 2 minutes.", 120)]
    [InlineData(null, "wait 1 second", 1)]
    [InlineData(null, "wait 0 seconds", 1)]
    public void A_limit_ends_when_header_or_body_say(string? header, string body, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), RetryDelays.Of(Reply(429, header, body), 1, Now));

    [Theory]
    [InlineData(null)]
    [InlineData("0")]
    public void One_that_says_nothing_is_given_half_a_minute(string? header)
    {
        var delays = Enumerable
            .Range(1, RetryDelays.MostAttempts - 1)
            .Select(attempt => RetryDelays.Of(Reply(429, header, "{}"), attempt, Now).TotalSeconds)
            .ToArray();

        Assert.InRange(delays.Sum(), 31, 62);
        Assert.Equal(delays.OrderBy(d => d), delays);
    }

    [Theory]
    [InlineData("0", 0, 0)]
    [InlineData("3", 3, 3)]
    [InlineData(null, 0.1, 0.3)]
    public void A_failure_of_the_server_is_tried_again_soon(string? header, double least, double most) =>
        Assert.InRange(RetryDelays.Of(Reply(503, header, "wait 9 seconds"), 1, Now).TotalSeconds, least, most);

    private static ServiceReply Reply(int status, string? retryAfter, string body)
    {
        using var message = new HttpResponseMessage((HttpStatusCode)status);
        if (retryAfter is not null)
            message.Headers.TryAddWithoutValidation("Retry-After", retryAfter);
        return new ServiceReply(message, new ArraySegment<byte>(Encoding.UTF8.GetBytes(body)));
    }
}
