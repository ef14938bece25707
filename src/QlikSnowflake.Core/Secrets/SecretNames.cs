namespace QlikSnowflake.Secrets;

/// <summary>Tells from a field's name whether its value is a secret, however a service, a driver or a user spells it.</summary>
public static class SecretNames
{
    private static readonly string[] Parts =
    [
        "password",
        "passwd",
        "passphrase",
        "passcode",
        "pwd",
        "secret",
        "token",
        "apikey",
        "accesskey",
        "sharedkey",
        "privatekey",
        "privkey",
        "credential",
        "authorization",
        "cookie",
        "ticket",
        "jwt",
    ];

    // What holds one of these words and is none.
    private static readonly string[] Plain =
    [
        "tokentype",
        "credentialid",
        "credentialsid",
        "passwordexpiry",
        "apikeyexpiry",
        "apikeysenabled",
        "secretname",
    ];

    /// <summary>Whether a field of this name holds a secret: PWD, qPassword, client_secret, PRIV_KEY_FILE, secretKey.</summary>
    /// <param name="name">The name, or a path whose last part is it.</param>
    public static bool IsSecret(string name)
    {
        var letters = new string([.. name.Substring(name.LastIndexOf('/') + 1).Where(char.IsLetterOrDigit)]).ToLowerInvariant();
        return !Array.Exists(Plain, p => letters.EndsWith(p, StringComparison.Ordinal))
            && (letters is "pass" or "pin" || Array.Exists(Parts, p => letters.Contains(p)));
    }
}
