using System.Text.Json.Nodes;
using QlikSnowflake.Emulator.Certificates;
using QlikSnowflake.Emulator.Hosting;

namespace QlikSnowflake.Emulator.Qrs;

/// <summary>
/// The door of the direct port: a client certificate of the site, the anti-forgery key twice, and a known, active user.
/// ("Using Xrfkey headers" and "X-Qlik-User", Qlik Sense Repository Service API.)
/// </summary>
internal sealed class QrsAccess(QrsService service, QlikSite site, TimeProvider clock)
{
    private const string InactiveAccount = "Your account is inactive. Contact your administrator to activate it.";

    public static QrsUser UserOf(HttpContext context) => (QrsUser)context.Items[typeof(QrsUser)]!;

    /// <summary>Lets a request in as a user: the rest of what the repository checks, whichever door it came through.</summary>
    public static void Enter(HttpContext context, Func<QrsUser> user)
    {
        CheckXrfkey(context.Request);
        context.Items[typeof(QrsUser)] = user();
        CheckParameters(context.Request);
    }

    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        try
        {
            CheckCertificate(context);
            Enter(
                context,
                () => service.KnownUser(ReadUser(context.Request), service.Settings.UnknownUser == UnknownUser.Create)
            );
        }
        catch (QrsRefusal refusal)
        {
            await Wire.WriteTextAsync(context, refusal.Status, refusal.Message);
            return;
        }

        await next(context);
    }

    /// <summary>Refuses an inactive user.</summary>
    public static QrsUser RequireActive(JsonObject entity)
    {
        var user = new QrsUser(entity);
        return user.IsInactive ? throw new QrsRefusal(403, InactiveAccount) : user;
    }

    private void CheckCertificate(HttpContext context)
    {
        if (context.Connection.ClientCertificate is not { } certificate || !site.Issued(certificate, clock.GetUtcNow()))
            throw QrsRefusal.Forbidden();
    }

    private static void CheckXrfkey(HttpRequest request)
    {
        var header = request.Headers["X-Qlik-Xrfkey"];
        var parameter = request.Query["xrfkey"];
        if (
            header.Count != 1
            || parameter.Count != 1
            || header[0] != parameter[0]
            || header[0] is not { Length: 16 } key
            || !key.All(char.IsAsciiLetterOrDigit)
        )
            throw new QrsRefusal(403, QrsRefusal.WrongXrfkey);
    }

    /// <summary>Reads <c>UserDirectory=…; UserId=…</c>, both values URL-encoded UTF-8.</summary>
    private static (string Directory, string Id) ReadUser(HttpRequest request)
    {
        var header = request.Headers["X-Qlik-User"];
        if (header.Count != 1)
            throw QrsRefusal.Forbidden();
        string? directory = null,
            id = null;
        foreach (var part in header[0]!.Split(';', StringSplitOptions.TrimEntries))
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            if (equals < 0)
                continue;
            var value = Uri.UnescapeDataString(part[(equals + 1)..]);
            switch (part[..equals].ToUpperInvariant())
            {
                case "USERDIRECTORY":
                    directory = value;
                    break;
                case "USERID":
                    id = value;
                    break;
            }
        }

        return string.IsNullOrEmpty(directory) || string.IsNullOrEmpty(id) ? throw QrsRefusal.Forbidden() : (directory, id);
    }

    /// <summary>A parameter without a value is what a filter with a bare ampersand leaves behind.</summary>
    private static void CheckParameters(HttpRequest request)
    {
        var parts = (request.QueryString.Value ?? "").TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries);
        if (
            Array.Exists(
                parts,
                part => part.IndexOf('=', StringComparison.Ordinal) is var at && (at < 0 || at == part.Length - 1)
            )
        )
            throw QrsRefusal.BadRequest("Missing parameter value(s)");
    }
}
