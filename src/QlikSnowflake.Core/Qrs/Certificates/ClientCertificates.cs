using System.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using QlikSnowflake.Compat;
using QlikSnowflake.Errors;
using QlikSnowflake.Files;
using QlikSnowflake.Keys;
using QlikSnowflake.Signing;

namespace QlikSnowflake.Qrs.Certificates;

/// <summary>
/// Finds the client certificate that a Qlik site exports: in a file, as a PEM pair, or in the user's and machine's
/// stores.
/// </summary>
public static class ClientCertificates
{
    private const string ExportAdvice =
        "Export it in the QMC under Certificates with the secret key included: client.pfx, or client.pem with client_key.pem.";

    /// <summary>From a PFX file, or from a PEM certificate with its key in a file of its own or the same one.</summary>
    /// <param name="path">The PFX or PEM certificate.</param>
    /// <param name="keyPath">The PEM key, where it has a file of its own.</param>
    /// <param name="password">The PFX's password or the key's passphrase.</param>
    /// <exception cref="InputException">A file is missing, or is no certificate with its key.</exception>
    /// <exception cref="KeyException">The PEM key cannot be used.</exception>
    public static X509Certificate2 FromFile(string path, string? keyPath, SecureString? password) =>
        CheckKey(Open(path, keyPath, password), path);

    /// <summary>The same without looking at key and time.</summary>
    internal static X509Certificate2 Open(string path, string? keyPath, SecureString? password)
    {
        var content = InputFile.ReadBytes(path, InputFileKind.ClientCertificate);
        try
        {
            return keyPath is not null || LooksLikePem(content) ? FromPem(path, content, keyPath, password)
                : X509Certificate2.GetCertContentType(content) == X509ContentType.Cert ? new X509Certificate2(content)
                : CertificateLoader.LoadPfx(content, password is null ? null : SecretText.ToPlainText(password));
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            throw new InputException(
                "ClientCertificateUnusable",
                $"'{path}' cannot be opened as a PFX: {e.Message.TrimEnd('.')}.",
                "Check -CertificatePassword (it may be empty), and that the file is the site's client.pfx.",
                FailureKind.InvalidData,
                e
            );
        }
        finally
        {
            Array.Clear(content, 0, content.Length);
        }
    }

    /// <summary>From the stores CurrentUser\My and LocalMachine\My.</summary>
    /// <param name="thumbprint">The certificate's SHA-1 thumbprint; blanks and colons are passed over.</param>
    /// <exception cref="InputException">There is none, or its key cannot be used by this account.</exception>
    public static X509Certificate2 FromStore(string thumbprint)
    {
        var wanted = new string([.. thumbprint.Where(Uri.IsHexDigit)]);
        foreach (var location in new[] { StoreLocation.CurrentUser, StoreLocation.LocalMachine })
        {
            try
            {
                using var store = new X509Store(StoreName.My, location);
                store.Open(OpenFlags.ReadOnly | OpenFlags.OpenExistingOnly);
                var found = store.Certificates.Find(X509FindType.FindByThumbprint, wanted, validOnly: false);
                if (found.Count > 0)
                    return CheckKey(found[0], $"{location}\\My\\{wanted}");
            }
            catch (CryptographicException)
            {
                // Off Windows the machine's store does not exist, and the user's may not yet.
            }
        }

        throw new InputException(
            "ClientCertificateNotFound",
            $"No certificate with the thumbprint '{thumbprint}' is in CurrentUser\\My or LocalMachine\\My.",
            "A scheduled task sees the stores of its own account. " + ExportAdvice + " Then use -CertificatePath.",
            FailureKind.NotFound
        );
    }

    /// <summary>Refuses a certificate that cannot be used to log in.</summary>
    /// <param name="certificate">The certificate.</param>
    /// <param name="source">What to call it in errors.</param>
    /// <exception cref="InputException">It has no private key, or is out of its time.</exception>
    public static X509Certificate2 CheckKey(X509Certificate2 certificate, string source)
    {
        if (!certificate.HasPrivateKey)
        {
            throw new InputException(
                "ClientCertificateWithoutKey",
                $"The client certificate '{source}' has no private key, or this account cannot see it.",
                ExportAdvice,
                FailureKind.InvalidData
            );
        }

        if (!IsKeyUsable(certificate))
        {
            throw new InputException(
                "ClientCertificateKeyUnusable",
                $"This account cannot use the private key of the client certificate '{source}'.",
                "Give this account the right to read the key (certlm.msc, Manage Private Keys), or use -CertificatePath "
                    + "with the exported file.",
                FailureKind.Permission
            );
        }

        return certificate.NotAfter < DateTime.Now
            ? throw new InputException(
                "ClientCertificateExpired",
                $"The client certificate '{source}' ended on {certificate.NotAfter:u}.",
                "Renew the site's certificates, then export the client's again.",
                FailureKind.InvalidData
            )
            : certificate;
    }

    /// <summary>Whether the key signs: a store can list a certificate whose key another account owns.</summary>
    internal static bool IsKeyUsable(X509Certificate2 certificate)
    {
        try
        {
            using var rsa = certificate.GetRSAPrivateKey();
            if (rsa is not null)
                return rsa.SignData([0], HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).Length > 0;
            using var ecdsa = certificate.GetECDsaPrivateKey();
            return ecdsa is not null && ecdsa.SignData([0], HashAlgorithmName.SHA256).Length > 0;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    private static X509Certificate2 FromPem(string path, byte[] certificate, string? keyPath, SecureString? passphrase)
    {
        var passphraseBytes = SecretText.ToUtf8(passphrase);
        var key = keyPath is null ? certificate : InputFile.ReadBytes(keyPath, InputFileKind.ClientKey);
        byte[]? pkcs8 = null;
        byte[]? pfx = null;
        var password = Convert.ToBase64String(Randoms.Bytes(24));
        try
        {
            pkcs8 = PrivateKeyDecoder.ToPkcs8(key, passphraseBytes);
            pfx = ClientCertificateFile.ToPfx(certificate, pkcs8, password.ToCharArray());
            return CertificateLoader.LoadPfx(pfx, password);
        }
        catch (PrivateKeyFormatException e)
        {
            throw e.Fault == PrivateKeyFault.PublicKey && keyPath is null
                ? new InputException(
                    "ClientCertificateWithoutKey",
                    $"'{path}' holds a certificate without its private key.",
                    "Name the key's file with -CertificateKeyPath. " + ExportAdvice,
                    FailureKind.InvalidData,
                    e
                )
                : KeyProblems.Of(e, $"'{keyPath ?? path}'");
        }
        catch (FormatException e)
        {
            throw new InputException(
                "ClientCertificateUnusable",
                $"'{path}' cannot be used: {e.Message}",
                ExportAdvice,
                FailureKind.InvalidData,
                e
            );
        }
        finally
        {
            foreach (var secret in new[] { passphraseBytes, pkcs8, pfx, key })
            {
                if (secret is not null)
                    Array.Clear(secret, 0, secret.Length);
            }
        }
    }

    private static bool LooksLikePem(byte[] content) =>
        System
            .Text.Encoding.ASCII.GetString(content, 0, Math.Min(content.Length, 8192))
            .IndexOf("-----BEGIN ", StringComparison.Ordinal) >= 0;
}
