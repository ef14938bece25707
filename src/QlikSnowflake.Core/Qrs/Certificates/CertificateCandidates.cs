using System.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using QlikSnowflake.Compat;
using QlikSnowflake.Errors;

namespace QlikSnowflake.Qrs.Certificates;

/// <summary>Looks for client certificates of Qlik sites in the stores and in a folder of exported files.</summary>
public static class CertificateCandidates
{
    // The site's own extension, with Root, Service or Client in it.
    private const string RoleExtension = "1.3.6.1.5.5.7.13.3";

    /// <summary>Client certificates in CurrentUser\My and LocalMachine\My, usable or not.</summary>
    public static IReadOnlyList<QrsCertificateCandidate> InStores()
    {
        var found = new List<QrsCertificateCandidate>();
        foreach (var location in new[] { StoreLocation.CurrentUser, StoreLocation.LocalMachine })
        {
            try
            {
                using var store = new X509Store(StoreName.My, location);
                store.Open(OpenFlags.ReadOnly | OpenFlags.OpenExistingOnly);
                foreach (var certificate in store.Certificates)
                {
                    using (certificate)
                    {
                        if (RoleOf(certificate) == "Client")
                            found.Add(Describe(certificate, $"{location}\\My"));
                    }
                }
            }
            catch (CryptographicException)
            {
                // Off Windows the machine's store does not exist, and the user's may not yet.
            }
        }

        return found;
    }

    /// <summary>Certificates in the files of a folder: PFX, PEM and DER.</summary>
    /// <param name="folder">The folder, such as that of an export.</param>
    /// <param name="password">The password of PFX files and keys.</param>
    /// <exception cref="InputException">The folder cannot be read.</exception>
    public static IReadOnlyList<QrsCertificateCandidate> InFolder(string folder, SecureString? password)
    {
        string[] files;
        try
        {
            files = File.Exists(folder) ? [folder] : Directory.GetFiles(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException(
                ErrorIds.CertificateFolderUnreadable,
                $"The folder '{folder}' cannot be read: {e.Message}",
                "Check the path given with -Path.",
                e is UnauthorizedAccessException ? FailureKind.Permission : FailureKind.NotFound,
                e
            );
        }

        return
        [
            .. files
                .Where(IsCertificateFile)
                .OrderBy(f => f, StringComparer.OrdinalIgnoreCase)
                .Select(f => FromFile(f, password)),
        ];
    }

    /// <summary>The client certificate in the stores, where there is exactly one that can be used.</summary>
    /// <exception cref="InputException">There is none, or there are several: the message lists them.</exception>
    public static X509Certificate2 OnlyOneInStores()
    {
        var all = InStores();
        var usable = all.Where(c => c.IsUsable)
            .GroupBy(c => c.Thumbprint, StringComparer.OrdinalIgnoreCase)
            .Select(g => g.First())
            .ToList();
        if (usable.Count == 1)
            return ClientCertificates.FromStore(usable[0].Thumbprint!);
        if (usable.Count > 1)
        {
            throw new InputException(
                ErrorIds.ClientCertificateAmbiguous,
                $"There are {usable.Count} client certificates of Qlik sites: {string.Join("; ", usable)}.",
                "Choose by -CertificateThumbprint: the issuer is named after the site's central node. Or give the site's "
                    + "exported file with -CertificatePath."
            );
        }

        var why =
            all.Count == 0
                ? string.Empty
                : " Found, but not usable: " + string.Join("; ", all.Select(c => $"{c}: {string.Join(", ", c.Problems)}")) + ".";
        throw new InputException(
            ErrorIds.ClientCertificateNotFound,
            "No client certificate of a Qlik site that this account can use is in CurrentUser\\My or LocalMachine\\My." + why,
            "Give the site's exported client.pfx, or client.pem and client_key.pem, with -CertificatePath. A scheduled "
                + "task sees the stores of its own account.",
            FailureKind.NotFound
        );
    }

    private static bool IsCertificateFile(string path) =>
        Path.GetExtension(path).ToUpperInvariant() is ".PFX" or ".P12" or ".CER" or ".CRT" or ".DER"
        || (
            Path.GetExtension(path).Equals(".pem", StringComparison.OrdinalIgnoreCase)
            && !Path.GetFileNameWithoutExtension(path).EndsWith("_key", StringComparison.OrdinalIgnoreCase)
        );

    private static QrsCertificateCandidate FromFile(string path, SecureString? password)
    {
        var key = Path.Combine(Path.GetDirectoryName(path)!, Path.GetFileNameWithoutExtension(path) + "_key.pem");
        var keyPath = path.EndsWith(".pem", StringComparison.OrdinalIgnoreCase) && File.Exists(key) ? key : null;
        try
        {
            var certificate = Load(path, keyPath, password);
            try
            {
                return Describe(certificate, path) with { Path = path, KeyPath = keyPath };
            }
            finally
            {
                CertificateLoader.Release(certificate);
                certificate.Dispose();
            }
        }
        catch (Exception e) when (e is QlikSnowflakeException or CryptographicException)
        {
            return new QrsCertificateCandidate(path, null, null, null, null, [e.Message.TrimEnd('.')])
            {
                Path = path,
                KeyPath = keyPath,
            };
        }
    }

    // Without its key a certificate still says what it is, and that the key is missing is one of its problems.
    private static X509Certificate2 Load(string path, string? keyPath, SecureString? password)
    {
        try
        {
            return ClientCertificates.Open(path, keyPath, password);
        }
        catch (InputException e) when (e.IsOfMissingKey)
        {
            return new X509Certificate2(path);
        }
    }

    private static QrsCertificateCandidate Describe(X509Certificate2 certificate, string source)
    {
        var problems = new List<string>();
        if (RoleOf(certificate) is not "Client" and var role)
            problems.Add(
                role == "Service" ? "it is a server's certificate"
                : role == "Root" ? "it is the site's authority, for -RootCertificatePath"
                : "it is not CN=QlikClient, as a site's client certificate is"
            );
        if (problems.Count > 0)
            return new QrsCertificateCandidate(
                source,
                certificate.Subject,
                certificate.Issuer,
                certificate.Thumbprint,
                certificate.NotAfter,
                [.. problems]
            );

        if (!certificate.HasPrivateKey)
            problems.Add("it has no private key: export it with the secret key included");
        else if (!ClientCertificates.IsKeyUsable(certificate))
            problems.Add("this account cannot use its private key");
        if (ClientCertificates.WhyNot(certificate) is { } reason)
            problems.Add(reason);
        return new QrsCertificateCandidate(
            source,
            certificate.Subject,
            certificate.Issuer,
            certificate.Thumbprint,
            certificate.NotAfter,
            [.. problems]
        );
    }

    private static string? RoleOf(X509Certificate2 certificate)
    {
        var text = certificate.Extensions[RoleExtension]?.RawData is { } data ? Encoding.ASCII.GetString(data) : string.Empty;
        foreach (var role in new[] { "Client", "Service", "Root" })
        {
            if (text.IndexOf(role, StringComparison.Ordinal) >= 0)
                return role;
        }

        return string.Equals(
            certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false),
            "QlikClient",
            StringComparison.OrdinalIgnoreCase
        )
            ? "Client"
            : null;
    }
}
