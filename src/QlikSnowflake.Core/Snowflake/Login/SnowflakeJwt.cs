using System.Security;

namespace QlikSnowflake.Snowflake.Login;

/// <summary>A token for Snowflake's REST APIs. Its text is a secret; no other member is.</summary>
public sealed class SnowflakeJwt
{
    internal SnowflakeJwt(
        SecureString token,
        string issuer,
        string subject,
        string fingerprint,
        DateTimeOffset issuedAt,
        DateTimeOffset expiresAt
    )
    {
        Token = token;
        Issuer = issuer;
        Subject = subject;
        Fingerprint = fingerprint;
        IssuedAt = issuedAt;
        ExpiresAt = expiresAt;
    }

    /// <summary>The token, for the header <c>Authorization: Bearer</c>.</summary>
    public SecureString Token { get; }

    /// <summary>The claim iss: <c>ACCOUNT.USER.SHA256:fingerprint</c>.</summary>
    public string Issuer { get; }

    /// <summary>The claim sub: <c>ACCOUNT.USER</c>.</summary>
    public string Subject { get; }

    /// <summary>The public key's fingerprint, to compare with RSA_PUBLIC_KEY_FP.</summary>
    public string Fingerprint { get; }

    /// <summary>The claim iat.</summary>
    public DateTimeOffset IssuedAt { get; }

    /// <summary>The claim exp.</summary>
    public DateTimeOffset ExpiresAt { get; }

    /// <inheritdoc/>
    public override string ToString() => $"JWT of {Subject}, valid until {ExpiresAt:u}";
}
