using System.Security.Cryptography.X509Certificates;
using QlikSnowflake.Compat;
using QlikSnowflake.Errors;
using QlikSnowflake.Files;
using QlikSnowflake.Keys;

namespace QlikSnowflake.Qrs.Transfer;

/// <summary>Secrets encrypted to an RSA certificate: each a CMS enveloped data (RFC 5652).</summary>
public sealed class CertificateProtection : SecretProtection
{
    private readonly X509Certificate2 _certificate;

    /// <summary>Takes a certificate.</summary>
    /// <param name="certificate">An RSA certificate; with its private key where secrets are to be read.</param>
    /// <exception cref="InputException">It is no RSA certificate.</exception>
    public CertificateProtection(X509Certificate2 certificate)
    {
        CertificateEncryption.Check(certificate);
        _certificate = certificate;
    }

    /// <inheritdoc/>
    public override string Name => "certificate";

    /// <summary>Reads a certificate: a DER or PEM one to encrypt to, or a PFX to decrypt by.</summary>
    /// <param name="path">The file.</param>
    /// <param name="password">The PFX's password.</param>
    /// <exception cref="InputException">The file cannot be read, or holds no certificate.</exception>
    public static CertificateProtection FromFile(string path, System.Security.SecureString? password)
    {
        var content = InputFile.ReadBytes(path, InputFileKind.EncryptionCertificate);
        try
        {
            return Of(
                X509Certificate2.GetCertContentType(content) == X509ContentType.Pfx
                    ? CertificateLoader.LoadPfx(content, password is null ? null : SecretText.ToPlainText(password))
                    : new X509Certificate2(content)
            );
        }
        catch (System.Security.Cryptography.CryptographicException e)
        {
            throw new InputException(
                ErrorIds.EncryptionCertificateUnreadable,
                $"The certificate '{path}' cannot be read: {e.Message}",
                "Check the password: a certificate (PEM or DER) to encrypt to, a PFX with its private key to decrypt by.",
                FailureKind.InvalidData,
                e
            );
        }
        finally
        {
            Array.Clear(content, 0, content.Length);
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        CertificateLoader.Release(_certificate);
        base.Dispose(disposing);
    }

    private static CertificateProtection Of(X509Certificate2 certificate)
    {
        try
        {
            return new CertificateProtection(certificate);
        }
        catch
        {
            CertificateLoader.Release(certificate);
            throw;
        }
    }

    internal override byte[] Protect(byte[] plain) => CertificateEncryption.Encrypt(plain, _certificate);

    internal override byte[] Unprotect(byte[] encrypted) => CertificateEncryption.Decrypt(encrypted, _certificate);
}
