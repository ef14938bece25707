using System.Security;
using System.Text;
using QlikSnowflake.Errors;
using QlikSnowflake.Keys;
using QlikSnowflake.Qrs.Connections;
using QlikSnowflake.Tests.Support;

namespace QlikSnowflake.Tests.Qrs.Connections;

public sealed class KeyPairSecretTests(SampleKeys keys) : IClassFixture<SampleKeys>, IDisposable
{
    private const string Frame = "PRIV_KEY_FILE%2rsa_key.p8%%2";
    private const string Encrypt = "pkcs8 -topk8 -in {key} -passout {pass}";

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [OpenSslTheory]
    [InlineData("\n", "")]
    [InlineData("\r\n", "")]
    [InlineData("\n", "\n# a comment after the key\n")]
    public void A_plain_key_goes_into_the_frame_byte_for_byte(string lineEnd, string tail)
    {
        var file = Encoding.UTF8.GetBytes(File.ReadAllText(keys.PlainPath).Replace("\n", lineEnd) + tail);
        var path = _folder.Write("rsa_key.p8", file);

        using var key = QlikKeyFile.Read(path, null);

        Assert.Equal(Frame + Convert.ToBase64String(file), key.QrsPassword.Reveal());
        Assert.False(key.IsEncrypted);
    }

    [OpenSslTheory]
    [InlineData(Encrypt, true)]
    [InlineData(Encrypt + " -outform DER", true)]
    [InlineData(Encrypt + " -scrypt", true)]
    [InlineData("rsa -in {key} -traditional -aes256 -passout {pass}", true)]
    [InlineData("rsa -in {key} -traditional", false)]
    [InlineData("rsa -in {key} -traditional -outform DER", false)]
    [InlineData("pkcs8 -topk8 -nocrypt -in {key} -outform DER", false)]
    public void Other_forms_are_written_anew_as_the_plain_key_that_OpenSSL_writes(string command, bool wasEncrypted)
    {
        var path = _folder.Write("rsa_key.p8", keys.Output(command));

        using var key = QlikKeyFile.Read(path, SampleKeys.Passphrase.Secret());

        Assert.Equal(File.ReadAllText(keys.PlainPath), Unframe(key.QrsPassword));
        Assert.Equal(wasEncrypted, key.IsEncrypted);
    }

    [OpenSslTheory]
    [InlineData("utf-8")]
    [InlineData("utf-16")]
    public void A_byte_order_mark_does_not_hide_whether_the_key_was_encrypted(string encoding)
    {
        var mark = Encoding.GetEncoding(encoding);
        byte[] content =
        [
            .. mark.GetPreamble(),
            .. mark.GetBytes(new string('#', 300) + "\n" + Encoding.ASCII.GetString(keys.Output(Encrypt))),
        ];

        using var key = QlikKeyFile.Read(_folder.Write("rsa_key.p8", content), SampleKeys.Passphrase.Secret());

        Assert.Equal(File.ReadAllText(keys.PlainPath), Unframe(key.QrsPassword));
        Assert.True(key.IsEncrypted);
    }

    [OpenSslFact]
    public void A_passphrase_for_a_plain_key_decrypts_nothing()
    {
        using var key = QlikKeyFile.Read(keys.PlainPath, "not needed".Secret());

        Assert.False(key.IsEncrypted);
    }

    [OpenSslFact]
    public void The_fingerprint_of_the_key_in_a_frame_is_read_back()
    {
        using var key = QlikKeyFile.Read(keys.PlainPath, null);

        Assert.Equal(keys.Fingerprint, KeyPairSecret.FingerprintOf(key.QrsPassword.Reveal()));
        Assert.True(KeyPairSecret.IsFramed(key.QrsPassword.Reveal()));
    }

    [OpenSslFact]
    public void The_fingerprints_of_a_list_are_those_of_its_passwords_one_by_one()
    {
        using var key = QlikKeyFile.Read(keys.PlainPath, null);
        var framed = key.QrsPassword.Reveal();
        string?[] list = [null, "", "a password", framed, Frame + "AAAA", framed + "%1", framed, "a password", Frame + "AAAA"];
        var fingerprints = new KeyFingerprints();

        Assert.Equal(list.Select(KeyPairSecret.FingerprintOf), list.Select(fingerprints.Of));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("a password")]
    [InlineData("PRIV_KEY_FILE%2%%2AAAA")]
    [InlineData("PRIV_KEY_FILE%2rsa_key.p8")]
    public void Another_password_is_no_frame(string? password)
    {
        Assert.False(KeyPairSecret.IsFramed(password));
        Assert.Null(KeyPairSecret.FingerprintOf(password));
    }

