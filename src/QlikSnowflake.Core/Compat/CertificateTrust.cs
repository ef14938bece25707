using System.Security.Cryptography.X509Certificates;

namespace QlikSnowflake.Compat;

/// <summary>Whether a server's certificate chains to one of the given roots, and to nothing else.</summary>
internal static class CertificateTrust
{
    public static bool ChainsTo(X509Certificate2 certificate, X509Certificate2Collection sent, X509Certificate2Collection roots)
    {
        using var chain = new X509Chain();

        // A Qlik site's own authority publishes no revocation list.
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.ExtraStore.AddRange(sent);
#if NETFRAMEWORK
        chain.ChainPolicy.ExtraStore.AddRange(roots);
        chain.ChainPolicy.VerificationFlags = X509VerificationFlags.AllowUnknownCertificateAuthority;
        if (!chain.Build(certificate) || chain.ChainElements.Count == 0)
            return false;

        // The flag forgives any unknown authority, so only the root's own bytes decide, never its name.
        var top = chain.ChainElements[chain.ChainElements.Count - 1].Certificate.RawData;
        var onlyUntrustedRoot = chain.ChainStatus.All(s =>
            s.Status is X509ChainStatusFlags.UntrustedRoot or X509ChainStatusFlags.NoError
        );
        return onlyUntrustedRoot && roots.Cast<X509Certificate2>().Any(r => r.RawData.SequenceEqual(top));
#else
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(roots);
        return chain.Build(certificate);
#endif
    }
}
