namespace QlikSnowflake.Emulator.Qrs.Proxy;

/// <summary>The virtual proxies, and how the proxy behaves where nothing is published. Settable while it runs.</summary>
public sealed record QrsProxySettings
{
    /// <summary>
    /// The virtual proxies. Left empty at the start, there are four: the default one (Windows), <c>header</c>,
    /// <c>jwt</c>, and <c>sense</c> with all ways in.
    /// </summary>
    public IReadOnlyList<VirtualProxy> VirtualProxies { get; set; } = [];

    /// <summary>What becomes of a POST, PUT or DELETE that signs in but has no session yet.</summary>
    public ChangeBeforeSession ChangeBeforeSession { get; set; } = ChangeBeforeSession.Redirect;

    /// <summary>What becomes of a request that brings an <c>X-Qlik-User</c> of its own.</summary>
    public ClientUserHeader ClientUserHeader { get; set; } = ClientUserHeader.Ignore;

    /// <summary>Where the Windows handshake takes place.</summary>
    public WindowsLogin WindowsLogin { get; set; } = WindowsLogin.Direct;

    /// <summary>
    /// The schemes of the challenge for Windows authentication, in order: <c>Negotiate</c> and <c>NTLM</c>, both with
    /// NTLM version 2 inside. <c>Basic</c> can be added for clients without either.
    /// </summary>
    public IReadOnlyList<string> WindowsSchemes { get; set; } = ["Negotiate", "NTLM"];

    /// <summary>Whether a user whom the repository doesn't know is created when he signs in, or refused with 403.</summary>
    public bool CreateUsers { get; set; } = true;

    /// <summary>Minutes after its last request until a session ends.</summary>
    public double SessionInactivityMinutes { get; set; } = 30;
}

/// <summary>The answer to a changing request that signs in.</summary>
public enum ChangeBeforeSession
{
    /// <summary>302 to the same url, with the session cookie: a client that follows turns the request into a GET.</summary>
    Redirect,

    /// <summary>It is carried out.</summary>
    Serve,
}

/// <summary>The answer to a client that says itself who it is.</summary>
public enum ClientUserHeader
{
    /// <summary>The header is overwritten.</summary>
    Ignore,

    /// <summary>403.</summary>
    Refuse,
}

/// <summary>The way of a client whose <c>User-Agent</c> says Windows and who isn't signed in; all others are sent to a form.</summary>
public enum WindowsLogin
{
    /// <summary>401 with the challenge, for the url asked for.</summary>
    Direct,

    /// <summary>302 to the authentication module, whose 401 and handshake end in a 302 back with a ticket.</summary>
    Redirect,
}
