using System.Text.Json;
using System.Text.Json.Nodes;
using QlikSnowflake.Emulator.Hosting;

namespace QlikSnowflake.Emulator.Qrs;

/// <summary>
/// Binds calls to routes: reads the body, holds the repository's lock while the call works, and writes the answer or the
/// refusal.
/// </summary>
/// <param name="app">Where the routes go.</param>
/// <param name="repository">The repository's lock.</param>
/// <param name="bases">What stands before <c>/qrs</c>; every call is bound once behind each of them.</param>
internal sealed class QrsRouter(IEndpointRouteBuilder app, Lock repository, IReadOnlyList<string> bases)
{
    private const int ItemsInPiece = 100;

    private readonly List<(string Method, string Path)> _calls = [];

    /// <summary>The calls bound so far, without what stands before <c>/qrs</c>.</summary>
    public IReadOnlyList<(string Method, string Path)> Calls => _calls;

    public void Get(string path, Func<QrsCall, QrsAnswer> work) => Bind("GET", path, work);

    public void Post(string path, Func<QrsCall, QrsAnswer> work) => Bind("POST", path, work);

    public void Put(string path, Func<QrsCall, QrsAnswer> work) => Bind("PUT", path, work);

    public void Delete(string path, Func<QrsCall, QrsAnswer> work) => Bind("DELETE", path, work);

    private void Bind(string method, string path, Func<QrsCall, QrsAnswer> work)
    {
        _calls.Add((method, path));
        foreach (var start in bases)
            app.MapMethods(start + path, [method], Handle(work));
    }

    private RequestDelegate Handle(Func<QrsCall, QrsAnswer> work) =>
        async context =>
        {
            JsonNode? body;
            try
            {
                body = await Wire.ReadAsync(context);
            }
            catch (JsonException)
            {
                await Wire.WriteTextAsync(context, 400, "Bad Request: the body is not JSON");
                return;
            }

            QrsAnswer answer;
            try
            {
                lock (repository)
                    answer = work(new QrsCall(context, QrsAccess.UserOf(context), body));
            }
            catch (QrsRefusal refusal)
            {
                await Wire.WriteTextAsync(context, refusal.Status, refusal.Message);
                return;
            }

            if (answer is { Items: { } items, Write: { } write })
                await WriteManyAsync(context, items, write);
            else
                await Wire.WriteAsync(context, answer.Status, answer.Body);
        };

    /// <summary>
    /// Sends a long list in pieces, without keeping the repository locked meanwhile: what is replaced or removed while
    /// it is sent appears as it was.
    /// </summary>
    private async Task WriteManyAsync(HttpContext context, IReadOnlyList<JsonObject> items, Func<JsonObject, JsonObject> write)
    {
        context.Response.ContentType = "application/json; charset=utf-8";
        var body = context.Response.BodyWriter;
        await using var json = Wire.WriterTo(body);
        json.WriteStartArray();
        foreach (var piece in items.Chunk(ItemsInPiece))
        {
            lock (repository)
            {
                foreach (var item in piece)
                    write(item).WriteTo(json);
            }

            await json.FlushAsync(context.RequestAborted);
            await body.FlushAsync(context.RequestAborted);
        }

        json.WriteEndArray();
    }
}
