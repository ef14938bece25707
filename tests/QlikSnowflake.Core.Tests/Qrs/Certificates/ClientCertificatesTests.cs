using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using QlikSnowflake.Errors;
using QlikSnowflake.Qrs.Certificates;
using QlikSnowflake.Tests.Support;

namespace QlikSnowflake.Tests.Qrs.Certificates;

public sealed class ClientCertificatesTests(SampleCertificates samples) : IClassFixture<SampleCertificates>
{
    [OpenSslFact]
    public void A_PFX_opens_with_its_password() =>
        AssertUsable(ClientCertificates.FromFile(samples.Pfx("pass:pfx password"), null, "pfx password".Secret()));

    [OpenSslFact(NotOnMono = "mono's own PFX reader takes ASCII passwords only")]
    public void A_PFX_opens_with_a_password_beyond_ASCII() =>
        AssertUsable(
            ClientCertificates.FromFile(samples.Pfx(samples.PasswordArgument), null, SampleCertificates.Password.Secret())
        );

    [OpenSslFact]
    public void A_PFX_with_an_empty_password_opens_with_an_empty_one_or_none()
    {
        AssertUsable(ClientCertificates.FromFile(samples.Pfx("pass:"), null, string.Empty.Secret()));
        AssertUsable(ClientCertificates.FromFile(samples.Pfx("pass:"), null, null));
    }

    [OpenSslFact]
    public void A_PFX_does_not_open_with_another_password()
    {
        var path = samples.Pfx(samples.PasswordArgument);

        foreach (var password in new[] { "wrong".Secret(), string.Empty.Secret(), null })
        {
            var refusal = Refuse("ClientCertificateUnusable", path, null, password);
            Assert.Contains("-CertificatePassword", refusal.RecommendedAction);
        }
    }

    [OpenSslTheory]
    [InlineData("pkcs8 -topk8 -nocrypt")]
    [InlineData("rsa -traditional")]
    [InlineData("pkcs8 -topk8 -nocrypt -outform DER")]
    public void A_PEM_certificate_and_its_plain_key_are_joined(string command) =>
        AssertUsable(ClientCertificates.FromFile(samples.Certificate, Converted(command), null));

    [OpenSslTheory]
    [InlineData("pkcs8 -topk8 -passout {pass}")]
    [InlineData("rsa -traditional -aes256 -passout {pass}")]
    public void A_PEM_certificate_and_its_encrypted_key_are_joined(string command)
    {
        var key = Converted(command);

        AssertUsable(ClientCertificates.FromFile(samples.Certificate, key, SampleCertificates.Password.Secret()));
        Assert.Equal(
            "KeyPassphraseRequired",
            Assert.Throws<KeyException>(() => ClientCertificates.FromFile(samples.Certificate, key, null)).ErrorId
        );
        Assert.Equal(
            "KeyPassphraseWrong",
            Assert.Throws<KeyException>(() => ClientCertificates.FromFile(samples.Certificate, key, "wrong".Secret())).ErrorId
        );
    }

    [OpenSslFact]
    public void Certificate_and_key_can_be_in_one_file()
    {
        var both = samples.File("both.pem");
        File.WriteAllText(both, File.ReadAllText(samples.Certificate) + File.ReadAllText(samples.Key));

        AssertUsable(ClientCertificates.FromFile(both, null, null));
    }

    [OpenSslFact]
    public void A_certificate_without_its_key_is_refused()
    {
        Refuse("ClientCertificateWithoutKey", samples.Certificate, null);

        var der = samples.File("client.cer");
        OpenSsl.Run("x509", "-in", samples.Certificate, "-outform", "DER", "-out", der);
        Refuse("ClientCertificateWithoutKey", der, null);
    }

    [OpenSslFact]
    public void The_key_of_another_certificate_is_refused()
    {
        var refusal = Refuse("ClientCertificateUnusable", samples.Certificate, samples.File("other_key.pem"));

        Assert.Contains("not the certificate's", refusal.Message);
    }

    [OpenSslFact]
    public void A_key_of_another_algorithm_is_refused()
    {
        var key = samples.File("ec.pem");
        OpenSsl.Run("genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-out", key);

        Refuse("ClientCertificateUnusable", samples.Certificate, key);
    }

    [OpenSslFact]
    public void A_key_with_damaged_numbers_is_refused()
    {
        var lines = File.ReadAllLines(samples.Key);
        lines[3] = lines[4];
        var path = samples.File("damaged.pem");
        File.WriteAllLines(path, lines);

        Refuse("ClientCertificateUnusable", samples.Certificate, path);
    }

    [OpenSslFact]
    public void An_expired_certificate_is_refused_with_its_end()
    {
        var refusal = Refuse("ClientCertificateExpired", samples.Expired(), null);

        Assert.Contains("20", refusal.Message);
        Assert.Matches("202[01]-", refusal.Message);
    }

    [OpenSslTheory]
    [InlineData("hello")]
    [InlineData("")]
    [InlineData("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")]
    public void A_file_that_is_no_certificate_is_refused(string content)
    {
        var path = samples.File(Guid.NewGuid().ToString("N"));
        File.WriteAllBytes(path, Encoding.ASCII.GetBytes(content));

        Assert.Throws<InputException>(() => ClientCertificates.FromFile(path, null, null));
        Refuse("ClientCertificateUnusable", path, samples.Key);
    }

    [OpenSslFact]
    public void A_missing_file_is_named()
    {
        Assert.Contains("none.pfx", Refuse("ClientCertificateUnreadable", samples.File("none.pfx"), null).Message);
        Assert.Contains("none.pem", Refuse("KeyFileNotFound", samples.Certificate, samples.File("none.pem")).Message);
    }

    [Fact]
    public void A_thumbprint_that_no_store_has_is_named()
    {
        var refusal = Assert.Throws<InputException>(() =>
            ClientCertificates.FromStore("00 11:22 33445566778899AABBCCDDEEFF00112233")
        );

        Assert.Equal(("ClientCertificateNotFound", FailureKind.NotFound), (refusal.ErrorId, refusal.Kind));
    }

    private string Converted(string command)
    {
        var path = samples.File(Guid.NewGuid().ToString("N"));
        var words = command.Replace("{pass}", samples.PasswordArgument).Split(' ');
        OpenSsl.Run([words[0], "-in", samples.Key, "-out", path, .. words.Skip(1)]);
        return path;
    }

    private void AssertUsable(X509Certificate2 certificate)
    {
        using (certificate)
        {
            Assert.Equal(samples.Thumbprint, certificate.Thumbprint);
            using var key = certificate.GetRSAPrivateKey()!;
            using var publicKey = certificate.GetRSAPublicKey()!;
            var data = Encoding.ASCII.GetBytes("data");
            var signature = key.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
            Assert.True(publicKey.VerifyData(data, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
        }
    }

    private static InputException Refuse(
        string errorId,
        string path,
        string? keyPath,
        System.Security.SecureString? password = null
    )
    {
        var refusal = Assert.Throws<InputException>(() => ClientCertificates.FromFile(path, keyPath, password));
        Assert.Equal(errorId, refusal.ErrorId);
        return refusal;
    }
}
