using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace QlikSnowflake.Emulator.Hosting;

/// <summary>JSON on the wire: read whole, written with a Content-Length and without needless escapes.</summary>
internal static class Wire
{
    private static readonly JsonSerializerOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The body as JSON; null where there is none.</summary>
    /// <exception cref="JsonException">It isn't JSON.</exception>
    public static async Task<JsonNode?> ReadAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        if (body.Length == 0)
            return null;
        var duplicatesRefused = new JsonDocumentOptions { AllowDuplicateProperties = false };
        return JsonNode.Parse(body.GetBuffer().AsSpan(0, (int)body.Length), documentOptions: duplicatesRefused);
    }

    /// <summary>For a body that is written in pieces.</summary>
    public static Utf8JsonWriter WriterTo(System.Buffers.IBufferWriter<byte> body) =>
        new(body, new JsonWriterOptions { Encoder = Options.Encoder });

    public static async Task WriteAsync(HttpContext context, int status, JsonNode? json)
    {
        context.Response.StatusCode = status;
        if (json is null)
            return;
        context.Response.ContentType = "application/json; charset=utf-8";
        await SendAsync(context, JsonSerializer.SerializeToUtf8Bytes(json, Options));
    }

    public static async Task WriteTextAsync(HttpContext context, int status, string text)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/plain; charset=utf-8";
        await SendAsync(context, System.Text.Encoding.UTF8.GetBytes(text));
    }

    private static async Task SendAsync(HttpContext context, byte[] body)
    {
        context.Response.ContentLength = body.Length;
        await context.Response.Body.WriteAsync(body, context.RequestAborted);
    }
}
