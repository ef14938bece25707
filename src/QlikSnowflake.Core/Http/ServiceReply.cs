using System.Buffers;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using QlikSnowflake.Secrets;

namespace QlikSnowflake.Http;

/// <summary>A reply, with the body that was read of it.</summary>
public sealed class ServiceReply
{
    private const int QuotedCharacters = 500;

    // A secret that a cut goes through would not be found.
    private const int MostMasked = 1 << 20;

    private readonly bool _shared;

    internal ServiceReply(HttpResponseMessage message, ArraySegment<byte> body, bool shared = false)
    {
        _shared = shared;
        Status = message.StatusCode;
        MediaType = message.Content?.Headers.ContentType?.MediaType ?? string.Empty;
        Date = message.Headers.Date;
        SentToken = message.RequestMessage?.Headers.Authorization?.Parameter;
        Headers = message.Headers;
        Body = body;
    }

    private ServiceReply(ServiceReply other, ArraySegment<byte> body)
    {
        Status = other.Status;
        MediaType = other.MediaType;
        Date = other.Date;
        SentToken = other.SentToken;
        Headers = other.Headers;
        Body = body;
    }

    /// <summary>The HTTP status.</summary>
    public HttpStatusCode Status { get; }

    /// <summary>The media type of the body, such as <c>application/json</c>; empty where none was given.</summary>
    public string MediaType { get; }

    /// <summary>The server's clock when it answered.</summary>
    public DateTimeOffset? Date { get; }

    /// <summary>The body, decompressed.</summary>
    public ArraySegment<byte> Body { get; private set; }

    /// <summary>Whether the status is 2xx.</summary>
    public bool IsSuccess => (int)Status is >= 200 and <= 299;

    internal HttpResponseHeaders Headers { get; }

    /// <summary>The token of the request it answers: of many under way at once, each may have another.</summary>
    internal string? SentToken { get; }

    /// <summary>What is secret in the request it answers, and must not come back by a quote of it.</summary>
    internal Func<SecretMask>? Mask { get; init; }

    /// <summary>Whether nothing of the body may be quoted.</summary>
    internal bool IsSecret { get; init; }

    /// <summary>The start of the body as text for an error: at most 500 characters, on one line, without secrets.</summary>
    public string Quote()
    {
        if (IsSecret)
            return "(not quoted: it can hold a secret)";

        var start = new ArraySegment<byte>(Body.Array ?? [], Body.Offset, Math.Min(Body.Count, MostMasked));
        var masked = (Mask?.Invoke() ?? SecretMask.Of([])).Apply(start);
        var text = SecretMask.WithoutNamedValues(Encoding.UTF8.GetString(masked.Array!, masked.Offset, masked.Count));
        var line = new StringBuilder(Math.Min(text.Length, QuotedCharacters));
        foreach (var character in text)
        {
            if (line.Length == QuotedCharacters)
                return line.Append('…').ToString();
            if (!char.IsControl(character) && !(character == ' ' && line.Length > 0 && line[line.Length - 1] == ' '))
                line.Append(character);
            else if (line.Length > 0 && line[line.Length - 1] != ' ')
                line.Append(' ');
        }

        return line.ToString().Trim();
    }

    /// <summary>The same reply with another body, such as a part of it that was read so far.</summary>
    internal ServiceReply WithBody(ArraySegment<byte> body) => new(this, body) { Mask = Mask, IsSecret = IsSecret };

    /// <summary>The body as text, taken as UTF-8.</summary>
    public string Text() => Body.Array is null ? string.Empty : Encoding.UTF8.GetString(Body.Array, Body.Offset, Body.Count);

    /// <summary>Hands a shared buffer back; the body is empty from then on.</summary>
    internal void Release()
    {
        if (!_shared || Body.Array is not { Length: > 0 } buffer)
            return;

        Body = new ArraySegment<byte>([]);
        ArrayPool<byte>.Shared.Return(buffer);
    }
}