    [Theory]
    [InlineData(Frame + "LS0tLS1CRUdJTiBQUklWQVRFIEtFWS0.........")]
    [InlineData(Frame + "AAAA")]
    [InlineData(Frame)]
    public void A_frame_whose_key_cannot_be_read_has_no_fingerprint(string password)
    {
        Assert.True(KeyPairSecret.IsFramed(password));
        Assert.Null(KeyPairSecret.FingerprintOf(password));
    }

    [OpenSslTheory]
    [InlineData("{key}%1")]
    [InlineData("{key}%1PRIV_KEY_FILE_PWD%2a word%1")]
    [InlineData("{key}%%1%1")]
    [InlineData("%%{key}%1")]
    [InlineData("%%password%2a word%1{key}%1")]
    [InlineData("%%password%2a word%1{key}%1passphrase%2%1")]
    [InlineData("%%password%2a word%1certificateKey%2{pem}%1")]
    public void A_key_saved_by_the_user_interface_is_found_in_its_list(string form)
    {
        using var key = QlikKeyFile.Read(keys.PlainPath, null);
        var framed = key.QrsPassword.Reveal();
        var pem = framed.Substring(framed.LastIndexOf("%%2", StringComparison.Ordinal) + 3);
        var saved = form.Replace("{key}", framed).Replace("{pem}", pem);

        Assert.True(KeyPairSecret.IsFramed(saved));
        Assert.Equal(keys.Fingerprint, KeyPairSecret.FingerprintOf(saved));
    }

    [OpenSslTheory]
    [InlineData("PRIV_KEY_FILE_PWD")]
    [InlineData("passphrase")]
    public void An_encrypted_key_in_such_a_list_is_opened_by_the_passphrase_beside_it(string name)
    {
        var encrypted = Convert.ToBase64String(keys.Output(Encrypt));

        Assert.Equal(keys.Fingerprint, KeyPairSecret.FingerprintOf($"{Frame}{encrypted}%1{name}%2{SampleKeys.Passphrase}%1"));
        Assert.Null(KeyPairSecret.FingerprintOf($"{Frame}{encrypted}%1"));
    }

    [Theory]
    [InlineData("%%password%2a word%1certificateKey%2another%1")]
    [InlineData("my%1PRIV_KEY_FILE")]
    public void A_list_without_a_key_is_no_frame_of_one(string password)
    {
        Assert.False(KeyPairSecret.IsFramed(password));
        Assert.Null(KeyPairSecret.FingerprintOf(password));
    }

    [OpenSslFact]
    public void An_encrypted_key_asks_for_its_passphrase() =>
        Assert.Equal(
            "KeyPassphraseRequired",
            Assert.Throws<KeyException>(() => QlikKeyFile.Read(_folder.Write("rsa_key.p8", keys.Output(Encrypt)), null)).ErrorId
        );

    [OpenSslFact]
    public void A_wrong_passphrase_is_refused() =>
        Assert.Equal(
            "KeyPassphraseWrong",
            Assert
                .Throws<KeyException>(() => QlikKeyFile.Read(_folder.Write("rsa_key.p8", keys.Output(Encrypt)), "wrong".Secret()))
                .ErrorId
        );

    [OpenSslFact]
    public void A_key_that_Snowflake_would_not_take_goes_into_no_frame() =>
        Assert.Equal(
            "KeyTooSmall",
            Assert
                .Throws<KeyException>(() => QlikKeyFile.Read(_folder.Write("rsa_key.p8", keys.Output("genrsa 1024")), null))
                .ErrorId
        );

    [Theory]
    [InlineData("")]
    [InlineData("rsa%2key.p8")]
    [InlineData("rsa;key.p8")]
    [InlineData("folder/rsa_key.p8")]
    [InlineData("folder\\rsa_key.p8")]
    [InlineData("rsa\"key.p8")]
    [InlineData("rsa\nkey.p8")]
    public void A_file_name_that_would_break_the_frame_is_refused(string name) =>
        Assert.Equal(
            "KeyFileNameInvalid",
            Assert.Throws<InputException>(() => KeyPairSecret.Frame(name, "AQID".Secret())).ErrorId
        );

    private static string Unframe(SecureString secret)
    {
        var text = secret.Reveal();
        Assert.StartsWith(Frame, text);
        return Encoding.ASCII.GetString(Convert.FromBase64String(text.Substring(Frame.Length)));
    }
}
