using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.RegularExpressions;
using QlikSnowflake.Errors;
using QlikSnowflake.Files;

namespace QlikSnowflake.Http;

/// <summary>Reads a file of trusted certificates: one DER certificate or any number of PEM ones.</summary>
internal static class RootCertificates
{
    private static readonly Regex Pem = new(
        "-----BEGIN CERTIFICATE-----(?<body>[A-Za-z0-9+/=\\s]+)-----END CERTIFICATE-----",
        RegexOptions.CultureInvariant,
        TimeSpan.FromSeconds(5)
    );

    public static X509Certificate2Collection Read(string path)
    {
        var content = InputFile.ReadBytes(path, InputFileKind.RootCertificate);
        var found = new X509Certificate2Collection();
        try
        {
            var blocks = Pem.Matches(Encoding.ASCII.GetString(content));
            foreach (Match block in blocks)
                found.Add(Load(Convert.FromBase64String(block.Groups["body"].Value)));
            if (blocks.Count == 0)
                found.Add(Load(content));
            return found;
        }
        catch (Exception e) when (e is CryptographicException or FormatException or ArgumentException)
        {
            throw new InputException(
                "RootCertificateInvalid",
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
