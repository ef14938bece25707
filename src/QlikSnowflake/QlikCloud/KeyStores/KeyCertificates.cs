using System.Security.Cryptography.X509Certificates;
using QlikSnowflake.Errors;

namespace QlikSnowflake.Commands.QlikCloud.KeyStores;

/// <summary>Finds the certificate that a key file is encrypted to in the account's or the machine's store.</summary>
internal static class KeyCertificates
{
    public static X509Certificate2 Find(string thumbprint)
    {
        var wanted = new string([.. thumbprint.Where(Uri.IsHexDigit)]);
        foreach (var location in new[] { StoreLocation.CurrentUser, StoreLocation.LocalMachine })
        {
            try
            {
                using var store = new X509Store(StoreName.My, location);
                store.Open(OpenFlags.ReadOnly | OpenFlags.OpenExistingOnly);
                if (store.Certificates.Find(X509FindType.FindByThumbprint, wanted, validOnly: false) is { Count: > 0 } found)
                    return found[0];
            }
            catch (System.Security.Cryptography.CryptographicException)
            {
                // There is no such store on this system.
            }
        }

        throw new InputException(
            "CertificateNotFound",
            $"No certificate with the thumbprint '{thumbprint}' is in the personal stores.",
            "Get-ChildItem Cert:\\CurrentUser\\My lists them.",
            FailureKind.NotFound
        );
    }
}
