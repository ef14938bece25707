using System.Diagnostics;
using System.Text;
using QlikSnowflake.Errors;
using QlikSnowflake.Keys;
using QlikSnowflake.Tests.Support;

namespace QlikSnowflake.Tests.Keys;

/// <summary>Whatever else a file holds is refused with an id of its own and words that name what was found.</summary>
public sealed class PrivateKeyFaultTests(SampleKeys keys) : IClassFixture<SampleKeys>
{
    private const string Encrypt = "pkcs8 -topk8 -in {key} -passout {pass}";

    [OpenSslTheory]
    [InlineData(Encrypt)]
    [InlineData(Encrypt + " -outform DER")]
    [InlineData(Encrypt + " -v1 PBE-SHA1-3DES")]
    [InlineData("rsa -in {key} -traditional -aes256 -passout {pass}")]
    public void An_encrypted_key_asks_for_its_passphrase(string command)
    {
        Assert.Equal("KeyPassphraseRequired", Refuse(keys.Output(command)).ErrorId);
        Assert.Equal("KeyPassphraseRequired", Refuse(keys.Output(command), string.Empty).ErrorId);
    }

    [OpenSslTheory]
    [InlineData("pkcs8 -topk8 -in {key} -passout pass:")]
    [InlineData("pkcs8 -topk8 -in {key} -passout pass: -v2 aes-256-cbc -v2prf hmacWithSHA512")]
    [InlineData("pkcs8 -topk8 -in {key} -passout pass: -v2 aes-256-cbc -v2prf hmacWithSHA1")]
    public void A_key_encrypted_by_an_empty_passphrase_opens_with_one_that_is_given(string command)
    {
        var content = keys.Output(command);

        using var key = SigningKey.Read(content, string.Empty.Secret(), "the key");

        Assert.Equal(
            "KeyPassphraseRequired",
            Assert.Throws<KeyException>(() => SigningKey.Read(content, null, "the key")).ErrorId
        );
        Assert.Equal("KeyPassphraseWrong", Refuse(content, "other").ErrorId);
    }

    [OpenSslTheory]
    [InlineData("pkcs8 -topk8 -in {key} -nocrypt", null)]
    [InlineData(Encrypt, SampleKeys.Passphrase)]
    public void The_base64_of_a_whole_PEM_is_read(string command, string? passphrase)
    {
        var base64 = Convert.ToBase64String(keys.Output(command));
        var lines = string.Join(
            "\n",
            Enumerable
                .Range(0, (base64.Length + 75) / 76)
                .Select(i => base64.Substring(i * 76, Math.Min(76, base64.Length - (i * 76))))
        );

        foreach (var text in new[] { base64, lines })
        {
            using var key = SigningKey.ReadText(text.Secret(), passphrase?.Secret(), "the key");
        }
    }

    [OpenSslTheory]
    [InlineData(Encrypt + " -iter 1")]
    [InlineData(Encrypt + " -iter 1 -v2 des3")]
    [InlineData(Encrypt + " -iter 1 -v1 PBE-SHA1-3DES")]
    [InlineData("rsa -in {key} -traditional -aes256 -passout {pass}")]
    [InlineData("rsa -in {key} -traditional -des3 -passout {pass}")]
    public void No_wrong_passphrase_of_four_hundred_is_taken_for_anything_else(string command)
    {
        // Padding comes out right by chance once in 256: the hundreds make sure of meeting it.
        var content = keys.Output(command);

        var ids = Enumerable.Range(0, 400).Select(i => Refuse(content, "wrong" + i).ErrorId).Distinct();

        Assert.Equal(["KeyPassphraseWrong"], ids);
    }

    [OpenSslTheory]
    [InlineData("rsa -in {key} -pubout", "a public key")]
    [InlineData("rsa -in {key} -pubout -outform DER", "a public key")]
    [InlineData("rsa -in {key} -RSAPublicKey_out", "a public key")]
    [InlineData("req -new -x509 -key {key} -subj /CN=test", "a certificate")]
    [InlineData("req -new -x509 -key {key} -subj /CN=test -outform DER", "a certificate")]
    public void A_public_key_or_certificate_is_named_as_such(string command, string found)
    {
        var refusal = Refuse(keys.Output(command));

        Assert.Equal("KeyIsPublic", refusal.ErrorId);
        Assert.Contains(found, refusal.Message);
    }

