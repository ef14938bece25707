namespace QlikSnowflake.Snowflake.Diagnosis;

/// <summary>
/// What the codes, as numbers or by name, of SYSTEM$GET_LOGIN_FAILURE_DETAILS mean (Snowflake, "Key-pair authentication
/// troubleshooting").
/// </summary>
internal static class LoginFailureReasons
{
    public static (string Meaning, string Advice) Of(string code) =>
        code switch
        {
            "390144" or "JWT_TOKEN_INVALID" => (
                "the token is malformed, or account, sub or fingerprint in it have a wrong form",
                "Check the account identifier: Test-SnowflakeJwt shows what the token says."
            ),
            "394300" or "JWT_TOKEN_INVALID_USER_IN_ISSUER" => (
                "no user has this login name",
                "Give the user's LOGIN_NAME with -User, which can differ from NAME: DESCRIBE USER shows both."
            ),
            "394301" or "JWT_TOKEN_MISSING_ISSUE_OR_EXPIRATION_TIME" => (
                "the token has no iat or no exp",
                "Make the token with New-SnowflakeJwt."
            ),
            "394302" or "JWT_TOKEN_INVALID_ISSUE_TIME" => (
                "the token's issue time is not near Snowflake's clock",
                "Correct this machine's clock."
            ),
            "394303" or "JWT_TOKEN_INVALID_EXPIRATION_TIME" => (
                "the token has expired",
                "Correct this machine's clock, or make a new token."
            ),
            "394304" or "JWT_TOKEN_INVALID_PUBLIC_KEY_FINGERPRINT_MISMATCH" => (
                "the key is in neither slot of the user, nor in a key pair of its own",
                "Register the public key: Set-SnowflakeUserKey, or the statement of Get-SnowflakePublicKey."
            ),
            "394305" or "JWT_TOKEN_INVALID_ALGORITHM" => ("the token is not signed by RS256", "Use an RSA key."),
            "394306" or "JWT_TOKEN_INVALID_SIGNATURE" => (
                "the signature is wrong",
                "The private key does not belong to the fingerprint: read the key file again."
            ),
            "394307" or "JWT_TOKEN_ACCOUNT_MISMATCH" => (
                "the token is for another account than the host",
                "Check -Account and -HostName."
            ),
            _ => (
                "Snowflake gives the code " + code,
                "Look the code up in Snowflake's documentation of key-pair troubleshooting."
            ),
        };
}
