using QlikSnowflake.Errors;
using QlikSnowflake.Signing;

namespace QlikSnowflake.Keys;

/// <summary>
/// The words for every way in which a key can be wrong. A source is what the words call the key: a quoted path, or "the
/// private key …".
/// </summary>
internal static class KeyProblems
{
    public static KeyException Of(PrivateKeyFormatException e, string source) =>
        e.Fault switch
        {
            PrivateKeyFault.PublicKey => new KeyException(
                ErrorIds.KeyIsPublic,
                $"{Start(source)} holds {e.Message}, where a private key is needed.",
                "Give the private key's file (rsa_key.p8, not rsa_key.pub).",
                e
            ),
            PrivateKeyFault.NotRsa => new KeyException(
                ErrorIds.KeyNotRsa,
                $"{Start(source)} holds a key of the algorithm {e.Message}. Snowflake's SQL API and Qlik take RSA only.",
                "Make an RSA key pair with New-SnowflakeKeyPair and register its public key.",
                e
            ),
            PrivateKeyFault.PassphraseRequired => new KeyException(
                ErrorIds.KeyPassphraseRequired,
                $"{Start(source)} is encrypted and no passphrase was given.",
                "Give its passphrase with -Passphrase, for example -Passphrase (Read-Host -AsSecureString).",
                e
            ),
            PrivateKeyFault.PassphraseWrong => new KeyException(
                ErrorIds.KeyPassphraseWrong,
                $"The passphrase does not open {source}.",
                "Check the passphrase (also the keyboard layout and trailing spaces). A lost passphrase cannot be "
                    + "recovered: make a new key pair.",
                e
            ),
            PrivateKeyFault.UnsupportedEncryption => new KeyException(
                ErrorIds.KeyEncryptionNotSupported,
                $"{Start(source)} is encrypted by {e.Message}, which is not supported.",
                "Write it anew with: openssl pkcs8 -topk8 -v2 aes-256-cbc -in old.p8 -out new.p8",
                e
            ),
            PrivateKeyFault.Damaged => new KeyException(
                ErrorIds.KeyDamaged,
                $"{Start(source)} is damaged: {e.Message}.",
                "Copy the file again, in full and without changes. If it was pasted, check that no line is missing.",
                e
            ),
            _ => NotAKey(source, e.Message, e),
        };

    /// <summary>The same of a client certificate's key, with advice in the words of Connect-Qrs.</summary>
    public static KeyException OfClientKey(PrivateKeyFormatException e, string source)
    {
        var problem = Of(e, source);
        var advice = e.Fault switch
        {
            PrivateKeyFault.PassphraseRequired =>
                "Give its passphrase with -CertificatePassword, for example -CertificatePassword (Read-Host -AsSecureString).",
            PrivateKeyFault.PassphraseWrong => "Check -CertificatePassword (also the keyboard layout and trailing spaces), "
                + "or export the certificate again from the QMC.",
            PrivateKeyFault.UnsupportedEncryption => problem.RecommendedAction!,
            _ =>
                "Give the file that the site exported beside the certificate, client_key.pem, with -CertificateKeyPath, or client.pfx "
                    + "with -CertificatePath.",
        };
        return new KeyException(problem.ErrorId, problem.Message, advice, e);
    }

    public static KeyException OfPublicKey(PrivateKeyFormatException e, string source) =>
        e.Fault == PrivateKeyFault.NotRsa
            ? new KeyException(
                ErrorIds.KeyNotRsa,
                $"{Start(source)} holds a public key of the algorithm {e.Message}; RSA is needed.",
                "Make an RSA key pair with New-SnowflakeKeyPair.",
                e
            )
            : new KeyException(
                ErrorIds.KeyNotPublic,
                $"{Start(source)} is no public key: {e.Message}.",
                "Give a public key's file (rsa_key.pub), or the private key's with -PrivateKeyPath.",
                e
            );

    public static KeyException NotAKey(string source, string found, PrivateKeyFormatException? cause = null) =>
        new(
            ErrorIds.KeyNotRecognized,
            $"{Start(source)} is no private key: {found}.",
            "A private key's file starts with '-----BEGIN PRIVATE KEY-----' or '-----BEGIN ENCRYPTED PRIVATE KEY-----'. "
                + "New-SnowflakeKeyPair makes one.",
            cause
        );

    public static KeyException TooSmall(string source, int bits) =>
        new(
            ErrorIds.KeyTooSmall,
            $"{Start(source)} is an RSA key of {bits} bits; Snowflake takes 2048 at least.",
            "Make a larger one with New-SnowflakeKeyPair -KeySize 2048 (or 3072, 4096)."
        );

    private static string Start(string source) => char.ToUpperInvariant(source[0]) + source.Substring(1);
}