    [OpenSslTheory]
    [InlineData("genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256", "EC")]
    [InlineData("ecparam -genkey -name prime256v1", "EC")]
    [InlineData("genpkey -algorithm ED25519", "Ed25519")]
    [InlineData("genpkey -algorithm ED448", "Ed448")]
    [InlineData("genpkey -algorithm RSA-PSS -pkeyopt rsa_keygen_bits:2048", "RSASSA-PSS")]
    public void A_key_of_another_algorithm_is_refused_by_its_name(string command, string algorithm)
    {
        var refusal = Refuse(keys.Output(command));

        Assert.Equal("KeyNotRsa", refusal.ErrorId);
        Assert.Contains($" {algorithm}.", refusal.Message);
    }

    [OpenSslFact]
    public void An_encrypted_key_of_another_algorithm_is_refused_by_its_name() =>
        Assert.Equal(
            "KeyNotRsa",
            Refuse(
                keys.Output("genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -aes256 -pass {pass}"),
                SampleKeys.Passphrase
            ).ErrorId
        );

    [OpenSslTheory]
    [InlineData("genrsa 1024", 1024)]
    [InlineData("genrsa 2047", 2047)]
    [InlineData("genrsa -traditional 512", 512)]
    public void A_key_under_2048_bits_is_refused(string command, int bits)
    {
        var refusal = Refuse(keys.Output(command));

        Assert.Equal("KeyTooSmall", refusal.ErrorId);
        Assert.Contains($"{bits} bits", refusal.Message);
    }

    [OpenSslTheory]
    [InlineData(Encrypt + " -v2 camellia-256-cbc", "CAMELLIA")]
    [InlineData(Encrypt + " -v2 aria-256-cbc", "ARIA")]
    [InlineData(Encrypt + " -v2prf hmacWithMD5", "HMAC-MD5")]
    [InlineData("rsa -in {key} -traditional -camellia256 -passout {pass}", "CAMELLIA-256-CBC")]
    [InlineData("rsa -in {key} -traditional -aria256 -passout {pass}", "ARIA-256-CBC")]
    public void A_cipher_that_is_not_supported_is_named(string command, string algorithm)
    {
        var refusal = Refuse(keys.Output(command), SampleKeys.Passphrase);

        Assert.Equal("KeyEncryptionNotSupported", refusal.ErrorId);
        Assert.Contains(algorithm, refusal.Message, StringComparison.OrdinalIgnoreCase);
    }

    [OpenSslFact]
    public void A_PKCS12_file_is_named_with_how_to_take_the_key_out()
    {
        var refusal = Refuse(keys.Output("pkcs12 -export -nocerts -inkey {key} -passout {pass}"), SampleKeys.Passphrase);

        Assert.Equal("KeyNotRecognized", refusal.ErrorId);
        Assert.Contains("PKCS#12", refusal.Message);
        Assert.Contains("openssl pkcs12", refusal.Message);
    }

    [Fact]
    public void A_key_in_OpenSSHs_own_form_is_named_with_how_to_write_it_anew()
    {
        var refusal = Refuse(
            Encoding.ASCII.GetBytes(
                "-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEA\n-----END OPENSSH PRIVATE KEY-----\n"
            )
        );

        Assert.Equal("KeyNotRecognized", refusal.ErrorId);
        Assert.Contains("ssh-keygen", refusal.Message);
    }

