namespace QlikSnowflake.Emulator.Qrs.Proxy;

/// <summary>Where clients without a session are sent: a challenge for Windows authentication, or the page with the form.</summary>
internal static class LoginModule
{
    private const string WindowsPath = "internal_windows_authentication";
    private const string FormsPath = "internal_forms_authentication";
    private const string TargetParameter = "targetId";

    private const string Form = """
        <!DOCTYPE html>
        <html><head><title>Qlik Sense - Login</title></head>
        <body><form method="post" autocomplete="off"><input name="username"><input name="pwd" type="password">
        <input type="submit" value="Log in"></form></body></html>
        """;

    public static bool IsModule(string segment) =>
        segment.Equals(WindowsPath, StringComparison.OrdinalIgnoreCase)
        || segment.Equals(FormsPath, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether a client says that it can do the handshake.</summary>
    public static bool SpeaksWindows(HttpRequest request) =>
        request.Headers.UserAgent.ToString().Contains("Windows", StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// Answers a request that signs nobody in: 401, or the way to the page. A challenge that has been written already
    /// goes out with the 401.
    /// </summary>
    public static void AskForLogin(HttpContext context, VirtualProxy proxy, WindowsLogin login)
    {
        if (!proxy.Windows || (SpeaksWindows(context.Request) && login == WindowsLogin.Direct))
        {
            context.Response.StatusCode = 401;
            return;
        }

        var module = SpeaksWindows(context.Request) ? WindowsPath : FormsPath;
        var target = Uri.EscapeDataString(UrlWithout(context.Request, "qlikTicket"));
        RedirectTo(
            context,
            $"{Origin(context.Request)}{(proxy.Prefix.Length == 0 ? "" : "/" + proxy.Prefix)}/{module}/?{TargetParameter}={target}"
        );
    }

    /// <summary>Answers a request to the module itself. Where the real one keeps the target under a number, this one carries it.</summary>
    public static async Task AnswerAsync(
        HttpContext context,
        VirtualProxy proxy,
        string module,
        WindowsHandshake windows,
        ProxySessions sessions
    )
    {
        if (!proxy.Windows)
            throw QrsRefusal.NotFound();
        if (module.Equals(FormsPath, StringComparison.OrdinalIgnoreCase) || !SpeaksWindows(context.Request))
        {
            context.Response.ContentType = "text/html; charset=utf-8";
            await context.Response.WriteAsync(Form, context.RequestAborted);
            return;
        }

        if (windows.Step(context) is not { } user)
        {
            context.Response.StatusCode = 401;
            return;
        }

        var target = context.Request.Query[TargetParameter].ToString();
        if (!target.StartsWith(Origin(context.Request) + "/", StringComparison.Ordinal))
            throw QrsRefusal.BadRequest("Bad Request: no such target");
        RedirectTo(
            context,
            $"{target}{(target.Contains('?', StringComparison.Ordinal) ? '&' : '?')}qlikTicket={sessions.IssueTicket(user)}"
        );
    }

    public static void RedirectTo(HttpContext context, string url)
    {
        context.Response.StatusCode = 302;
        context.Response.Headers.Location = url;
    }

    /// <summary>The request's url without one parameter.</summary>
    public static string UrlWithout(HttpRequest request, string parameter)
    {
        var kept = (request.QueryString.Value ?? "")
            .TrimStart('?')
            .Split('&', StringSplitOptions.RemoveEmptyEntries)
            .Where(part => !part.StartsWith(parameter + "=", StringComparison.OrdinalIgnoreCase));
        var query = string.Join('&', kept);
        return Origin(request) + request.Path.ToUriComponent() + (query.Length == 0 ? "" : "?" + query);
    }

    private static string Origin(HttpRequest request) => $"{request.Scheme}://{request.Host}";
}
