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
    // What Windows answers where a key needs a profile and none is loaded (dotnet/runtime, issue 59329).
    private const int FileNotFound = unchecked((int)0x80070002);

    private const string ClientUse = "1.3.6.1.5.5.7.3.2";
    private const string AnyUse = "2.5.29.37.0";

    private const string ExportAdvice =
        "Export it in the QMC under Certificates with the secret key included: client.pfx, or client.pem with client_key.pem.";

    /// <summary>From a PFX file, or from a PEM certificate with its key in a file of its own or the same one.</summary>
    /// <param name="path">The PFX or PEM certificate.</param>
    /// <param name="keyPath">The PEM key, where it has a file of its own.</param>
    /// <param name="password">The PFX's password or the key's passphrase.</param>
    /// <exception cref="InputException">A file is missing, or is no certificate with its key.</exception>
    /// <exception cref="KeyException">The PEM key cannot be used.</exception>
    public static X509Certificate2 FromFile(string path, string? keyPath, SecureString? password)
    {
        var certificate = Open(path, keyPath, password);
        try
        {
            return CheckKey(certificate, path);
        }
        catch
        {
            CertificateLoader.Release(certificate);
            throw;
        }
    }

    /// <summary>The same without looking at key and time.</summary>
    internal static X509Certificate2 Open(string path, string? keyPath, SecureString? password)
    {
        var content = InputFile.ReadBytes(path, InputFileKind.ClientCertificate);
        try
        {
            return keyPath is not null || CertificateFile.IsPem(content) ? FromPem(path, content, keyPath, password)
                : X509Certificate2.GetCertContentType(content) == X509ContentType.Cert ? new X509Certificate2(content)
                : CertificateLoader.LoadPfx(content, password is null ? null : SecretText.ToPlainText(password));
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            throw new InputException(
                ErrorIds.ClientCertificateUnusable,
                $"'{path}' cannot be opened as a PFX: {e.Message.TrimEnd('.')}.",
                e.HResult == FileNotFound
                    ? "This account's profile is not loaded, so that Windows has no place for the key: have the task or service "
                        + "run with its profile, or import the file to LocalMachine\\My and use -CertificateThumbprint."
                    : "Check -CertificatePassword (it may be empty), and that the file is the site's client.pfx.",
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
        if (CertificateStores.Find(thumbprint, out var location) is { } found)
            return CheckKey(found, $"{location}\\{found.Thumbprint}");

        throw new InputException(
            ErrorIds.ClientCertificateNotFound,
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
                ErrorIds.ClientCertificateWithoutKey,
                $"The client certificate '{source}' has no private key, or this account cannot see it.",
                ExportAdvice,
                FailureKind.InvalidData
            );
        }

        if (!IsKeyUsable(certificate))
        {
            throw new InputException(
                ErrorIds.ClientCertificateKeyUnusable,
                $"This account cannot use the private key of the client certificate '{source}'.",
                "Give this account the right to read the key (certlm.msc, Manage Private Keys), or use -CertificatePath "
                    + "with the exported file.",
                FailureKind.Permission
            );
        }

        return WhyNot(certificate) is { } reason
            ? throw new InputException(
                certificate.NotAfter < DateTime.Now ? ErrorIds.ClientCertificateExpired : ErrorIds.ClientCertificateUnusable,
                $"The client certificate '{source}' cannot be used: {reason}.",
                "Renew the site's certificates, then export the client's again; check this machine's clock.",
                FailureKind.InvalidData
            )
            : certificate;
    }

    /// <summary>What in a certificate itself keeps it from opening a session; null where nothing does.</summary>
    internal static string? WhyNot(X509Certificate2 certificate)
    {
        if (certificate.NotAfter < DateTime.Now)
            return $"it ended on {certificate.NotAfter:yyyy-MM-dd}";
        if (certificate.NotBefore > DateTime.Now)
            return $"it begins on {certificate.NotBefore:yyyy-MM-dd} only, or the clock is wrong";
        var uses = certificate.Extensions.OfType<X509EnhancedKeyUsageExtension>().FirstOrDefault()?.EnhancedKeyUsages;
        if (uses is not null && !uses.Cast<Oid>().Any(use => use.Value is ClientUse or AnyUse))
            return "its extended key usage leaves client authentication out";
        var usage = certificate.Extensions.OfType<X509KeyUsageExtension>().FirstOrDefault()?.KeyUsages;
        return usage is { } flags && (flags & X509KeyUsageFlags.DigitalSignature) == 0
            ? "its key usage leaves digital signatures out"
            : null;
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
                    ErrorIds.ClientCertificateWithoutKey,
                    $"'{path}' holds a certificate without its private key.",
                    "Name the key's file with -CertificateKeyPath. " + ExportAdvice,
                    FailureKind.InvalidData,
                    e
                )
                : KeyProblems.OfClientKey(e, $"'{keyPath ?? path}'");
        }
        catch (FormatException e)
        {
            throw new InputException(
                ErrorIds.ClientCertificateUnusable,
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
}
