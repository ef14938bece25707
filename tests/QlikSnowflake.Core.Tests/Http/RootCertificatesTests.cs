using QlikSnowflake.Errors;
using QlikSnowflake.Http;
using QlikSnowflake.Tests.Support;

namespace QlikSnowflake.Tests.Http;

public sealed class RootCertificatesTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [OpenSslFact]
    public void One_certificate_or_several_are_read_from_PEM_and_one_from_DER()
    {
        var pem = Make("first");

        Assert.Equal(["CN=first"], Subjects(_folder.Write("one.pem", pem)));
        Assert.Equal(
            ["CN=first", "CN=second"],
            Subjects(_folder.Write("two.pem", "# both\r\n" + pem.Replace("\n", "\r\n") + Make("second")))
        );
        OpenSsl.Run("x509", "-in", _folder.File("one.pem"), "-outform", "DER", "-out", _folder.File("one.cer"));
        Assert.Equal(["CN=first"], Subjects(_folder.File("one.cer")));
    }

    [OpenSslFact]
    public void Certificates_are_read_in_every_encoding_that_Windows_writes()
    {
        var pem = Make("first");
        foreach (
            var encoding in new System.Text.Encoding[] { System.Text.Encoding.Unicode, System.Text.Encoding.BigEndianUnicode }
        )
            Assert.Equal(
                ["CN=first"],
                Subjects(_folder.Write("wide.pem", [.. encoding.GetPreamble(), .. encoding.GetBytes(pem)]))
            );
        Assert.Equal(
            ["CN=first"],
            Subjects(_folder.Write("marked.pem", [0xEF, 0xBB, 0xBF, .. System.Text.Encoding.UTF8.GetBytes(pem)]))
        );
        var body = string.Concat(pem.Split('\n').Where(line => !line.Contains("-----")));
        Assert.Equal(["CN=first"], Subjects(_folder.Write("bare.txt", body)));
    }

    [OpenSslFact]
    public void A_private_key_beside_the_certificate_is_not_taken_along()
    {
        var both = _folder.Write("both.pem", Make("root") + File.ReadAllText(_folder.File("root.key")));

        Assert.False(RootCertificates.Read(both)[0].HasPrivateKey);
    }

    [OpenSslFact]
    public void A_PFX_is_no_file_of_trusted_certificates()
    {
        Make("root");
        OpenSsl.Run(
            "pkcs12",
            "-export",
            "-in",
            _folder.File("root.pem"),
            "-inkey",
            _folder.File("root.key"),
            "-out",
            _folder.File("root.pfx"),
            "-passout",
            "pass:"
        );

        Assert.Equal("RootCertificateInvalid", Refuse(_folder.File("root.pfx")).ErrorId);
    }

    [Theory]
    [InlineData("")]
    [InlineData("hello")]
    [InlineData("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")]
    [InlineData("-----BEGIN CERTIFICATE-----\n*\n-----END CERTIFICATE-----\n")]
    [InlineData("-----BEGIN CERTIFICATE-----\nA\n-----END CERTIFICATE-----\n")]
    public void A_file_without_a_certificate_is_refused(string content) =>
        Assert.Equal("RootCertificateInvalid", Refuse(_folder.Write("bad.pem", content)).ErrorId);

    [Fact]
    public void A_missing_file_is_named()
    {
        var refusal = Refuse(_folder.File("none.pem"));

        Assert.Equal(("RootCertificateUnreadable", FailureKind.NotFound), (refusal.ErrorId, refusal.Kind));
        Assert.Contains("none.pem", refusal.Message);
    }

    private static IEnumerable<string> Subjects(string path) =>
        RootCertificates.Read(path).Cast<System.Security.Cryptography.X509Certificates.X509Certificate2>().Select(c => c.Subject);

    private string Make(string name)
    {
        OpenSsl.Run(
            "req",
            "-x509",
            "-newkey",
            "rsa:2048",
            "-noenc",
            "-keyout",
            _folder.File(name + ".key"),
            "-out",
            _folder.File(name + ".pem"),
            "-subj",
            "/CN=" + name
        );
        return File.ReadAllText(_folder.File(name + ".pem"));
    }

    private static InputException Refuse(string path) => Assert.Throws<InputException>(() => RootCertificates.Read(path));
}
