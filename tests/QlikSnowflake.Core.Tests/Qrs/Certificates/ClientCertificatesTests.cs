using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using QlikSnowflake.Compat;
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
        var refusal = Assert.Throws<KeyException>(() => ClientCertificates.FromFile(samples.Certificate, key, null));
        Assert.Equal("KeyPassphraseRequired", refusal.ErrorId);
        Assert.Contains("-CertificatePassword", refusal.RecommendedAction);
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
    public void Of_a_chain_in_one_file_the_keys_certificate_is_the_clients()
    {
        var chain = samples.File("chain.pem");
        File.WriteAllText(chain, File.ReadAllText(samples.File("other.pem")) + File.ReadAllText(samples.Certificate));

        AssertUsable(ClientCertificates.FromFile(chain, samples.Key, null));
    }

    [OpenSslTheory]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    [InlineData("utf-8")]
    public void A_PEM_pair_is_read_in_every_encoding_that_Windows_writes(string name)
    {
        var encoding = Encoding.GetEncoding(name);
        var (certificate, key) = (samples.File(name + ".pem"), samples.File(name + "_key.pem"));
        File.WriteAllText(certificate, File.ReadAllText(samples.Certificate), encoding);
        File.WriteAllText(key, File.ReadAllText(samples.Key), encoding);

        AssertUsable(ClientCertificates.FromFile(certificate, key, null));
    }

    [OpenSslFact(NotOnMono = "mono has no ECDSA")]
    public void An_EC_pair_is_joined_from_PKCS8_as_it_is_from_a_PFX() => AssertEcPair("pkcs8", "-topk8", "-nocrypt");

    [OpenSslFact(NotOnMono = "mono has no ECDSA")]
    public void An_EC_pair_is_joined_from_SEC_1_as_it_is_from_a_PFX() => AssertEcPair("ec");

    private void AssertEcPair(params string[] form)
    {
        var key = samples.File("ec_client_key.pem");
        var path = samples.File("ec_client.pem");
        OpenSsl.Run("genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-out", key);
        OpenSsl.Run("req", "-x509", "-key", key, "-out", path, "-days", "30", "-subj", "/CN=QlikClient");

        var written = samples.File(Guid.NewGuid().ToString("N") + ".pem");
        OpenSsl.Run([.. form, "-in", key, "-out", written]);

        using var certificate = ClientCertificates.FromFile(path, written, null);

        using var ecdsa = certificate.GetECDsaPrivateKey();
        Assert.NotNull(ecdsa);
    }

    [OpenSslTheory]
    [InlineData("extendedKeyUsage=serverAuth", "extended key usage")]
    [InlineData("keyUsage=keyEncipherment", "key usage leaves digital signatures out")]
    public void A_certificate_that_is_not_for_clients_is_refused_before_it_is_sent(string extension, string why)
    {
        var path = samples.File(Guid.NewGuid().ToString("N") + ".pem");
        OpenSsl.Run(
            "req",
            "-x509",
            "-key",
            samples.Key,
            "-out",
            path,
            "-days",
            "30",
            "-subj",
            "/CN=QlikClient",
            "-addext",
            extension
        );

        var refusal = Refuse("ClientCertificateUnusable", path, samples.Key);

        Assert.Contains(why, refusal.Message);
        Assert.Contains(why, CertificateCandidates.InFolder(Joined(path), null).Single().Problems.Single());
    }

    [OpenSslFact]
    public void A_certificate_whose_time_has_not_come_is_refused_by_the_same_words_as_it_is_listed()
    {
        var path = samples.Dated("future", "20700101000000Z", "20710101000000Z");

        Assert.Contains("begins on 20", Refuse("ClientCertificateUnusable", path, samples.Key).Message);
        Assert.Contains("begins on 20", CertificateCandidates.InFolder(path, null).Single().Problems.Single());
    }

    [OpenSslFact]
    public void What_is_loaded_from_a_file_is_released_by_whoever_took_it()
    {
        var certificate = ClientCertificates.FromFile(samples.Pfx("pass:x"), null, "x".Secret());
        Assert.True(CertificateLoader.IsLoaded(certificate));

        CertificateLoader.Release(certificate);

        Assert.False(CertificateLoader.IsLoaded(certificate));
        Assert.Equal(IntPtr.Zero, certificate.Handle);
    }

    // The key in the same file, as a listing opens it.
    private string Joined(string certificate)
    {
        File.AppendAllText(certificate, File.ReadAllText(samples.Key));
        return certificate;
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