    [Fact]
    public void Parameters_of_an_encryption_that_are_missing_are_damage()
    {
        byte[] salt = [1, 2, 3, 4, 5, 6, 7, 8];
        var cipher = Der.Sequence(Der.Oid("2.16.840.1.101.3.4.1.42"), Der.Octets(new byte[16]));
        var scrypt = Der.Sequence(Der.Oid("1.3.6.1.4.1.11591.4.11"), Der.Sequence(Der.Octets(salt)));
        var pbkdf2 = Der.Sequence(Der.Oid("1.2.840.113549.1.5.12"), Der.Sequence(Der.Octets(salt), Der.Integer(1)));
        byte[][] algorithms =
        [
            Der.Sequence(),
            Der.Sequence(Der.Oid("1.2.840.113549.1.5.13")),
            Pbes2(pbkdf2, Der.Sequence()),
            Pbes2(Der.Sequence(), cipher),
            Pbes2(scrypt, cipher),
            Pbes2(pbkdf2, Der.Sequence(Der.Oid("2.16.840.1.101.3.4.1.42"))),
            Der.Sequence(Der.Oid("1.2.840.113549.1.12.1.3"), Der.Sequence()),
        ];

        foreach (var algorithm in algorithms)
            Assert.Equal("KeyDamaged", Refuse(Der.Sequence(algorithm, Der.Octets(new byte[64])), "any").ErrorId);
    }

    [OpenSslFact]
    public void A_key_cut_short_is_damaged()
    {
        var pem = File.ReadAllBytes(keys.PlainPath);

        Assert.Equal("KeyDamaged", Refuse([.. pem.Take(pem.Length / 2)]).ErrorId);
        Assert.Equal("KeyDamaged", Refuse([.. pem.Take(pem.Length - 10)]).ErrorId);
    }

    [OpenSslFact]
    public void A_key_with_a_line_missing_is_damaged()
    {
        var lines = File.ReadAllLines(keys.PlainPath);

        Assert.Equal("KeyDamaged", Refuse(Encoding.ASCII.GetBytes(string.Join("\n", lines.Where((_, i) => i != 5)))).ErrorId);
    }

    [OpenSslTheory]
    [InlineData("*")]
    [InlineData("…")]
    [InlineData("=")]
    public void A_key_with_a_character_that_is_not_base64_is_damaged(string character)
    {
        var text = File.ReadAllText(keys.PlainPath);

        Assert.Equal("KeyDamaged", Refuse(Encoding.UTF8.GetBytes(text.Remove(300, 1).Insert(300, character))).ErrorId);
    }

    [Theory]
    [InlineData("")]
    [InlineData("hello")]
    [InlineData("-----BEGIN")]
    [InlineData("MIIB")]
    [InlineData("0")]
    public void What_is_no_key_at_all_is_not_recognized(string text) =>
        Assert.Equal("KeyNotRecognized", Refuse(Encoding.UTF8.GetBytes(text)).ErrorId);

    [Fact]
    public void Zeroes_are_not_recognized() => Assert.Equal("KeyNotRecognized", Refuse(new byte[4096]).ErrorId);

    [Fact]
    public void A_file_over_one_MiB_is_not_read()
    {
        using var folder = new TempFolder();
        var path = folder.Write("large.p8", new byte[(1 << 20) + 1]);

        var refusal = Assert.Throws<InputException>(() => SigningKey.ReadFile(path, null));

        Assert.Equal("KeyNotRecognized", refusal.ErrorId);
        Assert.Contains("larger than 1 MiB", refusal.Message);
    }

    [Fact]
    public void A_missing_file_is_named()
    {
        using var folder = new TempFolder();

        foreach (var path in new[] { folder.File("none.p8"), Path.Combine(folder.File("none"), "none.p8") })
        {
            var refusal = Assert.Throws<InputException>(() => SigningKey.ReadFile(path, null));
            Assert.Equal("KeyFileNotFound", refusal.ErrorId);
            Assert.Equal(FailureKind.NotFound, refusal.Kind);
            Assert.Contains(path, refusal.Message);
        }
    }

