using System.Security.Cryptography;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace QlikSnowflake.Signing;

/// <summary>Signs JSON Web Tokens (RFC 7519) by RS256 with one private key, held until disposed.</summary>
public sealed class JwtSigner : IDisposable
{
    // Without times of its own: what a token says is given.
    private static readonly JsonWebTokenHandler Handler = new() { SetDefaultTimesOnTokenCreation = false };

    private readonly RSA _rsa;
    private readonly SigningCredentials _credentials;

    /// <summary>Takes the key.</summary>
    /// <param name="pkcs8">An RSA private key as PKCS#8 DER; not kept, the caller zeroes it.</param>
    /// <exception cref="PrivateKeyFormatException">The key is not RSA.</exception>
    public JwtSigner(byte[] pkcs8)
    {
        _rsa = RsaKey.ToRsa(pkcs8);

        // The library's cache of signers is static: with it, keys would outlive their session.
        _credentials = new SigningCredentials(new RsaSecurityKey(_rsa), SecurityAlgorithms.RsaSha256)
        {
            CryptoProviderFactory = new CryptoProviderFactory { CacheSignatureProviders = false },
        };
    }

    /// <summary>Signs a token with the claims iss, sub, iat and exp.</summary>
    /// <param name="issuer">The claim iss.</param>
    /// <param name="subject">The claim sub.</param>
    /// <param name="issuedAt">The claim iat, in whole seconds.</param>
    /// <param name="expiresAt">The claim exp, in whole seconds.</param>
    /// <returns>The token in compact form.</returns>
    public string Sign(string issuer, string subject, DateTimeOffset issuedAt, DateTimeOffset expiresAt) =>
        Handler.CreateToken(
            new SecurityTokenDescriptor
            {
                Claims = new Dictionary<string, object>
                {
                    [JwtRegisteredClaimNames.Iss] = issuer,
                    [JwtRegisteredClaimNames.Sub] = subject,
                    [JwtRegisteredClaimNames.Iat] = issuedAt.ToUnixTimeSeconds(),
                    [JwtRegisteredClaimNames.Exp] = expiresAt.ToUnixTimeSeconds(),
                },
                SigningCredentials = _credentials,
            }
        );

    /// <inheritdoc/>
    public void Dispose() => _rsa.Dispose();
}
