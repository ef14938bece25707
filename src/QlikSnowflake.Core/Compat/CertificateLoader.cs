using System.Collections.Concurrent;
using System.Security.Cryptography.X509Certificates;
#if !NETFRAMEWORK
using System.Runtime.InteropServices;
#endif

namespace QlikSnowflake.Compat;

/// <summary>Loads a PFX so that TLS can use its key, with as little left on disk as the platform allows.</summary>
internal static class CertificateLoader
{
    private static readonly ConcurrentDictionary<X509Certificate2, bool> Loaded = new(new Same());

    // A key that Windows has put on the disk outlives the process, unless its certificate is disposed.
    static CertificateLoader() =>
        AppDomain.CurrentDomain.ProcessExit += (_, _) =>
        {
            foreach (var certificate in Loaded.Keys)
                Release(certificate);
        };

    /// <summary>Whether a certificate was loaded here and not released yet.</summary>
    public static bool IsLoaded(X509Certificate2 certificate) => Loaded.ContainsKey(certificate);

    /// <summary>Disposes a certificate that was loaded here, and its key with it. One that comes from elsewhere is its owner's.</summary>
    public static void Release(X509Certificate2? certificate)
    {
        if (certificate is not null && Loaded.TryRemove(certificate, out _))
            certificate.Dispose();
    }

    /// <summary>Loads a PFX. Whoever takes it has it released.</summary>
    public static X509Certificate2 LoadPfx(byte[] pfx, string? password)
    {
        var certificate = Load(pfx, password);
        Loaded[certificate] = true;
        return certificate;
    }

    private static X509Certificate2 Load(byte[] pfx, string? password)
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

    // Certificates compare by issuer and serial number: the same file, loaded twice, has two keys.
    private sealed class Same : IEqualityComparer<X509Certificate2>
    {
        public bool Equals(X509Certificate2? x, X509Certificate2? y) => ReferenceEquals(x, y);

        public int GetHashCode(X509Certificate2 obj) => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(obj);
    }
}
