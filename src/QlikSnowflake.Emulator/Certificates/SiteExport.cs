using System.Security.Cryptography.X509Certificates;
using QlikSnowflake.Emulator.Hosting;
using QlikSnowflake.Emulator.Qrs;

namespace QlikSnowflake.Emulator.Certificates;

/// <summary>
/// Writes a site's certificates as its management console exports them: <c>root.cer</c>, <c>client.pfx</c> and
/// <c>server.pfx</c> for Windows, <c>root.pem</c>, <c>client.pem</c>, <c>client_key.pem</c> and the server's two otherwise.
/// ("Export certificates", Qlik Sense for administrators.)
/// </summary>
internal sealed class SiteExport(QlikSite site, StateFiles files, ClientKeyFormat keyFormat)
{
    /// <summary>The folder for exports that clients ask for.</summary>
    public string Folder => files.PathOf("qrs/Exported Certificates");

    /// <summary>Writes the Windows form; without secret keys the client's certificate is of no use to a client.</summary>
    public void WriteWindows(string folder, string? password, bool withKeys)
    {
        files.Write($"{folder}/root.cer", site.Root.RawData);
        files.Write($"{folder}/client.pfx", Pfx(site.Client, password, withKeys));
        files.Write($"{folder}/server.pfx", Pfx(site.Server, password, withKeys));
    }

    /// <summary>Writes the PEM form.</summary>
    public void WritePem(string folder, bool withKeys)
    {
        files.Write($"{folder}/root.pem", Pem(site.Root));
        foreach (var (name, certificate) in new[] { ("client", site.Client), ("server", site.Server) })
        {
            files.Write($"{folder}/{name}.pem", Pem(certificate));
            if (withKeys)
                files.Write($"{folder}/{name}_key.pem", KeyPem(certificate));
        }
    }

    /// <summary>Writes the form that was asked for, and returns the folder.</summary>
    public string WriteFor(string machine, bool pem, string? password, bool withKeys)
    {
        var folder = "qrs/Exported Certificates/" + machine;
        if (pem)
            WritePem(folder, withKeys);
        else
            WriteWindows(folder, password, withKeys);
        return files.PathOf(folder);
    }

    public static string Pem(X509Certificate2 certificate) => certificate.ExportCertificatePem() + "\n";

    public static byte[] Pfx(X509Certificate2 certificate, string? password, bool withKey = true)
    {
        if (withKey)
            return certificate.Export(X509ContentType.Pkcs12, password);
        using var bare = X509CertificateLoader.LoadCertificate(certificate.RawData);
        return bare.Export(X509ContentType.Pkcs12, password);
    }

    private string KeyPem(X509Certificate2 certificate)
    {
        using var key = certificate.GetRSAPrivateKey()!;
        return (keyFormat == ClientKeyFormat.Pkcs1 ? key.ExportRSAPrivateKeyPem() : key.ExportPkcs8PrivateKeyPem()) + "\n";
    }
}
