using System.Text;
using System.Text.Json;
using QlikSnowflake.Errors;
using QlikSnowflake.Qrs.Connections;
using QlikSnowflake.Qrs.Transfer;
using QlikSnowflake.Tests.Qrs.Certificates;
using QlikSnowflake.Tests.Support;

namespace QlikSnowflake.Tests.Qrs.Transfer;

public sealed class DataConnectionFileTests
{
    private const string Password = "geheim \u00e4\ud83d\ude00";

    // Made once: to derive its key takes seconds on .NET Framework.
    private static readonly Lazy<string> Protected = new(() =>
    {
        using var protection = new PassphraseProtection("p".Secret());
        return Write(protection);
    });

    [Fact]
    public void Secrets_are_left_out_unless_they_are_protected()
    {
        var text = Write(null);

        Assert.DoesNotContain("geheim", text);
        var (connection, lacksSecret) = Assert.Single(DataConnectionFile.Read(text, null));
        Assert.True(lacksSecret);
        Assert.Null(connection.Password);
        Assert.Equal("D\\o", connection.Owner!.ToString());
        Assert.Equal(["a"], connection.Tags!);
        Assert.Equal("Env", Assert.Single(connection.CustomProperties).Name);
        Assert.Equal(DataConnectionLogOn.CurrentUser, connection.LogOn);
    }

    [Fact]
    public void A_passphrase_brings_them_back()
    {
        using var writer = new PassphraseProtection("correct horse".Secret());
        using var reader = new PassphraseProtection("correct horse".Secret());

        var (connection, lacksSecret) = Assert.Single(DataConnectionFile.Read(Write(writer), reader));

        Assert.False(lacksSecret);
        Assert.Equal(Password, connection.Password!.Reveal());
    }

    [Fact]
    public void A_wrong_passphrase_is_said_to_be_wrong()
    {
        using var writer = new PassphraseProtection("correct horse".Secret());
        using var reader = new PassphraseProtection("wrong horse".Secret());
        var text = Write(writer);

        Assert.Equal(
            "ExportedSecretUnreadable",
            Assert.Throws<InputException>(() => DataConnectionFile.Read(text, reader)).ErrorId
        );
    }

    [Fact]
    public void Every_flipped_bit_of_a_secret_is_found()
    {
        using var protection = new PassphraseProtection("p".Secret());
        var encrypted = protection.Protect(Encoding.UTF8.GetBytes(Password));
        Assert.Equal(Password, Encoding.UTF8.GetString(protection.Unprotect(encrypted)));

        for (var i = 0; i < encrypted.Length; i++)
        {
            var damaged = (byte[])encrypted.Clone();
            damaged[i] ^= 0x10;
            Assert.Throws<FormatException>(() => protection.Unprotect(damaged));
        }
    }

    [Theory]
    [InlineData("server=good", "server=evil")]
    [InlineData("\"userName\": \"u\"", "\"userName\": \"v\"")]
    [InlineData("\"name\": \"SF\"", "\"name\": \"Other\"")]
    public void A_secret_does_not_go_with_a_connection_that_was_edited(string old, string changed)
    {
        using var reader = new PassphraseProtection("p".Secret());
        var text = Protected.Value;
        Assert.Contains(old, text);

        Assert.Equal(
            "ExportedSecretNotOfConnection",
            Assert.Throws<InputException>(() => DataConnectionFile.Read(text.Replace(old, changed), reader)).ErrorId
        );
    }

