using QlikSnowflake.Errors;
using QlikSnowflake.Keys;
using QlikSnowflake.Tests.Support;

namespace QlikSnowflake.Tests.Keys;

/// <summary>What is written is what OpenSSL reads, and nothing is overwritten or left lying about.</summary>
public sealed class KeyPairFileTests(SampleKeys keys) : IClassFixture<SampleKeys>, IDisposable
{
    private readonly TempFolder _folder = new();

    private string PrivatePath => _folder.File("rsa_key.p8");

    private string PublicPath => _folder.File("rsa_key.pub");

    public void Dispose() => _folder.Dispose();

    [OpenSslTheory]
    [InlineData(2048)]
    [InlineData(3072)]
    public void A_plain_key_is_one_that_OpenSSL_finds_valid(int bits)
    {
        var made = KeyPairFile.Create(PrivatePath, null, bits, overwrite: false);

        Assert.StartsWith("-----BEGIN PRIVATE KEY-----\n", File.ReadAllText(PrivatePath));
        Assert.Contains("RSA key ok", OpenSsl.Run("rsa", "-in", PrivatePath, "-check", "-noout"));
        Assert.Contains($"({bits} bit", OpenSsl.Run("rsa", "-in", PrivatePath, "-text", "-noout"));
        Assert.Equal(keys.FingerprintOf(PrivatePath), made.Fingerprint);
        Assert.Equal(bits, made.KeySize);
    }

    // One key for all of this: to make it takes seconds on .NET Framework.
    [OpenSslFact]
    public void An_encrypted_key_opens_by_its_passphrase_only()
    {
        var made = KeyPairFile.Create(PrivatePath, SampleKeys.Passphrase.Secret(), 2048, overwrite: false);

        Assert.StartsWith("-----BEGIN ENCRYPTED PRIVATE KEY-----\n", File.ReadAllText(PrivatePath));
        Assert.Equal(keys.FingerprintOf(PrivatePath, "-passin", keys.PassphraseArgument), made.Fingerprint);
        Assert.NotEqual(0, OpenSsl.Try("rsa", "-in", PrivatePath, "-passin", "pass:wrong", "-noout").Code);

        var structure = OpenSsl.Run("asn1parse", "-in", PrivatePath);
        Assert.Contains(":PBES2", structure);
        Assert.Contains(":PBKDF2", structure);
        Assert.Contains(":hmacWithSHA256", structure);
        Assert.Contains(":aes-256-cbc", structure);
        Assert.Contains($"INTEGER           :{KeyPairFile.Iterations:X6}", structure);

        using var key = SigningKey.ReadFile(PrivatePath, SampleKeys.Passphrase.Secret());
        Assert.Equal(made.Fingerprint, key.PublicKey.Fingerprint);
        var otherCase = SampleKeys.Passphrase.Replace('Z', 'z');
        Assert.NotEqual(SampleKeys.Passphrase, otherCase);
        Assert.Equal(
            "KeyPassphraseWrong",
            Assert.Throws<KeyException>(() => SigningKey.ReadFile(PrivatePath, otherCase.Secret())).ErrorId
        );
    }

    [OpenSslFact]
    public void The_public_key_file_equals_what_OpenSSL_derives_from_the_private_one()
    {
        var made = KeyPairFile.Create(PrivatePath, null, 2048, overwrite: false);

        Assert.Equal(OpenSsl.Run("rsa", "-in", PrivatePath, "-pubout"), File.ReadAllText(PublicPath));
        Assert.Equal(made.Fingerprint, PublicKey.ReadFile(PublicPath).Fingerprint);
    }

    [Fact]
    public void Two_keys_are_never_the_same()
    {
        var first = KeyPairFile.Create(PrivatePath, null, 2048, overwrite: false);
        var second = KeyPairFile.Create(_folder.File("other.p8"), null, 2048, overwrite: false);

        Assert.NotEqual(first.Fingerprint, second.Fingerprint);
    }

    [Fact]
    public void Only_the_two_files_are_left_in_the_folder()
    {
        KeyPairFile.Create(PrivatePath, null, 2048, overwrite: false);
        KeyPairFile.Create(PrivatePath, "secret".Secret(), 2048, overwrite: true);

        Assert.Equal(
            ["rsa_key.p8", "rsa_key.pub"],
            Directory.GetFileSystemEntries(_folder.Folder).Select(Path.GetFileName).OrderBy(n => n, StringComparer.Ordinal)
        );
    }

    [Theory]
    [InlineData("rsa_key.p8")]
    [InlineData("rsa_key.pub")]
    public void A_file_in_the_way_is_not_overwritten(string name)
    {
        var before = _folder.Write(name, "precious");

        var refusal = Assert.Throws<InputException>(() => KeyPairFile.Create(PrivatePath, null, 2048, overwrite: false));

        Assert.Equal("KeyFileExists", refusal.ErrorId);
        Assert.Equal(FailureKind.AlreadyExists, refusal.Kind);
        Assert.Equal("precious", File.ReadAllText(before));
        Assert.Single(Directory.GetFileSystemEntries(_folder.Folder));
    }

    [Fact]
    public void A_file_in_the_way_is_replaced_on_request()
    {
        var first = KeyPairFile.Create(PrivatePath, null, 2048, overwrite: false);

        var second = KeyPairFile.Create(PrivatePath, null, 2048, overwrite: true);

        Assert.NotEqual(first.Fingerprint, second.Fingerprint);
        using var key = SigningKey.ReadFile(PrivatePath, null);
        Assert.Equal(second.Fingerprint, key.PublicKey.Fingerprint);
        Assert.Equal(second.Fingerprint, PublicKey.ReadFile(PublicPath).Fingerprint);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_folder_is_not_written_over(bool overwrite)
    {
        var refusal = Assert.Throws<InputException>(() => KeyPairFile.Create(_folder.Folder, null, 2048, overwrite));

        Assert.Equal("KeyPathIsFolder", refusal.ErrorId);
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Folder));
    }

    [Fact]
    public void A_folder_that_is_not_there_is_named()
    {
        var refusal = Assert.Throws<InputException>(() =>
            KeyPairFile.Create(Path.Combine(_folder.File("none"), "rsa_key.p8"), null, 2048, overwrite: false)
        );

        Assert.Equal("FolderNotFound", refusal.ErrorId);
        Assert.Contains(_folder.File("none"), refusal.Message);
    }

    [Theory]
    [InlineData("rsa_key.pub")]
    [InlineData("rsa_key.PUB")]
    public void A_private_key_does_not_go_where_the_public_one_goes(string name) =>
        Assert.Equal(
            "KeyPathIsPublic",
            Assert.Throws<InputException>(() => KeyPairFile.Create(_folder.File(name), null, 2048, overwrite: true)).ErrorId
        );

    [UnixFact]
    public void The_private_key_can_be_read_by_its_owner_only()
    {
        KeyPairFile.Create(PrivatePath, null, 2048, overwrite: false);
        Assert.Equal("600", UnixMode.Of(PrivatePath));

        // A file that others could read is replaced by one that they cannot.
        UnixMode.Set(PrivatePath, "644");
        KeyPairFile.Create(PrivatePath, null, 2048, overwrite: true);
        Assert.Equal("600", UnixMode.Of(PrivatePath));
    }
}
