using System.Text.Json;
using System.Text.Json.Nodes;
using QlikSnowflake.Emulator.Hosting;

namespace QlikSnowflake.Emulator.QlikCloud;

/// <summary>Binds calls to routes: authenticates, reads the body, holds the tenant's lock while the call works, and writes the answer or the refusal.</summary>
internal sealed class CloudRouter(IEndpointRouteBuilder app, Lock tenant, Func<HttpContext, CloudUser> authenticate)
{
    private static readonly string[] PatchMethod = ["PATCH"];

    public void Get(string path, Func<CloudCall, CloudAnswer> work) => app.MapGet(path, Handle(work));

    public void Post(string path, Func<CloudCall, CloudAnswer> work) => app.MapPost(path, Handle(work));

    public void Put(string path, Func<CloudCall, CloudAnswer> work) => app.MapPut(path, Handle(work));

    public void Patch(string path, Func<CloudCall, CloudAnswer> work) => app.MapMethods(path, PatchMethod, Handle(work));

    public void Delete(string path, Func<CloudCall, CloudAnswer> work) => app.MapDelete(path, Handle(work));

    /// <summary>What no other route takes: 401 before 404, as everywhere.</summary>
    public void Otherwise() => app.MapFallback("{**path}", Handle(_ => throw new CloudRefusal(404, "HTTP-404", "Not found")));

    private RequestDelegate Handle(Func<CloudCall, CloudAnswer> work) => async context =>
    {
        CloudAnswer answer;
        try
        {
            JsonNode? body = null;
            var malformed = false;
            try
            {
                body = await Wire.ReadAsync(context);
            }
            catch (JsonException)
            {
                malformed = true;
            }

            lock (tenant)
            {
                var user = authenticate(context);
                answer = malformed
                    ? throw new CloudRefusal(400, "HTTP-400", "Invalid request body", "The body is not JSON.")
                    : work(new CloudCall(context, user, body));
            }
        }
        catch (CloudRefusal refusal)
        {
            await Wire.WriteAsync(context, refusal.Status, refusal.ToJson(context.Request.Path));
            return;
        }

        if (answer.Location is not null)
            context.Response.Headers.Location = answer.Location;
        await Wire.WriteAsync(context, answer.Status, answer.Body);
    };
}
