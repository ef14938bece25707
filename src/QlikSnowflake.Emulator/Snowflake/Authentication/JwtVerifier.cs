using System.Security.Cryptography;
using QlikSnowflake.Emulator.Snowflake.Users;

namespace QlikSnowflake.Emulator.Snowflake.Authentication;

/// <summary>
/// Verifies a key-pair JWT as the SQL API does: algorithm, issuer, subject, account, user, times, fingerprint, signature.
/// From https://docs.snowflake.com/en/developer-guide/sql-api/authenticating.
/// </summary>
internal sealed class JwtVerifier(SnowflakeSettings settings, UserDirectory users, TimeProvider clock)
{
    private const string FingerprintMark = ".SHA256:";

    /// <returns>The caller, or why there is none. Exactly one of the two is null.</returns>
    public (Caller? Caller, JwtFailure? Failure) Verify(string text)
    {
        if (JsonWebToken.TryParse(text) is not { } token)
            return Refuse(JwtFailure.Malformed("The token is not a JSON Web Token."));
        if (token.Algorithm != "RS256")
            return Refuse(JwtFailure.Algorithm(token.Algorithm));
        if (SplitIssuer(token.Issuer) is not var (account, login, fingerprint))
            return Refuse(JwtFailure.Malformed("The issuer is not ACCOUNT.USER.SHA256:fingerprint."));
        if (token.Subject != $"{account}.{login}")
            return Refuse(JwtFailure.Malformed("The subject is not the issuer without its fingerprint."));
        if (!AccountName.IsAccepted(account, settings))
            return Refuse(JwtFailure.Account(account));
        if (users.Find(login) is not { } user || (settings.RequireUpperCaseClaims && login.Any(char.IsLower)))
            return Refuse(JwtFailure.UnknownUser(login));
        if (token.IssuedAt is not { } issuedAt || token.Expires is not { } expires)
            return Refuse(JwtFailure.MissingTimes(login));
        if (user.KeysAt(clock.GetUtcNow()).FirstOrDefault(k => k.Key.Fingerprint == fingerprint) is not { } registered)
            return Refuse(JwtFailure.Fingerprint(login));
        if (!HasSigned(registered.Key, token))
            return Refuse(JwtFailure.Signature(login));
        if (CheckTimes(issuedAt, expires, login) is { } failure)
            return Refuse(failure);
        registered.Key.LastUsedOn = clock.GetUtcNow();
        return (new Caller(user, registered.RoleRestriction), null);
    }

    private static (Caller?, JwtFailure?) Refuse(JwtFailure failure) => (null, failure);

    /// <summary>An e-mail login holds periods itself, so the account ends at the first period and the login at the last mark.</summary>
    private static (string Account, string Login, string Fingerprint)? SplitIssuer(string? issuer)
    {
        if (issuer is null)
            return null;
        var period = issuer.IndexOf('.', StringComparison.Ordinal);
        var mark = issuer.LastIndexOf(FingerprintMark, StringComparison.Ordinal);
        if (period <= 0 || mark <= period + 1)
            return null;
        var fingerprint = issuer[(mark + 1)..];
        return fingerprint.Length == "SHA256:".Length ? null : (issuer[..period], issuer[(period + 1)..mark], fingerprint);
    }

    private static bool HasSigned(PublicKey key, JsonWebToken token)
    {
        if (key.Algorithm != PublicKey.Rsa)
            return false;
        using var rsa = RSA.Create();
        rsa.ImportSubjectPublicKeyInfo(key.Der.Span, out _);
        return rsa.VerifyData(token.SignedBytes, token.Signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
    }

    private JwtFailure? CheckTimes(DateTimeOffset issuedAt, DateTimeOffset expires, string login)
    {
        var now = clock.GetUtcNow();
        if (issuedAt > now + settings.IssuedAtTolerance)
            return JwtFailure.IssueTime(login);
        var latest = issuedAt + settings.MaximumTokenLifetime;
        var end = expires < latest ? expires : latest;
        return now >= end + settings.ExpiryTolerance ? JwtFailure.Expired(login) : null;
    }
}