    [OpenSslFact]
    public void A_certificate_brings_them_back_and_another_does_not()
    {
        using var own = new SampleCertificates();
        using var other = new SampleCertificates();
        using var writer = CertificateProtection.FromFile(own.Certificate, null);
        using var reader = CertificateProtection.FromFile(own.Pfx("pass:own"), "own".Secret());
        using var stranger = CertificateProtection.FromFile(other.Pfx("pass:other"), "other".Secret());
        var text = Write(writer);

        Assert.Equal(Password, DataConnectionFile.Read(text, reader)[0].Connection.Password!.Reveal());
        Assert.Equal(
            "ExportedSecretUnreadable",
            Assert.Throws<InputException>(() => DataConnectionFile.Read(text, stranger)).ErrorId
        );
        Assert.Equal(
            "EncryptionCertificateWithoutKey",
            Assert.Throws<InputException>(() => DataConnectionFile.Read(text, writer)).ErrorId
        );
    }

    [OpenSslFact]
    public void OpenSsl_reads_what_is_encrypted_to_a_certificate()
    {
        using var folder = new TempFolder();
        OpenSsl.Run(
            "req",
            "-x509",
            "-newkey",
            "rsa:2048",
            "-nodes",
            "-subj",
            "/CN=x",
            "-keyout",
            folder.File("key.pem"),
            "-out",
            folder.File("cert.pem")
        );
        using var protection = CertificateProtection.FromFile(folder.File("cert.pem"), null);
        folder.Write("envelope.der", protection.Protect(Encoding.UTF8.GetBytes(Password)));

        OpenSsl.Run(
            "cms",
            "-decrypt",
            "-binary",
            "-inform",
            "DER",
            "-in",
            folder.File("envelope.der"),
            "-inkey",
            folder.File("key.pem"),
            "-recip",
            folder.File("cert.pem"),
            "-out",
            folder.File("plain")
        );

        Assert.Equal(Password, Encoding.UTF8.GetString(File.ReadAllBytes(folder.File("plain"))));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("{\"format\":\"QlikSnowflake.DataConnections\",\"version\":2,\"connections\":[]}")]
    [InlineData("{\"format\":\"QlikSnowflake.DataConnections\",\"version\":1,\"connections\":[{}]}")]
    [InlineData(
        "{\"format\":\"QlikSnowflake.DataConnections\",\"version\":1,"
            + "\"connections\":[{\"name\":\"n\",\"type\":\"t\",\"connectionString\":\"c\",\"logOn\":\"5\"}]}"
    )]
    [InlineData("{\"format\":\"QlikSnowflake.DataConnections\",\"version\":1,\"connections\":[7]}")]
    public void What_is_no_export_is_refused(string text) =>
        Assert.Equal(
            "DataConnectionFileInvalid",
            Assert.Throws<InputException>(() => DataConnectionFile.Read(text, null)).ErrorId
        );

    [Fact]
    public void Iterations_that_would_never_end_are_refused()
    {
        var text = Protected.Value.Replace("\"iterations\": 600000", "\"iterations\": 2000000000");

        using var reader = new PassphraseProtection("p".Secret());
        Assert.Equal(
            "DataConnectionFileInvalid",
            Assert.Throws<InputException>(() => DataConnectionFile.Read(text, reader)).ErrorId
        );
    }

    private static string Write(SecretProtection? protection)
    {
        using var json = JsonDocument.Parse(
            """
            {"id":"0b544c3a-c8cb-4808-a01b-0c1e5a777ada","name":"SF","connectionstring":"CUSTOM CONNECT TO \"provider=P;server=good;\"","type":"P","username":"u","logOn":1,
             "password":"geheim \u00e4\ud83d\ude00","owner":{"id":"0b544c3a-c8cb-4808-a01b-0c1e5a777ada","userDirectory":"D","userId":"o"},
             "tags":[{"id":"0b544c3a-c8cb-4808-a01b-0c1e5a777ada","name":"a"}],
             "customProperties":[{"value":"dev","definition":{"id":"0b544c3a-c8cb-4808-a01b-0c1e5a777ada","name":"Env"}}]}
            """
        );
        return Encoding.UTF8.GetString(
            DataConnectionFile.Write([DataConnectionJson.Read(json.RootElement, includeSecret: true)], "site", protection)
        );
    }
}
