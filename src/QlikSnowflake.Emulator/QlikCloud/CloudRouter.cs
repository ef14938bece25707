using System.Text.Json;
using System.Text.Json.Nodes;
using QlikSnowflake.Emulator.Hosting;

namespace QlikSnowflake.Emulator.QlikCloud;

/// <summary>
/// Binds calls to routes: authenticates, reads the body, holds the tenant's lock while the call works, and writes the
/// answer or the refusal.
/// </summary>
internal sealed class CloudRouter(
    IEndpointRouteBuilder app,
    Lock tenant,
    Func<HttpContext, CloudUser> authenticate,
    RateLimiter limiter
)
{
    private static readonly string[] PatchMethod = ["PATCH"];

    public void Get(string path, Func<CloudCall, CloudAnswer> work) => app.MapGet(path, Handle(work));

    public void Post(string path, Func<CloudCall, CloudAnswer> work) => app.MapPost(path, Handle(work));

    public void Put(string path, Func<CloudCall, CloudAnswer> work) => app.MapPut(path, Handle(work));

    public void Patch(string path, Func<CloudCall, CloudAnswer> work) => app.MapMethods(path, PatchMethod, Handle(work));

    public void Delete(string path, Func<CloudCall, CloudAnswer> work) => app.MapDelete(path, Handle(work));

    /// <summary>A call before there is a user, with a JSON body or a form.</summary>
    public void PostWithoutUser(string path, Func<JsonNode?, CloudAnswer> work) =>
        app.MapPost(path, Handle(ReadFormAsync, (_, body) => work(body())));

    /// <summary>What no other route takes: 401 before 404, as everywhere.</summary>
    public void Otherwise() => app.MapFallback("{**path}", Handle(_ => throw new CloudRefusal(404, "HTTP-404", "Not found")));

    private static async Task<JsonNode?> ReadFormAsync(HttpContext context)
    {
        if (!context.Request.HasFormContentType)
            return await Wire.ReadAsync(context);
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        return new JsonObject(form.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value.ToString())));
    }

    private RequestDelegate Handle(Func<CloudCall, CloudAnswer> work) =>
        Handle(
            Wire.ReadAsync,
            (context, body) =>
            {
                var user = authenticate(context);
                limiter.Count(user.Id, context.Request.Method);
                return work(new CloudCall(context, user, body()));
            }
        );

    private RequestDelegate Handle(
        Func<HttpContext, Task<JsonNode?>> read,
        Func<HttpContext, Func<JsonNode?>, CloudAnswer> work
    ) =>
        async context =>
        {
            CloudAnswer answer;
            try
            {
                JsonNode? body = null;
                var malformed = false;
                try
                {
                    body = await read(context);
                }
                catch (JsonException)
                {
                    malformed = true;
                }

                lock (tenant)
                {
                    // Who asks is settled before what he sent.
                    answer = work(
                        context,
                        () =>
                            malformed
                                ? throw new CloudRefusal(400, "HTTP-400", "Invalid request body", "The body is not JSON.")
                                : body
                    );
                }
            }
            catch (CloudRefusal refusal)
            {
                if (refusal.RetryAfter is { } seconds)
                    context.Response.Headers.RetryAfter = seconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
                await Wire.WriteAsync(context, refusal.Status, refusal.ToJson(context.Request.Path));
                return;
            }

            if (answer.Location is not null)
                context.Response.Headers.Location = answer.Location;
            await Wire.WriteAsync(context, answer.Status, answer.Body);
        };
}
