using System.Security.Cryptography.X509Certificates;
using QlikSnowflake.Errors;
using QlikSnowflake.Qrs.Certificates;

namespace QlikSnowflake.Commands.QlikCloud.KeyStores;

/// <summary>Finds the certificate that a key file is encrypted to in the account's or the machine's store.</summary>
internal static class KeyCertificates
{
    public static X509Certificate2 Find(string thumbprint) =>
        CertificateStores.Find(thumbprint, out _)
        ?? throw new InputException(
            ErrorIds.CertificateNotFound,
            $"No certificate with the thumbprint '{thumbprint}' is in the personal stores.",
            "Get-ChildItem Cert:\\CurrentUser\\My lists them.",
            FailureKind.NotFound
        );
}
