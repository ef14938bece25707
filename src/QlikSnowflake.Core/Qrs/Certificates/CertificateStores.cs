using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace QlikSnowflake.Qrs.Certificates;

/// <summary>Certificates in the personal stores of this account and of the machine.</summary>
public static class CertificateStores
{
    /// <summary>Finds a certificate.</summary>
    /// <param name="thumbprint">Its SHA-1 thumbprint; blanks, colons and invisible marks are passed over.</param>
    /// <param name="location">The store that has it, such as <c>CurrentUser\\My</c>; empty where none has.</param>
    /// <returns>The one whose private key is there, before one without, whichever store has it; null where there is none.</returns>
    public static X509Certificate2? Find(string thumbprint, out string location)
    {
        location = string.Empty;
        X509Certificate2? withoutKey = null;
        var wanted = new string([.. thumbprint.Where(Uri.IsHexDigit)]);
        foreach (var place in new[] { StoreLocation.CurrentUser, StoreLocation.LocalMachine })
        {
            try
            {
                using var store = new X509Store(StoreName.My, place);
                store.Open(OpenFlags.ReadOnly | OpenFlags.OpenExistingOnly);
                foreach (var found in store.Certificates.Find(X509FindType.FindByThumbprint, wanted, validOnly: false))
                {
                    if (withoutKey is null || found.HasPrivateKey)
                        location = $"{place}\\My";
                    if (found.HasPrivateKey)
                        return found;
                    withoutKey ??= found;
                }
            }
            catch (CryptographicException)
            {
                // Off Windows the machine's store does not exist, and the user's may not yet.
            }
        }

        return withoutKey;
    }
}
