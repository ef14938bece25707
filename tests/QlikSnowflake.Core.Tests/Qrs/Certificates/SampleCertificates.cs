using QlikSnowflake.Tests.Support;

namespace QlikSnowflake.Tests.Qrs.Certificates;

/// <summary>Client certificates as a site exports them, made by OpenSSL at test time.</summary>
public sealed class SampleCertificates : IDisposable
{
    public const string Password = "pfx-passwörd";

    private readonly TempFolder _folder = new();

    public SampleCertificates()
    {
        if (OpenSsl.WhyMissing is not null)
            return;

        // The password has a letter beyond ASCII, and command lines have no certain encoding: files have.
        _folder.Write("password", Password + "\n");
        OpenSsl.Run(
            "req",
            "-x509",
            "-newkey",
            "rsa:2048",
            "-noenc",
            "-keyout",
            Key,
            "-out",
            Certificate,
            "-days",
            "30",
            "-subj",
            "/CN=QlikClient"
        );
        OpenSsl.Run(
            "req",
            "-x509",
            "-newkey",
            "rsa:2048",
            "-noenc",
            "-keyout",
            File("other_key.pem"),
            "-out",
            File("other.pem"),
            "-days",
            "30",
            "-subj",
            "/CN=QlikClient"
        );
        Thumbprint = OpenSsl
            .Run("x509", "-in", Certificate, "-noout", "-fingerprint", "-sha1")
            .Trim()
            .Split('=')[1]
            .Replace(":", string.Empty);
    }

    public string Thumbprint { get; } = string.Empty;

    public string Certificate => File("client.pem");

    public string Key => File("client_key.pem");

    public string File(string name) => _folder.File(name);

    public string PasswordArgument => "file:" + File("password");

    /// <summary>A PFX by the algorithms that every Windows reads.</summary>
    public string Pfx(string password)
    {
        var path = File("client" + Guid.NewGuid().ToString("N") + ".pfx");
        OpenSsl.Run(
            "pkcs12",
            "-export",
            "-in",
            Certificate,
            "-inkey",
            Key,
            "-out",
            path,
            "-passout",
            password,
            "-keypbe",
            "PBE-SHA1-3DES",
            "-certpbe",
            "PBE-SHA1-3DES",
            "-macalg",
            "sha1"
        );
        return path;
    }

    /// <summary>A certificate that ended in 2021, with its key in the same file.</summary>
    public string Expired() => Dated("expired", "20200101000000Z", "20210101000000Z");

    /// <summary>A certificate of the given time, with its key in the same file.</summary>
    public string Dated(string name, string start, string end)
    {
        System.IO.File.WriteAllText(
            File("ca.cnf"),
            $"[ca]\ndefault_ca=d\n[d]\ndatabase={File("index.txt").Replace('\\', '/')}\n"
                + $"new_certs_dir={_folder.Folder.Replace('\\', '/')}\n"
                + $"serial={File("serial").Replace('\\', '/')}\ndefault_md=sha256\npolicy=p\n[p]\ncommonName=supplied\n"
        );
        System.IO.File.WriteAllText(File("index.txt"), string.Empty);
        System.IO.File.WriteAllText(File("serial"), "01\n");
        OpenSsl.Run("req", "-new", "-key", Key, "-out", File(name + ".csr"), "-subj", "/CN=QlikClient");
        OpenSsl.Run(
            "ca",
            "-batch",
            "-selfsign",
            "-config",
            File("ca.cnf"),
            "-in",
            File(name + ".csr"),
            "-keyfile",
            Key,
            "-out",
            File(name + ".pem"),
            "-startdate",
            start,
            "-enddate",
            end,
            "-notext"
        );
        System.IO.File.AppendAllText(File(name + ".pem"), System.IO.File.ReadAllText(Key));
        return File(name + ".pem");
    }

    public void Dispose() => _folder.Dispose();
}
