using System.Text.Json;
using Microsoft.AspNetCore.Http.Features;

namespace QlikSnowflake.Emulator.Faults;

/// <summary>Carries out the fault, if any, that strikes a request of one service.</summary>
internal sealed class FaultMiddleware(string service, FaultList faults)
{
    private const string Page =
        "<!DOCTYPE html><html><head><title>Sign in</title></head><body><form method=\"post\"></form></body></html>";

    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var fault = faults.Take(service, context.Request.Method, context.Request.Path);
        switch (fault?.Kind)
        {
            case null:
                await next(context);
                break;
            case FaultKind.Status:
                await AnswerAsync(context, fault, fault.Status ?? 500, fault.Body ?? "", fault.ContentType ?? TypeOf(fault.Body));
                break;
            case FaultKind.Html:
                await AnswerAsync(
                    context,
                    fault,
                    fault.Status ?? 200,
                    fault.Body ?? Page,
                    fault.ContentType ?? "text/html; charset=utf-8"
                );
                break;
            case FaultKind.Echo:
                await AnswerAsync(
                    context,
                    fault,
                    fault.Status ?? 500,
                    await EchoAsync(context, fault),
                    fault.ContentType ?? "application/json; charset=utf-8"
                );
                break;
            case FaultKind.DropBefore:
                context.Abort();
                break;
            case FaultKind.DropAfter:
                await BufferAsync(context, next);
                context.Abort();
                break;
            case FaultKind.Slow:
                await SendSlowlyAsync(context, fault, await BufferAsync(context, next));
                break;
            case FaultKind.Truncate:
                await SendStartAsync(context, fault, await BufferAsync(context, next));
                break;
            default:
                throw new InvalidOperationException($"No such fault: {fault.Kind}.");
        }
    }

    private static string TypeOf(string? body) =>
        body is ['{' or '[', ..] ? "application/json; charset=utf-8" : "text/plain; charset=utf-8";

    private static async Task AnswerAsync(HttpContext context, Fault fault, int status, string body, string contentType)
    {
        var response = context.Response;
        response.StatusCode = status;
        if (fault.RetryAfter is { } seconds)
            response.Headers.RetryAfter = seconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
        if (body.Length == 0)
            return;
        response.ContentType = contentType;
        await response.WriteAsync(body, context.RequestAborted);
    }

    // As JSON it has the text where each of the services has its words for an error.
    private static async Task<string> EchoAsync(HttpContext context, Fault fault)
    {
        var request = context.Request;
        using var body = new StreamReader(request.Body);
        var headers = request.Headers.Select(h => $"{h.Key}: {h.Value}");
        var text = string.Join(
            '\n',
            [
                $"{request.Method} {request.Path}{request.QueryString}",
                .. headers,
                "",
                await body.ReadToEndAsync(context.RequestAborted),
            ]
        );
        return fault.ContentType?.StartsWith("text/", StringComparison.OrdinalIgnoreCase) == true
            ? text
            : JsonSerializer.Serialize(
                new
                {
                    code = "390000",
                    message = text,
                    errors = new[]
                    {
                        new
                        {
                            code = "ECHO",
                            title = "Refused",
                            detail = text,
                        },
                    },
                }
            );
    }

    /// <summary>Lets the service answer into memory, so that what is sent can be decided afterwards.</summary>
    private static async Task<ReadOnlyMemory<byte>> BufferAsync(HttpContext context, RequestDelegate next)
    {
        var real = context.Features.GetRequiredFeature<IHttpResponseBodyFeature>();
        using var memory = new MemoryStream();
        var buffer = new StreamResponseBodyFeature(memory);
        context.Features.Set<IHttpResponseBodyFeature>(buffer);
        try
        {
            await next(context);
            await buffer.CompleteAsync();
        }
        finally
        {
            context.Features.Set(real);
        }

        return memory.ToArray();
    }

    private static async Task SendSlowlyAsync(HttpContext context, Fault fault, ReadOnlyMemory<byte> body)
    {
        var cancelled = context.RequestAborted;
        await Task.Delay(fault.DelayMs, cancelled);
        if (body.Length == 0)
            return;
        if (fault.ChunkDelayMs == 0)
        {
            await context.Response.Body.WriteAsync(body, cancelled);
            return;
        }

        for (var sent = 0; sent < body.Length; sent += fault.ChunkBytes)
        {
            if (sent > 0)
                await Task.Delay(fault.ChunkDelayMs, cancelled);
            await context.Response.Body.WriteAsync(body.Slice(sent, Math.Min(fault.ChunkBytes, body.Length - sent)), cancelled);
            await context.Response.Body.FlushAsync(cancelled);
        }
    }

    private static async Task SendStartAsync(HttpContext context, Fault fault, ReadOnlyMemory<byte> body)
    {
        context.Response.ContentLength = fault.Chunked ? null : body.Length;
        await context.Response.Body.WriteAsync(body[..Math.Min(fault.AfterBytes, body.Length)], context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);

        // An abort could overtake the bytes just written; an exception closes the connection behind them.
        if (fault.AfterBytes < body.Length || fault.Chunked)
            throw new BodyCutShortException();
    }

    private sealed class BodyCutShortException : Exception;
}
