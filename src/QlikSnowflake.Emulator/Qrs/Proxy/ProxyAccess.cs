using System.Net.Http.Headers;
using QlikSnowflake.Emulator.Hosting;

namespace QlikSnowflake.Emulator.Qrs.Proxy;

/// <summary>
/// The door of the proxy: finds the virtual proxy, continues the session or signs the user in, and lets the request in
/// to the repository in the user's name. ("Establishing a session", Qlik Sense Proxy Service API; "Example: Connect using Windows
/// authentication", Qlik Sense Repository Service API.)
/// </summary>
internal sealed class ProxyAccess(
    QrsService repository,
    QrsProxySettings settings,
    ProxySessions sessions,
    WindowsHandshake windows,
    TimeProvider clock
)
{
    private const string Api = "qrs";
    private const string TicketParameter = "qlikTicket";

    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        try
        {
            if (Find(context.Request.Path) is not var (proxy, service))
                throw QrsRefusal.NotFound();
            if (settings.ClientUserHeader == ClientUserHeader.Refuse && context.Request.Headers.ContainsKey("X-Qlik-User"))
                throw QrsRefusal.Forbidden();
            if (!service.Equals(Api, StringComparison.OrdinalIgnoreCase))
                await LoginModule.AnswerAsync(context, proxy, service, windows, sessions);
            else if (Admit(context, proxy))
                await next(context);
        }
        catch (QrsRefusal refusal)
        {
            await Wire.WriteTextAsync(context, refusal.Status, refusal.Message);
        }
    }

    /// <summary>Whether the request goes on to the repository; if not, it's answered.</summary>
    private bool Admit(HttpContext context, VirtualProxy proxy)
    {
        if (sessions.Continue(proxy, context.Request.Cookies[proxy.CookieName]) is { } known)
        {
            QrsAccess.Enter(context, () => UserOf(known));
            return true;
        }

        if (Identify(context, proxy) is not { } name)
        {
            LoginModule.AskForLogin(context, proxy, settings.WindowsLogin);
            return false;
        }

        var user = UserOf(name);
        context.Response.Cookies.Append(
            proxy.CookieName,
            sessions.Open(proxy, name),
            new CookieOptions
            {
                HttpOnly = true,
                Secure = true,
                Path = "/",
            }
        );
        if (
            settings.ChangeBeforeSession == ChangeBeforeSession.Redirect
            && !HttpMethods.IsGet(context.Request.Method)
            && !HttpMethods.IsHead(context.Request.Method)
        )
        {
            LoginModule.RedirectTo(context, LoginModule.UrlWithout(context.Request, TicketParameter));
            return false;
        }

        QrsAccess.Enter(context, () => user);
        return true;
    }

    /// <summary>Who signs in with this request; null where nobody does.</summary>
    private UserName? Identify(HttpContext context, VirtualProxy proxy)
    {
        var request = context.Request;
        if (
            proxy.Tickets
            && request.Query.TryGetValue(TicketParameter, out var ticket)
            && sessions.Redeem(ticket.ToString()) is { } ticketed
        )
            return ticketed;
        if (proxy.HeaderName is { } header && request.Headers.TryGetValue(header, out var value))
            return UserName.Read(value.ToString(), proxy.HeaderUserDirectory) ?? throw Unauthorized();
        if (
            proxy.JwtCertificate is not null
            && AuthenticationHeaderValue.TryParse(request.Headers.Authorization, out var sent)
            && sent is { Scheme: "Bearer", Parameter: { } token }
        )
            return ProxyJwt.Read(proxy, token, clock.GetUtcNow()) ?? throw Unauthorized();
        return proxy.Windows && settings.WindowsLogin == WindowsLogin.Direct && LoginModule.SpeaksWindows(request)
            ? windows.Step(context)
            : null;
    }

    private static QrsRefusal Unauthorized() => new(401, "Unauthorized");

    private QrsUser UserOf(UserName name) => repository.KnownUser((name.Directory, name.Id), settings.CreateUsers);

    /// <summary>Cuts a path into its virtual proxy and the service behind it.</summary>
    private (VirtualProxy Proxy, string Service)? Find(PathString path)
    {
        var segments = path.ToString().Split('/', StringSplitOptions.RemoveEmptyEntries);
        foreach (var at in new[] { 0, 1 })
        {
            if (
                segments.Length > at
                && (segments[at].Equals(Api, StringComparison.OrdinalIgnoreCase) || LoginModule.IsModule(segments[at]))
            )
            {
                var prefix = at == 0 ? "" : segments[0];
                var proxy = settings.VirtualProxies.FirstOrDefault(proxy =>
                    string.Equals(proxy.Prefix, prefix, StringComparison.OrdinalIgnoreCase)
                );
                return proxy is null ? null : (proxy, segments[at]);
            }
        }

        return null;
    }
}
