using QlikSnowflake.Errors;
using QlikSnowflake.Keys;

namespace QlikSnowflake.Snowflake.Login;

/// <summary>Makes key-pair tokens for one user of one account (Snowflake, SQL API, "Using key-pair authentication").</summary>
public sealed class JwtIssuer : IDisposable
{
    /// <summary>The longest lifetime Snowflake honours; it caps longer ones without a word.</summary>
    public static readonly TimeSpan LongestLifetime = TimeSpan.FromHours(1);

    private readonly SigningKey _key;
    private readonly string _issuer;

    /// <summary>Takes the key; it is disposed with the issuer.</summary>
    /// <param name="account">The account.</param>
    /// <param name="user">The user's LOGIN_NAME, in any case.</param>
    /// <param name="key">The private key.</param>
    public JwtIssuer(SnowflakeAccount account, string user, SigningKey key)
    {
        _key = key;
        Subject = account.Claim + "." + SnowflakeUserName.ToClaim(user);
        _issuer = Subject + "." + key.PublicKey.Fingerprint;
    }

    /// <summary>The claim sub: <c>ACCOUNT.USER</c>.</summary>
    public string Subject { get; }

    /// <summary>The public half of the key.</summary>
    public PublicKey PublicKey => _key.PublicKey;

    /// <summary>Makes a token.</summary>
    /// <param name="issuedAt">The claim iat; taken to the second.</param>
    /// <param name="lifetime">From one second to an hour.</param>
    /// <exception cref="InputException">The lifetime is outside these bounds.</exception>
    public SnowflakeJwt Issue(DateTimeOffset issuedAt, TimeSpan lifetime)
    {
        CheckLifetime(lifetime);
        var issued = DateTimeOffset.FromUnixTimeSeconds(issuedAt.ToUnixTimeSeconds());
        return new SnowflakeJwt(
            SecretText.FromPlainText(_key.Sign(_issuer, Subject, issued, issued + lifetime)),
            _issuer,
            Subject,
            PublicKey.Fingerprint,
            issued,
            issued + lifetime
        );
    }

    /// <summary>Refuses a lifetime that Snowflake would not honour.</summary>
    /// <param name="lifetime">The lifetime.</param>
    /// <exception cref="InputException">It is under a second or over an hour.</exception>
    public static void CheckLifetime(TimeSpan lifetime)
    {
        if (lifetime < TimeSpan.FromSeconds(1) || lifetime > LongestLifetime)
        {
            throw new InputException(
                ErrorIds.LifetimeInvalid,
                $"A lifetime of {lifetime} is outside what Snowflake honours.",
                "Give one from one second to one hour, such as 01:00:00 or (New-TimeSpan -Minutes 10). A bare number "
                    + "counts ticks of 100 nanoseconds."
            );
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _key.Dispose();

    internal string SignText(DateTimeOffset issuedAt, TimeSpan lifetime) =>
        _key.Sign(_issuer, Subject, issuedAt, issuedAt + lifetime);
}
