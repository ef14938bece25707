using System.Text.Json;
using System.Text.Json.Nodes;
using QlikSnowflake.Emulator.Hosting;

namespace QlikSnowflake.Emulator.Qrs;

/// <summary>Binds calls to routes: reads the body, holds the repository's lock while the call works, and writes the answer or the refusal.</summary>
internal sealed class QrsRouter(IEndpointRouteBuilder app, Lock repository)
{
    public void Get(string path, Func<QrsCall, QrsAnswer> work) => app.MapGet(path, Handle(work));

    public void Post(string path, Func<QrsCall, QrsAnswer> work) => app.MapPost(path, Handle(work));

    public void Put(string path, Func<QrsCall, QrsAnswer> work) => app.MapPut(path, Handle(work));

    public void Delete(string path, Func<QrsCall, QrsAnswer> work) => app.MapDelete(path, Handle(work));

    private RequestDelegate Handle(Func<QrsCall, QrsAnswer> work) => async context =>
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

        await Wire.WriteAsync(context, answer.Status, answer.Body);
    };
}
