namespace QlikSnowflake.Emulator.Snowflake.Authentication;

/// <summary>
/// Why a JWT was refused. The client only ever sees 390144; the code is what SYSTEM$GET_LOGIN_FAILURE_DETAILS shows.
/// From https://docs.snowflake.com/en/user-guide/key-pair-auth-troubleshooting.
/// </summary>
internal sealed class JwtFailure(string code, string name, string detail)
{
    public string Code { get; } = code;

    public string Name { get; } = name;

    public string Detail { get; } = detail;

    public string? UserName { get; init; }

    public static JwtFailure Malformed(string detail) => new("390144", "JWT_TOKEN_INVALID", detail);

    public static JwtFailure UnknownUser(string user) =>
        new("394300", "JWT_TOKEN_INVALID_USER_IN_ISSUER", "No user has the login name in the issuer.") { UserName = user };

    public static JwtFailure MissingTimes(string user) =>
        new("394301", "JWT_TOKEN_MISSING_ISSUE_OR_EXPIRATION_TIME", "The token has no issue time or no expiration time.")
        {
            UserName = user,
        };

    public static JwtFailure IssueTime(string user) =>
        new("394302", "JWT_TOKEN_INVALID_ISSUE_TIME", "The token's issue time lies in the future.") { UserName = user };

    public static JwtFailure Expired(string user) =>
        new("394303", "JWT_TOKEN_INVALID_EXPIRATION_TIME", "The token has expired.") { UserName = user };

    public static JwtFailure Fingerprint(string user) =>
        new(
            "394304",
            "JWT_TOKEN_INVALID_PUBLIC_KEY_FINGERPRINT_MISMATCH",
            "The fingerprint in the issuer is not that of a registered key."
        )
        {
            UserName = user,
        };

    public static JwtFailure Algorithm(string? algorithm) =>
        new("394305", "JWT_TOKEN_INVALID_ALGORITHM", $"The token is not signed with RS256 but with '{algorithm}'.");

    public static JwtFailure Signature(string user) =>
        new("394306", "JWT_TOKEN_INVALID_SIGNATURE", "The signature is not that of the registered key.") { UserName = user };

    public static JwtFailure Account(string account) =>
        new("394307", "JWT_TOKEN_ACCOUNT_MISMATCH", $"The account '{account}' in the issuer is not the account in the URL.");
}
