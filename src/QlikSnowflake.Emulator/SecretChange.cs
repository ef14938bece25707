namespace QlikSnowflake.Emulator;

/// <summary>
/// A key or password that was just written: to a data connection, or to a user of the account. Whoever hears of all of them in their
/// order can tell whether at any moment a connection held a key that no user had.
/// </summary>
/// <param name="Service">Where: <c>qrs</c>, <c>qlikCloud</c> or <c>snowflake</c>.</param>
/// <param name="Target">
/// The connection's id; of a user the login name, a colon, and <c>RSA_PUBLIC_KEY</c> or <c>RSA_PUBLIC_KEY_2</c>.
/// </param>
/// <param name="Secret">
/// The password of a site's connection; the JSON object of all that a tenant's connection signs in with; the fingerprint
/// (<c>SHA256:...</c>) of a user's key. Null: there is none any more.
/// </param>
public sealed record SecretChange(string Service, string Target, string? Secret);
