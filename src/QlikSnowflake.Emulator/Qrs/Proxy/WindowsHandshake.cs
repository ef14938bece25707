using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;
using QlikSnowflake.Emulator.Qrs.Proxy.Ntlm;

namespace QlikSnowflake.Emulator.Qrs.Proxy;

/// <summary>
/// Windows authentication over HTTP: Negotiate and NTLM with the password's proof of NTLM version 2, verified; Kerberos
/// isn't spoken. The challenge belongs to the connection, as the answer must come over the same one. (RFC 4559;
/// MS-NTHT.)
/// </summary>
internal sealed class WindowsHandshake(ProxyUsers users, QrsProxySettings settings, TimeProvider clock)
{
    private const string Negotiate = "Negotiate";
    private const string Basic = "Basic";
    private static readonly object NonceItem = new();

    /// <summary>The domain that the challenge names.</summary>
    public required string Domain { get; init; }

    /// <summary>Takes the next step that the request's Authorization header asks for.</summary>
    /// <returns>The user, when this step has proved who it is; otherwise null, and the response has the headers of a 401.</returns>
    public UserName? Step(HttpContext context)
    {
        if (
            !AuthenticationHeaderValue.TryParse(context.Request.Headers.Authorization, out var sent)
            || sent.Parameter is null
            || !settings.WindowsSchemes.Contains(sent.Scheme, StringComparer.OrdinalIgnoreCase)
            || Decode(sent.Parameter) is not { } token
        )
        {
            return Challenge(context);
        }

        if (string.Equals(sent.Scheme, Basic, StringComparison.OrdinalIgnoreCase))
            return ByPassword(Encoding.UTF8.GetString(token)) ?? Challenge(context);
        var wrapper = string.Equals(sent.Scheme, Negotiate, StringComparison.OrdinalIgnoreCase);
        var (message, wrapped) = wrapper ? Spnego.Unwrap(token) : (token, false);
        var items = context.Features.GetRequiredFeature<IConnectionItemsFeature>().Items;
        switch (NtlmMessage.KindOf(message))
        {
            case NtlmMessage.Negotiate:
                var nonce = RandomNumberGenerator.GetBytes(8);
                items[NonceItem] = nonce;
                var challenge = NtlmChallenge.Write(nonce, Domain, "LOCALHOST", clock.GetUtcNow());
                Answer(context, sent.Scheme, wrapped ? Spnego.WrapChallenge(challenge) : challenge);
                return null;
            case NtlmMessage.Authenticate when items.TryGetValue(NonceItem, out var kept):
                items.Remove(NonceItem);
                if (Proved(message, (byte[])kept!) is not { } user)
                    return Challenge(context);
                if (wrapped)
                    Answer(context, sent.Scheme, Spnego.Completed());
                return user;
            case null when wrapped && message.Length == 0:
                Answer(context, sent.Scheme, Spnego.WrapChallenge(null));
                return null;
            default:
                return Challenge(context);
        }
    }

    private static void Answer(HttpContext context, string scheme, byte[] token) =>
        context.Response.Headers.WWWAuthenticate = $"{scheme} {Convert.ToBase64String(token)}";

    private static byte[]? Decode(string base64)
    {
        var bytes = new byte[base64.Length];
        return Convert.TryFromBase64String(base64, bytes, out var length) ? bytes[..length] : null;
    }

    private UserName? Challenge(HttpContext context)
    {
        foreach (var scheme in settings.WindowsSchemes)
            context.Response.Headers.Append("WWW-Authenticate", scheme == Basic ? "Basic realm=\"Qlik Sense\"" : scheme);
        return null;
    }

    private UserName? Proved(byte[] message, byte[] nonce)
    {
        if (
            NtlmAuthenticate.Read(message) is not { } answer
            || NameOf(answer.User, answer.Domain) is not { } user
            || users.PasswordOf(user) is not { } password
        )
            return null;
        return answer.Proves(password, nonce) ? user : null;
    }

    private UserName? ByPassword(string credentials)
    {
        var colon = credentials.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0 || NameOf(credentials[..colon], "") is not { } user || users.PasswordOf(user) is not { } password)
            return null;
        return CryptographicOperations.FixedTimeEquals(
            Encoding.UTF8.GetBytes(password),
            Encoding.UTF8.GetBytes(credentials[(colon + 1)..])
        )
            ? user
            : null;
    }

    /// <summary>
    /// A name may carry its domain before a backslash or behind an at sign; without any it belongs to the domain of the
    /// challenge.
    /// </summary>
    private UserName? NameOf(string user, string domain)
    {
        if (domain.Length == 0 && user.IndexOf('@', StringComparison.Ordinal) is > 0 and var at)
            (user, domain) = (user[..at], user[(at + 1)..]);
        return UserName.Read(user, domain.Length > 0 ? domain : Domain);
    }
}
