using System.Security.Cryptography.X509Certificates;
#if !NETFRAMEWORK
using System.Runtime.InteropServices;
#endif

namespace QlikSnowflake.Compat;

/// <summary>Loads a PFX so that TLS can use its key, with as little left on disk as the platform allows.</summary>
internal static class CertificateLoader
{
    public static X509Certificate2 LoadPfx(byte[] pfx, string? password)
    {
#if NETFRAMEWORK
        // Windows' TLS cannot use a key that lives in memory only; without the flag to persist it, the key goes with the object.
        return new X509Certificate2(pfx, password, X509KeyStorageFlags.UserKeySet);
#else
        var flags = RuntimeInformation.IsOSPlatform(OSPlatform.Linux)
            ? X509KeyStorageFlags.EphemeralKeySet
            : X509KeyStorageFlags.UserKeySet;
        return new X509Certificate2(pfx, password, flags);
#endif
    }
}
