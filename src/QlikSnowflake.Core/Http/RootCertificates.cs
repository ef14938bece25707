using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using QlikSnowflake.Errors;
using QlikSnowflake.Files;
using QlikSnowflake.Signing;

namespace QlikSnowflake.Http;

/// <summary>Reads a file of trusted certificates: one DER certificate or any number of PEM ones.</summary>
internal static class RootCertificates
{
    public static X509Certificate2Collection Read(string path)
    {
        var content = InputFile.ReadBytes(path, InputFileKind.RootCertificate);
        var found = new X509Certificate2Collection();
        try
        {
            foreach (var der in CertificateFile.ReadAll(content))
                found.Add(Load(der));
            return found.Count > 0 ? found : throw new FormatException("No certificate.");
        }
        catch (Exception e) when (e is CryptographicException or FormatException or ArgumentException)
        {
            throw new InputException(
                ErrorIds.RootCertificateInvalid,
                $"'{path}' holds no certificate.",
                "Give the authority's certificate as PEM or DER. On a Qlik site: QMC, Certificates, export as PEM; the file is root.pem.",
                FailureKind.InvalidData,
                e
            );
        }
    }

    private static X509Certificate2 Load(byte[] der)
    {
        // A PFX would load too, and bring a private key along that nobody asked for.
        if (X509Certificate2.GetCertContentType(der) != X509ContentType.Cert)
            throw new CryptographicException("Not a certificate.");
        return new X509Certificate2(der);
    }
}
