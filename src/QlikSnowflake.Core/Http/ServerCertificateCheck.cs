using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using QlikSnowflake.Compat;
using QlikSnowflake.Signing;

namespace QlikSnowflake.Http;

/// <summary>Checks the server's certificate for one session, and remembers what was wrong with the last one refused.</summary>
internal sealed class ServerCertificateCheck(ServerTrust trust, X509Certificate2Collection? roots)
{
    private const string ServerUse = "1.3.6.1.5.5.7.3.1";
    private const string AnyUse = "2.5.29.37.0";

    private volatile Refused? _last;

    /// <summary>The last refusal, or null.</summary>
    public Refused? LastRefusal => _last;

    public bool Accept(HttpRequestMessage message, X509Certificate2? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (trust.SkipCertificateCheck)
            return true;

        var problem = Check(certificate, chain, errors);
        if (problem == ServerCertificateProblem.None)
            return true;

        _last = new Refused(
            problem,
            certificate?.Subject ?? string.Empty,
            certificate?.Issuer ?? string.Empty,
            certificate?.NotBefore ?? default,
            certificate?.NotAfter ?? default,
            NamesOf(certificate),
            [.. (roots ?? []).Cast<X509Certificate2>().Select(Authority.Of)]
        );
        return false;
    }

    private ServerCertificateProblem Check(X509Certificate2? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (certificate is null || errors.HasFlag(SslPolicyErrors.RemoteCertificateNotAvailable))
            return ServerCertificateProblem.Missing;

        if (!IsForServers(certificate))
            return ServerCertificateProblem.WrongUse;

        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateChainErrors) && !ChainsToGivenRoot(certificate, chain))
        {
            return certificate.NotAfter < DateTime.Now || certificate.NotBefore > DateTime.Now
                ? ServerCertificateProblem.Expired
                : ServerCertificateProblem.Untrusted;
        }

        if (trust.ServerName is { } expected)
            return Matches(certificate, expected) ? ServerCertificateProblem.None : ServerCertificateProblem.NameMismatch;

        return errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch)
            ? ServerCertificateProblem.NameMismatch
            : ServerCertificateProblem.None;
    }

    private bool ChainsToGivenRoot(X509Certificate2 certificate, X509Chain? chain)
    {
        if (roots is null)
            return false;

        var sent = new X509Certificate2Collection();
        if (chain is not null)
        {
            foreach (var element in chain.ChainElements)
                sent.Add(element.Certificate);
        }

        return CertificateTrust.ChainsTo(certificate, sent, roots);
    }

    // RFC 5280 §4.2.1.12: without the extension any use is allowed, as in the certificates that a Qlik site makes itself.
    private static bool IsForServers(X509Certificate2 certificate)
    {
        var uses = certificate.Extensions.OfType<X509EnhancedKeyUsageExtension>().FirstOrDefault()?.EnhancedKeyUsages;
        return uses is null || uses.Cast<Oid>().Any(use => use.Value is ServerUse or AnyUse);
    }

    private static bool Matches(X509Certificate2 certificate, string expected)
    {
        expected = expected.TrimEnd('.');
        var addresses = ClientCertificateFile.IpAddresses(certificate.RawData);
        if (IPAddress.TryParse(expected.Trim('[', ']'), out var address) && addresses.Contains(address.ToString()))
            return true;

        var names = ClientCertificateFile.DnsNames(certificate.RawData);

        // RFC 6125 §6.4.4: the subject's name counts where there is no alternative one.
        if (names.Length == 0 && addresses.Length == 0)
            names = [certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false) ?? string.Empty];
        foreach (var name in names.Select(n => n.TrimEnd('.')))
        {
            if (string.Equals(name, expected, StringComparison.OrdinalIgnoreCase))
                return true;

            // RFC 6125 §6.4.3: a star stands for the whole leftmost label.
            var dot = expected.IndexOf('.');
            if (
                dot > 0
                && name.StartsWith("*.", StringComparison.Ordinal)
                && string.Equals(name.Substring(1), expected.Substring(dot), StringComparison.OrdinalIgnoreCase)
            )
            {
                return true;
            }
        }

        return false;
    }

    private static string NamesOf(X509Certificate2? certificate) =>
        certificate is null ? string.Empty : string.Join(", ", ClientCertificateFile.DnsNames(certificate.RawData));

    public sealed record Refused(
        ServerCertificateProblem Problem,
        string Subject,
        string Issuer,
        DateTime NotBefore,
        DateTime NotAfter,
        string Names,
        IReadOnlyList<Authority> GivenRoots
    );

    /// <summary>An authority that was given, as errors tell of it.</summary>
    public sealed record Authority(string Subject, string Thumbprint, DateTime NotBefore, DateTime NotAfter)
    {
        public static Authority Of(X509Certificate2 root) => new(root.Subject, root.Thumbprint, root.NotBefore, root.NotAfter);

        public override string ToString() => $"'{Subject}', thumbprint {Thumbprint}, from {Day(NotBefore)} to {Day(NotAfter)}";

        private static string Day(DateTime time) => time.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
    }
}
