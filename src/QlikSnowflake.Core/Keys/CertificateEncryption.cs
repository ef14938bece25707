using System.Security;
using System.Security.Cryptography.X509Certificates;
using QlikSnowflake.Compat;
using QlikSnowflake.Errors;
using QlikSnowflake.Signing;

namespace QlikSnowflake.Keys;

/// <summary>
/// Encrypts secrets to an RSA certificate: CMS enveloped data (RFC 5652 §6); as text the PEM of it, which Protect-CmsMessage writes and
/// Unprotect-CmsMessage reads.
/// </summary>
public static class CertificateEncryption
{
    private const string Label = "CMS";

    /// <summary>How the text of an encrypted secret begins.</summary>
    public const string TextStart = "-----BEGIN " + Label + "-----";

    /// <summary>Refuses a certificate that nothing can be encrypted to.</summary>
    /// <param name="certificate">The certificate.</param>
    /// <exception cref="InputException">It has no RSA key.</exception>
    public static void Check(X509Certificate2 certificate)
    {
        using var key = certificate.GetRSAPublicKey();
        if (key is null)
            throw new InputException(
                ErrorIds.EncryptionCertificateInvalid,
                $"The certificate '{certificate.Subject}' has no RSA key.",
                "Give a certificate with an RSA key, such as one for document encryption."
            );
    }

    /// <summary>Encrypts.</summary>
    /// <param name="plain">The secret; not kept, the caller zeroes it.</param>
    /// <param name="certificate">An RSA certificate; its private key is not needed.</param>
    /// <returns>The enveloped data, DER.</returns>
    public static byte[] Encrypt(byte[] plain, X509Certificate2 certificate) => CmsEnvelope.Encrypt(plain, certificate.RawData);

    /// <summary>Decrypts.</summary>
    /// <param name="encrypted">The enveloped data, DER.</param>
    /// <param name="certificate">The certificate that it is encrypted to, with its private key.</param>
    /// <returns>The secret. The caller zeroes it.</returns>
    /// <exception cref="InputException">This account cannot use the certificate's private key.</exception>
    /// <exception cref="FormatException">It is no such data, or encrypted to another certificate.</exception>
    public static byte[] Decrypt(byte[] encrypted, X509Certificate2 certificate)
    {
        using var key =
            certificate.GetRSAPrivateKey()
            ?? throw new InputException(
                ErrorIds.EncryptionCertificateWithoutKey,
                $"The certificate '{certificate.Subject}' has no private key that this account can use.",
                "Give the certificate with its private key: the secrets are encrypted to it."
            );
        return CmsEnvelope.Decrypt(encrypted, certificate.RawData, key);
    }

    /// <summary>Encrypts a secret text.</summary>
    /// <param name="secret">The text.</param>
    /// <param name="certificate">An RSA certificate.</param>
    /// <returns>PEM.</returns>
    public static string EncryptText(SecureString secret, X509Certificate2 certificate)
    {
        Check(certificate);
        var plain = SecretText.ToUtf8(secret);
        try
        {
            return PemText.Write(Label, Encrypt(plain, certificate));
        }
        finally
        {
            Array.Clear(plain, 0, plain.Length);
        }
    }

    /// <summary>Decrypts a secret text.</summary>
    /// <param name="text">PEM, as <see cref="EncryptText"/> or Protect-CmsMessage wrote it.</param>
    /// <param name="certificate">The certificate with its private key; null looks for it in the account's and the machine's store.</param>
    /// <returns>The text, without white space at its ends.</returns>
    /// <exception cref="InputException">It is no such text, it is encrypted to another certificate, or none that this account can use is
    /// found.</exception>
    public static SecureString DecryptText(string text, X509Certificate2? certificate)
    {
        if (PemBody(text) is not { } encrypted)
            throw Unreadable("The PEM around it is damaged.", null);
        var found = certificate ?? FindOwn(encrypted);
        try
        {
            var plain = Decrypt(encrypted, found);
            try
            {
                return SecretText.FromUtf8(plain);
            }
            finally
            {
                Array.Clear(plain, 0, plain.Length);
            }
        }
        catch (FormatException e)
        {
            throw Unreadable(e.Message, e);
        }
        finally
        {
            if (certificate is null)
                CertificateLoader.Release(found);
        }
    }

    private static InputException Unreadable(string why, Exception? inner) =>
        new(
            ErrorIds.EncryptedSecretUnreadable,
            $"The encrypted secret cannot be read: {why}",
            "Give the certificate, with its private key, that it was encrypted to.",
            FailureKind.InvalidData,
            inner
        );

    private static byte[]? PemBody(string text)
    {
        const string End = "-----END " + Label + "-----";
        var start = text.IndexOf(TextStart, StringComparison.Ordinal);
        var end = text.IndexOf(End, StringComparison.Ordinal);
        if (start < 0 || end < start)
            return null;
        try
        {
            return Convert.FromBase64String(text.Substring(start + TextStart.Length, end - start - TextStart.Length));
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static X509Certificate2 FindOwn(byte[] encrypted)
    {
        foreach (var location in new[] { StoreLocation.CurrentUser, StoreLocation.LocalMachine })
        {
            foreach (var candidate in CertificatesIn(location))
            {
                if (candidate.HasPrivateKey && CmsEnvelope.IsFor(encrypted, candidate.RawData))
                    return candidate;
                CertificateLoader.Release(candidate);
            }
        }

        throw new InputException(
            ErrorIds.EncryptionCertificateNotFound,
            "The certificate that the secret is encrypted to is not in this account's store (CurrentUser\\My) nor in the machine's "
                + "(LocalMachine\\My), or comes without its private key.",
            "Put it there with its private key, or give it by -Certificate.",
            FailureKind.NotFound
        );
    }

    private static X509Certificate2[] CertificatesIn(StoreLocation location)
    {
        using var store = new X509Store(StoreName.My, location);
        try
        {
            store.Open(OpenFlags.ReadOnly | OpenFlags.OpenExistingOnly);
            return [.. store.Certificates.Cast<X509Certificate2>()];
        }
        catch (System.Security.Cryptography.CryptographicException)
        {
            // A store that is not there, as a machine's on Linux, has none.
            return [];
        }
    }
}
