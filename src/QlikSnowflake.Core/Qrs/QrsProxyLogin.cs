using System.Net;
using System.Security;
using QlikSnowflake.Errors;
using QlikSnowflake.Http;
using QlikSnowflake.Keys;

namespace QlikSnowflake.Qrs;

/// <summary>How to log in at a virtual proxy. Printing it shows no secret.</summary>
public abstract class QrsProxyLogin
{
    private protected QrsProxyLogin() { }

    /// <summary>The kind: Windows, Jwt, Header, Ticket or SessionCookie.</summary>
    public abstract string Kind { get; }

    /// <summary>The user, as far as the login tells.</summary>
    public virtual string User => $"the user of the {Kind} login";

    /// <summary>Whether the proxy is to ask by an HTTP challenge.</summary>
    internal virtual bool WantsChallenge => false;

    /// <summary>Logs in by Windows authentication (NTLM or Negotiate).</summary>
    /// <param name="credential">The account; null takes the one this process runs as.</param>
    public static QrsProxyLogin Windows(NetworkCredential? credential) => new WindowsLogin(credential);

    /// <summary>Logs in by a JSON web token.</summary>
    /// <param name="token">The token.</param>
    public static QrsProxyLogin Jwt(SecureString token) => new JwtLogin(token);

    /// <summary>Logs in by a header that the proxy trusts.</summary>
    /// <param name="name">The header's name, as configured on the virtual proxy.</param>
    /// <param name="value">The user, such as <c>DIRECTORY\id</c>.</param>
    public static QrsProxyLogin Header(string name, string value) => new HeaderLogin(name, value);

    /// <summary>Logs in by a ticket, which is good for one request.</summary>
    /// <param name="ticket">The ticket.</param>
    public static QrsProxyLogin Ticket(SecureString ticket) => new TicketLogin(ticket);

    /// <summary>Goes on with a session that is open already.</summary>
    /// <param name="name">The cookie's name; null takes X-Qlik-Session, with the prefix behind it where there is one.</param>
    /// <param name="value">The cookie's value.</param>
    public static QrsProxyLogin SessionCookie(string? name, SecureString value) => new CookieLogin(name, value);

    /// <inheritdoc/>
    public override string ToString() => Kind;

    /// <summary>What must not come back in an error.</summary>
    internal virtual IReadOnlyList<SecureString> Secrets => [];

    internal virtual void Check() { }

    internal virtual ICredentials? Credentials(Uri server) => null;

    internal virtual void AddCookies(CookieContainer cookies, Uri server, string prefix) { }

    /// <summary>Adds headers, and returns query parameters.</summary>
    internal virtual IEnumerable<KeyValuePair<string, string>> Sign(HttpRequestMessage message) => [];

    private static void CheckSecret(SecureString secret, string parameter, string errorId, string advice)
    {
        if (!HeaderSecret.IsClean(secret))
            throw new InputException(
                errorId,
                $"-{parameter} is empty, or holds blanks, line breaks or other characters than ASCII.",
                advice
            );
    }

    private sealed class WindowsLogin(NetworkCredential? credential) : QrsProxyLogin
    {
        public override string Kind => "Windows";

        public override string User =>
            credential is null ? Environment.UserDomainName + "\\" + Environment.UserName
            : credential.Domain.Length > 0 ? credential.Domain + "\\" + credential.UserName
            : credential.UserName;

        internal override bool WantsChallenge => true;

        internal override IReadOnlyList<SecureString> Secrets => credential is null ? [] : [credential.SecurePassword];

        internal override ICredentials Credentials(Uri server) =>
            new HostCredentials(server.Host, credential ?? CredentialCache.DefaultNetworkCredentials);
    }

    // A password is for the proxy's host, and never for a scheme that sends it readable.
    private sealed class HostCredentials(string host, NetworkCredential credential) : ICredentials
    {
        public NetworkCredential? GetCredential(Uri uri, string authType) =>
            string.Equals(uri.Host, host, StringComparison.OrdinalIgnoreCase)
            && authType.ToUpperInvariant() is "NTLM" or "NEGOTIATE" or "KERBEROS"
                ? credential
                : null;
    }

    private sealed class JwtLogin(SecureString token) : QrsProxyLogin
    {
        public override string Kind => "Jwt";