    [Fact]
    public void A_folder_is_no_key_file()
    {
        using var folder = new TempFolder();

        var refusal = Assert.Throws<InputException>(() => SigningKey.ReadFile(folder.Folder, null));

        Assert.Equal("KeyFileUnreadable", refusal.ErrorId);
        Assert.Contains("is a folder", refusal.Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a\0b")]
    public void A_path_that_is_none_is_refused(string path) =>
        Assert.Equal("KeyPathInvalid", Assert.Throws<InputException>(() => SigningKey.ReadFile(path, null)).ErrorId);

    [OpenSslFact]
    public void A_line_of_a_key_is_refused_with_the_advice_to_give_the_whole_text()
    {
        foreach (var line in File.ReadAllLines(keys.PlainPath))
        {
            var refusal = Assert.Throws<KeyException>(() => SigningKey.ReadText(line.Secret(), null, "the private key given"));
            Assert.StartsWith("The private key given ", refusal.Message);
            Assert.Contains("Get-Content -Raw", refusal.RecommendedAction);
        }
    }

    [Fact]
    public void A_work_factor_beyond_reason_is_refused_at_once()
    {
        var clock = Stopwatch.StartNew();
        byte[] salt = [1, 2, 3, 4, 5, 6, 7, 8];
        var cipher = Der.Sequence(Der.Oid("2.16.840.1.101.3.4.1.42"), Der.Octets(new byte[16]));
        var pbkdf2 = Der.Sequence(Der.Oid("1.2.840.113549.1.5.12"), Der.Sequence(Der.Octets(salt), Der.Integer(int.MaxValue)));
        var deepScrypt = Der.Sequence(
            Der.Oid("1.3.6.1.4.1.11591.4.11"),
            Der.Sequence(Der.Octets(salt), Der.Integer(1 << 29), Der.Integer(8), Der.Integer(1))
        );
        var wideScrypt = Der.Sequence(
            Der.Oid("1.3.6.1.4.1.11591.4.11"),
            Der.Sequence(Der.Octets(salt), Der.Integer(1 << 20), Der.Integer(8), Der.Integer(255))
        );
        var pbe = Der.Sequence(Der.Oid("1.2.840.113549.1.12.1.3"), Der.Sequence(Der.Octets(salt), Der.Integer(int.MaxValue)));

        foreach (var algorithm in new[] { Pbes2(pbkdf2, cipher), Pbes2(deepScrypt, cipher), Pbes2(wideScrypt, cipher), pbe })
            Assert.Equal("KeyEncryptionNotSupported", Refuse(Der.Sequence(algorithm, Der.Octets(new byte[64])), "any").ErrorId);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(10), $"took {clock.Elapsed}");
    }

    [Theory]
    [InlineData(new byte[] { 0x30, 0x80 })]
    [InlineData(new byte[] { 0x30, 0x84, 0x00, 0x0F, 0xFF, 0x00 })]
    public void Structures_nested_beyond_reason_are_refused_and_do_not_end_the_process(byte[] opening)
    {
        byte[] nested = [.. Enumerable.Repeat(opening, 100_000).SelectMany(o => o)];

        Assert.Contains(Refuse(nested).ErrorId, new[] { "KeyNotRecognized", "KeyDamaged" });
        Assert.Equal(
            "KeyDamaged",
            Refuse(
                Encoding.ASCII.GetBytes(
                    "-----BEGIN PRIVATE KEY-----\n" + Convert.ToBase64String(nested) + "\n-----END PRIVATE KEY-----\n"
                )
            ).ErrorId
        );
    }

    [OpenSslFact]
    public void No_message_holds_key_material_or_the_passphrase()
    {
        var pem = File.ReadAllLines(keys.PlainPath);
        var damaged = Encoding.ASCII.GetBytes(string.Join("\n", pem.Where((_, i) => i != 5)));

        foreach (var refusal in new[] { Refuse(damaged), Refuse(keys.Output(Encrypt), "wrong passphrase") })
        {
            var text = refusal.ToString();
            Assert.DoesNotContain("wrong passphrase", text);
            Assert.DoesNotContain(pem.Skip(1).Take(pem.Length - 2), line => text.Contains(line.Substring(0, 16)));
        }
    }

    private static byte[] Pbes2(byte[] derivation, byte[] cipher) =>
        Der.Sequence(Der.Oid("1.2.840.113549.1.5.13"), Der.Sequence(derivation, cipher));

    private static KeyException Refuse(byte[] content, string? passphrase = null)
    {
        var refusal = Assert.Throws<KeyException>(() => SigningKey.Read(content, passphrase?.Secret(), "'test.p8'"));
        Assert.Contains("'test.p8'", refusal.Message);
        Assert.NotEmpty(refusal.RecommendedAction!);
        return refusal;
    }
}
