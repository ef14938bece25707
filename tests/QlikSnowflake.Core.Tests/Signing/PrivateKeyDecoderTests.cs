using System.Text;
using QlikSnowflake.Signing;
using QlikSnowflake.Tests.Support;

namespace QlikSnowflake.Tests.Signing;

public sealed class PrivateKeyDecoderTests(SampleKeys keys) : IClassFixture<SampleKeys>
{
    [OpenSslTheory]
    [InlineData("pkcs8 -topk8 -nocrypt -in {key}")]
    [InlineData("pkcs8 -topk8 -in {key} -passout {pass}")]
    [InlineData("rsa -in {key} -traditional")]
    [InlineData("rsa -in {key} -traditional -aes128 -passout {pass}")]
    public void Every_form_becomes_the_PKCS8_that_OpenSSL_writes(string command) =>
        Assert.Equal(
            keys.Output("pkcs8 -topk8 -nocrypt -in {key} -outform DER"),
            PrivateKeyDecoder.ToPkcs8(keys.Output(command), Encoding.UTF8.GetBytes(SampleKeys.Passphrase))
        );

    [OpenSslFact]
    public void Neither_the_content_nor_the_passphrase_is_changed()
    {
        var content = keys.Output("pkcs8 -topk8 -in {key} -passout {pass} -outform DER").ToArray();
        var passphrase = Encoding.UTF8.GetBytes(SampleKeys.Passphrase);

        PrivateKeyDecoder.ToPkcs8(content, passphrase);

        Assert.Equal(keys.Output("pkcs8 -topk8 -in {key} -passout {pass} -outform DER"), content);
        Assert.Equal(Encoding.UTF8.GetBytes(SampleKeys.Passphrase), passphrase);
    }

    [OpenSslFact]
    public void A_key_of_another_algorithm_is_decoded_for_others_to_judge()
    {
        var pkcs8 = PrivateKeyDecoder.ToPkcs8(keys.Output("genpkey -algorithm ED25519"), null);

        var refusal = Assert.Throws<PrivateKeyFormatException>(() => RsaKey.SubjectPublicKeyInfo(pkcs8));
        Assert.Equal((PrivateKeyFault.NotRsa, "Ed25519"), (refusal.Fault, refusal.Message));
    }
}
