using System.Security.Cryptography;

namespace QlikSnowflake.Compat;

/// <summary>SHA-256 by the system's own implementation.</summary>
internal static class Hashes
{
    public static byte[] Sha256(byte[] data)
    {
#if NETFRAMEWORK
        // SHA256.Create() gives a managed class here, which throws where Windows' policy asks for validated cryptography (FIPS).
        using var hash = new SHA256CryptoServiceProvider();
        return hash.ComputeHash(data);
#else
        return SHA256.HashData(data);
#endif
    }
}
