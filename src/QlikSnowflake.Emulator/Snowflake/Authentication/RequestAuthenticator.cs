using System.Collections.Concurrent;
using QlikSnowflake.Emulator.Snowflake.Statements;
using QlikSnowflake.Emulator.Snowflake.Users;

namespace QlikSnowflake.Emulator.Snowflake.Authentication;

/// <summary>
/// Decides who sends a request, from <c>Authorization</c> and <c>X-Snowflake-Authorization-Token-Type</c>.
/// From https://docs.snowflake.com/en/developer-guide/sql-api/authenticating.
/// </summary>
internal sealed class RequestAuthenticator(
    SnowflakeSettings settings,
    UserDirectory users,
    LoginFailureLog failures,
    TimeProvider clock
)
{
    public const string TokenTypeHeader = "X-Snowflake-Authorization-Token-Type";

    private const string KeyPairJwt = "KEYPAIR_JWT";
    private const string OAuth = "OAUTH";
    private const string ProgrammaticAccessToken = "PROGRAMMATIC_ACCESS_TOKEN";

    private readonly JwtVerifier _verifier = new(settings, users, clock);
    private readonly ConcurrentDictionary<string, RegisteredToken> _tokens = new(StringComparer.Ordinal);

    public void AddToken(string token, RegisteredToken registration) => _tokens[token] = registration;

    public bool RemoveToken(string token) => _tokens.TryRemove(token, out _);

    /// <exception cref="ApiRefusal">The request carries nothing that identifies a user.</exception>
    public Caller Authenticate(HttpRequest request)
    {
        var authorization = request.Headers.Authorization.ToString();
        const string scheme = "Bearer ";
        if (!authorization.StartsWith(scheme, StringComparison.OrdinalIgnoreCase))
            throw new ApiRefusal(401, "390101", "Authorization header not found in the request data.");
        var token = authorization[scheme.Length..].Trim();
        var clientAddress = request.HttpContext.Connection.RemoteIpAddress?.ToString();

        var caller = TokenType(request, token) switch
        {
            KeyPairJwt => FromJwt(token, clientAddress),
            OAuth => FromRegistered(token, OAuth, "Invalid OAuth access token.", "OAuth access token expired."),
            ProgrammaticAccessToken => FromRegistered(
                token,
                ProgrammaticAccessToken,
                "Programmatic access token is invalid.",
                "Programmatic access token has expired."
            ),
            var other => throw new ApiRefusal(400, "390142", $"Unsupported {TokenTypeHeader} '{other}'."),
        };
        return caller.User.IsDisabled
            ? throw new ApiRefusal(401, "390101", "User access disabled. Contact your local system administrator.")
            : caller;
    }

    private string TokenType(HttpRequest request, string token)
    {
        var named = request.Headers[TokenTypeHeader].ToString();
        if (named.Length > 0)
            return named;
        if (!settings.RecognizeTokenType)
            return OAuth;
        if (_tokens.TryGetValue(token, out var known))
            return known.TokenType;
        return JsonWebToken.TryParse(token)?.Issuer?.Contains(".SHA256:", StringComparison.Ordinal) == true ? KeyPairJwt : OAuth;
    }

    private Caller FromJwt(string token, string? clientAddress)
    {
        var (caller, failure) = _verifier.Verify(token);
        if (caller is not null)
            return caller;
        throw new ApiRefusal(401, "390144", $"JWT token is invalid. [{failures.Add(failure!, clientAddress)}]");
    }

    private Caller FromRegistered(string token, string tokenType, string invalid, string expired)
    {
        var known = _tokens.GetValueOrDefault(token);
        if (known is null || known.TokenType != tokenType || users.Find(known.LoginName) is not { } user)
            throw new ApiRefusal(401, "390303", $"{invalid} [{Guid.NewGuid():D}]");
        return known.ExpiresAt <= clock.GetUtcNow()
            ? throw new ApiRefusal(401, "390318", $"{expired} [{Guid.NewGuid():D}]")
            : new Caller(user, null);
    }
}
