using System.Security.Cryptography.X509Certificates;
using QlikSnowflake.Compat;
using QlikSnowflake.Errors;
using QlikSnowflake.Keys;
using QlikSnowflake.Tests.Support;

namespace QlikSnowflake.Tests.Keys;

public sealed class CertificateEncryptionTests : IDisposable
{
    private const string Secret = "eyJ.a-ключ";

    private readonly TempFolder _folder = new();
    private readonly List<X509Certificate2> _loaded = [];

    [OpenSslFact]
    public void A_text_comes_back_by_its_certificate_and_by_no_other()
    {
        var (own, other) = (Certificate("own", "rsa:2048"), Certificate("other", "rsa:2048"));
        var text = CertificateEncryption.EncryptText(Secret.Secret(), own);
        Assert.StartsWith(CertificateEncryption.TextStart, text, StringComparison.Ordinal);

        Assert.Equal(Secret, CertificateEncryption.DecryptText(text, own).Reveal());
        AssertRefused("EncryptedSecretUnreadable", () => CertificateEncryption.DecryptText(text, other));
        AssertRefused("EncryptedSecretUnreadable", () => CertificateEncryption.DecryptText(text.Replace("-----END", ""), own));
        AssertRefused("EncryptedSecretUnreadable", () => CertificateEncryption.DecryptText(text.Insert(40, "!"), own));
        AssertRefused("EncryptionCertificateNotFound", () => CertificateEncryption.DecryptText(text, null));
    }

    [OpenSslTheory]
    [InlineData("-aes128", "")]
    [InlineData("-aes192", "-keyid")]
    [InlineData("-aes256", "")]
    public void What_OpenSsl_encrypts_is_read(string cipher, string recipient)
    {
        var own = Certificate("own", "rsa:2048");
        _folder.Write("plain", Secret + "\n");
        OpenSsl.Run([
            "cms",
            "-encrypt",
            "-binary",
            cipher,
            .. recipient.Length == 0 ? Array.Empty<string>() : [recipient],
            "-in",
            _folder.File("plain"),
            "-outform",
            "PEM",
            "-out",
            _folder.File("text"),
            _folder.File("own.pem"),
        ]);

        Assert.Equal(Secret, CertificateEncryption.DecryptText(File.ReadAllText(_folder.File("text")), own).Reveal());
    }

    [OpenSslFact(NotOnMono = "mono has no ECDSA")]
    public void A_certificate_without_an_RSA_key_is_refused()
    {
        var curve = Certificate("curve", "ec", "-pkeyopt", "ec_paramgen_curve:P-256");
        AssertRefused("EncryptionCertificateInvalid", () => CertificateEncryption.EncryptText(Secret.Secret(), curve));
    }

    public void Dispose()
    {
        _loaded.ForEach(c => c.Dispose());
        _folder.Dispose();
    }

    private static void AssertRefused(string id, Action action)
    {
        var refusal = Assert.Throws<InputException>(action);
        Assert.Equal(id, refusal.ErrorId);
        Assert.NotEmpty(refusal.RecommendedAction!);
        Assert.DoesNotContain(Secret, refusal.Message, StringComparison.Ordinal);
    }

    private X509Certificate2 Certificate(string name, params string[] kind)
    {
        var (key, pem, pfx) = (_folder.File(name + ".key"), _folder.File(name + ".pem"), _folder.File(name + ".pfx"));
        OpenSsl.Run(["req", "-x509", "-newkey", .. kind, "-nodes", "-subj", "/CN=" + name, "-keyout", key, "-out", pem]);

        // By the algorithms that every Windows reads.
        string[] readable = ["-keypbe", "PBE-SHA1-3DES", "-certpbe", "PBE-SHA1-3DES", "-macalg", "sha1"];
        OpenSsl.Run(["pkcs12", "-export", "-inkey", key, "-in", pem, "-out", pfx, "-passout", "pass:x", .. readable]);
        return Keep(CertificateLoader.LoadPfx(File.ReadAllBytes(pfx), "x"));
    }

    private X509Certificate2 Keep(X509Certificate2 certificate)
    {
        _loaded.Add(certificate);
        return certificate;
    }
}
