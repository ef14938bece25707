namespace QlikSnowflake.Emulator.Qrs.Proxy;

/// <summary>
/// A virtual proxy: a prefix, and the ways in which users are told apart behind it. A real one has a single way besides
/// tickets; here they may be combined.
/// </summary>
public sealed record VirtualProxy
{
    /// <summary>The first segment of its paths; empty for the default virtual proxy. Letter case doesn't matter.</summary>
    public required string Prefix { get; init; }

    /// <summary>Whether users can sign in by Windows authentication.</summary>
    public bool Windows { get; init; }

    /// <summary>The request header that names the user; absent: none does.</summary>
    public string? HeaderName { get; init; }

    /// <summary>The user directory of a header value without one; absent: the value must be <c>DIRECTORY\user</c>.</summary>
    public string? HeaderUserDirectory { get; init; }

    /// <summary>The certificate (or public key) that JSON web tokens must be signed for, as PEM; absent: tokens aren't accepted.</summary>
    public string? JwtCertificate { get; init; }

    /// <summary>The claim with the user's id.</summary>
    public string JwtUserIdClaim { get; init; } = "userId";

    /// <summary>The claim with the user's directory.</summary>
    public string JwtUserDirectoryClaim { get; init; } = "userDirectory";

    /// <summary>Whether tickets are accepted.</summary>
    public bool Tickets { get; init; } = true;

    /// <summary>The session cookie's name; absent: <c>X-Qlik-Session</c>, with a dash and the prefix where there is one.</summary>
    public string? SessionCookieName { get; init; }

    internal string CookieName => SessionCookieName ?? (Prefix.Length == 0 ? "X-Qlik-Session" : "X-Qlik-Session-" + Prefix);
}
