using System.Net;
using System.Text;
using QlikSnowflake.Http;

namespace QlikSnowflake.Tests.Support;

/// <summary>Replies as the transport hands them on.</summary>
internal static class Replies
{
    public static ServiceReply Of(int status, string body, string mediaType = "application/json", DateTimeOffset? date = null)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        using var message = new HttpResponseMessage((HttpStatusCode)status) { Content = new ByteArrayContent(bytes) };
        if (mediaType.Length > 0)
            message.Content.Headers.ContentType = new(mediaType);
        message.Headers.Date = date;

        // Somewhere inside a larger buffer, as a pooled one is.
        return new ServiceReply(message, new ArraySegment<byte>([(byte)'#', .. bytes, (byte)'#'], 1, bytes.Length));
    }
}
