using System.Security.Cryptography;

namespace QlikSnowflake.Signing.Compat;

/// <summary>Makes RSA objects that live in memory alone, on every runtime.</summary>
internal static class RsaProvider
{
    /// <summary>A new key of the given size.</summary>
    public static RSA Generate(int bits)
    {
#if NETFRAMEWORK
        // RSA.Create() gives the legacy provider here, whose KeySize setter is ignored.
        return CreateCng(() => new RSACng(bits)) ?? new RSACryptoServiceProvider(bits) { PersistKeyInCsp = false };
#else
        return RSA.Create(bits);
#endif
    }

    /// <summary>An RSA object with the given key.</summary>
    public static RSA Import(RSAParameters parameters)
    {
#if NETFRAMEWORK
        // CNG keeps the key in memory; the legacy provider wants a user profile, which a scheduled task may lack.
        var rsa = CreateCng(() => new RSACng()) ?? new RSACryptoServiceProvider { PersistKeyInCsp = false };
#else
        var rsa = RSA.Create();
#endif
        rsa.ImportParameters(parameters);
        return rsa;
    }

#if NETFRAMEWORK
    // Mono has the class but not what is behind it.
    private static RSA? CreateCng(Func<RSA> create)
    {
        try
        {
            return create();
        }
        catch (Exception e) when (e is PlatformNotSupportedException or NotImplementedException or TypeLoadException)
        {
            return null;
        }
    }
#endif
}