        internal override IReadOnlyList<SecureString> Secrets => [token];

        internal override void Check() =>
            CheckSecret(token, "Jwt", ErrorIds.JwtInvalid, "Give the token alone, without 'Bearer'.");

        internal override IEnumerable<KeyValuePair<string, string>> Sign(HttpRequestMessage message)
        {
            message.Headers.TryAddWithoutValidation("Authorization", "Bearer " + SecretText.ToPlainText(token));
            return [];
        }
    }

    private sealed class HeaderLogin(string name, string value) : QrsProxyLogin
    {
        private static readonly string[] Reserved =
        [
            "Host",
            "Cookie",
            "Authorization",
            "Content-Length",
            "Content-Type",
            "Transfer-Encoding",
            "Connection",
            "User-Agent",
            "Accept",
            "X-Qlik-Xrfkey",
        ];

        public override string Kind => "Header";

        public override string User => value;

        internal override void Check()
        {
            // RFC 9110 §5.6.2: what a header's name can hold.
            if (
                name.Length == 0
                || !name.All(c => c < 128 && (char.IsLetterOrDigit(c) || "!#$%&'*+-.^_`|~".IndexOf(c) >= 0))
                || Reserved.Contains(name, StringComparer.OrdinalIgnoreCase)
            )
                throw new InputException(
                    ErrorIds.HeaderNameInvalid,
                    $"'{name}' cannot be the header of a login.",
                    "Give the name that the virtual proxy has under Header authentication header name, such as X-Qlik-Session-User."
                );
            if (value.Trim().Length == 0 || value.Any(c => c is < ' ' or > '~'))
                throw new InputException(
                    ErrorIds.HeaderValueInvalid,
                    "-HeaderValue is empty, or holds line breaks or other characters than ASCII.",
                    "Give the user as the virtual proxy wants it, such as DOMAIN\\user."
                );
        }

        internal override IEnumerable<KeyValuePair<string, string>> Sign(HttpRequestMessage message)
        {
            message.Headers.TryAddWithoutValidation(name, value);
            return [];
        }
    }

    private sealed class TicketLogin(SecureString ticket) : QrsProxyLogin
    {
        private int _uses;

        public override string Kind => "Ticket";

        internal override IReadOnlyList<SecureString> Secrets => [ticket];

        internal override void Check() =>
            CheckSecret(
                ticket,
                "Ticket",
                ErrorIds.TicketInvalid,
                "Give the ticket alone; it is good for one login and a minute or so."
            );

        // It is spent by its first use; the session's cookie carries on.
        internal override IEnumerable<KeyValuePair<string, string>> Sign(HttpRequestMessage message) =>
            Interlocked.Increment(ref _uses) == 1 ? [new("qlikTicket", SecretText.ToPlainText(ticket))] : [];
    }

    private sealed class CookieLogin(string? name, SecureString value) : QrsProxyLogin
    {
        public override string Kind => "SessionCookie";

        internal override IReadOnlyList<SecureString> Secrets => [value];

        internal override void Check()
        {
            if (name is not null && !name.All(c => c < 128 && (char.IsLetterOrDigit(c) || c is '-' or '_' or '.')))
                throw new InputException(
                    ErrorIds.SessionCookieNameInvalid,
                    $"'{name}' cannot be a cookie's name.",
                    "Give the name that the virtual proxy has under Session cookie header name."
                );
            CheckSecret(value, "SessionCookie", ErrorIds.SessionCookieInvalid, "Give the cookie's value alone.");
            if (SecretText.ToPlainText(value).IndexOfAny([';', ',', '"']) >= 0)
                throw new InputException(
                    ErrorIds.SessionCookieInvalid,
                    "-SessionCookie holds a semicolon, comma or quote.",
                    "Give the cookie's value alone."
                );
        }

        internal override void AddCookies(CookieContainer cookies, Uri server, string prefix)
        {
            var cookie = name ?? (prefix.Length == 0 ? "X-Qlik-Session" : "X-Qlik-Session-" + prefix);
            cookies.Add(
                new Uri(server, "/"),
                new Cookie(cookie, SecretText.ToPlainText(value))
                {
                    Secure = true,
                    HttpOnly = true,
                    Path = "/",
                }
            );
        }
    }
}
