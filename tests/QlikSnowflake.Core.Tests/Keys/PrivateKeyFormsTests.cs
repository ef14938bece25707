using System.Text;
using QlikSnowflake.Keys;
using QlikSnowflake.Tests.Support;

namespace QlikSnowflake.Tests.Keys;

/// <summary>Every form in which OpenSSL writes an RSA private key is read, and is the same key.</summary>
public sealed class PrivateKeyFormsTests(SampleKeys keys) : IClassFixture<SampleKeys>
{
    private const string Encrypt = "pkcs8 -topk8 -in {key} -passout {pass}";
    private const string Traditional = "rsa -in {key} -traditional";

    [OpenSslTheory]
    [InlineData("pkcs8 -topk8 -nocrypt -in {key}")]
    [InlineData("pkcs8 -topk8 -nocrypt -in {key} -outform DER")]
    [InlineData(Traditional)]
    [InlineData(Traditional + " -outform DER")]
    public void A_plain_key_needs_no_passphrase(string command) => AssertSameKey(keys.Output(command), passphrase: null);

    [OpenSslTheory]
    [InlineData(Encrypt)]
    [InlineData(Encrypt + " -v2 des3")]
    [InlineData(Encrypt + " -v2 aes-128-cbc")]
    [InlineData(Encrypt + " -v2 aes-192-cbc")]
    [InlineData(Encrypt + " -v2 aes-256-cbc")]
    [InlineData(Encrypt + " -v2prf hmacWithSHA1")]
    [InlineData(Encrypt + " -v2prf hmacWithSHA224")]
    [InlineData(Encrypt + " -v2prf hmacWithSHA256")]
    [InlineData(Encrypt + " -v2prf hmacWithSHA384")]
    [InlineData(Encrypt + " -v2prf hmacWithSHA512")]
    [InlineData(Encrypt + " -v2prf hmacWithSHA512-224")]
    [InlineData(Encrypt + " -v2prf hmacWithSHA512-256")]
    [InlineData(Encrypt + " -v2 des3 -v2prf hmacWithSHA1")]
    [InlineData(Encrypt + " -v2 aes-256-cbc -iter 100000")]
    [InlineData(Encrypt + " -scrypt")]
    [InlineData(Encrypt + " -v1 PBE-SHA1-3DES")]
    [InlineData(Encrypt + " -outform DER")]
    [InlineData(Encrypt + " -scrypt -outform DER")]
    public void An_encrypted_PKCS8_key_opens_with_its_passphrase(string command) =>
        AssertSameKey(keys.Output(command), SampleKeys.Passphrase);

    // OpenSSL 3 keeps these behind its legacy provider; keys from 1.0 are still in the field.
    [OpenSslTheory]
    [InlineData("PBE-MD5-DES")]
    [InlineData("PBE-SHA1-DES")]
    [InlineData("PBE-SHA1-RC2-128")]
    public void A_key_encrypted_by_a_scheme_of_OpenSSL_1_opens_with_its_passphrase(string scheme) =>
        AssertSameKey(keys.Output($"{Encrypt} -v1 {scheme} -provider legacy -provider default"), SampleKeys.Passphrase);

    [OpenSslTheory]
    [InlineData("-aes128")]
    [InlineData("-aes192")]
    [InlineData("-aes256")]
    [InlineData("-des3")]
    public void A_traditional_key_with_a_DEK_Info_header_opens_with_its_passphrase(string cipher)
    {
        var pem = keys.Output($"{Traditional} {cipher} -passout {{pass}}");

        Assert.Contains("DEK-Info: ", Encoding.ASCII.GetString(pem));
        AssertSameKey(pem, SampleKeys.Passphrase);
    }

    [OpenSslFact]
    public void A_passphrase_for_a_plain_key_is_passed_over() => AssertSameKey(Plain(), "not needed");

    [OpenSslTheory]
    [InlineData("pkcs8 -topk8 -nocrypt -in {key}")]
    [InlineData(Encrypt)]
    [InlineData(Traditional + " -aes256 -passout {pass}")]
    public void Line_ends_of_Windows_make_no_difference(string command) =>
        AssertSameKey(Encoding.ASCII.GetBytes(Text(command).Replace("\n", "\r\n")), SampleKeys.Passphrase);

    [OpenSslTheory]
    [InlineData("pkcs8 -topk8 -nocrypt -in {key}")]
    [InlineData(Encrypt)]
    [InlineData(Traditional + " -aes256 -passout {pass}")]
    public void A_key_in_one_line_with_literal_line_ends_is_read(string command)
    {
        AssertSameKey(Encoding.ASCII.GetBytes(Text(command).Replace("\n", "\\n")), SampleKeys.Passphrase);
        AssertSameKey(Encoding.ASCII.GetBytes(Text(command).Replace("\n", "\\r\\n")), SampleKeys.Passphrase);

        // Escaped once by the program that made the text, and once more by the store.
        AssertSameKey(Encoding.ASCII.GetBytes("\"" + Text(command).Replace("\n", "\\\\n") + "\""), SampleKeys.Passphrase);
    }

    [OpenSslFact]
    public void A_key_in_one_line_with_blanks_is_read() =>
        AssertSameKey(Encoding.ASCII.GetBytes(Text(Plain()).Replace("\n", " ")), null);

    [OpenSslTheory]
    [InlineData("utf-8")]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    public void A_byte_order_mark_is_understood(string encoding)
    {
        var mark = Encoding.GetEncoding(encoding);

        AssertSameKey([.. mark.GetPreamble(), .. mark.GetBytes(Text(Plain()).Replace("\n", "\r\n"))], null);
    }

    [OpenSslFact]
    public void Text_before_the_key_is_passed_over() =>
        AssertSameKey(
            [.. Encoding.ASCII.GetBytes("Bag Attributes\n    localKeyID: 01 02\nKey Attributes: <No Attributes>\n"), .. Plain()],
            null
        );

    [OpenSslFact]
    public void A_private_key_after_its_public_key_is_found() =>
        AssertSameKey([.. keys.Output("rsa -in {key} -pubout"), .. Plain()], null);

    [OpenSslTheory]
    [InlineData("pkcs8 -topk8 -nocrypt -in {key} -outform DER")]
    [InlineData(Encrypt + " -outform DER")]
    public void Bare_base64_of_DER_is_read(string command)
    {
        var base64 = Convert.ToBase64String(keys.Output(command));

        AssertSameKey(Encoding.ASCII.GetBytes(base64), SampleKeys.Passphrase);
        AssertSameKey(Encoding.ASCII.GetBytes(base64.Insert(100, "\r\n") + "\r\n"), SampleKeys.Passphrase);
    }

    [OpenSslFact]
    public void A_file_is_read_like_its_bytes()
    {
        using var key = SigningKey.ReadFile(keys.PlainPath, null);

        Assert.Equal(keys.Fingerprint, key.PublicKey.Fingerprint);
        Assert.Equal(2048, key.PublicKey.KeySize);
    }

    private byte[] Plain() => File.ReadAllBytes(keys.PlainPath);

    private static string Text(byte[] pem) => Encoding.ASCII.GetString(pem);

    private string Text(string command) => Text(keys.Output(command));

    private void AssertSameKey(byte[] content, string? passphrase)
    {
        using var key = SigningKey.Read(content, passphrase?.Secret(), "test");
        Assert.Equal(keys.Fingerprint, key.PublicKey.Fingerprint);
    }
}
