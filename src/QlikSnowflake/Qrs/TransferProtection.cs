using System.Security;
using System.Security.Cryptography.X509Certificates;
using QlikSnowflake.Errors;
using QlikSnowflake.Qrs.Transfer;

namespace QlikSnowflake.Commands.Qrs;

/// <summary>The protection of an export's secrets, from the parameters of either cmdlet.</summary>
internal static class TransferProtection
{
    public static void CheckOne(SecureString? passphrase, X509Certificate2? certificate, string? certificatePath)
    {
        if (new[] { passphrase is not null, certificate is not null, certificatePath is not null }.Count(given => given) > 1)
            throw new InputException(
                ErrorIds.ParametersConflict,
                "-Passphrase, -Certificate and -CertificatePath each protect secrets.",
                "Give one of them."
            );
    }

    public static SecretProtection? Of(
        SecureString? passphrase,
        X509Certificate2? certificate,
        string? certificatePath,
        SecureString? password
    ) =>
        passphrase is not null ? new PassphraseProtection(passphrase)
        : certificate is not null ? new CertificateProtection(certificate)
        : certificatePath is not null ? CertificateProtection.FromFile(certificatePath, password)
        : null;
}
